"""The grid tiles lie on: Web Mercator metres, tile numbers and the units inside a tile.

Arithmetic only. Web Mercator (EPSG:3857) is for drawing here and nowhere for lengths.
Tiles are numbered from the north-west corner (XYZ). One tile is drawn 512 pixels wide, so
tiles of zoom z are what a map of 256-pixel tiles shows at zoom z + 1.
Formulas: EPSG Guidance Note 7-2, method 1024 (Popular Visualisation Pseudo-Mercator).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from geodata.tiles.encode import EXTENT

EARTH_RADIUS_M = 6_378_137.0
HALF_WORLD_M = math.pi * EARTH_RADIUS_M
MAX_LATITUDE_DEG = math.degrees(2 * math.atan(math.exp(math.pi)) - math.pi / 2)
TILE_PIXELS = 512
BUFFER = 64
"""What a tile repeats of its neighbours on every side, in units of its `EXTENT`."""

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


def to_mercator(lon_lat: npt.ArrayLike) -> Floats:
    """Return Web Mercator metres, shape (n, 2), of degrees EPSG:4326 of that shape.

    Latitudes beyond the square world are drawn on its edge.
    """
    degrees = np.asarray(lon_lat, dtype=np.float64).reshape(-1, 2)
    lat = np.radians(np.clip(degrees[:, 1], -MAX_LATITUDE_DEG, MAX_LATITUDE_DEG))
    x = np.radians(degrees[:, 0])
    y = np.log(np.tan(math.pi / 4 + lat / 2))
    return np.column_stack((x, y)) * EARTH_RADIUS_M


def tile_width_m(zoom: int) -> float:
    """Return the width of a tile in Web Mercator metres, not metres on the ground."""
    return 2 * HALF_WORLD_M / (1 << zoom)


def unit_m(zoom: int) -> float:
    """Return the size of one unit of a tile in Web Mercator metres."""
    return tile_width_m(zoom) / EXTENT


def pixel_m(zoom: int) -> float:
    """Return the size of one pixel of a tile, as drawn, in Web Mercator metres."""
    return tile_width_m(zoom) / TILE_PIXELS


def tile_bounds_m(zoom: int, x: int, y: int) -> tuple[float, float, float, float]:
    """Return (left, bottom, right, top) of a tile without its buffer [Web Mercator m]."""
    width = tile_width_m(zoom)
    left, top = x * width - HALF_WORLD_M, HALF_WORLD_M - y * width
    return left, top - width, left + width, top


def tile_at(zoom: int, lon: float, lat: float) -> tuple[int, int]:
    """Return the (x, y) of the one tile that holds a position EPSG:4326."""
    x, y = to_units(to_mercator([[lon, lat]]), zoom)[0] // EXTENT
    last = (1 << zoom) - 1
    return min(max(int(x), 0), last), min(max(int(y), 0), last)


def to_units(metres: Floats, zoom: int) -> Floats:
    """Return Web Mercator metres (n, 2) in tile units, counted from the world's north-west."""
    return np.asarray((metres - (-HALF_WORLD_M, HALF_WORLD_M)) / (unit_m(zoom), -unit_m(zoom)))


def covering_tiles(bounds: Floats, zoom: int) -> tuple[Integers, Integers, Integers]:
    """Return which tiles, buffers included, the boxes reach: three arrays (box, x, y).

    Parameters
    ----------
    bounds : array of shape (n, 4)
        Left, top, right, bottom in tile units from the world's north-west, all finite.
    """
    reach = np.asarray((-BUFFER, -BUFFER, BUFFER, BUFFER))
    corners = np.floor((bounds + reach) / EXTENT).astype(np.int64)
    left, top, right, bottom = np.clip(corners, 0, (1 << zoom) - 1).T
    columns, rows = right - left + 1, bottom - top + 1
    count = columns * rows
    box = np.repeat(np.arange(len(bounds)), count)
    nth = np.arange(len(box)) - np.repeat(np.cumsum(count) - count, count)
    return box, left[box] + nth // rows[box], top[box] + nth % rows[box]
