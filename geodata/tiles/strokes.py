"""Streets as the eye follows them: lines joined across crossings where they go straight on.

A network is cut at every crossing. Joined up again it needs fewer vertices, and length tells
a through street from a stub. Web Mercator metres, for drawing only.
Idea: strokes as in Thomson & Richardson (1999), "The 'good continuation' principle of
perceptual organization applied to the generalization of road networks".
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geodata.tiles.cut import Geometries
from geodata.tiles.generalise import merge_lines
from geodata.tiles.grid import Floats, Integers

LARGEST_TURN_DEG = 35.0
_NUDGE_M = 1e-7


def join_strokes(lines: Geometries) -> Geometries:
    """Return the lines of a network joined to strokes, in an order that keeps neighbours close."""
    merged = merge_lines(lines)
    if not len(merged):
        return merged
    coordinates, line = shapely.get_coordinates(merged, return_index=True)
    first = np.flatnonzero(np.diff(line, prepend=-1))
    last = np.append(first[1:], len(line)) - 1
    ends, inner = np.concatenate((first, last)), np.concatenate((first + 1, last - 1))
    partner = _partners(coordinates[ends], coordinates[inner])
    # Only partners may meet at a crossing: every pair and every loose end is moved to a place of
    # its own, by far less than a tile can show, and then whatever touches belongs together.
    place = np.minimum(partner, np.arange(len(ends)))
    coordinates[ends, 0] += place * _NUDGE_M
    return merge_lines(shapely.linestrings(coordinates, indices=line))


def _partners(ends: Floats, inner: Floats) -> Integers:
    """Return for each line end the end it goes straight on to, or itself.

    `inner` are the vertices next to the ends; two ends are partners if each is the other's best.
    """
    away = inner - ends
    away /= np.hypot(*away.T)[:, None]
    one, other = _meeting(ends)
    straightness = -(away[one] * away[other]).sum(axis=1)
    straight = straightness >= np.cos(np.radians(LARGEST_TURN_DEG))
    one, other, straightness = one[straight], other[straight], straightness[straight]
    order = np.lexsort((other, -straightness, one))
    chooser, at = np.unique(one[order], return_index=True)
    best = np.arange(len(ends))
    best[chooser] = other[order][at]
    mutual = best[best] == np.arange(len(ends))
    return np.where(mutual, best, np.arange(len(ends)))


def _meeting(ends: Floats) -> tuple[Integers, Integers]:
    """Return all ordered pairs of ends at the same place."""
    _, node, degree = np.unique(ends, axis=0, return_inverse=True, return_counts=True)
    node = node.ravel()
    order = np.argsort(node, kind="stable")
    pairs: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []
    for step in range(1, int(degree.max())):
        same = node[order[step:]] == node[order[:-step]]
        one, other = order[:-step][same], order[step:][same]
        pairs += [(one, other), (other, one)]
    if not pairs:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    return np.concatenate([one for one, _ in pairs]), np.concatenate([other for _, other in pairs])
