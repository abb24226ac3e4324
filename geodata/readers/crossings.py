"""How often the borders of polygons cross themselves, counted before anybody repairs them.

A repair costs more than the square of the crossings: a star of two hundred corners takes a minute.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely

MOST_CROSSINGS = 500
"""Of one polygon; one drawn by a slip of the hand has a few."""
MOST_IN_ALL = 20_000
_PAIRS_AT_ONCE = 400_000


def repairable(polygons: Iterable[shapely.Geometry]) -> list[bool]:
    """Return which polygons cross themselves seldom enough to be repaired, and not too many."""
    left = MOST_IN_ALL
    found = []
    for polygon in polygons:
        most = min(MOST_CROSSINGS, left)
        crossings = count_crossings(polygon, most)
        found.append(crossings <= most)
        left -= crossings if crossings <= most else 0
    return found


def count_crossings(polygon: shapely.Geometry, most: int) -> int:
    """Return how many pairs of edges cross; when there are more than `most`, some number above."""
    edges = _edges(polygon)
    if len(edges) < 2:
        return 0
    tree = shapely.STRtree(edges)
    step = max(1, _PAIRS_AT_ONCE // len(edges))
    ends = 0
    for start in range(0, len(edges), step):
        ends += tree.query(edges[start : start + step], predicate="crosses").shape[1]
        if ends > 2 * most:  # every pair is met from both sides
            break
    return ends // 2


def _edges(polygon: shapely.Geometry) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    rings = (shapely.get_coordinates(ring) for ring in shapely.get_rings(polygon))
    pairs = [np.stack([ring[:-1], ring[1:]], axis=1) for ring in rings if len(ring) > 1]
    edges: np.ndarray[tuple[int], np.dtype[np.object_]] = (
        shapely.linestrings(np.concatenate(pairs)) if pairs else np.empty(0, dtype=object)
    )
    return edges
