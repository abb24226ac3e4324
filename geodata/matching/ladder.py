"""From scores to verdicts: a fact, a question for a human, or an honest «not on the map».

Accepts only what is probable *and* clearly ahead of the second; everything else waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geodata.matching.candidates import AlleyIndex
from geodata.matching.claims import Claim
from geodata.matching.scoring import ByDesignation, ByName, ByPlace, Candidate
from geodata.model import Verdict

ACCEPT_AT = 0.95
CLEAR_MARGIN = 0.5
REVIEW_AT = 0.05
MAX_ALTERNATIVES = 5


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


def judge(claim: Claim, candidates: Sequence[Candidate], index: AlleyIndex) -> Match:
    """Return the verdict on one claim, on its own; conflicts are settled afterwards."""
    worth = [c for c in candidates if c.score >= REVIEW_AT][: MAX_ALTERNATIVES + 1]
    if not worth:
        return Match(claim, Verdict.UNMATCHED, _reason_unmatched(claim, index), None, ())
    best = worth[0]
    second = worth[1].score if len(worth) > 1 else 0.0
    if best.score >= ACCEPT_AT and best.score - second >= CLEAR_MARGIN and _may_accept(best):
        others = tuple(worth[1 : MAX_ALTERNATIVES + 1])
        return Match(claim, Verdict.ACCEPTED, _method(best), best, others)
    return Match(
        claim, Verdict.REVIEW, _reason_review(best, second), best, tuple(worth[:MAX_ALTERNATIVES])
    )


def _may_accept(candidate: Candidate) -> bool:
    """A surname or a position alone never makes a fact."""
    evidence = candidate.evidence
    return (
        evidence.designation in (ByDesignation.PARENT_AND_NUMBER, ByDesignation.OLD_NAME)
        or evidence.name is ByName.FULL
    )


def _method(best: Candidate) -> str:
    evidence = best.evidence
    if evidence.designation is ByDesignation.PARENT_AND_NUMBER:
        stem = "designation"
    elif evidence.designation is ByDesignation.OLD_NAME:
        stem = "old_name"
    else:
        stem = "full_name"
    if evidence.name in (ByName.FULL, ByName.SURNAME) and stem != "full_name":
        stem += "_and_name"
    place = "district" if evidence.district is ByPlace.SAME else "city"
    return f"{stem}_in_{place}"


def _reason_review(best: Candidate, second: float) -> str:
    evidence = best.evidence
    if evidence.name is ByName.CONFLICT:
        return "other_name_on_map"
    if evidence.district is ByPlace.OTHER:
        return "other_district"
    if second >= best.score * 0.5:
        return "equal_candidates"
    if evidence.designation is ByDesignation.NONE and evidence.name is ByName.SURNAME:
        return "surname_only"
    if evidence.designation is ByDesignation.NONE and evidence.name is ByName.NONE:
        return "position_only"
    return "too_weak"


def _reason_unmatched(claim: Claim, index: AlleyIndex) -> str:
    if not claim.designations and not claim.parent_key:
        return "no_place_given"
    numbered = [d for d in claim.designations if d.number is not None]
    if numbered and any(d.base_key in index.parent_keys for d in numbered):
        return "number_not_on_map"
    if numbered and any(d.base_key for d in numbered):
        return "parent_not_on_map"
    return "not_on_map"
