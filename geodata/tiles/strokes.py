"""Streets as the eye follows them: lines joined across crossings where they go straight on.

A network is cut at every crossing. Joined up again it needs fewer vertices, and length tells
a through street from a stub. Web Mercator metres, for drawing only.
Idea: strokes as in Thomson & Richardson (1999), "The 'good continuation' principle of
perceptual organization applied to the generalization of road networks". The walk along all
strokes at once is list ranking by pointer jumping (Wyllie 1979).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geodata.tiles.cut import Geometries
from geodata.tiles.generalise import along_curve
from geodata.tiles.grid import Floats, Integers

LARGEST_TURN_DEG = 35.0


def join_strokes(coordinates: Floats, line: Integers) -> Geometries:
    """Return the lines of a network joined to strokes, in an order that keeps neighbours close.

    Where only two lines meet they are joined whatever the turn.

    Parameters
    ----------
    coordinates : array of shape (n, 2)
        The vertices of all lines, one line after another. Numbers and not geometries, because
        a country's network of those would be in memory twice.
    line : array of int
        For each vertex its line: 0, 1, 2 …; each has two vertices or more.
    """
    if not len(line):
        return np.empty(0, dtype=object)
    first = np.flatnonzero(np.diff(line, prepend=-1))
    last = np.append(first[1:], len(line)) - 1
    ends = np.column_stack((first, last)).ravel()
    inner = np.column_stack((first + 1, last - 1)).ravel()
    stroke, entered = _walks(_partners(coordinates[ends], coordinates[inner]))
    vertex = _vertices(ends, entered)
    of_stroke = np.repeat(stroke, np.abs(ends[entered ^ 1] - ends[entered]) + 1)
    joined = coordinates[vertex]
    keep = np.ones(len(joined), dtype=bool)
    keep[1:] = (joined[1:] != joined[:-1]).any(axis=1) | (of_stroke[1:] != of_stroke[:-1])
    return along_curve(shapely.linestrings(joined[keep], indices=of_stroke[keep]))


def _partners(ends: Floats, inner: Floats) -> Integers:
    """Return for each line end the end it goes on to, or itself.

    The ends of line i are 2i and 2i + 1; `inner` are the vertices next to them. Two ends are
    partners if they meet alone, or if each is the other's straightest continuation.
    """
    away = inner - ends
    reach = np.hypot(*away.T)
    away /= np.where(reach > 0, reach, 1)[:, None]
    one, other, is_alone = _meeting(ends)
    straightness = -(away[one] * away[other]).sum(axis=1)
    joins = is_alone | (straightness >= np.cos(np.radians(LARGEST_TURN_DEG)))
    one, other, straightness = one[joins], other[joins], straightness[joins]
    order = np.lexsort((other, -straightness, one))
    chooser, at = np.unique(one[order], return_index=True)
    best = np.arange(len(ends))
    best[chooser] = other[order][at]
    mutual = best[best] == np.arange(len(ends))
    return np.where(mutual, best, np.arange(len(ends)))


def _meeting(ends: Floats) -> tuple[Integers, Integers, npt.NDArray[np.bool_]]:
    """Return all ordered pairs of ends at one place, and whether no third end is there."""
    place = ends.view(np.complex128).ravel()
    _, node, degree = np.unique(place, return_inverse=True, return_counts=True)
    order = np.argsort(node, kind="stable")
    pairs: list[tuple[Integers, Integers]] = [(order[:0], order[:0])]
    for step in range(1, int(degree.max())):
        same = node[order[step:]] == node[order[:-step]]
        one, other = order[:-step][same], order[step:][same]
        pairs += [(one, other), (other, one)]
    one = np.concatenate([one for one, _ in pairs])
    return one, np.concatenate([other for _, other in pairs]), degree[node[one]] == 2


def _walks(partner: Integers) -> tuple[Integers, Integers]:
    """Return the lines in the order the strokes run: the stroke's number, the end entered at.

    A step is a line entered at one of its ends: every stroke can be walked both ways, and the
    way that comes to its stop with the smaller number is taken.
    """
    steps = np.arange(len(partner))
    onward = partner[steps ^ 1]
    onward[onward == (steps ^ 1)] = -1
    _open_rings(onward, partner)
    stop, left = _stops(onward)
    # The same stroke walked back begins where this walk stops.
    back = stop[steps ^ 1]
    taken = stop < back
    order = np.lexsort((-left[taken], stop[taken]))
    entered, stroke = steps[taken][order], stop[taken][order]
    return np.cumsum(np.diff(stroke, prepend=stroke[:1]) != 0), entered


def _open_rings(onward: Integers, partner: Integers) -> None:
    """Let walks that would never stop do so, before the ring's smallest line."""
    least, ahead = np.where(onward < 0, -1, np.arange(len(onward)) >> 1), onward.copy()
    for _ in range(len(onward).bit_length()):
        going = ahead >= 0
        if not going.any():
            return
        least[going] = np.minimum(least[going], least[ahead[going]])
        ahead[going] = ahead[ahead[going]]
    ring_line = np.flatnonzero((ahead >= 0) & (least == np.arange(len(onward)) >> 1)) >> 1
    for line in np.unique(ring_line):
        # Cut between this line's first end and what lies before it, for both ways round.
        before = partner[2 * line]
        onward[before ^ 1] = -1
        onward[2 * line + 1] = -1


def _stops(onward: Integers) -> tuple[Integers, Integers]:
    """Return for each step the last one of its walk, and how many are left until then."""
    stop, left = np.arange(len(onward)), (onward >= 0).astype(np.int64)
    ahead = np.where(onward >= 0, onward, stop)
    while True:
        stop = ahead
        further = left[ahead]
        if not further.any():
            return stop, left
        left = left + further
        ahead = ahead[ahead]


def _vertices(ends: Integers, entered: Integers) -> Integers:
    """Return the vertices passed when lines are entered at these ends, one line after another."""
    start, finish = ends[entered], ends[entered ^ 1]
    count = np.abs(finish - start) + 1
    nth = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.asarray(np.repeat(start, count) + nth * np.repeat(np.sign(finish - start), count))
