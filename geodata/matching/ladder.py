"""From probabilities to verdicts: a fact, a question for a human, or «not on the map».

Accepts only what is probable, clearly ahead of the second *and* of a kind that can be a fact;
everything else waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from geodata.matching.claims import Claim
from geodata.matching.evidence import FULL_ADDRESSES
from geodata.matching.network import Network
from geodata.model import Verdict

ACCEPT_AT = 0.9
CLEAR_MARGIN = 0.6
REVIEW_AT = 0.05
CONTESTED_AT = 0.3
LIKELY_OLD_NAME = 0.8
LIKELY = 0.6
"""From here on a full address or name that nothing speaks against is a fact by itself."""
MAX_ALTERNATIVES = 5
FULL_NAMES = frozenset({"exact", "rotated", "qualifier", "almost"})
PART_NAMES = frozenset(
    {"half", "initial", "similar", "surname", "row_surname", "almost_surname", "first_words"}
)
FAR_AREAS = frozenset({"near", "far"})
NEAR_POSITIONS = frozenset({"here", "close"})
LIKE_ADDRESSES = frozenset({"like_parent_and_number", "like_old_name"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One alley a naming could mean.

    `probability` leaves out alleys given to others, `alone` does not; `levels` is the evidence.
    """

    alley: int
    probability: float
    alone: float
    levels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Match:
    """The join's answer for one naming.

    Attributes
    ----------
    method : str
        Short stable code, a row of `vocab/match_reasons.csv`.
    best : Candidate or None
        The accepted alley, or in review the best alternative.
    alternatives : tuple of Candidate
        At most `MAX_ALTERNATIVES`, best first, the accepted one left out.
    """

    claim: Claim
    verdict: Verdict
    method: str
    best: Candidate | None
    alternatives: tuple[Candidate, ...]


def judge(
    claim: Claim,
    candidates: Sequence[Candidate],
    network: Network,
    *,
    given: Candidate | None,
    rivalled: bool,
) -> Match:
    """Return the verdict on one claim.

    Parameters
    ----------
    candidates : sequence of Candidate
        Best first; alleys given to others come last with probability 0.
    given : Candidate or None
        The one the settlement gave to this claim.
    rivalled : bool
        Another person's row fits that alley about as well.
    """
    worth = [c for c in candidates if c.probability >= REVIEW_AT]
    if not worth:
        return _without_alley(claim, candidates, network)
    best, others = worth[0], worth[1:]
    doubt = "alley_contested" if rivalled else _doubt(best, others, given)
    if doubt is None:
        rest = tuple(others[:MAX_ALTERNATIVES])
        return Match(claim, Verdict.ACCEPTED, method_of(best), best, rest)
    return Match(claim, Verdict.REVIEW, doubt, best, tuple(worth[:MAX_ALTERNATIVES]))


def _without_alley(claim: Claim, candidates: Sequence[Candidate], network: Network) -> Match:
    """Nothing is likely; what others were given may still be what this row means."""
    contested = [c for c in candidates if c.alone >= CONTESTED_AT]
    if contested:
        shown = tuple(contested[:MAX_ALTERNATIVES])
        return Match(claim, Verdict.REVIEW, "alley_contested", shown[0], shown)
    return Match(claim, Verdict.UNMATCHED, _reason_unmatched(claim, network), None, ())


def _doubt(best: Candidate, others: Sequence[Candidate], given: Candidate | None) -> str | None:
    """Why the best candidate is not a fact; None when it is one."""
    levels = best.levels
    if levels["name"] == "other" and levels["written"] == "martyr":
        return "other_name_on_map"
    if levels["district"] == "other":
        return "other_district"
    if any(_equally_addressed(best, other) for other in others):
        return "equal_candidates"
    if given is best and best.probability >= LIKELY and _is_plain_fact(best):
        return None
    second = others[0].probability if others else 0.0
    sure = given is best and best.probability >= ACCEPT_AT
    if second >= best.probability / 2 or (sure and best.probability - second < CLEAR_MARGIN):
        return "equal_candidates"
    several = levels["address"] == "old_name" and levels["pieces"] == "many"
    return None if sure and _may_be_fact(best) and not several else _weakness(best)


def _equally_addressed(best: Candidate, other: Candidate) -> bool:
    """Two alleys with the very address the row gives, and no name to tell them apart."""
    address = best.levels["address"]
    if address not in FULL_ADDRESSES | LIKE_ADDRESSES or other.levels["address"] != address:
        return False
    if best.levels["position"] in NEAR_POSITIONS and other.levels["position"] not in NEAR_POSITIONS:
        return False
    named = FULL_NAMES | PART_NAMES
    tells_apart = best.levels["name"] in named and other.levels["name"] not in named
    return not tells_apart and not _further_away(best, other)


def _further_away(best: Candidate, other: Candidate) -> bool:
    """The row's own district or neighbourhood holds the best one and not the other."""
    return any(
        best.levels[area] == "same" and other.levels[area] != "same"
        for area in ("district", "neighbourhood")
    ) or other.levels["district"].startswith("other")


def _is_plain_fact(best: Candidate) -> bool:
    """The very address, or the full name in its district, and nothing against it."""
    levels = best.levels
    against = levels["neighbourhood"] in FAR_AREAS or levels["street"] == "elsewhere"
    if against or levels["name"] == "other":
        return False
    if levels["address"] == "old_name" and levels["pieces"] == "few":
        return levels["district"] == "same" and best.probability >= LIKELY_OLD_NAME
    if levels["address"] in ("parent_and_number", "one_end"):
        return levels["district"] in ("same", "unknown")
    same_district = levels["district"] == "same" and levels["written"] == "martyr"
    return levels["name"] == "exact" and same_district and levels["address"] == "row_silent"


def _may_be_fact(best: Candidate) -> bool:
    """A surname alone never makes a fact; with the neighbourhood, street or address it can."""
    levels = best.levels
    if levels["name"] in FULL_NAMES or levels["address"] in FULL_ADDRESSES | LIKE_ADDRESSES:
        return True
    near = levels["neighbourhood"] == "same" or levels["street"] == "beside"
    placed = near or levels["position"] == "here" or levels["address"] == "number"
    return (placed and levels["name"] in PART_NAMES) or (levels["address"] == "number" and near)


def _weakness(best: Candidate) -> str:
    levels = best.levels
    if levels["name"] in PART_NAMES and levels["address"] not in FULL_ADDRESSES:
        return "surname_only"
    if levels["name"] in ("none", "other") and levels["address"] in ("map_silent", "row_silent"):
        return "position_only"
    return "too_weak"


def method_of(best: Candidate) -> str:
    """Return the code of what the acceptance rests on."""
    levels = best.levels
    address = levels["address"]
    named = levels["name"] in FULL_NAMES | PART_NAMES
    if address in ("parent_and_number", "one_end", "street_and_number", "number"):
        stem = "designation_and_name" if named else "designation"
    elif address == "old_name":
        stem = "old_name_and_name" if named else "old_name"
    elif address in LIKE_ADDRESSES:
        stem = "like_address_and_name" if named else "like_address"
    else:
        stem = "full_name" if levels["name"] in FULL_NAMES else "part_name"
    if levels["neighbourhood"] == "same":
        return f"{stem}_in_neighbourhood"
    return f"{stem}_in_{'district' if levels['district'] == 'same' else 'city'}"


def _reason_unmatched(claim: Claim, network: Network) -> str:
    if not claim.designations and not claim.parent_key:
        return "no_place_given"
    numbered = [d for d in claim.designations if d.number is not None]
    if any(d.base_key in network.bases for d in numbered):
        return "number_not_on_map"
    if any(d.base_key for d in numbered):
        return "parent_not_on_map"
    return "not_on_map"


def candidates_of(
    evidence: pd.DataFrame,
    probability: Sequence[float],
    alone: Sequence[float],
    fields: Sequence[str],
) -> list[Candidate]:
    """Return the pairs of a table as candidates, in its order."""
    levels = evidence[list(fields)].to_dict("records")
    rows = zip(evidence["alley"].tolist(), probability, alone, levels, strict=True)
    return [
        Candidate(alley, float(now), float(before), {str(k): str(v) for k, v in found.items()})
        for alley, now, before, found in rows
    ]
