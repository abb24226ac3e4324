"""Answers to corrections: once, with what follows from them, undone whole, never over another's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from geodata.errors import DecidedError, QueryError, UnknownRecordError
from geodata.journal import Journal
from geodata.journal.audit import check_chain, entries
from geodata.journal.corrections import CorrectionState, correction_status, send_correction
from geodata.journal.picture_records import shown_portraits
from geodata.journal.pictures import put_picture_back, take_picture_down, taken_down
from geodata.journal.plaque_events import Picture, PlaqueEvent, ToRecord, record_event
from geodata.journal.plaque_records import events_in_force, last_event
from geodata.journal.report_answers import (
    Outcome,
    Reply,
    accept_as_task,
    accept_for_review,
    accept_plaque,
    accept_portrait,
    accept_take_down,
    answers_of,
    finish,
    open_reviews,
    refuse,
    reopen,
)
from geodata.journal.reports import report_of
from geodata.journal.tables import media
from geodata.model import PlaqueStatus
from geodata.sign_history import Filed
from tests.geodata.journal.conftest import NOW
from tests.geodata.journal.test_reports import DAMAGED

TEXT = "سپاسگزاریم؛ پلاک در فهرست تعمیر است."
REPLY = Reply(1, seen=0, text=TEXT, note="تماس گرفته شد", by="zahra", now=NOW)
HANGS = Filed(PlaqueStatus.INSTALLED)
FELL = PlaqueEvent(
    "report-1-0", "P-1", "A", "start", PlaqueStatus.DAMAGED, "1405-09-04", None, None, ""
)
FACE = Picture("0123456789abcdef.webp", b"webp", "given")
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def code(journal: Journal) -> str:
    """Tracking code of the one correction, whose id is 1."""
    return send_correction(journal, DAMAGED, now=NOW)


def state(journal: Journal) -> str:
    with journal.reading() as connection:
        assert check_chain(connection).broken is None
        return report_of(connection, 1).state.value


def deeds(journal: Journal) -> list[tuple[str, str]]:
    with journal.reading() as connection:
        return [(row.action, row.subject) for row in reversed(entries(connection, limit=99))]


def last_answer(journal: Journal) -> int:
    with journal.reading() as connection:
        given = answers_of(connection, 1)
    return given[-1].answer_id if given else 0


def back(journal: Journal, seen: int, by: str = "ali") -> None:
    reopen(journal, 1, seen=seen, by=by, now=LATER)


EVERY_WAY: dict[str, tuple[Callable[[Journal, Reply], None], CorrectionState]] = {
    "refused": (refuse, CorrectionState.REJECTED),
    "task": (accept_as_task, CorrectionState.TASK),
    "review": (lambda j, reply: accept_for_review(j, reply, "A"), CorrectionState.TASK),
    "plaque": (
        lambda j, reply: accept_plaque(j, reply, ToRecord(FELL, HANGS)),
        CorrectionState.ACCEPTED,
    ),
    "portrait": (
        lambda j, reply: accept_portrait(j, reply, FACE, "A", "خانواده"),
        CorrectionState.ACCEPTED,
    ),
    "take_down": (
        lambda j, reply: accept_take_down(j, reply, FACE.name, "A"),
        CorrectionState.ACCEPTED,
    ),
}


def test_every_outcome_can_be_reached() -> None:
    assert set(EVERY_WAY) == {outcome.value for outcome in Outcome}


@pytest.mark.parametrize("way", EVERY_WAY)
def test_an_answer_is_read_by_who_asked_and_the_note_is_not(
    journal: Journal, code: str, way: str
) -> None:
    answer, becomes = EVERY_WAY[way]
    answer(journal, REPLY)
    told = correction_status(journal, code)
    assert (told.state, told.answer, told.answered_at) == (becomes, TEXT, NOW)
    assert REPLY.note not in repr(told)
    with journal.reading() as connection:
        (given,) = answers_of(connection, 1)
    assert (given.outcome, given.note, given.decided_by) == (way, REPLY.note, "zahra")
    action = "report_refused" if way == "refused" else "report_accepted"
    assert deeds(journal)[-1] == (action, "report-1")


@pytest.mark.parametrize("way", EVERY_WAY)
def test_the_second_steward_is_told_and_nothing_is_overwritten(
    journal: Journal, code: str, way: str
) -> None:
    refuse(journal, REPLY)
    before = deeds(journal)
    with pytest.raises(DecidedError) as told:
        EVERY_WAY[way][0](journal, replace(REPLY, text="دیگر", by="ali"))
    assert "پذیرفته نشده" in told.value.message_fa
    assert deeds(journal) == before
    assert correction_status(journal, code).answer == TEXT
    with journal.reading() as connection:
        assert events_in_force(connection) == []
        assert not taken_down(connection, [FACE.name])
        assert connection.scalar(select(func.count()).select_from(media)) == 0


@pytest.mark.parametrize("way", EVERY_WAY)
def test_an_answer_that_is_taken_back_leaves_the_correction_waiting(
    journal: Journal, code: str, way: str
) -> None:
    EVERY_WAY[way][0](journal, REPLY)
    back(journal, last_answer(journal))
    told = correction_status(journal, code)
    assert (told.state, told.answer, told.answered_at) == (CorrectionState.NEW, "", None)
    assert deeds(journal)[-1] == ("report_reopened", "report-1")
    # Whoever still sees the page from before decides over the head of who took it back.
    with pytest.raises(DecidedError):
        refuse(journal, REPLY)
    refuse(journal, replace(REPLY, seen=last_answer(journal), text="باز هم دیده شد"))
    assert state(journal) == "rejected"
    with journal.reading() as connection:
        first, second = answers_of(connection, 1)
    assert (first.text, first.withdrawn_by, first.withdrawn_at) == (TEXT, "ali", LATER)
    assert (second.text, second.withdrawn_by) == ("باز هم دیده شد", None)


def test_of_two_at_the_very_same_moment_one_is_told(journal: Journal, code: str) -> None:
    told: list[str] = []
    start = Barrier(2)

    def decide(way: Callable[[Journal, Reply], None], by: str) -> None:
        start.wait()
        try:
            way(journal, replace(REPLY, by=by))
        except DecidedError:
            told.append(by)

    threads = [
        Thread(target=decide, args=(refuse, "zahra")),
        Thread(target=decide, args=(EVERY_WAY["plaque"][0], "ali")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    with journal.reading() as connection:
        (given,) = answers_of(connection, 1)
        assert len(events_in_force(connection)) == (given.outcome is Outcome.PLAQUE)
    assert state(journal) in ("rejected", "accepted")


def test_a_damaged_sign_is_recorded_with_its_photo_in_one_step(journal: Journal, code: str) -> None:
    photo = Picture("00ff.webp", b"webp", "asked")
    accept_plaque(journal, REPLY, ToRecord(FELL, HANGS, picture=photo))
    with journal.reading() as connection:
        event = last_event(connection, "P-1")
        (given,) = answers_of(connection, 1)
        kept = connection.execute(select(media.c.kind, media.c.consent, media.c.name)).one()
    assert event is not None
    assert (event.status, event.recorded_by, given.event_id) == ("damaged", "zahra", event.event_id)
    assert tuple(kept) == ("plaque", "asked", "00ff.webp")
    assert deeds(journal) == [("plaque_recorded", "A"), ("report_accepted", "report-1")]


def test_what_cannot_have_happened_to_a_sign_leaves_the_correction_waiting(
    journal: Journal, code: str
) -> None:
    planned = Filed(PlaqueStatus.PLANNED)
    with pytest.raises(QueryError):
        accept_plaque(journal, REPLY, ToRecord(FELL, planned, picture=Picture("a.webp", b"x")))
    assert state(journal) == "new"
    assert deeds(journal) == []


def test_what_was_recorded_of_the_sign_meanwhile_is_not_run_over(
    journal: Journal, code: str
) -> None:
    checked = replace(FELL, event_key="k", status=PlaqueStatus.VERIFIED)
    record_event(journal, ToRecord(checked, HANGS), by="reza", now=NOW)
    with pytest.raises(DecidedError):
        accept_plaque(journal, REPLY, ToRecord(FELL, HANGS))
    assert state(journal) == "new"


def test_undoing_takes_back_what_was_recorded_of_the_sign(journal: Journal, code: str) -> None:
    accept_plaque(journal, REPLY, ToRecord(FELL, HANGS))
    back(journal, 1)
    with journal.reading() as connection:
        assert events_in_force(connection) == []
    assert deeds(journal)[-2:] == [("plaque_withdrawn", "A"), ("report_reopened", "report-1")]


def test_undoing_waits_for_what_was_recorded_of_the_sign_after_it(
    journal: Journal, code: str
) -> None:
    accept_plaque(journal, REPLY, ToRecord(FELL, HANGS))
    with journal.reading() as connection:
        last = last_event(connection, "P-1")
    assert last is not None
    mended = replace(FELL, event_key="k", status=PlaqueStatus.INSTALLED)
    record_event(journal, ToRecord(mended, seen=last.event_id), by="reza", now=LATER)
    with pytest.raises(DecidedError) as told:
        back(journal, 1)
    assert "پس از این" in told.value.message_fa
    assert state(journal) == "accepted"


def test_a_portrait_is_shown_when_there_is_consent_and_gone_when_undone(
    journal: Journal, code: str
) -> None:
    accept_portrait(journal, REPLY, FACE, "A", "خانواده")
    with journal.reading() as connection:
        shown = shown_portraits(connection, ["A", "B"])
    assert {naming: one.credit for naming, one in shown.items()} == {"A": "خانواده"}
    back(journal, 1)
    with journal.reading() as connection:
        assert shown_portraits(connection, ["A"]) == {}
    again = replace(REPLY, seen=1)
    accept_portrait(journal, again, replace(FACE, consent="asked"), "A", "خانواده")
    with journal.reading() as connection:
        assert shown_portraits(connection, ["A"]) == {}


def test_a_picture_that_was_taken_down_does_not_come_back_by_a_report(
    journal: Journal, code: str
) -> None:
    take_picture_down(journal, FACE.name, "خواست خانواده", by="ali", now=NOW, naming_id="A")
    with pytest.raises(DecidedError):
        accept_portrait(journal, REPLY, FACE, "A", "")
    assert state(journal) == "new"


def test_undoing_makes_nothing_public(journal: Journal, code: str) -> None:
    accept_take_down(journal, REPLY, FACE.name, "A")
    back(journal, 1)
    with journal.reading() as connection:
        assert taken_down(connection, [FACE.name])
    put_picture_back(journal, FACE.name, by="ali", now=LATER)
    with journal.reading() as connection:
        assert not taken_down(connection, [FACE.name])


def test_a_task_stays_open_until_it_is_done(journal: Journal, code: str) -> None:
    accept_for_review(journal, REPLY, "A")
    with journal.reading() as connection:
        assert open_reviews(connection, "A") == [1]
        assert open_reviews(connection, "B") == []
    finish(journal, 1, seen=1, by="ali", now=LATER)
    assert state(journal) == "accepted"
    assert deeds(journal)[-1] == ("report_done", "report-1")
    with journal.reading() as connection:
        assert open_reviews(connection, "A") == []
        (given,) = answers_of(connection, 1)
    assert (given.done_by, given.done_at) == ("ali", LATER)
    with pytest.raises(DecidedError):
        finish(journal, 1, seen=1, by="ali", now=LATER)
    back(journal, 1)
    assert state(journal) == "new"


@pytest.mark.parametrize("way", ["refused", "plaque"])
def test_what_is_no_task_cannot_be_done(journal: Journal, code: str, way: str) -> None:
    with pytest.raises(DecidedError):
        finish(journal, 1, seen=0, by="ali", now=LATER)
    EVERY_WAY[way][0](journal, REPLY)
    with pytest.raises(DecidedError):
        finish(journal, 1, seen=1, by="ali", now=LATER)


def test_what_waits_cannot_be_reopened(journal: Journal, code: str) -> None:
    with pytest.raises(DecidedError):
        back(journal, 0)
    refuse(journal, REPLY)
    with pytest.raises(DecidedError):
        back(journal, 9)
    assert state(journal) == "rejected"


def test_nobody_answers_what_is_not_there(journal: Journal) -> None:
    with pytest.raises(UnknownRecordError):
        refuse(journal, REPLY)
    with pytest.raises(UnknownRecordError):
        finish(journal, 1, seen=0, by="ali", now=NOW)
    with pytest.raises(UnknownRecordError):
        back(journal, 0)
    assert deeds(journal) == []
