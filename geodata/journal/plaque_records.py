"""What the journal holds of signs: reading it, in the order of `geodata.sign_history`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, func, select

from geodata.journal.tables import plaque_event
from geodata.sign_history import RecordedEvent, by_sign, in_order

_SAID_AT = func.coalesce(plaque_event.c.said_at, plaque_event.c.recorded_at)
_COLUMNS = [
    _SAID_AT if name == "said_at" else plaque_event.c[name]
    for name in RecordedEvent.__dataclass_fields__
]
_IN_FORCE = plaque_event.c.withdrawn_at.is_(None)
_AT_ONCE = 500
"""So many are asked for by their ids in one question."""


def event_of(connection: Connection, event_id: int) -> RecordedEvent | None:
    """Return an event that stands."""
    asked = select(*_COLUMNS).where(plaque_event.c.event_id == event_id, _IN_FORCE)
    row = connection.execute(asked).one_or_none()
    return RecordedEvent(*row) if row else None


def last_event(connection: Connection, plaque_id: str) -> RecordedEvent | None:
    """Return the last event of a sign that stands."""
    return next(reversed(events_of(connection, plaque_id)), None)


def events_of(connection: Connection, plaque_id: str) -> list[RecordedEvent]:
    """Return every event of one sign that stands, in order."""
    return histories(connection, [plaque_id]).get(plaque_id, [])


def histories(
    connection: Connection, plaque_ids: Iterable[str]
) -> Mapping[str, list[RecordedEvent]]:
    """Return the events of some signs that stand, each sign's in order."""
    found: list[RecordedEvent] = []
    for some in _parts(plaque_ids):
        asked = select(*_COLUMNS).where(plaque_event.c.plaque_id.in_(some), _IN_FORCE)
        found += [RecordedEvent(*row) for row in connection.execute(asked)]
    return by_sign(found)


def events_in_force(
    connection: Connection, naming_ids: Iterable[str] | None = None
) -> list[RecordedEvent]:
    """Return every event that stands, in order; of some namings or all."""
    asked = select(*_COLUMNS).where(_IN_FORCE)
    if naming_ids is not None:
        asked = asked.where(plaque_event.c.naming_id.in_(list(naming_ids)))
    return in_order(RecordedEvent(*row) for row in connection.execute(asked))


def recorded_keys(connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    """Return of some events' keys those that are recorded, each with the event's id.

    One that was taken back is recorded all the same.
    """
    found: dict[str, int] = {}
    for some in _parts(keys):
        asked = select(plaque_event.c.event_key, plaque_event.c.event_id)
        rows = connection.execute(asked.where(plaque_event.c.event_key.in_(some)))
        found |= {row.event_key: row.event_id for row in rows}
    return found


def _parts(ids: Iterable[str]) -> Iterable[list[str]]:
    every = list(dict.fromkeys(ids))
    return (every[first : first + _AT_ONCE] for first in range(0, len(every), _AT_ONCE))
