"""The shortest way on foot from one place to another, as curated tours need it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from geodata.catalogue.fieldwork import metres
from geodata.walks.directions import Leg, leg_of
from geodata.walks.planning import streets_of
from geodata.walks.spots import Position, nearest_spot
from geodata.walks.ways import Ways

WITHIN_M = 60.0
"""A stop is at most so far from a street one may walk."""
DETOURS, LEAST_REACH_M = 4.0, 2_000.0
"""A way longer than so many times the straight line is not looked for; short ones get this."""


def way_between(version: Path, a: Position, b: Position) -> Leg | None:
    """Return the shortest way between two places of a published version, None without one.

    Both are lon, lat [degrees EPSG:4326]. There is none where one of them is not by a street, or
    where no way leads from one to the other.

    Raises
    ------
    geodata.errors.DatasetError
        When the version is older than walks are.
    """
    streets = streets_of(version)
    graph = streets.graph
    start, stop = (nearest_spot(graph, place, within_m=WITHIN_M) for place in (a, b))
    if start is None or stop is None:
        return None
    reach = max(LEAST_REACH_M, DETOURS * metres(a, b))
    far = streets.far_from(start, limit_m=reach) + streets.far_from(stop, limit_m=reach)
    edges = np.flatnonzero((far[graph.tail] <= reach) & (far[graph.head] <= reach))
    try:
        pieces = Ways(graph, [start, stop], edges).way(0, 1)
    except LookupError:
        return None
    return leg_of(graph, pieces, None) if pieces else None
