"""The walk from here: what is most worth seeing within the time, and the way past it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from geodata.catalogue import Catalogue
from geodata.store.directory import WALKS
from geodata.walks.candidates import KEPT_OPEN, Candidate, candidates
from geodata.walks.directions import Leg, direction, leg_of, piece_line
from geodata.walks.graph import WalkingGraph, read_graph
from geodata.walks.model import NoWalk, Pace, Refusal, Side, Stop, Walk, WalkRequest
from geodata.walks.orienteering import FIRST, Problem, best_walk
from geodata.walks.spots import MAINLAND_M, Spot, nearest_spot, position_of
from geodata.walks.ways import Piece, Streets, Ways

Floats = npt.NDArray[np.float64]
SHORT_LEG_M = 350.0
SURE_SIDE_M = 3.0
"""Nearer to the middle of the street nobody knows on which side a plaque is."""
SIDE_DEG = (25.0, 155.0)
_PLANNER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="walks")
"""One walk of a process is planned at a time: more would share one processor all the same, and
each thread would keep the memory of its largest."""


def plan(catalogue: Catalogue, request: WalkRequest) -> Walk | NoWalk:
    """Return the walk that is most worth its time, or why there is none.

    Equal questions of one version have equal answers.

    Raises
    ------
    geodata.errors.DatasetError
        When the version is older than walks are.
    """
    return _PLANNER.submit(_planned, catalogue, request).result()


def _planned(catalogue: Catalogue, request: WalkRequest) -> Walk | NoWalk:
    planning = planning_of(catalogue, request)
    return planning if isinstance(planning, NoWalk) else planning.walk()


def planning_of(catalogue: Catalogue, request: WalkRequest) -> Planning | NoWalk:
    """Return a question with its start and goal on the streets; errors as `plan`."""
    streets = _streets(catalogue.version / WALKS)
    start = nearest_spot(streets.graph, request.start, within_m=request.start_within_m)
    if start is None:
        return NoWalk(Refusal.OUTSIDE)
    if request.goal is None:
        return Planning(catalogue, streets, request, start, start)
    goal = nearest_spot(streets.graph, request.goal, within_m=request.goal_within_m)
    if goal is None:
        return NoWalk(Refusal.GOAL_OUTSIDE)
    return Planning(catalogue, streets, request, start, goal)


def named_places(catalogue: Catalogue) -> tuple[tuple[str, int, float, float], ...]:
    """Return the shrines and mosques one may start from: name, kind (0 shrine), lon, lat."""
    return _streets(catalogue.version / WALKS).graph.places


def streets_of(version: Path) -> Streets:
    """Return the streets of a published version as people walk them; errors as `plan`."""
    return _streets(version / WALKS)


@lru_cache(maxsize=KEPT_OPEN)
def _streets(path: Path) -> Streets:
    return Streets(read_graph(path))


@dataclass(frozen=True, slots=True)
class Prepared:
    """The sights within reach, the ways between them, and the problem they pose."""

    candidates: list[Candidate]
    ways: Ways
    problem: Problem


class Planning:
    """One question on the way to its answer."""

    def __init__(
        self, catalogue: Catalogue, streets: Streets, request: WalkRequest, start: Spot, goal: Spot
    ) -> None:
        self.catalogue, self.streets, self.request = catalogue, streets, request
        self.graph: WalkingGraph = streets.graph
        self.start, self.goal = start, goal
        self.pace: Pace = request.pace
        self.reach_m = request.minutes * self.pace.metres_a_minute

    def walk(self) -> Walk | NoWalk:
        """Return the answer."""
        found = self.prepared()
        if isinstance(found, NoWalk):
            return found
        order = best_walk(found.problem)
        return self._told(found.ways, order, found.candidates) if order else self._nothing()

    def prepared(self) -> Prepared | NoWalk:
        """Return what can be seen within the time, or why nothing can."""
        no_steps = self.request.wishes.no_steps
        from_start = self._far(self.start, self.reach_m, no_steps=no_steps)
        to_goal = from_start
        if self.goal is not self.start:
            if self._bare_m(from_start) > self.reach_m:
                return self._goal_refused()
            to_goal = self._far(self.goal, self.reach_m, no_steps=no_steps)
        detour = from_start + to_goal
        found = candidates(self.catalogue, self.streets, self.request, detour)
        if not found:
            return self._nothing()
        edges = np.flatnonzero(
            (detour[self.graph.tail] <= self.reach_m) & (detour[self.graph.head] <= self.reach_m)
        )
        if no_steps:
            edges = edges[self.graph.steps[edges] == 0]
        spots = [self.start, self.goal, *(one.spot for one in found)]
        ways = Ways(self.graph, spots, edges)
        return Prepared(found, ways, self._problem(ways, found))

    def _far(self, spot: Spot, limit_m: float, *, no_steps: bool) -> Floats:
        return self.streets.far_from(spot, limit_m=limit_m, no_steps=no_steps)

    def _bare_m(self, from_start: Floats) -> float:
        far = self.streets.far_to(self.goal, from_start)
        if self.start.edge == self.goal.edge:
            far = min(far, abs(self.start.at_m - self.goal.at_m))
        return far

    def _goal_refused(self) -> NoWalk:
        every = self._far(self.start, math.inf, no_steps=self.request.wishes.no_steps)
        far = self._bare_m(every)
        if math.isinf(far):
            return NoWalk(Refusal.GOAL_APART)
        return NoWalk(Refusal.GOAL_TOO_FAR, needs_min=far / self.pace.metres_a_minute)

    def _nothing(self) -> NoWalk:
        network = self.graph.network[self.graph.tail[self.start.edge]]
        is_island = self.graph.network_lengths[network] < MAINLAND_M
        return NoWalk(Refusal.ISLAND if is_island and network else Refusal.NOTHING_NEAR)

    def _problem(self, ways: Ways, found: Sequence[Candidate]) -> Problem:
        table = ways.table(limit_m=self.reach_m)
        if self.request.wishes.short_legs:
            between = table[FIRST:, FIRST:]
            between[between > SHORT_LEG_M] = np.inf
        return Problem(
            legs=table / self.pace.metres_a_minute,
            worth=[0.0, 0.0, *(one.worth for one in found)],
            street=[-1, -1, *(one.sight.street for one in found)],
            stop=self.pace.stop_min,
            budget=self.request.minutes,
        )

    def _told(self, ways: Ways, order: Sequence[int], found: Sequence[Candidate]) -> Walk:
        stops: list[Stop] = []
        at, facing = 0, None
        for number in order:
            leg, pieces = self._leg(ways, at, number, facing)
            one = found[number - FIRST]
            stops.append(self._stop(one, leg, pieces))
            at, facing = number, leg.heading_deg
        last, _ = self._leg(ways, at, 1, facing)
        legs = [*(stop.leg for stop in stops), last]
        length_m = sum(leg.length_m for leg in legs)
        return Walk(
            start=position_of(self.graph, self.start),
            goal=position_of(self.graph, self.goal),
            stops=tuple(stops),
            last=last,
            length_m=length_m,
            minutes=length_m / self.pace.metres_a_minute + self.pace.stop_min * len(stops),
            has_steps=any(step.is_steps for leg in legs for step in leg.steps),
        )

    def _leg(
        self, ways: Ways, start: int, stop: int, facing: float | None
    ) -> tuple[Leg, list[Piece]]:
        pieces = ways.way(start, stop)
        leg = leg_of(self.graph, pieces, facing)
        return leg, pieces

    def _stop(self, one: Candidate, leg: Leg, pieces: Sequence[Piece]) -> Stop:
        return Stop(
            alley_id=one.sight.alley_id,
            at=position_of(self.graph, one.spot),
            side=self._side(one, leg.heading_deg, pieces),
            at_mouth=one.at_mouth,
            has_plaque=one.sight.has_plaque,
            is_wished=one.is_wished,
            leg=leg,
        )

    def _side(self, one: Candidate, facing: float | None, pieces: Sequence[Piece]) -> Side | None:
        """Where the alley opens when one comes past it; within it, where the plaque hangs."""
        if facing is None:
            return None
        here = position_of(self.graph, one.spot)
        comes_along = bool(pieces) and int(self.graph.alley[pieces[-1].edge]) == one.sight.alley_id
        if one.at_mouth and not comes_along:
            return _hand(facing, self._into(one.spot))
        if one.plaque is None:
            return None
        far, towards = direction(here, one.plaque)
        side = _hand(facing, towards) if far >= SURE_SIDE_M else None
        return None if side is Side.AHEAD else side

    def _into(self, mouth: Spot) -> float:
        """Where an alley leads from its mouth [degrees clockwise from north]."""
        length = float(self.graph.length[mouth.edge])
        to = min(mouth.at_m + 15, length) if mouth.at_m < length / 2 else max(mouth.at_m - 15, 0.0)
        line = piece_line(self.graph, Piece(mouth.edge, mouth.at_m, to))
        (a, b), (c, d) = line[0].tolist(), line[-1].tolist()
        return direction((a, b), (c, d))[1]


def _hand(facing_deg: float, towards_deg: float) -> Side:
    angle = (towards_deg - facing_deg + 180) % 360 - 180
    if abs(angle) < SIDE_DEG[0] or abs(angle) > SIDE_DEG[1]:
        return Side.AHEAD
    return Side.RIGHT if angle > 0 else Side.LEFT
