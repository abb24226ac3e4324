"""When a number would reach its goal if it went on growing as it has, and how sure that is.

The history is cut into months. The pace is the mean of what the months added; how sure it is comes
from drawing as many months again and again from those there were (the bootstrap: Efron, 1979), so
that an uneven history gives a wide span. Nothing is said of a history that is too short.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

MONTH_DAYS = 30.4375
LEAST_MONTHS = 3
MOST_MONTHS = 24
"""What was longer ago says little of the present pace."""
DRAWS = 2_000
LEVEL = 0.8
"""How often the span should hold the truth."""
FARTHEST_MONTHS = 1_200.0
Point = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a goal would be reached.

    Attributes
    ----------
    goal, left : int
        The number aimed at, and how much of it is missing.
    pace : float
        What a month has added on average.
    months : int
        How many months that was seen over.
    expected_on, earliest_on, latest_on : date, optional
        With the pace, and the span that holds the truth in `LEVEL` of such histories; None: not
        in sight.
    """

    goal: int
    left: int
    pace: float
    months: int
    expected_on: date | None
    earliest_on: date | None
    latest_on: date | None


def forecast(points: Sequence[Point], goal: int) -> Forecast | None:
    """Return when a number would reach its goal.

    Parameters
    ----------
    points : sequence of (moment, number)
        In the order of time.

    Returns
    -------
    Forecast, optional
        None when the history is shorter than `LEAST_MONTHS`, or the goal is reached.
    """
    if not points or points[-1][1] >= goal:
        return None
    added = _monthly(points)
    if len(added) < LEAST_MONTHS:
        return None
    now, number = points[-1]
    left = goal - number
    pace = sum(added) / len(added)
    low, high = _span(tuple(added))
    return Forecast(
        goal=goal,
        left=left,
        pace=pace,
        months=len(added),
        expected_on=_reached(now, left, pace),
        earliest_on=_reached(now, left, high),
        latest_on=_reached(now, left, low),
    )


def _monthly(points: Sequence[Point]) -> list[float]:
    """Return what each whole month before the last point added, the latest first."""
    days = [(moment - points[0][0]).total_seconds() / 86_400 for moment, _ in points]
    numbers = [number for _, number in points]
    months = min(int(days[-1] / MONTH_DAYS), MOST_MONTHS)
    ends = [days[-1] - month * MONTH_DAYS for month in range(months + 1)]
    known = [_between(days, numbers, at) for at in ends]
    return [later - earlier for later, earlier in pairwise(known)]


def _between(days: Sequence[float], numbers: Sequence[int], at: float) -> float:
    """Return the number at a time, growing evenly between two points."""
    after = min(max(bisect_right(days, at), 1), len(days) - 1)
    span = days[after] - days[after - 1]
    share = (at - days[after - 1]) / span if span else 1.0
    return numbers[after - 1] + share * (numbers[after] - numbers[after - 1])


@lru_cache(maxsize=1_024)
def _span(added: tuple[float, ...]) -> tuple[float, float]:
    """Return the lower and the upper pace of `LEVEL` of the draws; the same for the same months."""
    dice = random.Random(len(added))  # noqa: S311 - no secret
    paces = sorted(sum(dice.choices(added, k=len(added))) / len(added) for _ in range(DRAWS))
    tail = (1 - LEVEL) / 2
    return paces[int(tail * DRAWS)], paces[int((1 - tail) * DRAWS) - 1]


def _reached(now: datetime, left: int, pace: float) -> date | None:
    months = left / pace if pace > 0 else FARTHEST_MONTHS
    if months >= FARTHEST_MONTHS:
        return None
    return (now + timedelta(days=months * MONTH_DAYS)).date()
