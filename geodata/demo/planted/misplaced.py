"""Wrong places for a sign: some way off, at the next alley, with two digits swapped.

Works in local metres; a sign counts as misplaced when it is well away from its whole alley.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geodata.demo.chance import Dice
from geodata.demo.namings import Naming
from geodata.demo.terrain import ShapeArray, to_local, to_lonlat

Point = tuple[float, float]

_CLEAR_M = 58.0
_ASTRAY_M = (62.0, 170.0)
_NEXT_ALLEY_M = 450.0
_ANGLES = 16
_DECIMALS = (2, 3)
"""Which decimals of a coordinate get swapped with the one behind: some 100 m to some kilometres."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the alleys lie [m], and which of them open off one street."""

    lines: ShapeArray
    on_street: Mapping[str, Sequence[int]]
    city: shapely.Geometry

    @classmethod
    def of(cls, namings: list[Naming], lines: ShapeArray) -> Ground:
        """Return the ground of a city whose alleys are these lines."""
        on_street: dict[str, list[int]] = defaultdict(list)
        for naming in namings:
            if naming.place.alley is not None:
                on_street[naming.place.name.parent.short].append(naming.place.alley)
        return cls(lines, on_street, shapely.box(*shapely.total_bounds(lines)))

    def misplaced(
        self, naming: Naming, at: Point | None, before: Sequence[Point], dice: Dice
    ) -> tuple[Point, str]:
        """Return a wrong place (lon, lat) for a sign, and how it came about.

        Parameters
        ----------
        at : (lon, lat)
            The right place.
        before : sequence of (lon, lat)
            Where the crew was before.
        """
        assert at is not None
        assert naming.place.alley is not None
        line = self.lines[naming.place.alley]
        drawn = dice.uniform()
        if drawn < 0.35:
            for mouth in self._next_mouths(naming, line):
                return mouth, "پلاک سر کوچهٔ دیگری از همین خیابان نصب شد"
        if drawn < 0.55:
            for point in _swapped(at, dice):
                if self._is_astray(point, line):
                    return point, "دو رقم مختصات جابه‌جا نوشته شد"
        if drawn < 0.65:
            for point in before:
                if self._is_astray(point, line):
                    return point, "مختصات پلاک پیشین دوباره نوشته شد"
        return self._off(at, line, dice), "پلاک دور از کوچهٔ خود نصب شد"

    def _is_astray(self, point: Point, line: shapely.Geometry) -> bool:
        there = shapely.Point(to_local(np.array([point]))[0])
        return bool(shapely.distance(there, line) >= _CLEAR_M and self.city.contains(there))

    def _next_mouths(self, naming: Naming, line: shapely.Geometry) -> list[Point]:
        """Return the mouth of the nearest named alley of the same street that is well away."""
        others = self.lines[np.array(self.on_street[naming.place.name.parent.short])]
        starts = shapely.get_point(others, 0)
        away = shapely.distance(starts, line)
        fits = np.flatnonzero((away >= _CLEAR_M) & (away <= _NEXT_ALLEY_M))
        if not len(fits):
            return []
        return [_degrees(starts[fits[np.argmin(away[fits])]])]

    def _off(self, at: Point, line: shapely.Geometry, dice: Dice) -> Point:
        """Return a point some way off in the first direction that leads away from the alley."""
        x, y = to_local(np.array([at]))[0]
        start, away = dice.uniform(0, 2 * np.pi), dice.uniform(*_ASTRAY_M)
        angles = start + np.arange(_ANGLES) * 2 * np.pi / _ANGLES
        points = shapely.points(x + away * np.cos(angles), y + away * np.sin(angles))
        clear = shapely.distance(points, line) >= _CLEAR_M
        return _degrees(points[np.argmax(clear)])


def _swapped(at: Point, dice: Dice) -> list[Point]:
    """Return the coordinates with two neighbouring decimals of one of them swapped."""
    found: list[Point] = []
    for axis in (0, 1):
        for place in _DECIMALS:
            digits = list(f"{at[axis]:.7f}")
            first = digits.index(".") + place
            digits[first], digits[first + 1] = digits[first + 1], digits[first]
            wrong = float("".join(digits))
            found.append((wrong, at[1]) if axis == 0 else (at[0], wrong))
    start = dice.whole(0, len(found) - 1)
    return found[start:] + found[:start]


def _degrees(point: shapely.Point) -> Point:
    lon, lat = to_lonlat(np.array([[point.x, point.y]]))[0]
    return float(lon), float(lat)
