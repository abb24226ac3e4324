"""Who is remembered on a day, in its week and in its month, in words.

What of a date is not known is not said: a month without a day stands among the month's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from geodata.anniversaries import Anniversary, Day, Period, week_of
from geodata.catalogue import Catalogue
from geodata.catalogue.remembrance import Honoree, NamedAlley, Where
from webmap.anniversary_query import (
    RADII_M,
    USUAL_RADIUS_M,
    Choices,
    where_choices,
    where_query,
    where_words,
)
from webmap.calendars import MONTHS, WEEKDAYS, day_text
from webmap.i18n import gettext, ngettext
from webmap.places import old_name, place_line
from webmap.presentation import local_digits, local_number, martyr_name, persian_martyr

SHOWN_IN_SHORT = 3
FORMATS = ("application/atom+xml", "application/feed+json", "text/calendar")


@dataclass(frozen=True, slots=True)
class Remembering:
    """One honoree on a day or in a month, as pages, paper and feeds tell of them.

    Attributes
    ----------
    since : str
        How many years ago, in words.
    moved : str
        Why it is told on another day than its own, "" when it is not.
    """

    what: Anniversary
    honoree: Honoree
    name: str
    persian: str
    since: str
    date: str
    moved: str

    @property
    def alley(self) -> NamedAlley | None:
        """The first alley that carries the name as a fact."""
        return next((one for one in self.honoree.alleys if one.alley_id is not None), None)


@dataclass(frozen=True, slots=True)
class DayContext:
    """One day with whoever is remembered on it."""

    day: Day
    title: str
    weekday: str
    is_today: bool
    people: tuple[Remembering, ...]


@dataclass(frozen=True, slots=True)
class MonthContext:
    """Whoever is remembered in a month without a known day."""

    title: str
    people: tuple[Remembering, ...]


@dataclass(frozen=True, slots=True)
class TodayContext:
    """Today on the front page: the first few by alphabet, and how many there are."""

    people: tuple[Remembering, ...]
    total: int


@dataclass(frozen=True, slots=True)
class AnniversariesContext:
    """A day or a week of anniversaries in a part of the city.

    Attributes
    ----------
    links : mapping
        Media type → address of the feed of the same part of the city.
    """

    place: str
    days: tuple[DayContext, ...]
    months: tuple[MonthContext, ...]
    chosen: Day
    is_week: bool
    is_whole_city: bool
    earlier_url: str
    later_url: str
    today_url: str
    week_url: str
    day_url: str
    sheet_url: str
    canonical: str
    links: dict[str, str]
    where: tuple[Choices, ...]
    radius_m: int
    radii_m: tuple[int, ...] = RADII_M


def anniversaries_context(
    catalogue: Catalogue, where: Where, *, chosen: Day, today: Day, is_week: bool
) -> AnniversariesContext:
    """Return the page of a day, or of the week that it is in."""
    period = week_of(chosen) if is_week else Period(chosen, chosen)
    step, query = (7 if is_week else 1), where_query(where)
    span: dict[str, Any] = {"span": "week"} if is_week else {}

    def address(day: Day | None, **extra: Any) -> str:
        date = day.isoformat() if day and day != today else None
        return url_for("anniversaries.page", date=date, **{**query, **extra})

    return AnniversariesContext(
        place=where_words(catalogue, where),
        days=days_of(catalogue, where, period, today),
        months=months_of(catalogue, where, period),
        chosen=chosen,
        is_week=is_week,
        is_whole_city=where == Where(),
        earlier_url=address(chosen.plus(-step), **span),
        later_url=address(chosen.plus(step), **span),
        today_url=address(None, **span),
        week_url=address(chosen, span="week"),
        day_url=address(chosen),
        sheet_url=url_for("anniversaries.sheet", date=chosen.isoformat(), **query),
        canonical=url_for("anniversaries.page", date=chosen.isoformat(), **query, **span),
        links=feed_links(where),
        where=tuple(where_choices(catalogue, where)),
        radius_m=where.radius_m or USUAL_RADIUS_M,
    )


def today_context(catalogue: Catalogue, today: Day) -> TodayContext | None:
    """Return the first of those who are remembered today, None when nobody is."""
    kept = catalogue.remembrance.calendar().on(today)
    if not kept:
        return None
    people = _honorees(catalogue, kept[:SHOWN_IN_SHORT])
    first = tuple(remembering(one, people[one.martyr_id]) for one in kept[:SHOWN_IN_SHORT])
    return TodayContext(first, len(kept))


def feed_links(where: Where) -> dict[str, str]:
    """Return the addresses of the feeds of a part of the city by their media types."""
    endpoints = (
        "anniversary_feeds.atom",
        "anniversary_feeds.json_feed",
        "anniversary_feeds.calendar",
    )
    query = where_query(where)
    return {
        kind: url_for(endpoint, **query) for kind, endpoint in zip(FORMATS, endpoints, strict=True)
    }


def days_of(
    catalogue: Catalogue, where: Where, period: Period, today: Day | None = None
) -> tuple[DayContext, ...]:
    """Return every day of a period with whoever is remembered on it."""
    found = list(catalogue.remembrance.calendar(where).between(period))
    people = _honorees(catalogue, (one for _, kept in found for one in kept))
    return tuple(
        DayContext(
            day=day,
            title=day_text(day.isoformat()),
            weekday=gettext(WEEKDAYS[day.gregorian().weekday()]),
            is_today=day == today,
            people=tuple(remembering(one, people[one.martyr_id]) for one in kept),
        )
        for day, kept in found
    )


def months_of(catalogue: Catalogue, where: Where, period: Period) -> tuple[MonthContext, ...]:
    """Return the months of a period in which somebody is remembered whose day is not known."""
    calendar = catalogue.remembrance.calendar(where)
    found = [(month, calendar.in_month(year, month)) for year, month in period.months()]
    people = _honorees(catalogue, (one for _, kept in found for one in kept))
    return tuple(
        MonthContext(
            title=gettext("در این ماه: %(month)s", month=gettext(MONTHS[month - 1])),
            people=tuple(remembering(one, people[one.martyr_id]) for one in kept),
        )
        for month, kept in found
        if kept
    )


def remembering(what: Anniversary, honoree: Honoree) -> Remembering:
    """Return one anniversary in words."""
    return Remembering(
        what=what,
        honoree=honoree,
        name=martyr_name(
            honoree.honoree_fa, honoree.title_fa, honoree.latin_name, honoree.arabic_name
        ),
        persian=persian_martyr(honoree.honoree_fa, honoree.title_fa),
        since=ngettext(
            "%(years)s سال پیش", "%(years)s سال پیش", what.years, years=local_number(what.years)
        ),
        date=day_text(what.died.isoformat()),
        moved=_moved(what),
    )


def alley_line(alley: NamedAlley) -> str:
    """Return where an alley is, in one line."""
    return place_line(alley.street_fa, alley.neighbourhood, alley.district)


def alley_formerly(alley: NamedAlley) -> str | None:
    """Return how an alley was known before."""
    return old_name(alley.old_name_fa, alley.street_fa) if alley.old_name_fa else None


def _moved(what: Anniversary) -> str:
    if not what.is_moved or what.day is None:
        return ""
    return gettext(
        "روز شهادت ۳۰ اسفند است؛ اسفند %(year)s بیست‌ونه روز دارد.",
        year=local_digits(what.day.year),
    )


def _honorees(catalogue: Catalogue, kept: Iterable[Anniversary]) -> dict[int, Honoree]:
    return catalogue.remembrance.honorees(one.martyr_id for one in kept)
