"""The ground of the fictional city: its frame, the bends of everything on it, its outer edge.

All plans are drawn straight in a local frame (x east, y north of the shrine [m]); `Terrain.bend`
then curves the finished plan as a whole, so that lines that met before still meet after.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from geodata.crs import WGS84, metric_crs
from geodata.demo.chance import Dice

FloatArray = npt.NDArray[np.float64]
ShapeArray = npt.NDArray[np.object_]

SHRINE = (50.8790, 34.6416)
BBOX_DEG = (50.75, 34.53, 51.00, 34.72)
DEGREE_DIGITS = 7
_EDGE_MARGIN_M = 260.0
_CORE_ALLEYS = 9000
_CORE_AREA_M2 = 98e6
_OLD_TOWN_M = 1100.0
_LONG_WAVES_M = ((100.0, 5200.0), (34.0, 1900.0), (8.0, 640.0))
_LANE_WAVES_M = ((12.0, 190.0),)


@cache
def _to_metres() -> Transformer:
    return Transformer.from_crs(WGS84, metric_crs(*SHRINE), always_xy=True)


@cache
def _origin() -> tuple[float, float]:
    x, y = _to_metres().transform(*SHRINE)
    return float(x), float(y)


def to_local(lonlat: FloatArray) -> FloatArray:
    """Return points, shape (n, 2) EPSG:4326, as metres east and north of the shrine."""
    x, y = _to_metres().transform(lonlat[:, 0], lonlat[:, 1])
    return np.asarray(np.column_stack([x, y]) - np.array(_origin()), dtype=np.float64)


def to_lonlat(local: FloatArray) -> FloatArray:
    """Return points, shape (n, 2) [m] in the local frame, as degrees EPSG:4326 of 7 digits."""
    x0, y0 = _origin()
    lon, lat = _to_metres().transform(local[:, 0] + x0, local[:, 1] + y0, direction="INVERSE")
    return np.round(np.column_stack([lon, lat]), DEGREE_DIGITS)


@dataclass(frozen=True, slots=True)
class Wave:
    """One gentle sideways push: amplitude and length [m], directions [rad]."""

    amplitude_m: float
    length_m: float
    heading: float
    push: float
    phase: float

    def shift(self, points: FloatArray) -> FloatArray:
        """Return the displacement [m] of every point, shape (n, 2)."""
        along = points @ np.array([np.cos(self.heading), np.sin(self.heading)])
        size = self.amplitude_m * np.sin(2 * np.pi * along / self.length_m + self.phase)
        return np.outer(size, [np.cos(self.push), np.sin(self.push)])


@dataclass(frozen=True, slots=True)
class Terrain:
    """The bends of one city: long waves everywhere, short ones in the old town."""

    long_waves: tuple[Wave, ...]
    lane_waves: tuple[Wave, ...]

    def bend(self, points: FloatArray) -> FloatArray:
        """Return straight-plan points, shape (n, 2) [m], where they lie in the bent city [m]."""
        old = np.exp(-((points**2).sum(axis=1) / _OLD_TOWN_M**2))[:, None]
        shift = np.zeros_like(points)
        for wave in self.long_waves:
            shift += wave.shift(points)
        for wave in self.lane_waves:
            shift += wave.shift(points) * old
        return points + shift

    def bend_shapes(self, shapes: ShapeArray) -> ShapeArray:
        """Return straight-plan geometries [m] as they lie in the bent city [m]."""
        return np.asarray(shapely.transform(shapes, self.bend), dtype=object)


def shapes_to_lonlat(shapes: ShapeArray) -> ShapeArray:
    """Return local geometries [m] in degrees EPSG:4326."""
    return np.asarray(shapely.transform(shapes, to_lonlat), dtype=object)


def make_terrain(dice: Dice) -> Terrain:
    """Return the bends drawn by `dice`."""

    def waves(sizes: tuple[tuple[float, float], ...]) -> tuple[Wave, ...]:
        return tuple(
            Wave(
                amplitude_m,
                length_m * dice.uniform(0.85, 1.15),
                heading + dice.uniform(-0.4, 0.4),
                heading + np.pi / 2 + dice.uniform(-0.5, 0.5),
                dice.uniform(0, 2 * np.pi),
            )
            for amplitude_m, length_m in sizes
            for heading in (0.3, 0.3 + np.pi / 2)
        )

    return Terrain(waves(_LONG_WAVES_M), waves(_LANE_WAVES_M))


def grow_outline(core: BaseGeometry, alleys: int) -> tuple[BaseGeometry, float]:
    """Return the ground a city of that many alleys stands on, and how far it outgrew the core [m].

    Area grows with the square root of the number: bigger cities are also denser ones.
    """
    limit = _city_limit()
    wanted = min(_CORE_AREA_M2 * (alleys / _CORE_ALLEYS) ** 0.5, 0.93 * limit.area)
    low, high = 0.0, 12_000.0
    if alleys <= _CORE_ALLEYS:
        return core.intersection(limit), 0.0
    for _ in range(18):
        middle = (low + high) / 2
        grown = core.buffer(middle).intersection(limit)
        low, high = (middle, high) if grown.area < wanted else (low, middle)
    return core.buffer(low).intersection(limit), low


def _city_limit() -> Polygon:
    west, south, east, north = BBOX_DEG
    corners = to_local(np.array([[west, south], [east, south], [east, north], [west, north]]))
    inset = box(
        corners[:, 0].min() + _EDGE_MARGIN_M + 120,
        corners[:, 1].min() + _EDGE_MARGIN_M,
        corners[:, 0].max() - _EDGE_MARGIN_M - 120,
        corners[:, 1].max() - _EDGE_MARGIN_M,
    )
    return inset.buffer(-2500).buffer(2500)
