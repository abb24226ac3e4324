"""Streets that divide ground into ever smaller blocks, each cut across the block's long side.

A cut prefers to start where a street already ends on the block's edge and then carries it on,
so that streets run through several quarters. Works in the straight plan [m].
"""

from __future__ import annotations

import copy
import heapq
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon
from shapely.ops import split

from geodata.demo.chance import Dice
from geodata.demo.skeleton import Street
from geodata.demo.terrain import FloatArray

_ON_EDGE_M = 0.01
_SNAP_M = 45.0
_SQUARE_M = 300.0
_SMALLEST_M2 = 400.0
_REACH_M = 30_000.0


@dataclass(slots=True)
class StreetEnds:
    """Where streets end and which way they point, to be carried on by later cuts.

    Ends are filed by squares of the ground, so that a block looks only at those around it.
    """

    points: list[FloatArray] = field(default_factory=list)
    headings: list[FloatArray] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    squares: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    def copy(self) -> StreetEnds:
        """Return a copy that can grow on its own."""
        squares = {square: list(filed) for square, filed in self.squares.items()}
        return StreetEnds(list(self.points), list(self.headings), list(self.owners), squares)

    def add(self, line: LineString, owner: int) -> None:
        """Remember both ends of a street."""
        at = shapely.get_coordinates(line)
        for tip, before in ((at[0], at[1]), (at[-1], at[-2])):
            self.points.append(tip)
            self.headings.append((tip - before) / np.hypot(*(tip - before)))
            self.owners.append(owner)
            self._file(len(self.points) - 1)

    def move(self, index: int, tip: FloatArray) -> None:
        """Remember that a street now ends further on."""
        self.points[index] = tip
        self._file(index)

    def on_edge(self, block: Polygon) -> list[int]:
        """Return the indices of ends on the edge of `block` that point into it."""
        west, south, east, north = (int(side // _SQUARE_M) for side in block.bounds)
        filed = {
            index
            for column in range(west, east + 1)
            for row in range(south, north + 1)
            for index in self.squares.get((column, row), ())
        }
        index = np.array(sorted(filed), dtype=np.int64)
        if not len(index):
            return []
        tips = np.array([self.points[i] for i in index])
        ways = np.array([self.headings[i] for i in index])
        on_it = shapely.distance(shapely.points(tips), block.exterior) < _ON_EDGE_M
        inside = shapely.contains_xy(block, tips + 6.0 * ways)
        return [int(i) for i in index[on_it & inside]]

    def _file(self, index: int) -> None:
        x, y = self.points[index]
        square = (int(x // _SQUARE_M), int(y // _SQUARE_M))
        filed = self.squares.setdefault(square, [])
        if index not in filed:
            filed.append(index)


@dataclass(slots=True)
class Divider:
    """Divides blocks; `streets` grows with every cut."""

    streets: list[Street]
    dice: Dice
    jitter: Callable[[Polygon], float]
    ends: StreetEnds = field(default_factory=StreetEnds)

    def copy(self) -> Divider:
        """Return a divider in the same state that can cut on its own."""
        dice = copy.deepcopy(self.dice)
        return Divider(list(self.streets), dice, self.jitter, self.ends.copy())

    def divide(
        self, blocks: list[Polygon], largest_m2: Callable[[Polygon], float], highway: str
    ) -> list[Polygon]:
        """Return the blocks cut until none is larger than `largest_m2` [m²] allows there."""
        done: list[Polygon] = []
        queue = [(-block.area, number, block) for number, block in enumerate(blocks)]
        heapq.heapify(queue)
        count = len(queue)
        while queue:
            _, _, block = heapq.heappop(queue)
            parts = self._cut(block, highway) if block.area > largest_m2(block) else []
            if not parts:
                done.append(block)
            for part in parts:
                count += 1
                heapq.heappush(queue, (-part.area, count, part))
        return done

    def _cut(self, block: Polygon, highway: str) -> list[Polygon]:
        """Return the two sides of a new street through the block, or nothing when none fits."""
        centre, along, length = long_side(block)
        turn = self.jitter(block)
        across = _turned(np.array([-along[1], along[0]]), self.dice.uniform(-0.14, 0.14) * turn)
        start = centre + along * length * 0.14 * self.dice.uniform(-turn, turn)
        thin = not is_stout(block)
        carried = self._street_to_carry_on(block, start, along, across, length)
        for end in (carried, None) if carried is not None else (None,):
            if end is not None:
                line = _chord(block, self.ends.points[end], self.ends.headings[end], tied=True)
            else:
                line = _chord(block, start, across, tied=False)
            line = self._meet_opposite(block, line)
            parts = _split(block, line)
            if len(parts) > 1 and (thin or all(is_stout(part) for part in parts)):
                self._record(line, highway, end)
                return parts
        return []

    def _street_to_carry_on(
        self,
        block: Polygon,
        start: FloatArray,
        along: FloatArray,
        across: FloatArray,
        length: float,
    ) -> int | None:
        best, best_away = None, 0.2 * length
        for index in self.ends.on_edge(block):
            if abs(float(self.ends.headings[index] @ across)) < 0.9:
                continue
            away = abs(float((self.ends.points[index] - start) @ along))
            if away < best_away:
                best, best_away = index, away
        return best

    def _meet_opposite(self, block: Polygon, line: LineString) -> LineString:
        """Return the cut ending at a street's end across the edge when one is close by."""
        at = shapely.get_coordinates(line)
        if len(at) < 2:
            return line
        for index in self.ends.on_edge(block):
            tip = self.ends.points[index]
            if 0 < np.hypot(*(tip - at[-1])) < _SNAP_M and np.hypot(*(tip - at[0])) > 2 * _SNAP_M:
                return LineString([at[0], tip])
        return line

    def _record(self, line: LineString, highway: str, owner: int | None) -> None:
        if owner is None:
            self.streets.append(Street(line, highway))
            self.ends.add(line, len(self.streets) - 1)
            return
        number = self.ends.owners[owner]
        street = self.streets[number]
        tip = tuple(self.ends.points[owner])
        before = list(street.line.coords)
        if tuple(before[0]) == tip:
            before.reverse()
        after = list(line.coords)
        longer = LineString([*before, *after[1:]])
        self.streets[number] = replace(street, line=longer)
        self.ends.move(owner, np.array(after[-1]))


def long_side(block: Polygon) -> tuple[FloatArray, FloatArray, float]:
    """Return the centre, the unit vector along the long side and its length [m]."""
    corners = shapely.get_coordinates(shapely.oriented_envelope(block))
    one, two = corners[1] - corners[0], corners[2] - corners[1]
    side = one if np.hypot(*one) >= np.hypot(*two) else two
    length = float(np.hypot(*side))
    centre = np.array(block.representative_point().coords[0])
    middle = corners[:4].mean(axis=0)
    inside = bool(shapely.contains_xy(block, *middle))
    return (middle if inside else centre), side / length, length


def is_stout(part: Polygon) -> bool:
    """Return whether a piece of ground is large and wide enough to be worth cutting off."""
    return bool(part.area > _SMALLEST_M2 and part.area > 0.15 * part.area**0.5 * part.length)


def _turned(vector: FloatArray, angle: float) -> FloatArray:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([cos * vector[0] - sin * vector[1], sin * vector[0] + cos * vector[1]])


def _chord(block: Polygon, at: FloatArray, way: FloatArray, *, tied: bool) -> LineString:
    """Return the straight line through `at` from edge to edge, or from `at` on when `tied`."""
    back = 0.0 if tied else _REACH_M
    ray = LineString([at - way * back, at + way * _REACH_M])
    near = at + way * (2 * _ON_EDGE_M if tied else 0)
    pieces = [p for p in shapely.get_parts(ray.intersection(block)) if p.length > 1]
    if not pieces:
        return LineString()
    piece = min(pieces, key=lambda p: float(shapely.distance(p, shapely.points(near))))
    tips = shapely.get_coordinates(piece)
    if tied:
        far = tips[np.argmax(np.hypot(*(tips - at).T))]
        return LineString([at, far])
    return LineString([tips[0], tips[-1]])


def _split(block: Polygon, line: LineString) -> list[Polygon]:
    at = shapely.get_coordinates(line)
    if len(at) < 2 or np.hypot(*(at[-1] - at[0])) < 20:
        return []
    way = (at[-1] - at[0]) / np.hypot(*(at[-1] - at[0]))
    blade = LineString([at[0] - way * _ON_EDGE_M, at[-1] + way * _ON_EDGE_M])
    return [part for part in split(block, blade).geoms if part.geom_type == "Polygon"]
