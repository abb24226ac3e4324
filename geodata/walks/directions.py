"""A way told in turns: along what one goes, how far, and where one turns; no word of a language.

Angles are measured over some metres on both sides of a corner, for lines jitter at their ends.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from geodata.walks.graph import WalkingGraph
from geodata.walks.spots import Position, along, degree_m
from geodata.walks.ways import Piece

Floats = npt.NDArray[np.float64]
LOOK_M = 12.0
"""So much of a way on either side of a corner says where it leads."""
SHORT_M = 12.0
"""What is shorter is a corner of the next part and none of its own."""
STRAIGHT_DEG, SLIGHT_DEG, BACK_DEG = 28.0, 60.0, 150.0
CORNER_DEG = 55.0
"""Within one street a bend is told from here on, where one could go elsewhere."""


class Turn(StrEnum):
    """What one does where a part of the way begins."""

    START = "start"
    ON = "on"
    LEFT = "left"
    RIGHT = "right"
    SLIGHT_LEFT = "slight_left"
    SLIGHT_RIGHT = "slight_right"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the way along one alley.

    Attributes
    ----------
    heading_deg : float
        Where it leads at first, clockwise from north.
    """

    turn: Turn
    alley_id: int
    length_m: float
    is_steps: bool
    heading_deg: float


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from one stop to the next.

    Attributes
    ----------
    line : tuple of (lon, lat)
        [degrees EPSG:4326].
    heading_deg : float, optional
        Where one is facing at its end; None when one did not move.
    """

    steps: tuple[Step, ...]
    length_m: float
    line: tuple[Position, ...]
    heading_deg: float | None


@dataclass(frozen=True, slots=True)
class _Run:
    """Pieces along one alley: points in metres, and how long they are."""

    alley_id: int
    is_steps: bool
    points: Floats
    length_m: float


def leg_of(graph: WalkingGraph, pieces: Sequence[Piece], facing_deg: float | None) -> Leg:
    """Return a way in turns.

    Parameters
    ----------
    facing_deg : float, optional
        Where one is facing before, clockwise from north; None at the beginning.
    """
    lines = [piece_line(graph, piece) for piece in pieces]
    runs = _long_enough(_runs(graph, pieces, lines))
    steps: list[Step] = []
    facing = facing_deg
    for run in runs:
        heading = _heading(run.points, at_end=False)
        turn = Turn.START if facing is None else turn_between(facing, heading)
        last = steps[-1] if steps else None
        if (
            last
            and turn is Turn.ON
            and (last.alley_id, last.is_steps) == (run.alley_id, run.is_steps)
        ):
            steps[-1] = replace(last, length_m=last.length_m + run.length_m)
        else:
            steps.append(Step(turn, run.alley_id, run.length_m, run.is_steps, heading))
        facing = _heading(run.points, at_end=True)
    points = [tuple(point) for line in lines for point in line.round(7).tolist()]
    return Leg(
        steps=tuple(steps),
        length_m=sum(piece.length_m for piece in pieces),
        line=tuple((x, y) for k, (x, y) in enumerate(points) if not k or points[k - 1] != (x, y)),
        heading_deg=facing,
    )


def turn_between(before_deg: float, after_deg: float) -> Turn:
    """Return what one does to go on in another direction; both clockwise from north."""
    angle = (after_deg - before_deg + 180) % 360 - 180
    if abs(angle) >= BACK_DEG:
        return Turn.BACK
    if abs(angle) <= STRAIGHT_DEG:
        return Turn.ON
    if abs(angle) <= SLIGHT_DEG:
        return Turn.SLIGHT_RIGHT if angle > 0 else Turn.SLIGHT_LEFT
    return Turn.RIGHT if angle > 0 else Turn.LEFT


def direction(a: Position, b: Position) -> tuple[float, float]:
    """Return how far it is from one place to another [m] and in which direction [degrees]."""
    lon_m, lat_m = degree_m(a[1]).tolist()
    east, north = (b[0] - a[0]) * lon_m, (b[1] - a[1]) * lat_m
    return math.hypot(east, north), math.degrees(math.atan2(east, north)) % 360


def piece_line(graph: WalkingGraph, piece: Piece) -> Floats:
    """Return the points of a piece in the order one walks it: lon, lat [degrees]."""
    line, (_, far) = graph.line(piece.edge), along(graph, piece.edge)
    low, high = sorted((piece.start_m, piece.stop_m))
    inside = (far > low) & (far < high)
    ends = [[np.interp(at, far, line[:, axis]) for axis in (0, 1)] for at in (low, high)]
    points = np.vstack([ends[0], line[inside], ends[1]])
    return points if piece.start_m <= piece.stop_m else points[::-1]


def _runs(graph: WalkingGraph, pieces: Sequence[Piece], lines: Sequence[Floats]) -> list[_Run]:
    if not pieces:
        return []
    origin = lines[0][0]
    scale = degree_m(float(origin[1]))
    runs: list[_Run] = []
    for piece, line in zip(pieces, lines, strict=True):
        points = (line - origin) * scale
        alley_id, is_steps = int(graph.alley[piece.edge]), bool(graph.steps[piece.edge])
        last = runs[-1] if runs else None
        if last and (last.alley_id, last.is_steps) == (alley_id, is_steps) and _bends(last, points):
            joined = np.vstack([last.points, points[1:]])
            runs[-1] = _Run(alley_id, is_steps, joined, last.length_m + piece.length_m)
        else:
            runs.append(_Run(alley_id, is_steps, points, piece.length_m))
    return runs


def _bends(run: _Run, points: Floats) -> bool:
    """Whether a piece goes on as a run does, without a corner."""
    change = _heading(points, at_end=False) - _heading(run.points, at_end=True)
    return abs((change + 180) % 360 - 180) < CORNER_DEG


def _long_enough(runs: Sequence[_Run]) -> list[_Run]:
    """Give what is too short to be told to the next run, the last to the one before."""
    found: list[_Run] = []
    carried = 0.0
    for position, run in enumerate(runs):
        is_last = position == len(runs) - 1
        if run.length_m + carried < SHORT_M and not is_last:
            carried += run.length_m
        elif run.length_m + carried < SHORT_M and found:
            found[-1] = replace(found[-1], length_m=found[-1].length_m + run.length_m + carried)
        else:
            found.append(replace(run, length_m=run.length_m + carried))
            carried = 0.0
    return found


def _heading(points: Floats, *, at_end: bool) -> float:
    """Return where a line leads at its beginning or its end [degrees clockwise from north]."""
    line = points[::-1] if at_end else points
    far = np.append(0.0, np.cumsum(np.hypot(*np.diff(line, axis=0).T)))
    look = min(LOOK_M, float(far[-1]))
    there = [float(np.interp(look, far, line[:, axis])) for axis in (0, 1)]
    east, north = there[0] - line[0, 0], there[1] - line[0, 1]
    if at_end:
        east, north = -east, -north
    return math.degrees(math.atan2(east, north)) % 360
