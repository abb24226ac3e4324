"""Taking back what was recorded of a sign: the last of its history, or what was recorded last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, update

from geodata.errors import DecidedError, UnknownRecordError
from geodata.journal.audit import Action
from geodata.journal.database import Journal
from geodata.journal.plaque_records import event_of, events_of
from geodata.journal.tables import plaque_event
from geodata.sign_history import RecordedEvent


def withdraw_event(journal: Journal, event_id: int, *, by: str, now: datetime) -> RecordedEvent:
    """Take back the last event of a sign, or what was recorded of it last; return what it was.

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
    if event.event_id not in may_be_taken_back(events_of(connection, event.plaque_id)):
        raise DecidedError(
            f"something was recorded after {event.event_id}",
            "پس از این، چیز دیگری دربارهٔ همین پلاک ثبت شده است",
        )
    this = plaque_event.c.event_id == event.event_id
    connection.execute(update(plaque_event).where(this).values(withdrawn_by=by, withdrawn_at=now))


def may_be_taken_back(history: Sequence[RecordedEvent]) -> frozenset[int]:
    """Return the ids of the last event of a history and of the one that was recorded last."""
    numbers = [event.event_id for event in history]
    return frozenset([*numbers[-1:], max(numbers)]) if numbers else frozenset()


def told_of_back(event: RecordedEvent) -> dict[str, object]:
    """Return what the audit keeps of an event that is taken back."""
    return {"event": event.event_id, "status": event.status, "plaque": event.plaque_id}
