"""Walks through the demo city: within their time, without a stop seen twice, as wished."""

from __future__ import annotations

import numpy as np
import pytest

from geodata.catalogue import Catalogue
from geodata.catalogue.fieldwork import metres
from geodata.walks import (
    NoWalk,
    Pace,
    Refusal,
    Turn,
    Walk,
    WalkRequest,
    Wishes,
    named_places,
    plan,
)
from geodata.walks.directions import turn_between
from geodata.walks.orienteering import best_walk, nearest_first
from geodata.walks.planning import planning_of
from tests.geodata.walks.oracles import best_score

WALKS, SMALL = 200, 12


def random_requests(demo: Catalogue) -> list[WalkRequest]:
    """From mouths of alleys back to them, and every third to another one nearby."""
    dice = np.random.default_rng(11)
    mouths = [(one.mouth_lon, one.mouth_lat) for one in demo.alleys_in(None, limit=5_000).alleys]
    requests = []
    for number in range(WALKS):
        start = mouths[int(dice.integers(len(mouths)))]
        near = [mouth for mouth in mouths if metres(start, mouth) < 1_500]
        requests.append(
            WalkRequest(
                start=start,
                goal=near[int(dice.integers(len(near)))] if number % 3 == 0 else None,
                minutes=int(dice.integers(10, 120)),
                wishes=Wishes(short_legs=number % 7 == 0, no_steps=number % 5 == 0),
            )
        )
    return requests


@pytest.fixture(scope="module")
def walks(demo: Catalogue) -> list[tuple[WalkRequest, Walk | NoWalk]]:
    return [(request, plan(demo, request)) for request in random_requests(demo)]


def test_no_walk_is_over_its_time_or_sees_a_stop_twice(
    walks: list[tuple[WalkRequest, Walk | NoWalk]],
) -> None:
    found = [(request, walk) for request, walk in walks if isinstance(walk, Walk)]
    assert len(found) > 0.6 * WALKS
    for request, walk in found:
        length_m = sum(leg.length_m for leg in walk.legs)
        assert length_m / 75 + 2 * len(walk.stops) == pytest.approx(walk.minutes)
        assert walk.minutes <= request.minutes + 1e-6
        assert len({stop.alley_id for stop in walk.stops}) == len(walk.stops) > 0


def test_legs_hang_together_and_are_as_long_as_their_lines(
    walks: list[tuple[WalkRequest, Walk | NoWalk]],
) -> None:
    for _, walk in walks[:60]:
        if isinstance(walk, NoWalk):
            continue
        at = walk.start
        for leg, end in zip(walk.legs, [*(s.at for s in walk.stops), walk.goal], strict=True):
            if leg.line:
                drawn = sum(map(metres, leg.line, leg.line[1:]))
                assert drawn == pytest.approx(leg.length_m, rel=0.01, abs=2)
                assert metres(at, leg.line[0]) < 1
                assert metres(end, leg.line[-1]) < 1
            told = sum(step.length_m for step in leg.steps)
            assert told == pytest.approx(leg.length_m, abs=15)
            at = end


def test_walks_are_worth_at_least_what_going_to_the_nearest_is(demo: Catalogue) -> None:
    small = 0
    for request in random_requests(demo)[:80]:
        planning = planning_of(demo, request)
        prepared = planning if isinstance(planning, NoWalk) else planning.prepared()
        if isinstance(prepared, NoWalk):
            continue
        problem = prepared.problem
        score = problem.score(best_walk(problem))
        assert score >= problem.score(nearest_first(problem)) - 1e-6
        if len(prepared.candidates) <= SMALL:
            assert score >= 0.95 * best_score(problem)
            small += 1
    assert small > 3


def shrine(demo: Catalogue) -> tuple[float, float]:
    return next((lon, lat) for _, kind, lon, lat in named_places(demo) if kind == 0)


def walked(demo: Catalogue, **asked: object) -> Walk:
    walk = plan(demo, WalkRequest(shrine(demo), **{"minutes": 60, **asked}))  # type: ignore[arg-type]
    assert isinstance(walk, Walk)
    return walk


def test_equal_questions_have_equal_answers(demo: Catalogue) -> None:
    assert walked(demo) == walked(demo)


def test_a_loop_comes_back_and_a_goal_is_reached(demo: Catalogue) -> None:
    loop = walked(demo)
    assert loop.start == loop.goal
    west, _, east, _ = demo.info.view
    goal = (shrine(demo)[0] + (east - west) / 12, shrine(demo)[1])
    there = walked(demo, goal=goal, minutes=90, goal_within_m=1_000)
    assert metres(there.goal, goal) < 1_000
    assert there.start != there.goal


def test_a_family_that_is_wished_for_is_seen_first(demo: Catalogue) -> None:
    near = plan(demo, WalkRequest(shrine(demo), 60))
    assert isinstance(near, Walk)
    seen = {stop.alley_id for stop in near.stops}
    sights = {sight.alley_id: sight for sight in demo.sights.all}
    family = next(iter(sorted(sights[min(seen)].families)))
    walk = walked(demo, wishes=Wishes(family_key=family))
    wished = [stop for stop in walk.stops if stop.is_wished]
    assert wished
    assert all(family in sights[stop.alley_id].families for stop in wished)


def test_a_year_that_is_wished_for_is_the_year_of_the_stop(demo: Catalogue) -> None:
    sights = {sight.alley_id: sight for sight in demo.sights.all}
    walk = walked(demo, wishes=Wishes(year=1365))
    assert all((1365 in sights[s.alley_id].years) == s.is_wished for s in walk.stops)


def test_nobody_is_called_a_woman_where_the_register_does_not_say_so(demo: Catalogue) -> None:
    assert not demo.sights.tells_women
    assert not any(sight.is_of_woman for sight in demo.sights.all)


def test_short_ways_between_stops_stay_short(demo: Catalogue) -> None:
    walk = walked(demo, minutes=90, wishes=Wishes(short_legs=True))
    assert all(stop.leg.length_m <= 351 for stop in walk.stops[1:])


def test_who_walks_slowly_sees_less(demo: Catalogue) -> None:
    slow = walked(demo, pace=Pace(kmh=2.5, stop_min=5))
    assert slow.minutes <= 60
    assert len(slow.stops) < len(walked(demo).stops)


def test_far_outside_there_is_no_walk(demo: Catalogue) -> None:
    assert plan(demo, WalkRequest((51.4, 35.7), 45)) == NoWalk(Refusal.OUTSIDE)
    there = WalkRequest(shrine(demo), 45, goal=(51.4, 35.7))
    assert plan(demo, there) == NoWalk(Refusal.GOAL_OUTSIDE)


def test_a_goal_too_far_says_how_long_the_bare_way_takes(demo: Catalogue) -> None:
    mouths = [(one.mouth_lon, one.mouth_lat) for one in demo.alleys_in(None, limit=5_000).alleys]
    farthest = max(mouths, key=lambda mouth: metres(shrine(demo), mouth))
    far = WalkRequest(shrine(demo), 10, goal=farthest)
    refused = plan(demo, far)
    assert isinstance(refused, NoWalk)
    assert refused.reason is Refusal.GOAL_TOO_FAR
    assert refused.needs_min is not None
    assert refused.needs_min > 10


@pytest.mark.parametrize(
    ("before", "after", "turn"),
    [
        (0, 5, Turn.ON),
        (0, 90, Turn.RIGHT),
        (90, 0, Turn.LEFT),
        (350, 40, Turn.SLIGHT_RIGHT),
        (10, 325, Turn.SLIGHT_LEFT),
        (0, 181, Turn.BACK),
    ],
)
def test_turns_are_told_from_where_one_is_facing(before: float, after: float, turn: Turn) -> None:
    assert turn_between(before, after) is turn
