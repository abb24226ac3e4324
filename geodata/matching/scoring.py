"""How well an alley fits a claim: what agrees, and how much that weighs.

The sum of the weights is a log-odds against chance; a candidate's score is its share against
the other candidates and against «not on the map», so two equal candidates can never both be
sure (Fellegi and Sunter 1969). The weights are judgements, not estimates.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import shapely

from geodata.designation import Honoree
from geodata.matching.candidates import AlleyIndex
from geodata.matching.claims import Claim


class ByDesignation(StrEnum):
    """How the register's old name agrees with the map."""

    PARENT_AND_NUMBER = "parent_and_number"
    OLD_NAME = "old_name"
    NUMBER_ONLY = "number_only"
    NONE = "none"


class ByName(StrEnum):
    """How the honoree's name agrees with a name already on the map."""

    FULL = "full"
    SURNAME = "surname"
    NONE = "none"
    CONFLICT = "conflict"


class ByPlace(StrEnum):
    """How a stated place agrees with where the alley is."""

    SAME = "same"
    UNKNOWN = "unknown"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What agrees and what does not between one naming and one alley."""

    designation: ByDesignation
    name: ByName
    district: ByPlace
    neighbourhood: ByPlace
    distance_m: float | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An alley (a row of the alley table) with its evidence and its score 0–1."""

    row: int
    evidence: Evidence
    score: float


NOT_ON_MAP = 4.0
DESIGNATION_WEIGHT = {
    ByDesignation.PARENT_AND_NUMBER: 8.0,
    ByDesignation.OLD_NAME: 6.0,
    ByDesignation.NUMBER_ONLY: 2.0,
    ByDesignation.NONE: 0.0,
}
NAME_WEIGHT = {
    ByName.FULL: 8.0,
    ByName.SURNAME: 2.5,
    ByName.NONE: 0.0,
    ByName.CONFLICT: -6.0,
}
DISTRICT_WEIGHT = {ByPlace.SAME: 2.0, ByPlace.UNKNOWN: 0.0, ByPlace.OTHER: -4.0}
NEIGHBOURHOOD_WEIGHT = {ByPlace.SAME: 1.5, ByPlace.UNKNOWN: 0.0, ByPlace.OTHER: -1.5}
DISTANCE_STEPS_M = ((60.0, 3.0), (150.0, 1.5), (400.0, 0.0), (math.inf, -4.0))


def score_candidates(claim: Claim, rows: Sequence[int], index: AlleyIndex) -> list[Candidate]:
    """Return the candidates with their scores, best first; equal scores by row."""
    evidence = [weigh(claim, row, index) for row in rows]
    weights = [log_odds(found) for found in evidence]
    total = sum(math.exp(w) for w in weights) + math.exp(NOT_ON_MAP)
    scored = [
        Candidate(row, found, math.exp(weight) / total)
        for row, found, weight in zip(rows, evidence, weights, strict=True)
    ]
    return sorted(scored, key=lambda candidate: (-candidate.score, candidate.row))


def weigh(claim: Claim, row: int, index: AlleyIndex) -> Evidence:
    """Return what agrees between a claim and the alley in `row`."""
    distance = None
    if claim.at is not None:
        distance = float(shapely.distance(shapely.Point(claim.at), index.lines[row]))
    return Evidence(
        designation=_by_designation(claim, row, index),
        name=_by_name(claim, index.honorees[row]),
        district=_by_place(claim.district, index.district[row]),
        neighbourhood=_by_place(claim.neighbourhood, index.neighbourhood[row]),
        distance_m=distance,
    )


def log_odds(evidence: Evidence) -> float:
    """Return the sum of the weights of what agrees."""
    distance = 0.0
    if evidence.distance_m is not None:
        distance = next(w for limit, w in DISTANCE_STEPS_M if evidence.distance_m <= limit)
    return (
        DESIGNATION_WEIGHT[evidence.designation]
        + NAME_WEIGHT[evidence.name]
        + DISTRICT_WEIGHT[evidence.district]
        + NEIGHBOURHOOD_WEIGHT[evidence.neighbourhood]
        + distance
    )


def _by_designation(claim: Claim, row: int, index: AlleyIndex) -> ByDesignation:
    agreeing = [d for d in claim.designations if d in index.designations[row]]
    if any(d.number is not None and d.base_key for d in agreeing):
        return ByDesignation.PARENT_AND_NUMBER
    if any(d.number is None for d in agreeing):
        return ByDesignation.OLD_NAME
    return ByDesignation.NUMBER_ONLY if agreeing else ByDesignation.NONE


def _by_name(claim: Claim, honorees: Sequence[Honoree]) -> ByName:
    """A martyr's name on the map that is not the claim's speaks against it."""
    if not honorees or not claim.person:
        return ByName.NONE
    keys = {honoree.key for honoree in honorees}
    if claim.person_key in keys:
        return ByName.FULL if len(claim.person) > 1 else ByName.SURNAME
    surnames = claim.surname_keys | {claim.person_key}
    if keys & surnames or any(set(honoree.words[-1:]) & set(claim.person) for honoree in honorees):
        return ByName.SURNAME
    return ByName.CONFLICT


def _by_place(stated: str | None, actual: str | None) -> ByPlace:
    if stated is None or actual is None:
        return ByPlace.UNKNOWN
    return ByPlace.SAME if stated == actual else ByPlace.OTHER
