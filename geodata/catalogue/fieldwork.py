"""The alleys around a place that need somebody to go there, in the order of a short walk."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from itertools import pairwise

from geodata.catalogue.nearby import DEGREE_M, box_around, nearest

NEEDS_WORK = ("damaged", "named")
"""States of an alley that a visit can change: a plaque in trouble, or none up yet."""
FARTHEST_M = 20_000.0
FIRST_REACH_M = 300.0
Position = tuple[float, float]


def find_work(
    database: sqlite3.Connection, lon: float, lat: float, *, limit: int
) -> list[tuple[int, Position]]:
    """Return (alley id, mouth as lon, lat) of the nearest alleys that need work, nearest first."""
    return nearest(
        lambda reach: _within(database, lon, lat, reach),
        limit=limit,
        first_m=FIRST_REACH_M,
        radius_m=FARTHEST_M,
    )


def as_walk(start: Position, places: Sequence[Position]) -> list[int]:
    """Return the positions of `places` in an order that makes a short walk from `start`.

    The nearest next first, then two legs are crossed out wherever that shortens the way; as the
    crow flies, which for a few alleys of one quarter is the order of the streets as well.
    """
    left, order, at = set(range(len(places))), [], start
    while left:
        nearest = min(left, key=lambda place: (metres(at, places[place]), place))
        order.append(nearest)
        left.remove(nearest)
        at = places[nearest]
    return _uncrossed(start, places, order)


def metres(a: Position, b: Position) -> float:
    """Return the distance of two places a few kilometres apart [m]; both lon, lat [degrees]."""
    east = (a[0] - b[0]) * math.cos(math.radians((a[1] + b[1]) / 2))
    return math.hypot(east, a[1] - b[1]) * DEGREE_M


def _uncrossed(start: Position, places: Sequence[Position], order: list[int]) -> list[int]:
    def length(way: list[int]) -> float:
        stops = [start, *(places[place] for place in way)]
        return sum(metres(a, b) for a, b in pairwise(stops))

    best, shortest = order, length(order)
    improved = True
    while improved:
        improved = False
        for first in range(len(best) - 1):
            for last in range(first + 1, len(best)):
                other = best[:first] + best[first : last + 1][::-1] + best[last + 1 :]
                if (way := length(other)) < shortest - 0.01:
                    best, shortest, improved = other, way, True
    return best


def _within(
    database: sqlite3.Connection, lon: float, lat: float, reach_m: float
) -> list[tuple[int, Position]]:
    west, south, east, north = box_around(lon, lat, reach_m)
    rows = database.execute(
        """SELECT alley_id, mouth_lon, mouth_lat FROM alley
           WHERE state IN (?, ?) AND mouth_lon BETWEEN ? AND ? AND mouth_lat BETWEEN ? AND ?
             AND alley_id IN (SELECT alley_id FROM alley_box
                              WHERE east >= ? AND west <= ? AND north >= ? AND south <= ?)""",
        (*NEEDS_WORK, west, east, south, north, west, east, south, north),
    )
    places = {alley_id: (x, y) for alley_id, x, y in rows}
    far = sorted((metres((lon, lat), place), alley_id) for alley_id, place in places.items())
    return [(alley_id, places[alley_id]) for distance, alley_id in far if distance <= reach_m]
