"""What every feed tells of an anniversary: plain texts, absolute addresses, ids that stay.

An id is made from the honoree and the Jalali year, and from nothing a rebuild or another host
name changes: whoever subscribed sees a corrected day move, never a day twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from flask import url_for

from geodata.anniversaries import Day, Period, month_of
from geodata.catalogue import Catalogue
from geodata.catalogue.remembrance import Where
from geodata.gregorian import TEHRAN
from webmap.anniversary_query import where_query, where_words
from webmap.calendars import day_text, other_calendars
from webmap.contexts.anniversaries import (
    DayContext,
    Remembering,
    alley_formerly,
    alley_line,
    days_of,
)
from webmap.contexts.site import site_url
from webmap.i18n import current_language, gettext
from webmap.paper.typesetting import printable
from webmap.presentation import local_name, plaque_status_word

NAMESPACE = uuid.UUID("5d0c1f4e-7a57-5b6e-9d1f-3f6d6f2b8c10")
"""Of all ids of feeds; another one would give every subscriber every day twice."""
RECENT_DAYS = 14
MONTHS_AHEAD = 25
"""Of a subscription: this month and so many in all, so that two whole years always lie ahead."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One anniversary.

    Attributes
    ----------
    lines : tuple of str
        What there is to tell, a sentence or a phrase each.
    at : (float, float), optional
        Lon and lat [degrees] of the mouth of the alley.
    """

    uid: uuid.UUID
    title: str
    lines: tuple[str, ...]
    url: str
    day: date
    died: str
    years: int
    place: str
    at: tuple[float, float] | None

    @property
    def published(self) -> datetime:
        """The moment its day begins in Iran."""
        return beginning(self.day)


@dataclass(frozen=True, slots=True)
class Feed:
    """Entries with what is said of them as a whole; the last entry first in news, not here."""

    uid: uuid.UUID
    title: str
    about: str
    author: str
    language: str
    home_url: str
    feed_url: str
    changed_at: datetime
    updated: datetime
    entries: tuple[Entry, ...]


def recent(catalogue: Catalogue, where: Where, today: Day, *, endpoint: str) -> Feed:
    """Return the anniversaries of today and the days before it, the newest first."""
    period = Period(today.plus(1 - RECENT_DAYS), today)
    days = reversed(days_of(catalogue, where, period))
    return _feed(catalogue, where, days, since=today, endpoint=endpoint)


def subscription(catalogue: Catalogue, where: Where, today: Day, *, endpoint: str) -> Feed:
    """Return every anniversary from the first of this month on, two whole years ahead.

    One event each, because no recurrence rule of iCalendar (RFC 5545) speaks of Jalali years, and
    what RFC 7529 adds is understood by few programs.
    """
    period = subscribed_period(today)
    days = iter(days_of(catalogue, where, period))
    return _feed(catalogue, where, days, since=period.first, endpoint=endpoint)


def subscribed_period(today: Day) -> Period:
    """Return the days a subscription holds on a day: the same on every day of a Jalali month."""
    months = today.month - 1 + MONTHS_AHEAD - 1
    last = month_of(today.year + months // 12, months % 12 + 1)
    return Period(Day(today.year, today.month, 1), last.last)


def beginning(day: date) -> datetime:
    """Return the moment a day begins in Iran."""
    return datetime.combine(day, time.min, TEHRAN)


def _feed(
    catalogue: Catalogue, where: Where, days: Iterator[DayContext], *, since: Day, endpoint: str
) -> Feed:
    query, language = where_query(where), current_language()
    spoken: dict[str, Any] = {} if language == "fa" else {"lang": language}
    site = site_url()
    changed_at = last_change(catalogue)
    name = gettext("سالگرد شهیدان، %(place)s", place=where_words(catalogue, where))
    demo = gettext("دادهٔ نمایشی؛ ساختگی") if catalogue.info.is_demo else ""
    return Feed(
        uid=uuid.uuid5(NAMESPACE, f"{sorted(query.items())}-{language}"),
        title=printable(f"{name} ({demo})" if demo else name),
        about=gettext(
            "هر روز، شهیدانی که کوچه‌ای به نامشان است و آن روز سالگرد شهادتشان است. کسانی که روز"
            " شهادتشان در دفتر نیست این‌جا نمی‌آیند."
        ),
        author=printable(f"{gettext('کوچه‌های آسمانی')}، {local_name(catalogue.info.city_fa)}"),
        language=language,
        home_url=site + url_for("anniversaries.page", **query, **spoken),
        feed_url=site + url_for(endpoint, **query, **spoken),
        changed_at=changed_at,
        updated=max(changed_at, beginning(since.gregorian())),
        entries=tuple(_entry(one, day, site) for day in days for one in day.people),
    )


def last_change(catalogue: Catalogue) -> datetime:
    """Return when anything of this version or of the decisions over it changed last."""
    latest = max(catalogue.info.built_at, catalogue.changes.latest)
    moment = datetime.fromisoformat(latest)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _entry(one: Remembering, day: DayContext, site: str) -> Entry:
    alley = one.alley
    at = (
        (alley.lon, alley.lat)
        if alley and alley.lon is not None and alley.lat is not None
        else None
    )
    name = printable(one.name)
    return Entry(
        uid=uuid.uuid5(NAMESPACE, f"{one.what.martyr_id}-{day.day.year}"),
        title=gettext("سالگرد شهادت %(name)s", name=name),
        lines=tuple(printable(line) for line in _lines(one)),
        url=site + url_for("residents.martyr", martyr_id=one.what.martyr_id),
        day=day.day.gregorian(),
        died=one.what.died.isoformat(),
        years=one.what.years,
        place=printable(alley_line(alley)) if alley else "",
        at=at,
    )


def _lines(one: Remembering) -> Iterator[str]:
    died = one.what.died.isoformat()
    yield f"{one.since}، {day_text(died)}"
    if others := other_calendars(died):
        yield others
    if one.moved:
        yield one.moved
    if one.honoree.father_fa:
        yield gettext("فرزند %(father)s", father=local_name(one.honoree.father_fa))
    if one.honoree.martyrdom_place:
        place = local_name(one.honoree.martyrdom_place)
        yield gettext("محل شهادت: %(place)s", place=place)
    yield from _alleys(one)


def _alleys(one: Remembering) -> Iterator[str]:
    on_map = [a for a in one.honoree.alleys if a.alley_id is not None]
    for alley in on_map:
        yield gettext("کوچه: %(place)s", place=alley_line(alley))
        if formerly := alley_formerly(alley):
            yield gettext("پیش‌تر: %(name)s", name=formerly)
        if alley.plaque_status:
            yield plaque_status_word(alley.plaque_status)
    if not on_map:
        yield gettext("کوچه‌ای به نام او در دفتر هست و هنوز روی نقشه نیست")
