"""When a goal would be reached: exact for an even pace, honest for an uneven one."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from geodata.forecast import LEVEL, MONTH_DAYS, Point, forecast

START = datetime(2025, 1, 1, tzinfo=UTC)


def history(added: list[int], start: int = 0) -> list[Point]:
    """One point a month."""
    points = [(START, start)]
    for month, number in enumerate(added, start=1):
        points.append((START + timedelta(days=month * MONTH_DAYS), points[-1][1] + number))
    return points


def test_an_even_pace_reaches_its_goal_on_one_day() -> None:
    points = history([10] * 12)
    found = forecast(points, 180)
    assert found is not None
    assert (found.left, found.months, round(found.pace, 6)) == (60, 12, 10)
    day = (points[-1][0] + timedelta(days=6 * MONTH_DAYS)).date()
    assert found.expected_on == found.earliest_on == found.latest_on == day


def test_many_points_a_month_say_the_same_as_one() -> None:
    often = [(START + timedelta(days=day), day) for day in range(366)]
    seldom = [often[0], often[-1]]
    found, other = forecast(often, 500), forecast(seldom, 500)
    assert found is not None
    assert other is not None
    assert found.expected_on == other.expected_on


@pytest.mark.parametrize(
    ("points", "goal"),
    [([], 10), ([(START, 5)], 10), (history([5, 5]), 100), (history([10] * 6), 60)],
    ids=["nothing", "one point", "too short", "reached"],
)
def test_nothing_is_said_of_what_cannot_be_known(points: list[Point], goal: int) -> None:
    assert forecast(points, goal) is None


def test_a_plan_that_stands_still_has_no_day() -> None:
    found = forecast(history([0] * 8, start=7), 10)
    assert found is not None
    assert (found.expected_on, found.latest_on) == (None, None)


def test_a_plan_that_may_stand_still_has_no_latest_day() -> None:
    found = forecast(history([30, 0, 0, 0, 0, 0, 0, 0]), 100)
    assert found is not None
    assert found.expected_on is not None
    assert found.latest_on is None


def test_only_the_last_two_years_count() -> None:
    found = forecast(history([100] * 24 + [10] * 24), 10_000)
    assert found is not None
    assert found.pace == pytest.approx(10)


def test_the_span_is_as_sure_as_it_says() -> None:
    """Months that add at random around a mean: the truth is the day that mean would give."""
    dice = random.Random(4)
    held = 0
    for _ in range(400):
        points = history([dice.choice((0, 4, 8, 12, 36)) for _ in range(14)])
        found = forecast(points, points[-1][1] + 120)
        assert found is not None
        assert found.earliest_on is not None
        true_day = (points[-1][0] + timedelta(days=120 / 12 * MONTH_DAYS)).date()
        held += found.earliest_on <= true_day and (
            found.latest_on is None or true_day <= found.latest_on
        )
    assert LEVEL - 0.1 <= held / 400 <= LEVEL + 0.1
