"""Whom one remembers on which days: of whole dates the day, of dates without a day the month.

A date of which only the year is known belongs to no day and to no month, and is never guessed at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geodata.anniversaries.days import ESFAND, LAST_OF_LEAP, Day, Period, kept_day
from geodata.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Remembered:
    """One honoree with the date of the martyrdom as far as the register knows it."""

    martyr_id: int
    died: PartialDate


@dataclass(frozen=True, slots=True)
class Anniversary:
    """One honoree's day in a year; without `day` only its month is known.

    Attributes
    ----------
    day : Day, optional
        On which it is kept.
    died : PartialDate
        The true date.
    years : int
        Jalali years since, at least 1.
    """

    martyr_id: int
    day: Day | None
    died: PartialDate
    years: int

    @property
    def is_moved(self) -> bool:
        """Whether it is kept on another day than its own: 30 Esfand in a common year."""
        return self.day is not None and self.day.day != self.died.day


class Calendar:
    """Honorees by month and day, to be asked again and again.

    Parameters
    ----------
    people : iterable of Remembered
        In the order in which those of one day are told.
    """

    def __init__(self, people: Iterable[Remembered]) -> None:
        self._by_date: dict[tuple[int, int | None], list[Remembered]] = defaultdict(list)
        for one in people:
            if one.died.month is not None:
                self._by_date[one.died.month, one.died.day].append(one)

    def on(self, day: Day) -> tuple[Anniversary, ...]:
        """Return the anniversaries kept on a day."""
        return tuple(
            Anniversary(one.martyr_id, day, one.died, day.year - one.died.year)
            for month, number in _dates_kept_on(day)
            for one in self._by_date.get((month, number), ())
            if one.died.year < day.year
        )

    def between(self, period: Period) -> Iterator[tuple[Day, tuple[Anniversary, ...]]]:
        """Yield every day with its anniversaries, days without any too."""
        for day in period.days():
            yield day, self.on(day)

    def in_month(self, year: int, month: int) -> tuple[Anniversary, ...]:
        """Return those of whom only the month is known."""
        return tuple(
            Anniversary(one.martyr_id, None, one.died, year - one.died.year)
            for one in self._by_date.get((month, None), ())
            if one.died.year < year
        )


def _dates_kept_on(day: Day) -> Iterator[tuple[int, int]]:
    """Yield month and day of the dates that are kept on a day: its own, and 30 Esfand's."""
    yield day.month, day.day
    if (
        day != Day(day.year, ESFAND, LAST_OF_LEAP)
        and kept_day(day.year, ESFAND, LAST_OF_LEAP) == day
    ):
        yield ESFAND, LAST_OF_LEAP


def next_day(died: PartialDate, today: Day) -> Day | None:
    """Return when a date is kept next, today included; None unless it is whole.

    The first anniversary is a year after the day itself.
    """
    if died.month is None or died.day is None:
        return None
    kept = kept_day(max(today.year, died.year + 1), died.month, died.day)
    return kept if kept >= today else kept_day(kept.year + 1, died.month, died.day)
