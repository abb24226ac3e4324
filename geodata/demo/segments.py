"""From plan to map: bent lines cut into the pieces a street network holds, in EPSG:4326.

Knows nothing of names; every piece says which line of the plan it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from geodata.demo.chance import Dice
from geodata.demo.junctions import IntArray, crossings, insert_vertices
from geodata.demo.plan import Plan
from geodata.demo.terrain import FloatArray, ShapeArray, Terrain, to_lonlat

_ALLEY_STEP_M = 24.0
_BENT_TOWN_M = 1500.0
_STREET_PIECE_VERTICES = (5, 16)
_PIECES = (1, 2, 3, 4)
_PIECES_SUMS = (0.80, 0.93, 0.98, 1.0)


@dataclass(frozen=True, slots=True)
class Segments:
    """The pieces of all lines, EPSG:4326: `line[i]` of the plan owns `shapes[i]`."""

    line: IntArray
    shapes: ShapeArray


def cut_segments(plan: Plan, terrain: Terrain, dice: Dice) -> tuple[Segments, list[FloatArray]]:
    """Return the pieces of every line, and every whole line's points, both EPSG:4326."""
    lonlat = _map_points(plan, terrain)
    pieces: list[FloatArray] = []
    owners: list[int] = []
    first_alley = len(plan.streets)
    for line, points in enumerate(lonlat):
        cuts = _alley_cuts(points, dice) if line >= first_alley else _street_cuts(points, dice)
        for start, stop in zip([0, *cuts], [*cuts, len(points) - 1], strict=True):
            pieces.append(points[start : stop + 1])
            owners.append(line)
    index = np.repeat(np.arange(len(pieces)), [len(piece) for piece in pieces])
    shapes = np.asarray(shapely.linestrings(np.vstack(pieces), indices=index))
    return Segments(np.array(owners, dtype=np.int64), shapes), lonlat


def _map_points(plan: Plan, terrain: Terrain) -> list[FloatArray]:
    """Return the lines bent, in degrees, with a vertex wherever another line meets them."""
    hosts = plan.lines[: plan.hosts]
    crossed, at = crossings(plan.lines[: len(plan.streets)])
    lines = insert_vertices(
        hosts,
        np.concatenate([plan.touches.host, crossed]),
        np.concatenate([plan.touches.points, at]),
    )
    lines += _alley_points(plan.lines[plan.hosts :])
    lengths = [len(points) for points in lines]
    lonlat = to_lonlat(terrain.bend(np.vstack(lines)))
    owner = np.repeat(np.arange(len(lines)), lengths)
    repeated = np.r_[False, (lonlat[1:] == lonlat[:-1]).all(axis=1) & (owner[1:] == owner[:-1])]
    lonlat, owner = lonlat[~repeated], owner[~repeated]
    return np.split(lonlat, np.flatnonzero(np.diff(owner)) + 1)


def _alley_points(alleys: ShapeArray) -> list[FloatArray]:
    """Return the alleys' points: many in the winding old town, only the corners elsewhere."""
    starts = shapely.get_coordinates(shapely.get_point(alleys, 0))
    old = np.hypot(starts[:, 0], starts[:, 1]) < _BENT_TOWN_M
    step = np.where(old, _ALLEY_STEP_M, np.maximum(shapely.length(alleys) / 2.01, 1.0))
    points, owner = shapely.get_coordinates(shapely.segmentize(alleys, step), return_index=True)
    return np.split(points, np.flatnonzero(np.diff(owner)) + 1)


def _alley_cuts(points: FloatArray, dice: Dice) -> list[int]:
    pieces = min(dice.weighted(_PIECES, _PIECES_SUMS), len(points) - 1)
    return sorted({round(i * (len(points) - 1) / pieces) for i in range(1, pieces)})


def _street_cuts(points: FloatArray, dice: Dice) -> list[int]:
    cuts = []
    at = dice.whole(*_STREET_PIECE_VERTICES)
    while at < len(points) - 3:
        cuts.append(at)
        at += dice.whole(*_STREET_PIECE_VERTICES)
    return cuts
