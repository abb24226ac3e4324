"""Days and anniversaries against a calendar computed in another way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.anniversaries import (
    Calendar,
    Day,
    Period,
    Remembered,
    kept_day,
    month_of,
    next_day,
    week_of,
)
from geodata.dates import PartialDate

LEAP_YEARS = (1399, 1403, 1408, 1412, 1416, 1420)
"""As the calendar centre of the University of Tehran has them."""
NOWRUZ_1400 = date(2021, 3, 21)


def recomputed(year: int, month: int, day: int) -> date:
    """The Gregorian day, counted from Nowruz 1400 by the lengths of years and months alone."""
    years = sum(366 if one in LEAP_YEARS else 365 for one in range(1400, year))
    months = sum(31 if one <= 6 else 30 for one in range(1, month))
    return NOWRUZ_1400 + timedelta(days=years + months + day - 1)


def length(year: int, month: int) -> int:
    if month <= 6:
        return 31
    return 30 if month < 12 or year in LEAP_YEARS else 29


def calendar(*dates: str) -> Calendar:
    return Calendar(
        Remembered(number, PartialDate.fromisoformat(one)) for number, one in enumerate(dates)
    )


def ids(calendar_: Calendar, day: Day) -> list[int]:
    return [one.martyr_id for one in calendar_.on(day)]


def test_every_day_of_twenty_years_is_the_same_in_both_calendars() -> None:
    for year in range(1400, 1421):
        for month in range(1, 13):
            for number in range(1, length(year, month) + 1):
                day = Day(year, month, number)
                assert day.gregorian() == recomputed(year, month, number)
                assert Day.of(day.gregorian()) == day


@pytest.mark.parametrize("year", range(1400, 1421))
def test_thirty_esfand_is_kept_on_the_last_day_of_every_year(year: int) -> None:
    last = Day(year, 12, length(year, 12))
    people = calendar("1366-12-30", "1366-12-29")
    assert kept_day(year, 12, 30) == last
    assert 0 in ids(people, last)
    told = [one for day in month_of(year, 12).days() for one in people.on(day)]
    assert sorted(one.martyr_id for one in told) == [0, 1]
    moved = [one.martyr_id for one in told if one.is_moved]
    assert moved == ([] if year in LEAP_YEARS else [0])
    assert ids(people, Day(year, 12, 29)) == ([1] if year in LEAP_YEARS else [1, 0])


def test_a_month_without_a_day_stands_in_its_month_and_on_no_day() -> None:
    people = calendar("1363-07", "1364", "1365-07-12")
    year = Period(Day(1404, 1, 1), Day(1404, 12, 29))
    assert [one.martyr_id for _, kept in people.between(year) for one in kept] == [2]
    assert [one.martyr_id for one in people.in_month(1404, 7)] == [0]
    assert people.in_month(1404, 7)[0].day is None
    assert all(people.in_month(1404, month) == () for month in range(1, 13) if month != 7)


def test_nobody_is_remembered_before_a_year_has_passed() -> None:
    people = calendar("1404-03-24", "1404-03")
    assert people.on(Day(1404, 3, 24)) == ()
    assert people.in_month(1404, 3) == ()
    assert [one.years for one in people.on(Day(1405, 3, 24))] == [1]


WHOLE_DATES = st.tuples(st.integers(1340, 1399), st.integers(1, 12), st.integers(1, 31)).filter(
    lambda parts: parts[2] <= (31 if parts[1] <= 6 else 30)
)


@given(WHOLE_DATES, st.integers(1400, 1420))
def test_whoever_has_a_whole_date_is_remembered_once_a_year(
    parts: tuple[int, int, int], year: int
) -> None:
    if parts[1:] == (12, 30):
        parts = (1366, 12, 30)
    people = Calendar([Remembered(1, PartialDate(*parts))])
    last = Day(year, 12, length(year, 12))
    found = [one for _, kept in people.between(Period(Day(year, 1, 1), last)) for one in kept]
    assert [one.years for one in found] == [year - parts[0]]
    assert found[0].day == Day(year, parts[1], min(parts[2], length(year, parts[1])))


def test_a_week_begins_on_saturday() -> None:
    for shift in range(7):
        week = week_of(Day(1404, 7, 12 + shift))  # 4 October 2025 was a Saturday
        assert (week.first, week.last) == (Day(1404, 7, 12), Day(1404, 7, 18))


def test_a_period_over_nowruz_names_every_month_once() -> None:
    period = Period(Day(1404, 12, 28), Day(1405, 1, 2))
    assert period.months() == ((1404, 12), (1405, 1))
    assert [day.isoformat() for day in period.days()] == [
        "1404-12-28",
        "1404-12-29",
        "1405-01-01",
        "1405-01-02",
    ]


@pytest.mark.parametrize(
    ("died", "today", "expected"),
    [
        ("1365-10-04", Day(1404, 10, 4), Day(1404, 10, 4)),
        ("1365-10-04", Day(1404, 10, 5), Day(1405, 10, 4)),
        ("1366-12-30", Day(1404, 1, 1), Day(1404, 12, 29)),
        ("1366-12-30", Day(1403, 12, 30), Day(1403, 12, 30)),
        ("1404-03-24", Day(1404, 3, 24), Day(1405, 3, 24)),
        ("1366-10", Day(1404, 1, 1), None),
        ("1366", Day(1404, 1, 1), None),
    ],
)
def test_the_next_day_is_told_of_whole_dates_alone(
    died: str, today: Day, expected: Day | None
) -> None:
    assert next_day(PartialDate.fromisoformat(died), today) == expected


@pytest.mark.parametrize("text", ["1404-07", "1404", "1404-07-31", "1404-12-30", "x"])
def test_what_is_no_whole_day_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Day.parse(text)
