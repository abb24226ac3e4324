"""What happened to signs: recorded in the street or at the desk, each once however often sent.

A sign is known by the id the dataset gives it, or by one of its own when it is first recorded here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from geodata.errors import DecidedError, QueryError, UnknownRecordError
from geodata.journal.audit import Action, append
from geodata.journal.database import Journal
from geodata.journal.tables import audit, lock, media, plaque_event
from geodata.model import PlaqueStatus
from geodata.plaque_life import may_follow


@dataclass(frozen=True, slots=True)
class PlaqueEvent:
    """One thing that happened to one sign.

    Attributes
    ----------
    event_key : str
        Made by whoever records it; the same key is the same event.
    plaque_id : str
        Of the dataset, or new.
    end : str, optional
        'start' or 'end' of the alley.
    happened_on : str
        Jalali day, 1405-09-04.
    lon, lat : float, optional
        Where the sign is [degrees EPSG:4326].
    """

    event_key: str
    plaque_id: str
    naming_id: str
    end: str | None
    status: PlaqueStatus
    happened_on: str
    lon: float | None
    lat: float | None
    note: str


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event as it stands in the journal."""

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


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo of a sign, drawn anew already: WebP bytes and the name its content gives it.

    Attributes
    ----------
    consent : str
        'own' for one that somebody took who works here, else a
        `geodata.journal.pictures.Consent`.
    """

    name: str
    content: bytes
    consent: str = "own"


@dataclass(frozen=True, slots=True)
class ToRecord:
    """An event with what whoever records it knew of the sign.

    Attributes
    ----------
    before : PlaqueStatus, optional
        What the dataset says of the sign, for one without an event.
    seen : int
        Id of the sign's last event when whoever records looked at it; 0 for none.
    after : str, optional
        Instead of `seen` the key of an event that was sent before this one.
    accuracy_m : float, optional
        How far off the place may be [m].
    """

    event: PlaqueEvent
    before: PlaqueStatus | None
    seen: int = 0
    after: str | None = None
    accuracy_m: float | None = None
    picture: Picture | None = None


Outcome = int | DecidedError | QueryError
"""The id of an event that is recorded, or why it is not."""

_COLUMNS = [plaque_event.c[name] for name in RecordedEvent.__dataclass_fields__]
_IN_FORCE = plaque_event.c.withdrawn_at.is_(None)
_NEVER = -1
"""The id of no event: what comes after an event that is not recorded is not recorded either."""


def record_event(
    journal: Journal,
    event: PlaqueEvent,
    *,
    before: PlaqueStatus | None,
    seen: int,
    by: str,
    now: datetime,
    picture: Picture | None = None,
) -> int:
    """Record an event and return its id; one that was recorded already is not recorded again.

    The parameters are those of `ToRecord`.

    Raises
    ------
    QueryError
        The sign cannot come to be of that status.
    DecidedError
        Something else was recorded of the sign since.
    """
    (outcome,) = record_events(
        journal, [ToRecord(event, before, seen, picture=picture)], by=by, now=now
    )
    if isinstance(outcome, int):
        return outcome
    raise outcome


def record_events(
    journal: Journal, sent: Sequence[ToRecord], *, by: str, now: datetime
) -> list[Outcome]:
    """Record events one after the other and return what became of each; all are kept at once.

    One that was recorded already is not recorded again; one that is refused keeps no other out.
    """
    with journal.writing() as connection:
        lock(connection, audit)
        return [_outcome(connection, one, by, now) for one in sent]


def _outcome(connection: Connection, one: ToRecord, by: str, now: datetime) -> Outcome:
    event = one.event
    keys = recorded_keys(connection, [event.event_key, one.after or ""])
    if event.event_key in keys:
        return keys[event.event_key]
    seen = one.seen if one.after is None else keys.get(one.after, _NEVER)
    try:
        event_id = keep_event(
            connection, event, before=one.before, seen=seen, by=by, now=now, picture=one.picture
        )
    except (DecidedError, QueryError) as refused:
        return refused
    details = told_of(event)
    if one.accuracy_m is not None:
        details["accuracy_m"] = round(one.accuracy_m)
    append(connection, by, Action.PLAQUE_RECORDED, event.naming_id, now=now, details=details)
    return event_id


def keep_event(
    connection: Connection,
    event: PlaqueEvent,
    *,
    before: PlaqueStatus | None,
    seen: int,
    by: str,
    now: datetime,
    picture: Picture | None = None,
) -> int:
    """Do what `record_event` does inside a change that is more; who calls writes the audit."""
    last = last_event(connection, event.plaque_id)
    if (last.event_id if last else 0) != seen:
        raise DecidedError(
            f"something else was recorded of {event.plaque_id} in the meantime",
            "در این میان چیز دیگری دربارهٔ این پلاک ثبت شده است؛ دوباره ببینید",
        )
    _refuse_impossible(PlaqueStatus(last.status) if last else before, event.status)
    media_id = _keep(connection, picture, event, by, now) if picture else None
    values = {name: getattr(event, name) for name in PlaqueEvent.__dataclass_fields__}
    made = insert(plaque_event).values(
        **values | {"status": event.status.value}, media_id=media_id, recorded_by=by,
        recorded_at=now,
    )  # fmt: skip
    key = connection.execute(made).inserted_primary_key
    assert key is not None
    return int(key[0])


def told_of(event: PlaqueEvent) -> dict[str, object]:
    """Return what the audit keeps of an event."""
    return {"status": event.status.value, "plaque": event.plaque_id, "on": event.happened_on}


def withdraw_event(journal: Journal, event_id: int, *, by: str, now: datetime) -> RecordedEvent:
    """Take back the last event of a sign; return what was taken back.

    Raises
    ------
    UnknownRecordError
        There is none with this id in force.
    DecidedError
        Something was recorded after it.
    """
    with journal.reading() as connection:
        event = event_of(connection, event_id)
    if event is None:
        raise UnknownRecordError(f"no plaque event {event_id}", "چنین رویدادی ثبت نیست")
    with journal.changing(
        by, Action.PLAQUE_WITHDRAWN, event.naming_id, now=now, details=told_of_back(event)
    ) as connection:
        take_back(connection, event, by=by, now=now)
    return event


def take_back(connection: Connection, event: RecordedEvent, *, by: str, now: datetime) -> None:
    """Do what `withdraw_event` does inside a change that is more; who calls writes the audit."""
    last = last_event(connection, event.plaque_id)
    if last is None or last.event_id != event.event_id:
        raise DecidedError(
            f"something was recorded after {event.event_id}",
            "پس از این، چیز دیگری دربارهٔ همین پلاک ثبت شده است",
        )
    this = plaque_event.c.event_id == event.event_id
    connection.execute(update(plaque_event).where(this).values(withdrawn_by=by, withdrawn_at=now))


def told_of_back(event: RecordedEvent) -> dict[str, object]:
    """Return what the audit keeps of an event that is taken back."""
    return {"event": event.event_id, "status": event.status, "plaque": event.plaque_id}


def event_of(connection: Connection, event_id: int) -> RecordedEvent | None:
    """Return an event that stands."""
    asked = select(*_COLUMNS).where(plaque_event.c.event_id == event_id, _IN_FORCE)
    row = connection.execute(asked).one_or_none()
    return RecordedEvent(*row) if row else None


def last_event(connection: Connection, plaque_id: str) -> RecordedEvent | None:
    """Return the last event of a sign that stands."""
    of_it = select(*_COLUMNS).where(plaque_event.c.plaque_id == plaque_id, _IN_FORCE)
    row = connection.execute(of_it.order_by(plaque_event.c.event_id.desc()).limit(1)).first()
    return RecordedEvent(*row) if row else None


def events_of(connection: Connection, plaque_id: str) -> list[RecordedEvent]:
    """Return every event of one sign that stands, in the order they were recorded."""
    of_it = select(*_COLUMNS).where(plaque_event.c.plaque_id == plaque_id, _IN_FORCE)
    rows = connection.execute(of_it.order_by(plaque_event.c.event_id))
    return [RecordedEvent(*row) for row in rows]


def events_in_force(
    connection: Connection, naming_ids: Iterable[str] | None = None
) -> list[RecordedEvent]:
    """Return every event that stands, in the order they were recorded; of some namings or all."""
    asked = select(*_COLUMNS).where(_IN_FORCE).order_by(plaque_event.c.event_id)
    if naming_ids is not None:
        asked = asked.where(plaque_event.c.naming_id.in_(list(naming_ids)))
    return [RecordedEvent(*row) for row in connection.execute(asked)]


def last_of_each_sign(events: Sequence[RecordedEvent]) -> dict[str, RecordedEvent]:
    """Return of events in their order the last of every sign, by its id."""
    return {event.plaque_id: event for event in events}


def recorded_keys(connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    """Return of some events' keys those that are recorded, each with the event's id."""
    asked = select(plaque_event.c.event_key, plaque_event.c.event_id)
    rows = connection.execute(asked.where(plaque_event.c.event_key.in_(list(keys))))
    return {row.event_key: row.event_id for row in rows}


def _refuse_impossible(before: PlaqueStatus | None, after: PlaqueStatus) -> None:
    if not may_follow(before, after):
        raise QueryError(
            f"status: {after} cannot follow {before}",
            "این وضعیت نمی‌تواند پس از وضعیت کنونی پلاک بیاید",
            parameter="status",
        )


def _keep(
    connection: Connection, picture: Picture, event: PlaqueEvent, by: str, now: datetime
) -> int:
    made = insert(media).values(
        name=picture.name, kind="plaque", content=picture.content, naming_id=event.naming_id,
        credit="", consent=picture.consent, added_by=by, added_at=now,
    )  # fmt: skip
    key = connection.execute(made).inserted_primary_key
    assert key is not None
    return int(key[0])
