"""Shared vertices: every line that ends on another gets its end point as a vertex of that other.

Alleys of the demo city touch as alleys of a real street network do, by equal coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geodata.demo.terrain import FloatArray, ShapeArray

IntArray = npt.NDArray[np.int64]

FAIR_SINE = 0.42
_TOUCH_M = 0.03
_PIECE_M = 120.0
_VERTEX_STEP_M = 40.0


@dataclass(frozen=True, slots=True)
class Touches:
    """Ends of lines on hosts, one entry per end that touches.

    `line` and `end` (0 start, 1 finish) say which end; `host` which line carries it, `at_m` how
    far along [m]; `sine` of the angle between them, positive when the line leaves to the left.
    """

    line: IntArray
    end: IntArray
    host: IntArray
    at_m: FloatArray
    sine: FloatArray
    points: FloatArray


def find_touches(lines: ShapeArray, hosts: int) -> Touches:
    """Return where the ends of `lines` lie on others; the first `hosts` lines can carry ends."""
    carriers = lines[:hosts]
    points = np.concatenate([_vertex(lines, 0), _vertex(lines, -1)])
    inner = np.concatenate([_vertex(lines, 1), _vertex(lines, -2)])
    line = np.tile(np.arange(len(lines)), 2)
    end = np.repeat([0, 1], len(lines))
    tips = shapely.points(points)
    tip, host = within(tips, carriers, _TOUCH_M)
    other = line[tip] != host
    tip, host = tip[other], host[other]
    at_m = shapely.line_locate_point(carriers[host], tips[tip])
    away = inner[tip] - points[tip]
    away /= np.maximum(np.hypot(away[:, 0], away[:, 1]), 1e-9)[:, None]
    heading = _heading(carriers[host], at_m)
    sine = heading[:, 0] * away[:, 1] - heading[:, 1] * away[:, 0]
    order = np.lexsort([host, -np.round(np.abs(sine), 6), tip])
    best = order[np.unique(tip[order], return_index=True)[1]]
    tip = tip[best]
    return Touches(line[tip], end[tip], host[best], at_m[best], sine[best], points[tip])


def within(shapes: ShapeArray, lines: ShapeArray, reach_m: float) -> tuple[IntArray, IntArray]:
    """Return the pairs (shape, line) no further apart than `reach_m` [m], each once, in order.

    Long lines are looked up in short pieces: their bounding boxes would hold half the city.
    """
    pieces, owner = _short_pieces(lines)
    shape, piece = shapely.STRtree(pieces).query(shapes, predicate="dwithin", distance=reach_m)
    pairs = np.unique(shape * len(lines) + owner[piece])
    return pairs // len(lines), pairs % len(lines)


def crossed_by(shapes: ShapeArray, lines: ShapeArray) -> IntArray:
    """Return the indices of the shapes that cross any of the lines."""
    pieces, _ = _short_pieces(lines)
    shape, _ = shapely.STRtree(pieces).query(shapes, predicate="intersects")
    return np.unique(shape)


def crossings(lines: ShapeArray) -> tuple[IntArray, FloatArray]:
    """Return the points where lines cross each other, once for each of the two lines."""
    one, two = shapely.STRtree(lines).query(lines, predicate="intersects")
    ordered = one < two
    one, two = one[ordered], two[ordered]
    met = shapely.intersection(lines[one], lines[two])
    points, pair = shapely.get_coordinates(met, return_index=True)
    return (
        np.concatenate([one[pair], two[pair]]),
        np.concatenate([points, points]),
    )


def insert_vertices(hosts: ShapeArray, host: IntArray, points: FloatArray) -> list[FloatArray]:
    """Return the hosts' coordinates with the points among them, each in its place along."""
    dense = shapely.segmentize(hosts, _VERTEX_STEP_M)
    base, owner = shapely.get_coordinates(dense, return_index=True)
    step = np.hypot(*np.diff(base, axis=0, prepend=base[:1]).T)
    first = np.r_[True, owner[1:] != owner[:-1]]
    travelled = np.cumsum(np.where(first, 0.0, step))
    at_base = travelled - travelled[first][np.cumsum(first) - 1]
    at_point = shapely.line_locate_point(hosts[host], shapely.points(points))
    owners = np.concatenate([owner, host])
    at = np.concatenate([at_base, at_point])
    inserted = np.concatenate([np.zeros(len(base)), np.ones(len(points))])
    order = np.lexsort([inserted, at, owners])
    merged = np.concatenate([base, points])[order]
    cuts = np.flatnonzero(np.diff(owners[order])) + 1
    return np.split(merged, cuts)


def _short_pieces(lines: ShapeArray) -> tuple[ShapeArray, IntArray]:
    """Return the lines in two-point pieces and the line each belongs to."""
    points, owner = shapely.get_coordinates(shapely.segmentize(lines, _PIECE_M), return_index=True)
    joined = owner[1:] == owner[:-1]
    pairs = np.stack([points[:-1][joined], points[1:][joined]], axis=1)
    return np.asarray(shapely.linestrings(pairs)), owner[:-1][joined]


def _vertex(lines: ShapeArray, number: int) -> FloatArray:
    return np.asarray(shapely.get_coordinates(shapely.get_point(lines, number)))


def _heading(hosts: ShapeArray, at_m: FloatArray) -> FloatArray:
    """Return the unit direction of each host [m] at that distance along it."""
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(hosts, at_m + 1.0))
    behind = shapely.get_coordinates(
        shapely.line_interpolate_point(hosts, np.maximum(at_m - 1.0, 0.0))
    )
    way = ahead - behind
    return np.asarray(way / np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)[:, None])
