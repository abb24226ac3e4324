"""Anniversaries as an iCalendar subscription (RFC 5545, names and refreshing by RFC 7986).

Own code: what is written is one kind of event, and the library `icalendar` takes four times as
long for it (0.32 s, not 0.08 s, for 1,547 events). Its parser reads the calendars in the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from webmap.feeds.entries import Entry, Feed

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75
"""In octets, without the line break (RFC 5545, 3.1)."""
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def calendar_text(feed: Feed) -> str:
    """Return the calendar; every event is a whole day of its own, none recurs."""
    stamp, language = utc_text(feed.changed_at), feed.language
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//heavenly-alleys//anniversaries//{language.upper()}",
        "CALSCALE:GREGORIAN",
        f"UID:{feed.uid}",
        f"LAST-MODIFIED:{utc_text(feed.updated)}",
        f"NAME;LANGUAGE={language}:{escaped(feed.title)}",
        f"X-WR-CALNAME:{escaped(feed.title)}",
        f"DESCRIPTION;LANGUAGE={language}:{escaped(feed.about)}",
        f"X-WR-CALDESC:{escaped(feed.about)}",
        "X-WR-TIMEZONE:Asia/Tehran",
        f"SOURCE;VALUE=URI:{feed.feed_url}",
        f"URL:{feed.home_url}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
    ]
    for entry in feed.entries:
        lines += _event(entry, stamp, language)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(entry: Entry, stamp: str, language: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY;LANGUAGE={language}:{escaped(entry.title)}"
    yield f"DESCRIPTION;LANGUAGE={language}:{escaped(chr(10).join(entry.lines))}"
    if entry.place:
        yield f"LOCATION;LANGUAGE={language}:{escaped(entry.place)}"
    if entry.at:
        yield f"GEO:{entry.at[1]:.6f};{entry.at[0]:.6f}"
    yield f"URL:{entry.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Return a text as a TEXT value (RFC 5545, 3.3.11): it can end neither value nor line."""
    return text.translate(_ESCAPED)


def folded(line: str) -> str:
    """Return a content line in pieces of at most 75 octets, no letter torn apart."""
    if len(line.encode()) <= LONGEST_LINE:
        return line
    pieces, now, room = [], "", LONGEST_LINE
    for letter in line:
        size = len(letter.encode())
        if size > room:
            pieces.append(now)
            now, room = "", LONGEST_LINE - 1
        now += letter
        room -= size
    return "\r\n ".join([*pieces, now])


def utc_text(moment: datetime) -> str:
    """Return a moment as a DATE-TIME in UTC."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
