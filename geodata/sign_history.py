"""The history of a sign: in which order things happened to it, and what it therefore is now.

The rule, wherever a sign's state is told. What was recorded of a sign stands in the order of its
days. Of one day what was said later comes later: it was said when it was tapped in the street or
typed at the desk, not when it arrived, so that a phone which was offline changes nothing by being
late. What was recorded on top of something comes after it; one moment is ordered by the keys.

The files of a build speak of a day too. What happened before that day is history and does not
overturn them, what happened on it or later does. Without a whole day they come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from geodata.model import PlaqueStatus
from geodata.plaque_life import may_follow

_WHOLE = len("1405-09-04")


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event as it stands in the journal.

    Attributes
    ----------
    happened_on : str
        Jalali day, 1405-09-04.
    recorded_at : datetime
        When the journal got it (UTC).
    said_at : datetime
        When it was tapped or typed (UTC).
    """

    event_id: int
    plaque_id: str
    naming_id: str
    end: str | None
    status: str
    happened_on: str
    lon: float | None
    lat: float | None
    note: str
    media_id: int | None
    recorded_by: str
    recorded_at: datetime
    said_at: datetime
    event_key: str


@dataclass(frozen=True, slots=True)
class Filed:
    """What the files of a build say of a sign.

    Attributes
    ----------
    status : PlaqueStatus, optional
        None: nothing.
    day : str, optional
        Jalali, perhaps not whole.
    """

    status: PlaqueStatus | None = None
    day: str | None = None


NOTHING_FILED = Filed()


@dataclass(frozen=True, slots=True)
class Present:
    """What files and history say of a sign now.

    Attributes
    ----------
    telling : RecordedEvent, optional
        The event whose status and day hold; None where the files tell something newer.
    end : str, optional
        The last that was recorded, whenever that was.
    place : (lon, lat), optional
        As `end` [degrees EPSG:4326].
    """

    telling: RecordedEvent | None
    end: str | None
    place: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Impossible:
    """Two states of a sign of which the one cannot have come after the other.

    Attributes
    ----------
    event : RecordedEvent
        The second, or the first where the second is in the files.
    """

    event: RecordedEvent
    before: PlaqueStatus | None
    after: PlaqueStatus


def order_of(event: RecordedEvent) -> tuple[str, datetime, str]:
    """Return what the events of a sign are ordered by."""
    return event.happened_on, event.said_at, event.event_key


def in_order(events: Iterable[RecordedEvent]) -> list[RecordedEvent]:
    """Return events in the order in which they happened."""
    return sorted(events, key=order_of)


def by_sign(events: Iterable[RecordedEvent]) -> Mapping[str, list[RecordedEvent]]:
    """Return the history of every sign by its id."""
    found: dict[str, list[RecordedEvent]] = {}
    for event in in_order(events):
        found.setdefault(event.plaque_id, []).append(event)
    return found


def present(filed_on: str | None, history: Sequence[RecordedEvent]) -> Present:
    """Return what a sign is now.

    Parameters
    ----------
    filed_on : str, optional
        The Jalali day of which the files speak.
    history : sequence of RecordedEvent
        Its events, in order.
    """
    last = history[-1] if history else None
    places = (
        (event.lon, event.lat)
        for event in reversed(history)
        if event.lon is not None and event.lat is not None
    )
    return Present(
        telling=None if last is None or _is_before(last, filed_on) else last,
        end=next((event.end for event in reversed(history) if event.end), None),
        place=next(places, None),
    )


def latest_day(filed: Filed, history: Sequence[RecordedEvent]) -> str | None:
    """Return the last whole day of which anything is known, None when there is none."""
    days = [event.happened_on for event in history[-1:]]
    if filed.status and _is_whole(filed.day):
        days.append(str(filed.day))
    return max(days, default=None)


def impossible(filed: Filed, history: Sequence[RecordedEvent]) -> Iterator[Impossible]:
    """Yield what cannot have come after what the sign was before it."""
    states = list(_states(filed, history))
    if states and states[0][1] is not None and not filed.status:
        # Nobody knew of it; else what was before the first thing known is not known.
        states.insert(0, (None, None))
    for (before, earlier), (after, event) in pairwise(states):
        told = event or earlier
        if after is not None and told is not None and not may_follow(before, after):
            yield Impossible(told, before, after)


def _states(
    filed: Filed, history: Sequence[RecordedEvent]
) -> Iterator[tuple[PlaqueStatus | None, RecordedEvent | None]]:
    """Yield every state of a sign, in order, each with its event; that of the files without."""
    is_told = filed.status is None
    for event in history:
        if not is_told and not _is_before(event, filed.day):
            is_told = True
            yield filed.status, None
        yield PlaqueStatus(event.status), event
    if not is_told:
        yield filed.status, None


def _is_before(event: RecordedEvent, filed_on: str | None) -> bool:
    return _is_whole(filed_on) and event.happened_on < str(filed_on)


def _is_whole(day: str | None) -> bool:
    return day is not None and len(day) == _WHOLE
