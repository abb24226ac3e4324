"""The best walk against the exact one on small cases, and against always going to the nearest."""

from __future__ import annotations

import numpy as np
import pytest

from geodata.walks.orienteering import FIRST, Problem, best_walk, nearest_first
from tests.geodata.walks.oracles import best_score


def random_problem(seed: int, places: int) -> Problem:
    """Places strewn over a square of two kilometres, some of one street."""
    dice = np.random.default_rng(seed)
    at = dice.uniform(0, 2_000, (places + FIRST, 2))
    at[1] = at[0] if seed % 2 else at[1]
    legs = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) * 1.3 / 75
    worth = dice.choice([1.0, 4.0, 6.0, 8.0, 10.0], places)
    street = dice.integers(0, max(places // 2, 1), places)
    return Problem(
        legs=legs,
        worth=[0.0, 0.0, *worth.tolist()],
        street=[-1, -1, *street.tolist()],
        stop=2.0,
        budget=float(legs[0, 1] + dice.uniform(15, 70)),
    )


@pytest.mark.parametrize("seed", range(30))
def test_small_walks_are_within_a_twentieth_of_the_best(seed: int) -> None:
    problem = random_problem(seed, places=6 + seed % 7)
    order = best_walk(problem)
    assert problem.time(order) <= problem.budget + 1e-6
    assert len(set(order)) == len(order)
    assert problem.score(order) >= 0.95 * best_score(problem)


@pytest.mark.parametrize("seed", range(100, 130))
def test_no_walk_is_worse_than_going_to_the_nearest(seed: int) -> None:
    problem = random_problem(seed, places=40)
    order = best_walk(problem)
    assert problem.time(order) <= problem.budget + 1e-6
    assert problem.score(order) >= problem.score(nearest_first(problem)) - 1e-6


def test_the_second_place_of_a_street_is_worth_less_than_one_of_another() -> None:
    legs = np.full((5, 5), 4.0)
    np.fill_diagonal(legs, 0.0)
    problem = Problem(legs, [0, 0, 4, 4, 3.5], [-1, -1, 7, 7, 8], stop=2.0, budget=16.0)
    assert sorted(best_walk(problem)) == [2, 4]


def test_nothing_is_seen_where_nothing_can_be_reached() -> None:
    legs = np.full((3, 3), np.inf)
    legs[:2, :2] = 0.0
    assert best_walk(Problem(legs, [0, 0, 5], [-1, -1, 1], stop=2.0, budget=60.0)) == []
