"""Positions typed into cells: degrees, swapped, or metres, brought to lon, lat EPSG:4326.

A reading counts only when it lands in the city; nothing is moved to make it fit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyproj

from geodata.crs import WGS84, metric_crs_of
from geodata.issues import IssueLog
from geodata.names import latin_digits
from geodata.readers.records import says_nothing

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

IRAN: Bounds = (43.5, 24.5, 64.0, 40.5)
"""Where a position is looked for when the city is not known: lon and lat do not overlap here."""

MARGIN_DEG = 0.05
EARTH_RADIUS_M = 6_378_137.0
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?(?:e[+-]?[0-9]{1,4})?")
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity)")


@dataclass(frozen=True, slots=True)
class Position:
    """A point in degrees and the issue that its writing deserves, if any."""

    lon: float | None
    lat: float | None
    issue: str | None = None


def read_positions(
    file: str,
    rows: Sequence[int],
    lons: Sequence[str],
    lats: Sequence[str],
    *,
    bounds: Bounds | None,
    issues: IssueLog,
) -> list[Position]:
    """Return one position per row, EPSG:4326, None where there is none; oddities are logged.

    Parameters
    ----------
    bounds : (west, south, east, north), optional
        Where the city is [degrees]; without it metres can be read only as Web Mercator.
    """
    cells = list(zip(lons, lats, strict=True))
    read = {pair: read_position(*pair, bounds) for pair in set(cells)}
    for row, pair in zip(rows, cells, strict=True):
        if (issue := read[pair].issue) is not None:
            issues.add(issue, source=file, row=row, column="lon", value=" ".join(pair))
    return [read[pair] for pair in cells]


def read_position(lon: str, lat: str, bounds: Bounds | None) -> Position:
    """Return the position that two cells say."""
    x, y = _number(lon), _number(lat)
    if x is None and y is None and says_nothing(lon) and says_nothing(lat):
        return Position(None, None)
    if x is None or y is None:
        return Position(None, None, "coordinates_unreadable")
    if not (math.isfinite(x) and math.isfinite(y)):
        return Position(None, None, "coordinates_invalid")
    return _place(x, y, bounds)


def _number(text: str) -> float | None:
    if _NUMBER.fullmatch(text):
        return float(text)
    plain = latin_digits(text).strip().lower().replace("٫", ".").removesuffix("°")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    readable = _NUMBER.fullmatch(plain) or _NOT_FINITE.fullmatch(plain)
    return float(plain) if readable else None


def _place(x: float, y: float, bounds: Bounds | None) -> Position:
    area = _widened(bounds) if bounds else IRAN
    for lon, lat, issue in (
        (x, y, None),
        (y, x, "coordinates_swapped"),
        *(
            (*_from_metres(east, north, bounds), "coordinates_metric")
            for east, north in _ways(x, y)
        ),
        (*_from_mercator(x, y), "coordinates_metric"),
        (*_from_mercator(y, x), "coordinates_metric"),
    ):
        if _inside(lon, lat, area):
            return Position(round(lon, 7), round(lat, 7), issue)
    if bounds is None and _are_degrees(x, y) and (x, y) != (0, 0):
        return Position(x, y)
    return Position(None, None, "coordinates_outside")


def _ways(x: float, y: float) -> tuple[tuple[float, float], ...]:
    """Return the two orders of metres, none for what can only be degrees."""
    return () if _are_degrees(x, y) else ((x, y), (y, x))


def _from_metres(east: float, north: float, bounds: Bounds | None) -> tuple[float, float]:
    if bounds is None:
        return math.inf, math.inf
    lon, lat = _to_degrees(metric_crs_of(bounds)).transform(east, north)
    return float(lon), float(lat)


@lru_cache(maxsize=8)
def _to_degrees(crs: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(crs, WGS84, always_xy=True)


def _from_mercator(x: float, y: float) -> tuple[float, float]:
    """Return the degrees of spherical Web Mercator metres (the inverse of Snyder 1987, eq. 7-1)."""
    if abs(x) < 1000 or abs(y) > math.pi * EARTH_RADIUS_M:
        return math.inf, math.inf
    lat = math.degrees(math.atan(math.sinh(y / EARTH_RADIUS_M)))
    return math.degrees(x / EARTH_RADIUS_M), lat


def _widened(bounds: Bounds) -> Bounds:
    west, south, east, north = bounds
    return west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG


def _inside(lon: float, lat: float, area: Bounds) -> bool:
    west, south, east, north = area
    return west <= lon <= east and south <= lat <= north


def _are_degrees(x: float, y: float) -> bool:
    return abs(x) <= 180 and abs(y) <= 90
