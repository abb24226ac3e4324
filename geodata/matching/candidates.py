"""Which alleys a naming could mean, found by look-up and never by comparing all with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import shapely

from geodata.alleys import AlleyTable
from geodata.designation import Designation, Honoree
from geodata.matching.claims import Claim

K = TypeVar("K")

MAX_BY_NAME = 60
"""A surname alone may be on hundreds of signs; beyond this it says nothing."""
NEAR_POINT_M = 150.0


@dataclass(frozen=True, slots=True)
class AlleyIndex:
    """The alleys, reachable by what they are called."""

    by_designation: dict[Designation, list[int]]
    by_honoree: dict[str, list[int]]
    honorees: list[tuple[Honoree, ...]]
    designations: list[tuple[Designation, ...]]
    district: list[str | None]
    neighbourhood: list[str | None]
    parent_keys: frozenset[str]
    lines: npt.NDArray[np.object_]
    tree: shapely.STRtree = field(repr=False)


def index_alleys(alleys: AlleyTable) -> AlleyIndex:
    """Return the index of a table of alleys; positions are rows of its frame."""
    frame = alleys.frame
    return AlleyIndex(
        by_designation=_inverted(frame["designations"]),
        by_honoree=_inverted([tuple(h.key for h in found) for found in frame["honorees"]]),
        honorees=frame["honorees"].tolist(),
        designations=frame["designations"].tolist(),
        district=_or_none(frame["district"]),
        neighbourhood=_or_none(frame["neighbourhood"]),
        parent_keys=frozenset(frame["base_key"]) - {""},
        lines=alleys.lines,
        tree=shapely.STRtree(alleys.lines),
    )


def find_candidates(claim: Claim, index: AlleyIndex) -> list[int]:
    """Return the rows of the alleys a claim could mean, ascending."""
    found: set[int] = set()
    for designation in claim.designations:
        found.update(index.by_designation.get(designation, ()))
    for key in (claim.person_key, *claim.surname_keys):
        found.update(_within_reach(index.by_honoree.get(key, ()), claim, index))
    if claim.at is not None and not found:
        point = shapely.Point(claim.at)
        found.update(index.tree.query(point, predicate="dwithin", distance=NEAR_POINT_M).tolist())
    return sorted(found)


def _within_reach(rows: Iterable[int], claim: Claim, index: AlleyIndex) -> list[int]:
    """A name found too often counts only in the district the row names."""
    rows = list(rows)
    if len(rows) > MAX_BY_NAME:
        rows = [row for row in rows if index.district[row] == claim.district]
    return rows[:MAX_BY_NAME]


def _inverted(values: Iterable[Iterable[K]]) -> dict[K, list[int]]:
    rows: dict[K, list[int]] = defaultdict(list)
    for row, found in enumerate(values):
        for value in found:
            rows[value].append(row)
    return dict(rows)


def _or_none(values: Iterable[object]) -> list[str | None]:
    return [value if isinstance(value, str) else None for value in values]
