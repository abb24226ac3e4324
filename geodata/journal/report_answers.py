"""What stewards make of corrections: each gets an answer, and what follows from it, at once or not.

An answer is never overwritten: it is withdrawn, and another takes its place. Who decides says which
answer was the last when they looked, so that nobody decides over somebody else's head.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select, update

from geodata.errors import DecidedError
from geodata.journal.audit import Action, append
from geodata.journal.corrections import CorrectionState
from geodata.journal.database import Journal
from geodata.journal.pictures import drop_portrait, keep_portrait, keep_take_down
from geodata.journal.plaque_events import Picture, ToRecord, keep_event
from geodata.journal.plaque_records import event_of
from geodata.journal.plaque_withdrawals import take_back, told_of_back
from geodata.journal.reports import report_of, subject_of
from geodata.journal.tables import answer, correction


class Outcome(StrEnum):
    """What became of a correction."""

    REFUSED = "refused"
    PLAQUE = "plaque"
    """What happened to a sign was recorded."""
    REVIEW = "review"
    """Its naming is to be looked at again."""
    PORTRAIT = "portrait"
    """Its photo was added to the pictures of an honoree."""
    TAKE_DOWN = "take_down"
    """A picture was taken down."""
    TASK = "task"
    """Somebody has to do something."""


STATE_OF = {
    Outcome.REFUSED: CorrectionState.REJECTED,
    Outcome.PLAQUE: CorrectionState.ACCEPTED,
    Outcome.REVIEW: CorrectionState.TASK,
    Outcome.PORTRAIT: CorrectionState.ACCEPTED,
    Outcome.TAKE_DOWN: CorrectionState.ACCEPTED,
    Outcome.TASK: CorrectionState.TASK,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a steward says about a correction.

    Attributes
    ----------
    seen : int
        Id of its last answer when they looked at it; 0 for none.
    text : str
        For whoever sent it.
    note : str
        For those who work here.
    """

    report_id: int
    seen: int
    text: str
    note: str
    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it stands in the journal.

    Attributes
    ----------
    picture : str, optional
        Name of the picture that was added or taken down.
    """

    answer_id: int
    outcome: Outcome
    text: str
    note: str
    naming_id: str | None
    event_id: int | None
    picture: str | None
    decided_by: str
    decided_at: datetime
    done_by: str | None
    done_at: datetime | None
    withdrawn_by: str | None
    withdrawn_at: datetime | None


@dataclass(slots=True)
class _Made:
    """What follows from an answer, written with it."""

    connection: Connection
    event_id: int | None = None


_COLUMNS = [answer.c[name] for name in Answer.__dataclass_fields__]


def refuse(journal: Journal, reply: Reply) -> None:
    """Close a correction without doing what it asks for; raises as every answer.

    Raises
    ------
    UnknownRecordError
        There is no such correction.
    DecidedError
        It has been answered, or somebody answered it in the meantime.
    """
    with _answering(journal, reply, Outcome.REFUSED):
        pass


def accept_as_task(journal: Journal, reply: Reply) -> None:
    """Accept a correction for somebody to do something about it."""
    with _answering(journal, reply, Outcome.TASK):
        pass


def accept_for_review(journal: Journal, reply: Reply, naming_id: str) -> None:
    """Accept that a naming has to be looked at again."""
    with _answering(journal, reply, Outcome.REVIEW, naming_id=naming_id):
        pass


def accept_plaque(journal: Journal, reply: Reply, sent: ToRecord) -> None:
    """Accept what is said of a sign and record it.

    Raises
    ------
    DecidedError
        As every answer, and when something else was recorded of the sign since.
    QueryError
        That cannot have happened to the sign.
    """
    with _answering(journal, reply, Outcome.PLAQUE, naming_id=sent.event.naming_id) as made:
        made.event_id = keep_event(made.connection, sent, by=reply.by, now=reply.now)


def accept_portrait(
    journal: Journal, reply: Reply, picture: Picture, naming_id: str, credit: str
) -> None:
    """Accept a photo as a picture of a naming's honoree, shown when there is consent.

    Raises
    ------
    DecidedError
        As every answer, and for a picture that is there already or was taken down.
    """
    told = {"naming_id": naming_id, "picture": picture.name}
    with _answering(journal, reply, Outcome.PORTRAIT, **told) as made:
        keep_portrait(made.connection, picture, naming_id, credit, by=reply.by, now=reply.now)


def accept_take_down(
    journal: Journal, reply: Reply, name: str, naming_id: str | None = None
) -> None:
    """Accept that a picture is to be shown no more."""
    told = {"naming_id": naming_id, "picture": name}
    with _answering(journal, reply, Outcome.TAKE_DOWN, **told) as made:
        reason = reply.note or subject_of(reply.report_id)
        keep_take_down(made.connection, name, reason, by=reply.by, now=reply.now)
        append(
            made.connection, reply.by, Action.PICTURE_TAKEN_DOWN, name, now=reply.now,
            details={"reason": reason, "naming": naming_id},
        )  # fmt: skip


def finish(journal: Journal, report_id: int, *, seen: int, by: str, now: datetime) -> None:
    """Say that what remained to be done of a correction is done.

    Raises
    ------
    UnknownRecordError
        There is no such correction.
    DecidedError
        Nothing remains to be done, or somebody has changed that in the meantime.
    """
    with journal.changing(by, Action.REPORT_DONE, subject_of(report_id), now=now) as connection:
        state = report_of(connection, report_id).state
        if state is not CorrectionState.TASK or _last(connection, report_id) != seen:
            raise _changed(report_id, state)
        done = update(answer).where(answer.c.answer_id == seen)
        connection.execute(done.values(done_by=by, done_at=now))
        _set_state(connection, report_id, CorrectionState.ACCEPTED)


def reopen(journal: Journal, report_id: int, *, seen: int, by: str, now: datetime) -> None:
    """Take an answer back and what was recorded or added with it; the correction waits again.

    A picture that was taken down stays down: nothing becomes public by undoing.

    Raises
    ------
    UnknownRecordError
        There is no such correction.
    DecidedError
        It waits already, somebody answered anew, or something was recorded of the sign since.
    """
    with journal.changing(by, Action.REPORT_REOPENED, subject_of(report_id), now=now) as connection:
        state = report_of(connection, report_id).state
        if state is CorrectionState.NEW or _last(connection, report_id) != seen:
            raise _changed(report_id, state)
        for given in answers_of(connection, report_id):
            if given.answer_id == seen:
                _undo(connection, given, by, now)
        back = update(answer).where(answer.c.answer_id == seen)
        connection.execute(back.values(withdrawn_by=by, withdrawn_at=now))
        _set_state(connection, report_id, CorrectionState.NEW, text="")


def answers_of(connection: Connection, report_id: int) -> list[Answer]:
    """Return every answer a correction was given, the first one first."""
    asked = select(*_COLUMNS).where(answer.c.correction_id == report_id)
    rows = connection.execute(asked.order_by(answer.c.answer_id))
    return [Answer(row[0], Outcome(row[1]), *row[2:]) for row in rows]


def open_reviews(connection: Connection, naming_id: str) -> list[int]:
    """Return the corrections that ask for a naming to be looked at again."""
    asked = select(answer.c.correction_id).where(
        answer.c.naming_id == naming_id,
        answer.c.outcome == Outcome.REVIEW.value,
        answer.c.withdrawn_at.is_(None),
        answer.c.done_at.is_(None),
    )
    return list(connection.scalars(asked.order_by(answer.c.answer_id)))


@contextmanager
def _answering(
    journal: Journal, reply: Reply, outcome: Outcome, *, naming_id: str | None = None,
    picture: str | None = None,
) -> Iterator[_Made]:  # fmt: skip
    """Answer a correction together with what follows from it, or do neither."""
    is_refused = outcome is Outcome.REFUSED
    action = Action.REPORT_REFUSED if is_refused else Action.REPORT_ACCEPTED
    details = {"outcome": outcome.value, "answer": reply.text, "note": reply.note or None,
               "naming": naming_id, "picture": picture}  # fmt: skip
    with journal.changing(
        reply.by, action, subject_of(reply.report_id), now=reply.now, details=details
    ) as connection:
        state = report_of(connection, reply.report_id).state
        is_as_seen = _last(connection, reply.report_id) == reply.seen
        if state is not CorrectionState.NEW or not is_as_seen:
            raise _changed(reply.report_id, state)
        made = _Made(connection)
        yield made
        connection.execute(
            insert(answer).values(
                correction_id=reply.report_id, outcome=outcome.value, text=reply.text,
                note=reply.note, naming_id=naming_id, event_id=made.event_id, picture=picture,
                decided_by=reply.by, decided_at=reply.now,
            )
        )  # fmt: skip
        _set_state(connection, reply.report_id, STATE_OF[outcome], text=reply.text)


def _undo(connection: Connection, given: Answer, by: str, now: datetime) -> None:
    event = event_of(connection, given.event_id) if given.event_id else None
    if event is not None:
        take_back(connection, event, by=by, now=now)
        append(
            connection, by, Action.PLAQUE_WITHDRAWN, event.naming_id, now=now,
            details=told_of_back(event),
        )  # fmt: skip
    if given.outcome is Outcome.PORTRAIT and given.picture and given.naming_id:
        drop_portrait(connection, given.picture, given.naming_id)


def _last(connection: Connection, report_id: int) -> int:
    last = select(func.max(answer.c.answer_id)).where(answer.c.correction_id == report_id)
    return connection.scalar(last) or 0


def _set_state(
    connection: Connection, report_id: int, state: CorrectionState, text: str | None = None
) -> None:
    values = {"state": state.value} | ({} if text is None else {"answer": text})
    this = update(correction).where(correction.c.correction_id == report_id)
    connection.execute(this.values(values))


def _changed(report_id: int, state: CorrectionState) -> DecidedError:
    sentence = {
        CorrectionState.NEW: "این گزارش در نوبت بررسی است؛ در این میان کسی آن را باز کرده است",
        CorrectionState.TASK: "این گزارش پیش‌تر پذیرفته شده و در دست انجام است",
        CorrectionState.ACCEPTED: "این گزارش پیش‌تر پذیرفته شده است",
        CorrectionState.REJECTED: "این گزارش پیش‌تر بررسی شده و پذیرفته نشده است",
    }
    return DecidedError(f"report {report_id} is {state} in the meantime", sentence[state])
