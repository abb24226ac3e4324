"""Points of progress between builds: every day on which something was recorded leaves one.

Counted back from what stands: of a day's end the signs are those recorded until then. What is named
is as it stands, because decisions about it are no progress in the street.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from geodata.live.said import State
from geodata.model import CITY_ID, NO_AREA, AreaKind
from geodata.plaque_states import SIGN_COUNTS, most_telling, sign_flags
from geodata.sign_history import RecordedEvent, by_sign, present

_COUNTED = ("installed", "verified")
_AT = [list(SIGN_COUNTS).index(sign) for sign in _COUNTED]
Area = tuple[str, str]
Flags = tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """The last moment of a day on which something was recorded, and which namings it was about."""

    end: datetime
    namings: frozenset[str]

    @property
    def at(self) -> str:
        """The moment as points of progress have it (ISO 8601, UTC)."""
        return f"{self.end.isoformat(timespec='milliseconds')}+00:00"


def add_points(database: sqlite3.Connection, state: State) -> None:
    """Write a point for every day since the build on which something was recorded."""
    built_at = database.execute("SELECT max(built_at) FROM built.trend").fetchone()[0] or ""
    database.execute("DELETE FROM trend WHERE built_at > ?", (built_at,))
    rows = database.execute(
        "SELECT kind, area_id, eligible, named, matched, installed, verified FROM coverage"
    ).fetchall()
    days = [day for day in _days(state) if day.at > built_at]
    for at, later in _back_through(database, state, days):
        for kind, area_id, eligible, named, matched, *counts in rows:
            less = later.get((kind, area_id), Counter())
            then = [count - less[sign] for sign, count in zip(_COUNTED, counts, strict=True)]
            database.execute(
                "INSERT OR REPLACE INTO trend VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (at, kind, area_id, eligible, named, matched, *then),
            )


def _days(state: State) -> Iterator[Day]:
    """Yield the days with events, the first first."""
    by_day: dict[date, list[RecordedEvent]] = defaultdict(list)
    for said in state.values():
        for event in said.history:
            by_day[event.recorded_at.date()].append(event)
    for _, events in sorted(by_day.items()):
        end = max(event.recorded_at for event in events)
        yield Day(end, frozenset(event.naming_id for event in events))


def _back_through(
    database: sqlite3.Connection, state: State, days: Sequence[Day]
) -> Iterator[tuple[str, dict[Area, Counter[str]]]]:
    """Yield each day, the last first, with how many signs of each area came after it."""
    later: dict[Area, Counter[str]] = defaultdict(Counter)
    for day, before in reversed(list(zip(days, [None, *days[:-1]], strict=False))):
        yield day.at, later
        alleys = {alley for naming_id in day.namings for alley in _alleys_of(database, naming_id)}
        for alley_id in alleys:
            now = _flags(database, state, alley_id, day.end)
            then = _flags(database, state, alley_id, before.end if before else datetime.min)
            for area in _areas_of(database, alley_id):
                for sign, at in zip(_COUNTED, _AT, strict=True):
                    later[area][sign] += int(now[at]) - int(then[at])


def _alleys_of(database: sqlite3.Connection, naming_id: str) -> list[int]:
    query = "SELECT alley_id FROM listing WHERE naming_id = ? AND alley_id IS NOT NULL"
    return [alley_id for (alley_id,) in database.execute(query, (naming_id,))]


def _flags(database: sqlite3.Connection, state: State, alley_id: int, end: datetime) -> Flags:
    """What an alley counted as at a moment."""
    statuses: list[str | None] = []
    namings = "SELECT naming_id FROM listing WHERE alley_id = ?"
    for (naming_id,) in database.execute(namings, (alley_id,)).fetchall():
        signs = "SELECT plaque_id, status, date FROM built.plaque WHERE naming_id = ?"
        filed = {row[0]: row[1:] for row in database.execute(signs, (naming_id,))}
        told = {plaque_id: status for plaque_id, (status, _) in filed.items()}
        events = state[naming_id].history if naming_id in state else ()
        known_then = (event for event in events if event.recorded_at <= end)
        for plaque_id, history in by_sign(known_then).items():
            now = present(filed.get(plaque_id, (None, None))[1], history).telling
            if now is not None:
                told[plaque_id] = now.status
        known = most_telling(told.values())
        query = "SELECT plaque_status FROM built.naming WHERE naming_id = ?"
        of_register = database.execute(query, (naming_id,)).fetchone()
        statuses.append(known.value if known else of_register and of_register[0])
    return sign_flags(statuses)


def _areas_of(database: sqlite3.Connection, alley_id: int) -> Iterator[Area]:
    query = "SELECT district, neighbourhood FROM alley WHERE alley_id = ?"
    district, neighbourhood = database.execute(query, (alley_id,)).fetchone()
    yield AreaKind.CITY.value, CITY_ID
    yield AreaKind.DISTRICT.value, district or NO_AREA
    yield AreaKind.NEIGHBOURHOOD.value, neighbourhood or NO_AREA
