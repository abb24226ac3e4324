"""The finding of numbers left out along a street: the map has 3 and 7, and nothing that is 5.

An alley between the two that bears no number of this street (it has a proper name, the new name
alone, or the number of the street at its other end) may be the one left out and speaks against.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.ops import substring

from geodata.findings.finding import Finding, finding
from geodata.findings.places import Shapes, text_or_none
from geodata.model import Kind, RoadClass

LONGEST_GAP = 6
LONGEST_STRETCH_M = 400.0
"""A wider gap, in numbers or on the ground, is another stretch: nothing is left out there."""
OPENS_WITHIN_M = 5.0
"""How far from its street's line an alley may be drawn and still open on it."""
SWERVE_M = 25.0
"""The same where the street is drawn in pieces and its way has to be guessed."""
AROUND_MOUTH_M = 15.0
"""How much of an alley tells on which side of the street it lies."""
TIP_M = 1.0
"""An alley that meets the street so near to its tip ends there."""
NEAR_STREET_M = 60.0
"""An alley with a number of this street lies as near to it; further off is a namesake's."""
_STREETS = frozenset({Kind.STREET, Kind.BOULEVARD, Kind.SQUARE, Kind.HIGHWAY, Kind.ROAD})
_ARTERIAL = frozenset(road.value for road in RoadClass if road.is_arterial)


def numbering_gaps(alleys: pd.DataFrame, shapes: Shapes) -> Iterator[Finding]:
    """Yield numbers left out between two alleys on one side of a street.

    Parameters
    ----------
    alleys : DataFrame
        Columns `alley_id`, `parent_id`, `parent_fa`, `base_key`, `number`, `sub`, `designations`,
        `kind`, `road_class`, `district`, `neighbourhood`.
    """
    gaps = _gaps(alleys)
    if gaps.empty:
        return
    standing = _Standing.of(alleys, shapes)
    told: Any = gaps.itertuples(index=False)
    for gap in told:
        inner = range(int(gap.before) + 2, int(gap.number), 2)
        missing = [number for number in inner if not standing.has(gap, number)]
        if standing.may_fill(gap, len(missing)):
            continue
        yield finding(
            "numbering_gap", gap.parent_id, gap.before, gap.number,
            alley_id=int(gap.alley_id), district=text_or_none(gap.district),
            neighbourhood=text_or_none(gap.neighbourhood), street=gap.parent_fa,
            before=int(gap.before), after=int(gap.number),
            missing=" و ".join(str(number) for number in missing),
        )  # fmt: skip


def _gaps(alleys: pd.DataFrame) -> pd.DataFrame:
    """Return the alleys before which a number is missing, with the alley and number before."""
    counted = alleys["parent_id"].notna() & alleys["number"].notna() & alleys["sub"].isna()
    numbered = alleys[counted & ~_is_bare_dead_end(alleys)]
    numbered = numbered.assign(number=numbered["number"].astype("int64"))
    numbered["parity"] = numbered["number"] % 2
    side = ["parent_id", "parity"]
    numbered = numbered.sort_values([*side, "number", "alley_id"])
    numbered = numbered.drop_duplicates([*side, "number"])
    before = numbered.groupby(side)[["number", "alley_id"]].shift()
    numbered["before"], numbered["before_id"] = before["number"], before["alley_id"]
    jump = numbered["number"] - numbered["before"]
    return numbered[(jump > 2) & (jump <= LONGEST_GAP)]


def _is_bare_dead_end(alleys: pd.DataFrame) -> pd.Series:
    """Return which alleys are a «بن‌بست دوم»: counted within their lane, not along the street."""
    bare = alleys["designations"].map(lambda ways: not any(way.base_key for way in ways))
    return (alleys["kind"] == Kind.DEAD_END) & bare.astype(bool)


@dataclass(frozen=True, slots=True)
class _Standing:
    """What stands where along the streets: who bears a number, and who could bear one more.

    `signed` are the streets and numbers on each alley's own sign; a bare «کوچه ۲۲» may be of the
    street at either end.
    """

    shapes: Shapes
    of_number: Mapping[tuple[str, int], list[int]]
    signed: Mapping[int, frozenset[tuple[str, int]]]
    others: npt.NDArray[np.int64]
    tree: shapely.STRtree
    streets: npt.NDArray[np.int64]
    streets_tree: shapely.STRtree

    @classmethod
    def of(cls, alleys: pd.DataFrame, shapes: Shapes) -> _Standing:
        """Return what stands along the streets of a map."""
        of_number: dict[tuple[str, int], list[int]] = defaultdict(list)
        signed: dict[int, frozenset[tuple[str, int]]] = {}
        for alley_id, ways in zip(alleys["alley_id"], alleys["designations"], strict=True):
            whole = frozenset((d.base_key, d.number) for d in ways if d.number and d.sub is None)
            signed[alley_id] = whole
            for address in whole:
                of_number[address].append(alley_id)
        is_street = alleys["kind"].isin(_STREETS) | alleys["road_class"].isin(_ARTERIAL)
        carries = alleys["alley_id"].isin(alleys["parent_id"].dropna()) & alleys["number"].isna()
        streets, others = (
            alleys.loc[wanted, "alley_id"].to_numpy()
            for wanted in (is_street | carries, ~is_street & ~carries)
        )
        trees = [shapely.STRtree([shapes[i] for i in ids.tolist()]) for ids in (others, streets)]
        return cls(shapes, of_number, signed, others, trees[0], streets, trees[1])

    def has(self, gap: Any, number: int) -> bool:
        """Return whether some alley of this street bears the number after all."""
        street = self.shapes[int(gap.parent_id)]
        same = self.of_number.get((gap.base_key, number), ())
        return any(street.distance(self.shapes[alley_id]) <= NEAR_STREET_M for alley_id in same)

    def may_fill(self, gap: Any, missing: int) -> bool:
        """Return whether as many alleys without a number of this street open between the two.

        Also where the two do not count one side of a short stretch for certain, or numbers
        between them are out of order: then who is missing cannot be told.
        """
        ends = (int(gap.before_id), int(gap.alley_id))
        if any(self._may_count_elsewhere(i, int(gap.parent_id)) for i in ends):
            return True
        street, before, after = (self.shapes[i] for i in (int(gap.parent_id), *ends))
        stretch = _Stretch.between(street, before, after)
        if stretch is None:
            return True
        near = self.tree.query(stretch.line, predicate="dwithin", distance=stretch.reach_m)
        inside = [
            alley_id
            for alley_id in self.others[near].tolist()
            if alley_id not in ends and stretch.has(self.shapes[alley_id])
        ]
        numbers = [
            number for i in inside for base, number in self.signed[i] if base == gap.base_key
        ]
        in_order = range(int(gap.before) + 2, int(gap.number), 2)
        silent = [i for i in inside if all(base != gap.base_key for base, _ in self.signed[i])]
        return len(silent) >= missing or any(number not in in_order for number in numbers)

    def _may_count_elsewhere(self, alley_id: int, street_id: int) -> bool:
        """Whether a bare «کوچه ۲۲» may be the number of another street it opens on."""
        if any(base for base, _ in self.signed[alley_id]):
            return False
        shape = self.shapes[alley_id]
        touching = self.streets_tree.query(shape, predicate="dwithin", distance=OPENS_WITHIN_M)
        return any(other != street_id for other in self.streets[touching].tolist())


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The way along a street from one alley to another, and on which side of it these lie."""

    line: shapely.LineString
    reach_m: float
    side: bool

    @classmethod
    def between(
        cls, street: shapely.Geometry, before: shapely.Geometry, after: shapely.Geometry
    ) -> _Stretch | None:
        """Return the stretch between two alleys of one side along the piece they both open on."""
        start, end = _mouth(before, street), _mouth(after, street)
        if start.distance(end) > LONGEST_STRETCH_M:
            return None
        line, reach_m = shapely.LineString([start, end]), SWERVE_M
        for piece in shapely.get_parts(street):
            if max(piece.distance(start), piece.distance(end)) <= OPENS_WITHIN_M:
                line = substring(piece, piece.project(start), piece.project(end))
                reach_m = OPENS_WITHIN_M
                break
        sides = _sides(line, before) & _sides(line, after)
        if len(sides) != 1 or line.length > LONGEST_STRETCH_M:
            return None
        return cls(line, reach_m, sides.pop())

    def has(self, alley: shapely.Geometry) -> bool:
        """Return whether an alley opens on the stretch, between its ends and on its side."""
        along = self.line.project(_mouth(alley, self.line))
        return 0 < along < self.line.length and self.side in _sides(self.line, alley)


def _mouth(alley: shapely.Geometry, street: shapely.Geometry) -> shapely.Point:
    """Return the point of an alley nearest to the street."""
    return shapely.get_point(shapely.shortest_line(alley, street), 0)


def _sides(line: shapely.LineString, alley: shapely.Geometry) -> set[bool]:
    """Return on which sides of a way an alley lies where it opens: left (True), right or both."""
    mouth = _mouth(alley, line)
    along = line.project(mouth)
    here, ahead = line.interpolate(max(along - 1, 0)), line.interpolate(along + 1)
    way = (ahead.x - here.x, ahead.y - here.y)
    return {
        way[0] * (at.y - here.y) - way[1] * (at.x - here.x) > 0
        for at in _insides(alley, mouth, line)
    }


def _insides(
    alley: shapely.Geometry, mouth: shapely.Point, line: shapely.LineString
) -> list[shapely.Point]:
    """Return a point a little inside an alley, two where it goes on beyond the street."""
    if alley.geom_type == "LineString":
        along = alley.project(mouth)
        if along < TIP_M:
            return [alley.interpolate(AROUND_MOUTH_M)]
        if along > alley.length - TIP_M:
            return [alley.interpolate(alley.length - AROUND_MOUTH_M)]
    nearby = alley.intersection(mouth.buffer(AROUND_MOUTH_M)).difference(line)
    return [part.centroid for part in shapely.get_parts(nearby)] or [alley.centroid]
