"""From probabilities to verdicts: a fact, a question for a human, or «not on the map».

Accepts only what is probable, clearly ahead of the second *and* of a kind that can be a fact;
everything else waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geodata.matching.claims import Claim
from geodata.matching.evidence import FAMILY_MET, GIVEN_MET, Evidence
from geodata.matching.network import Network
from geodata.model import Verdict

ACCEPT_AT = 0.88
CLEAR_MARGIN = 0.6
REVIEW_AT = 0.08
MAX_ALTERNATIVES = 5
FULL_ADDRESSES = frozenset(
    {"parent_and_number", "one_end", "opens_and_number", "beside_and_number", "old_name"}
)
LIKE_ADDRESSES = frozenset({"like_parent_and_number", "like_old_name"})
BARE_ADDRESSES = frozenset({"bare_number", "number"})
NEAR_POSITIONS = frozenset({"here", "close"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One alley a naming could mean: a row of the evidence with its probabilities.

    `alone` is the probability without regard to the other namings.
    """

    pair: int
    probability: float
    alone: float
    evidence: Evidence

    @property
    def alley(self) -> int:
        """Row of the alley table."""
        return int(self.evidence.alley[self.pair])

    def __getitem__(self, field: str) -> str:
        """Return the level of a field of the evidence."""
        return self.evidence.level(self.pair, field)

    @property
    def is_named(self) -> bool:
        """Whether the sign bears the honoree's surname, and no other given name."""
        return self["family"] in FAMILY_MET and self["given"] != "other"

    @property
    def is_fully_named(self) -> bool:
        """Whether given name and surname are both on the sign."""
        return self.is_named and self["given"] in GIVEN_MET and "kin" not in self.names

    @property
    def names(self) -> tuple[str, str]:
        """The levels of surname and given name."""
        return self["family"], self["given"]


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


def judge(claim: Claim, candidates: Sequence[Candidate], network: Network) -> Match:
    """Return the verdict on one claim.

    Parameters
    ----------
    candidates : sequence of Candidate
        Best first.
    """
    if not candidates or candidates[0].probability < REVIEW_AT:
        return _without_alley(claim, candidates, network)
    best = candidates[0]
    others = [
        c for c in candidates[1:] if c.probability >= REVIEW_AT or _equally_addressed(best, c)
    ]
    doubt = _doubt(best, others)
    if doubt is None:
        rest = tuple(others[:MAX_ALTERNATIVES])
        return Match(claim, Verdict.ACCEPTED, method_of(best), best, rest)
    return Match(claim, Verdict.REVIEW, doubt, best, (best, *others)[:MAX_ALTERNATIVES])


def _without_alley(claim: Claim, candidates: Sequence[Candidate], network: Network) -> Match:
    if any(c.alone >= ACCEPT_AT for c in candidates):
        reason = "fits_another_better"
    elif len(candidates) > 1 and _equally_addressed(candidates[0], candidates[1]):
        reason = "fits_too_many"
    else:
        reason = _reason_unmatched(claim, network)
    return Match(claim, Verdict.UNMATCHED, reason, None, ())


def _doubt(best: Candidate, others: Sequence[Candidate]) -> str | None:
    """Why the best candidate is not a fact; None when it is one."""
    if "other" in best.names and best["sign"] == "martyr":
        return "other_name_on_map"
    if best["district"].startswith("other") and not _outweighs_district(best):
        return "other_district"
    if any(_equally_addressed(best, other) for other in others):
        return "equal_candidates"
    second = others[0].probability if others else 0.0
    sure = best.probability >= ACCEPT_AT and best.probability - second >= CLEAR_MARGIN
    if second >= best.probability / 2:
        return "equal_candidates"
    if not sure and best.alone >= ACCEPT_AT:
        return "alley_contested"
    several = best["address"] == "old_name" and best["pieces"] == "many"
    return None if sure and _may_be_fact(best) and not several else _weakness(best)


def _outweighs_district(best: Candidate) -> bool:
    """Name and place against a district: where they agree so well the district is the slip.

    An address agrees with its own street: it needs the neighbourhood as a second witness.
    """
    near = best["neighbourhood"] in ("same", "beside")
    if best.is_named:
        return near or best["street"] == "beside"
    return near and best["address"] in FULL_ADDRESSES


def _equally_addressed(best: Candidate, other: Candidate) -> bool:
    """Two alleys with the very address the row gives, and no name to tell them apart."""
    address = best["address"]
    told = FULL_ADDRESSES | LIKE_ADDRESSES | {"bare_number"}
    if address not in told or other["address"] != address:
        return False
    if best["position"] in NEAR_POSITIONS and other["position"] not in NEAR_POSITIONS:
        return False
    tells_apart = best.is_named and not other.is_named
    return not tells_apart and not _further_away(best, other)


def _further_away(best: Candidate, other: Candidate) -> bool:
    """The row's own district or neighbourhood holds the best one and not the other."""
    return any(
        best[area] == "same" and other[area] != "same" for area in ("district", "neighbourhood")
    ) or other["district"].startswith("other")


def _may_be_fact(best: Candidate) -> bool:
    """A surname alone never makes a fact; with the neighbourhood, street or address it can."""
    if best.is_fully_named or best["address"] in FULL_ADDRESSES | LIKE_ADDRESSES:
        return True
    near = best["neighbourhood"] in ("same", "beside") or best["street"] == "beside"
    numbered = best["address"] in BARE_ADDRESSES
    placed = near or best["position"] == "here" or numbered or best["father"] == "same"
    return (placed and best.is_named) or (numbered and near)


def _weakness(best: Candidate) -> str:
    if best.is_named and best["address"] not in FULL_ADDRESSES:
        return "too_weak" if best.is_fully_named else "surname_only"
    if not best.is_named and best["address"] in ("sign_silent", "row_silent"):
        return "position_only"
    return "too_weak"


def method_of(best: Candidate) -> str:
    """Return the code of what the acceptance rests on."""
    address = best["address"]
    if address == "old_name":
        stem = "old_name_and_name" if best.is_named else "old_name"
    elif address in FULL_ADDRESSES or (address in BARE_ADDRESSES and not best.is_fully_named):
        stem = "designation_and_name" if best.is_named else "designation"
    elif address in LIKE_ADDRESSES:
        stem = "like_address_and_name" if best.is_named else "like_address"
    else:
        stem = "full_name" if best.is_fully_named else "part_name"
    if best["neighbourhood"] == "same":
        return f"{stem}_in_neighbourhood"
    return f"{stem}_in_{'district' if best['district'] == 'same' else 'city'}"


def _reason_unmatched(claim: Claim, network: Network) -> str:
    if not claim.designations and not claim.parent_key:
        return "no_place_given"
    numbered = [d for d in claim.designations if d.number is not None]
    if any(d.base_key in network.bases for d in numbered):
        return "number_not_on_map"
    if any(d.base_key for d in numbered):
        return "parent_not_on_map"
    return "not_on_map"
