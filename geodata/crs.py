"""Coordinate reference systems: stored and served in degrees, measured in the city's metres.

The only module in which EPSG codes of data appear. Web Mercator is for drawing tiles
(`geodata.tiles.grid`) and never for lengths: at Qom's latitude it makes them 21.5 % too long.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

WGS84 = "EPSG:4326"
UTM_NORTH_BASE = 32600
ZONE_WIDTH_DEG = 6
NORTHERNMOST_DEG = 84


def metric_crs(lon: float, lat: float) -> str:
    """Return the code of the UTM zone to measure in at (lon, lat) EPSG:4326, e.g. Qom EPSG:32639.

    Raises
    ------
    ValueError
        When the position is not on the northern hemisphere in degrees.
    """
    if not (math.isfinite(lon) and -180 <= lon <= 180 and is_northern(lat)):
        raise ValueError(f"not a northern position in degrees: lon {lon}, lat {lat}")
    zone = min(int((lon + 180) // ZONE_WIDTH_DEG) + 1, 60)
    return f"EPSG:{UTM_NORTH_BASE + zone}"


def is_northern(lat: float) -> bool:
    """Return whether a latitude [degrees] lies in the zones of `metric_crs`."""
    return 0 <= lat <= NORTHERNMOST_DEG


def metric_crs_of(bounds: Sequence[float]) -> str:
    """Return the code of `metric_crs` in the middle of bounds.

    Parameters
    ----------
    bounds : (west, south, east, north)
        Degrees, EPSG:4326.
    """
    west, south, east, north = bounds
    return metric_crs((west + east) / 2, (south + north) / 2)
