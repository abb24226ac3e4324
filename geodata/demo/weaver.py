"""Alleys for all built blocks at once, as many as asked for, none across another.

Works in the straight plan [m].
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import Point, Polygon

from geodata.demo.chance import Dice
from geodata.demo.division import Divider
from geodata.demo.fabric import LandUse
from geodata.demo.junctions import FAIR_SINE, crossed_by, find_touches, within
from geodata.demo.lanes import weave_block
from geodata.demo.skeleton import Street
from geodata.demo.terrain import FloatArray, ShapeArray

_CLEAR_M = 9.0
_HAND_M = 0.2
_ATTEMPTS = 8
_LANE_IS_ALLEY = 0.55
_COURT_M = 105.0


@dataclass(slots=True)
class Weaver:
    """Weaves the built blocks of one city; the divider is left as it was."""

    divider: Divider
    blocks: list[Polygon]
    land: LandUse
    dice: Dice

    def weave_exactly(self, alleys: int) -> tuple[list[Street], ShapeArray, int]:
        """Return the streets, all lines (see `plan.Plan`) and how many of them carry others.

        Raises
        ------
        ValueError
            When no room for so many alleys can be found.
        """
        scale = self.land.scale
        for _ in range(_ATTEMPTS):
            streets, rails, found = self._weave(scale)
            is_alley = self.dice.numpy.random(len(rails)) < _LANE_IS_ALLEY
            spare = int(is_alley.sum()) + len(found) - alleys
            if 0 <= spare <= len(found):
                kept = _thin(found, spare, self.dice.numpy)
                named = [Street(line, "residential") for line in rails[~is_alley]]
                lanes = np.array([street.line for street in streets + named], dtype=object)
                lines = np.concatenate([lanes, rails[is_alley], kept])
                return streets + named, lines, len(lanes) + int(is_alley.sum())
            scale *= 0.985 * float(np.sqrt((alleys + spare + 1) / alleys))
        raise ValueError(f"no room for {alleys} alleys")

    def _weave(self, scale: float) -> tuple[list[Street], ShapeArray, ShapeArray]:
        """Return the streets, the lanes and the alleys at one scale."""
        divider = self.divider.copy()
        rails: list[FloatArray] = []
        alleys: list[FloatArray] = []
        for block, fabric, built in zip(
            self.blocks, self.land.fabrics, self.land.built, strict=True
        ):
            if not built:
                continue
            drawn = fabric.scaled(scale)
            for leaf in divider.divide([block], _at_most(drawn.block_m2), "residential"):
                if leaf.distance(Point(0, 0)) < _COURT_M:
                    continue
                weave = weave_block(leaf, drawn, self.dice.numpy)
                rails += weave.rails
                alleys += weave.alleys
        lanes = np.array([street.line for street in divider.streets], dtype=object)
        rail_lines = _keep_tied(_lines(rails), lanes)
        hosts = np.concatenate([lanes, rail_lines])
        return divider.streets, rail_lines, _keep_sound(_lines(alleys), hosts)


def _at_most(largest_m2: float) -> Callable[[Polygon], float]:
    return lambda block: largest_m2


def _lines(coordinates: list[FloatArray]) -> ShapeArray:
    if not coordinates:
        return np.empty(0, dtype=object)
    index = np.repeat(np.arange(len(coordinates)), [len(c) for c in coordinates])
    return np.asarray(shapely.linestrings(np.vstack(coordinates), indices=index))


def _keep_tied(rails: ShapeArray, streets: ShapeArray) -> ShapeArray:
    """Return the lanes that start or end on a street."""
    touches = find_touches(np.concatenate([streets, rails]), len(streets))
    tied = (touches.line >= len(streets)) & (np.abs(touches.sine) >= FAIR_SINE)
    return rails[np.unique(touches.line[tied]) - len(streets)]


def _keep_sound(alleys: ShapeArray, hosts: ShapeArray) -> ShapeArray:
    """Return the alleys that leave a street at a fair angle and run clear of everything else."""
    alleys = _shorten_grazing(alleys, hosts)
    touches = find_touches(np.concatenate([hosts, alleys]), len(hosts))
    mine = touches.line >= len(hosts)
    child, host = touches.line[mine] - len(hosts), touches.host[mine]
    sound = np.zeros(len(alleys), dtype=bool)
    sound[child[np.abs(touches.sine[mine]) >= FAIR_SINE]] = True
    sound[_hugging(alleys, hosts, child, host)] = False
    sound[crossed_by(_off_ends(alleys), hosts)] = False
    return _without_crossings(alleys[sound])


def _off_ends(alleys: ShapeArray) -> ShapeArray:
    """Return the alleys a hand's breadth shorter, so that touching a street is no crossing."""
    points, owner = shapely.get_coordinates(alleys, return_index=True)
    step = np.diff(points, axis=0)
    step *= _HAND_M / np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)[:, None]
    first = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
    last = np.r_[first[1:], len(points)] - 1
    points[first] += step[first]
    points[last] -= step[last - 1]
    return np.asarray(shapely.linestrings(points, indices=owner))


def _shorten_grazing(alleys: ShapeArray, hosts: ShapeArray) -> ShapeArray:
    """Return the alleys cut back where they would slip into a street almost along it."""
    touches = find_touches(np.concatenate([hosts, alleys]), len(hosts))
    grazing = (touches.line >= len(hosts)) & (np.abs(touches.sine) < FAIR_SINE)
    cut = alleys.copy()
    for line, end in zip(touches.line[grazing] - len(hosts), touches.end[grazing], strict=True):
        points = shapely.get_coordinates(cut[line])
        tip, before = (0, 1) if end == 0 else (-1, -2)
        points[tip] += (points[before] - points[tip]) * 0.25
        cut[line] = shapely.linestrings(points)
    return cut


def _hugging(
    alleys: ShapeArray, hosts: ShapeArray, child: npt.NDArray[np.int64], host: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Return the alleys whose middle lies against a street they do not open on."""
    middles = shapely.line_interpolate_point(alleys, 0.5, normalized=True)
    alley, near = within(middles, hosts, _CLEAR_M)
    own = np.isin(alley * len(hosts) + near, child * len(hosts) + host)
    return np.asarray(alley[~own])


def _without_crossings(alleys: ShapeArray) -> ShapeArray:
    """Return the alleys without those that meet an earlier one away from a street."""
    one, two = shapely.STRtree(alleys).query(alleys, predicate="intersects")
    later = one > two
    one, two = one[later], two[later]
    tips = shapely.multipoints(
        np.stack([shapely.get_point(alleys, 0), shapely.get_point(alleys, -1)], axis=1)
    )
    met = shapely.intersection(alleys[one], alleys[two])
    at_tips = shapely.dwithin(met, tips[one], 0.03) & shapely.dwithin(met, tips[two], 0.03)
    kept = np.ones(len(alleys), dtype=bool)
    kept[one[~at_tips]] = False
    return alleys[kept]


def _thin(alleys: ShapeArray, spare: int, random: np.random.Generator) -> ShapeArray:
    kept = np.ones(len(alleys), dtype=bool)
    kept[random.choice(len(alleys), spare, replace=False)] = False
    return alleys[kept]
