"""Where one street segment goes on into another, whatever the two are called.

Works on metric geometry only.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

IntArray = npt.NDArray[np.int64]
Lines = npt.NDArray[np.object_]

NODE_M = 0.2
"""Without a name in common only ends drawn on one point are one street."""
HAIRPIN = 0.5
"""Cosine of the angle between two lines from which on one turns back along the other: 60°."""


def continuations(lines: Lines, arterial: npt.NDArray[np.bool_]) -> IntArray:
    """Return pairs of segments that meet end to end where nothing else meets them.

    Parameters
    ----------
    lines : array of LineString
        In a metric CRS.
    arterial : array of bool
        An arterial and an alley do not continue each other.
    """
    ends, of_segment = _segment_ends(lines)
    end, near = shapely.STRtree(lines).query(ends, predicate="dwithin", distance=NODE_M)
    other = near != of_segment[end]
    end, near = end[other], near[other]
    alone = np.bincount(end, minlength=len(ends))[end] == 1
    end, near = end[alone], near[alone]
    meets_end = _distance_to_own_ends(ends[end], lines[near]) <= NODE_M
    end, near = end[meets_end], near[meets_end]
    first = of_segment[end]
    fits = (arterial[first] == arterial[near]) & _goes_on(ends[end], lines[first], lines[near])
    return np.column_stack([first[fits], near[fits]])


def _goes_on(points: Lines, one: Lines, other: Lines) -> npt.NDArray[np.bool_]:
    """Whether two lines that meet lead away from each other: a hairpin is no continuation."""
    away = _directions(points, one) * _directions(points, other)
    goes_on: npt.NDArray[np.bool_] = away.sum(axis=1) < HAIRPIN
    return goes_on


def _directions(points: Lines, lines: Lines) -> npt.NDArray[np.float64]:
    """Unit vectors into each line from its end that lies at its point."""
    starts = shapely.distance(points, shapely.get_point(lines, 0)) <= NODE_M
    node = shapely.get_point(lines, np.where(starts, 0, -1))
    inside = shapely.line_interpolate_point(lines, np.where(starts, 1.0, -1.0))
    into = shapely.get_coordinates(inside) - shapely.get_coordinates(node)
    length = np.maximum(np.linalg.norm(into, axis=1, keepdims=True), 1e-9)
    unit: npt.NDArray[np.float64] = into / length
    return unit


def _segment_ends(lines: Lines) -> tuple[Lines, IntArray]:
    """Both end points of each line and, in parallel, the number of the line."""
    ends = np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
    return ends, np.tile(np.arange(len(lines), dtype=np.int64), 2)


def _distance_to_own_ends(points: Lines, lines: Lines) -> npt.NDArray[np.float64]:
    to_first = shapely.distance(points, shapely.get_point(lines, 0))
    to_last = shapely.distance(points, shapely.get_point(lines, -1))
    nearer: npt.NDArray[np.float64] = np.minimum(to_first, to_last)
    return nearer
