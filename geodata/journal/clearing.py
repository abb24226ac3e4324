"""Clearing: telephone numbers and photos of corrections go a while after these are closed.

What became of a photo that was used (a sign's, a portrait) is kept on its own.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, func, or_, select, update

from geodata.journal import settings
from geodata.journal.audit import THE_SITE, Action, append
from geodata.journal.corrections import CorrectionState
from geodata.journal.database import Journal
from geodata.journal.tables import answer, audit, correction, lock

CLEARED_ON = "reports_cleared_on"
_CLOSED = (CorrectionState.ACCEPTED.value, CorrectionState.REJECTED.value)


def clear_contacts(journal: Journal, before: datetime, *, by: str, now: datetime) -> int:
    """Delete numbers and photos of corrections closed before a moment; return of how many.

    The audit keeps the count; where there was nothing to delete it keeps nothing.
    """
    with journal.writing() as connection:
        lock(connection, audit)
        return _clear(connection, before, by, now)


def clear_once_a_day(journal: Journal, before: datetime, *, now: datetime) -> bool:
    """Do the same on behalf of nobody, unless it was done today; return whether it was done."""
    with journal.reading() as connection:
        if _is_done(connection, now.date()):
            return False
    with journal.writing() as connection:
        lock(connection, audit)
        # Another process may have been a moment faster.
        if _is_done(connection, now.date()):
            return False
        _clear(connection, before, THE_SITE, now)
        settings.put(connection, CLEARED_ON, now.date().isoformat())
    return True


def _is_done(connection: Connection, day: date) -> bool:
    return settings.get(connection, CLEARED_ON) == day.isoformat()


def _clear(connection: Connection, before: datetime, by: str, now: datetime) -> int:
    cleared = update(correction).where(*_due(before))
    count = connection.execute(cleared.values(phone="", photo=None, cleared_at=now)).rowcount
    if count:
        details = {"count": count, "before": before.isoformat(timespec="seconds")}
        append(connection, by, Action.REPORTS_CLEARED, "reports", now=now, details=details)
    return count


def _due(before: datetime) -> tuple[ColumnElement[bool], ...]:
    closed_at = func.coalesce(answer.c.done_at, answer.c.decided_at)
    closed = select(answer.c.correction_id).where(
        answer.c.withdrawn_at.is_(None), closed_at <= before
    )
    return (
        correction.c.state.in_(_CLOSED),
        correction.c.correction_id.in_(closed),
        or_(correction.c.phone != "", correction.c.photo.is_not(None)),
    )
