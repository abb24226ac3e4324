"""What lies around a position: a box from the index, then true distances on the ground.

Distances are on a sphere of the earth's mean radius, flat around the position; within the 20 km
allowed here that is off by less than 0.5 %.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import shapely

from geodata.catalogue.records import BBox

Near = TypeVar("Near")
EARTH_RADIUS_M = 6_371_008.8
MAX_RADIUS_M = 20_000.0
DEGREE_M = math.radians(1) * EARTH_RADIUS_M


def find_nearby(
    database: sqlite3.Connection, lon: float, lat: float, *, limit: int, radius_m: float
) -> list[tuple[int, float]]:
    """Return (alley id, distance [m]) of named alleys, nearest first, ties by id.

    Parameters
    ----------
    lon, lat : float
        Position, EPSG:4326.
    radius_m : float
        At most `MAX_RADIUS_M`; widened step by step, so that a full list costs little.
    """
    radius_m = min(radius_m, MAX_RADIUS_M)
    return nearest(
        lambda reach: _within(database, lon, lat, reach),
        limit=limit,
        first_m=250.0,
        radius_m=radius_m,
    )


def nearest(
    within: Callable[[float], list[Near]], *, limit: int, first_m: float, radius_m: float
) -> list[Near]:
    """Return at most `limit` of what `within` finds, nearest first, in a radius that widens.

    Parameters
    ----------
    within : callable
        Gives all there is inside a radius [m], nearest first.
    first_m : float
        The first radius; doubled until there is enough or `radius_m` is reached.
    """
    reach = min(first_m, radius_m)
    while len(found := within(reach)) < limit and reach < radius_m:
        reach = min(reach * 2, radius_m)
    return found[:limit]


def box_around(lon: float, lat: float, reach_m: float) -> BBox:
    """Return the box [degrees EPSG:4326] that holds everything `reach_m` around a position."""
    dy = reach_m / DEGREE_M
    dx = dy / max(math.cos(math.radians(lat)), 0.01)
    return lon - dx, lat - dy, lon + dx, lat + dy


def _within(
    database: sqlite3.Connection, lon: float, lat: float, reach_m: float
) -> list[tuple[int, float]]:
    west, south, east, north = box_around(lon, lat, reach_m)
    rows = database.execute(
        """SELECT alley_id, geometry FROM alley WHERE name_fa IS NOT NULL AND alley_id IN (
               SELECT alley_id FROM alley_box
               WHERE east >= ? AND west <= ? AND north >= ? AND south <= ?)""",
        (west, east, south, north),
    ).fetchall()
    if not rows:
        return []
    ids, shapes = zip(*rows, strict=True)
    scale = np.array([math.cos(math.radians(lat)) * DEGREE_M, DEGREE_M])
    lines = shapely.transform(
        shapely.from_wkb(np.array(shapes, dtype=object)), lambda xy: (xy - [lon, lat]) * scale
    )
    distances = shapely.distance(lines, shapely.Point(0, 0)).round(1).tolist()
    near = [(d, i) for i, d in zip(ids, distances, strict=True) if d <= reach_m]
    return [(i, d) for d, i in sorted(near)]
