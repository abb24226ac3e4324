"""Jalali days in a row, and the day of a year on which a date is kept.

One rule stands here and nowhere else: 30 Esfand, which a common year does not have, is kept on
29 Esfand, its last day; in a leap year on the day itself. No anniversary moves into the next year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from persiantools.jdatetime import JalaliDate

from geodata.dates import PartialDate

ESFAND = 12
LAST_OF_COMMON, LAST_OF_LEAP = 29, 30
DAYS_OF_A_WEEK = 7
_SATURDAY = 5
"""`date.weekday()` of the day on which the Iranian week begins."""


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """A day of the Jalali calendar, as the calendar has it."""

    year: int
    month: int
    day: int

    @classmethod
    def of(cls, gregorian: date) -> Day:
        """Return the Jalali day of a Gregorian one."""
        found = JalaliDate(gregorian)  # type: ignore[no-untyped-call]
        return cls(found.year, found.month, found.day)

    @classmethod
    def parse(cls, text: str) -> Day:
        """Return the day of '1404-07-12'.

        Raises
        ------
        ValueError
            When it is not a whole date the calendar has.
        """
        found = PartialDate.fromisoformat(text)
        if found.month is None or found.day is None:
            raise ValueError(f"not a whole Jalali date: {text!r}")
        return cls(found.year, found.month, found.day)

    def gregorian(self) -> date:
        """Return the Gregorian day."""
        found: date = JalaliDate(self.year, self.month, self.day).to_gregorian()  # type: ignore[no-untyped-call]
        return found

    def isoformat(self) -> str:
        """Return '1404-07-12'."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    def plus(self, days: int) -> Day:
        """Return the day so many days later."""
        return Day.of(self.gregorian() + timedelta(days=days))


@dataclass(frozen=True, slots=True)
class Period:
    """Days in a row, both ends belonging to it."""

    first: Day
    last: Day

    def days(self) -> Iterator[Day]:
        """Yield every day, the first first."""
        start = self.first.gregorian()
        for number in range((self.last.gregorian() - start).days + 1):
            yield Day.of(start + timedelta(days=number))

    def months(self) -> tuple[tuple[int, int], ...]:
        """Return (year, month) of every month of which a day belongs to it."""
        at, found = (self.first.year, self.first.month), []
        while at <= (self.last.year, self.last.month):
            found.append(at)
            at = (at[0], at[1] + 1) if at[1] < ESFAND else (at[0] + 1, 1)
        return tuple(found)


def week_of(day: Day) -> Period:
    """Return the Iranian week of a day, Saturday to Friday."""
    since = (day.gregorian().weekday() - _SATURDAY) % DAYS_OF_A_WEEK
    return Period(day.plus(-since), day.plus(DAYS_OF_A_WEEK - 1 - since))


def month_of(year: int, month: int) -> Period:
    """Return the days of a month."""
    first = Day(year, month, 1)
    following = Day(year, month + 1, 1) if month < ESFAND else Day(year + 1, 1, 1)
    return Period(first, following.plus(-1))


def kept_day(year: int, month: int, day: int) -> Day:
    """Return the day of a year on which a month's day is kept; see the rule of this module."""
    if (month, day) == (ESFAND, LAST_OF_LEAP) and not JalaliDate.is_leap(year):
        return Day(year, ESFAND, LAST_OF_COMMON)
    return Day(year, month, day)
