"""Where lines of a street network meet.

Two lines meet where they share a vertex, or where one ends on the other; a crossing without a
vertex is none. A bridge or a tunnel meets only what its ends stand on, never what it passes over or
under.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata.walks.footing import MOST_LEVEL
from geodata.walks.graph import Booleans, Floats, Integers

GRID_M = 0.01
"""Points closer than this are one: lines of one network meet exactly, but for rounding."""
TOUCH_M = 0.5
"""A line that ends so near to another, and nowhere else, ends on it."""

Lines = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Vertices:
    """Every vertex of every line, lines one after another, and what is at it.

    `node` is the junction a vertex is at; `is_end` marks first and last of a line.
    """

    line: Integers
    along: Floats
    at: Floats
    is_end: Booleans
    node: Integers


def vertices_of(lines: Lines, level: Integers) -> Vertices:
    """Return the vertices of lines [m] with the junctions they are at.

    Parameters
    ----------
    level : array of int, (lines,)
        0 on the ground; see `geodata.walks.footing`.
    """
    return _met(_split_where_touched(lines, level), level)


@dataclass(frozen=True, slots=True)
class _Touched:
    """Vertices with those added where another line ends; `joins` are pairs that are one place."""

    line: Integers
    along: Floats
    at: Floats
    is_end: Booleans
    joins: Integers


def _split_where_touched(lines: Lines, level: Integers) -> _Touched:
    at, line = shapely.get_coordinates(lines, return_index=True)
    line = line.astype(np.int64)
    starts = np.searchsorted(line, np.arange(len(lines)))
    stops = np.searchsorted(line, np.arange(len(lines)), side="right") - 1
    is_end = np.zeros(len(line), dtype=bool)
    is_end[starts] = is_end[stops] = True
    step = np.hypot(*np.diff(at, axis=0, prepend=at[:1]).T)
    step[starts] = 0.0
    along = np.cumsum(step)
    along -= along[starts][line]
    ends, hosts = _touches(lines, at, line, is_end, level)
    where = shapely.line_locate_point(lines[hosts], shapely.points(at[ends]))
    added = shapely.get_coordinates(shapely.line_interpolate_point(lines[hosts], where))
    every_line = np.append(line, hosts)
    every_along = np.append(along, where)
    order = np.lexsort((np.arange(len(every_line)), every_along, every_line))
    place = np.argsort(order)
    return _Touched(
        line=every_line[order],
        along=every_along[order],
        at=np.concatenate([at, added])[order],
        # A vertex added at the very end of a line stands before or behind the end itself.
        is_end=np.append(is_end, np.zeros(len(hosts), dtype=bool))[order],
        joins=np.column_stack([place[ends], place[len(line) :]]),
    )


def _touches(
    lines: Lines, at: Floats, line: Integers, is_end: Booleans, level: Integers
) -> tuple[Integers, Integers]:
    """Return ends that share no vertex with any line, and the line each lies on."""
    _, cell, count = np.unique(
        np.round(at / GRID_M).astype(np.int64), axis=0, return_inverse=True, return_counts=True
    )
    loose = np.flatnonzero(is_end & (count[cell.reshape(-1)] == 1))
    if not len(loose):
        return loose, loose
    tree = shapely.STRtree(lines)
    end, host = tree.query(shapely.points(at[loose]), predicate="dwithin", distance=TOUCH_M)
    own, other = level[line[loose[end]]], level[host]
    fits = (host != line[loose[end]]) & ((own == other) | ((own != 0) & (other == 0)))
    end, host = end[fits], host[fits]
    far = shapely.distance(shapely.points(at[loose[end]]), lines[host])
    order = np.lexsort((host, far, end))
    end, host = end[order], host[order]
    nearest = np.append(True, end[1:] != end[:-1])[: len(end)]
    return loose[end[nearest]], host[nearest].astype(np.int64)


def _met(touched: _Touched, level: Integers) -> Vertices:
    """Give every vertex its junction: vertices of one place and, at it, of one level."""
    cells = np.round(touched.at / GRID_M).astype(np.int64)
    _, cell = np.unique(cells, axis=0, return_inverse=True)
    cell = cell.reshape(-1).astype(np.int64)
    wide = 2 * MOST_LEVEL + 2
    floor = level[touched.line] + MOST_LEVEL + 1
    _, group, size = np.unique(cell * wide + floor, return_inverse=True, return_counts=True)
    has_end = np.bincount(group, weights=touched.is_end) > 0
    # What ends here stands on what else is here: a bridge on the ground, stairs on a bridge.
    lands = has_end[group] & ((floor != MOST_LEVEL + 1) | (size[group] == 1))
    is_one = np.bincount(cell, weights=lands) > 0
    _, node = np.unique(
        np.where(is_one[cell], cell * wide, cell * wide + floor), return_inverse=True
    )
    node = _joined(node.reshape(-1).astype(np.int64), touched.joins)
    return Vertices(touched.line, touched.along, touched.at, touched.is_end, node)


def _joined(node: Integers, joins: Integers) -> Integers:
    """Return the nodes with those of each pair of vertices made one."""
    if not len(joins):
        return node
    count = int(node.max()) + 1
    a, b = node[joins[:, 0]], node[joins[:, 1]]
    links = coo_array((np.ones(len(a)), (a, b)), shape=(count, count))
    found: Integers = connected_components(links, directed=False)[1].astype(np.int64)
    return found[node]
