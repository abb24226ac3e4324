"""What happened to signs: in order, possible, once, and never over somebody else's head."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from threading import Barrier

import pytest
from sqlalchemy import func, select

from geodata.errors import DecidedError, QueryError, UnknownRecordError
from geodata.journal import Journal
from geodata.journal.audit import check_chain, entries
from geodata.journal.picture_records import sign_photo
from geodata.journal.pictures import take_picture_down
from geodata.journal.plaque_events import (
    Picture,
    PlaqueEvent,
    ToRecord,
    events_in_force,
    last_event,
    last_of_each_sign,
    record_event,
    record_events,
    withdraw_event,
)
from geodata.journal.tables import media
from geodata.model import PlaqueStatus
from geodata.plaque_life import NEXT, may_follow
from tests.geodata.journal.conftest import NOW

UP = PlaqueEvent(
    "k1", "P-1", "A", "start", PlaqueStatus.INSTALLED, "1405-09-04", 50.88, 34.64, "بر دیوار شمالی"
)


def record(
    journal: Journal, event: PlaqueEvent, *, seen: int = 0, before: PlaqueStatus | None = None,
    picture: Picture | None = None,
) -> int:  # fmt: skip
    return record_event(
        journal, event, before=before, seen=seen, by="zahra", now=NOW, picture=picture
    )


def told(journal: Journal) -> list[tuple[str, str]]:
    with journal.reading() as connection:
        events = last_of_each_sign(events_in_force(connection))
    return [(plaque_id, event.status) for plaque_id, event in events.items()]


def test_the_last_event_of_a_sign_is_its_state(journal: Journal) -> None:
    first = record(journal, UP)
    record(journal, replace(UP, event_key="k2", plaque_id="P-2"))
    record(journal, replace(UP, event_key="k3", status=PlaqueStatus.DAMAGED), seen=first)
    assert told(journal) == [("P-1", "damaged"), ("P-2", "installed")]


def test_sending_an_event_again_changes_nothing(journal: Journal) -> None:
    picture = Picture("abcd", b"webp")
    ids = {record(journal, UP, picture=picture) for _ in range(5)}
    assert len(ids) == 1
    with journal.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(media)) == 1
        assert check_chain(connection).rows == 1


def test_what_somebody_recorded_in_the_meantime_is_not_run_over(journal: Journal) -> None:
    first = record(journal, UP)
    with pytest.raises(DecidedError) as refused:
        record(journal, replace(UP, event_key="k2", status=PlaqueStatus.VERIFIED))
    assert "در این میان" in refused.value.message_fa
    record(journal, replace(UP, event_key="k2", status=PlaqueStatus.VERIFIED), seen=first)


@pytest.mark.parametrize("before", [None, PlaqueStatus.PLANNED, PlaqueStatus.MADE])
def test_what_never_hung_cannot_be_damaged(journal: Journal, before: PlaqueStatus | None) -> None:
    with pytest.raises(QueryError) as refused:
        record(journal, replace(UP, status=PlaqueStatus.DAMAGED), before=before)
    assert refused.value.parameter == "status"
    assert told(journal) == []


def test_the_dataset_says_what_was_before_the_first_event(journal: Journal) -> None:
    damaged = replace(UP, status=PlaqueStatus.DAMAGED)
    record(journal, damaged, before=PlaqueStatus.INSTALLED)
    assert told(journal) == [("P-1", "damaged")]


def test_only_the_last_event_can_be_taken_back(journal: Journal) -> None:
    first = record(journal, UP)
    second = record(journal, replace(UP, event_key="k2", status=PlaqueStatus.DAMAGED), seen=first)
    with pytest.raises(DecidedError):
        withdraw_event(journal, first, by="reza", now=NOW)
    assert withdraw_event(journal, second, by="reza", now=NOW).status == "damaged"
    assert told(journal) == [("P-1", "installed")]
    with pytest.raises(UnknownRecordError):
        withdraw_event(journal, second, by="reza", now=NOW)
    with journal.reading() as connection:
        last = last_event(connection, "P-1")
        assert last is not None
        assert last.event_id == first
        assert check_chain(connection).broken is None


def test_the_usual_life_of_a_sign_is_possible() -> None:
    words = "planned approved made installed verified verified damaged removed made installed"
    life = (None, *map(PlaqueStatus, [*words.split(), "missing"]))
    assert all(may_follow(before, after) for before, after in pairwise(life) if after)
    assert set(NEXT) == {None, *PlaqueStatus}
    assert not may_follow(PlaqueStatus.INSTALLED, PlaqueStatus.PLANNED)


def test_an_event_sent_twice_at_once_is_recorded_once(journal: Journal) -> None:
    """Both have looked whether it is there already before either has recorded it."""
    at_once = Barrier(8, timeout=20)

    def send(_: int) -> int:
        at_once.wait()
        return record(journal, UP)

    with ThreadPoolExecutor(8) as senders:
        assert len(set(senders.map(send, range(8)))) == 1
    assert told(journal) == [("P-1", "installed")]
    with journal.reading() as connection:
        assert check_chain(connection).rows == 1


def test_of_many_events_those_that_are_refused_keep_no_other_out(journal: Journal) -> None:
    damaged = replace(UP, event_key="k2", plaque_id="P-2", status=PlaqueStatus.DAMAGED)
    sent = [
        ToRecord(UP, None),
        ToRecord(damaged, PlaqueStatus.PLANNED),
        ToRecord(replace(UP, event_key="k3", plaque_id="P-3"), None, seen=7),
        ToRecord(replace(UP, event_key="k4", plaque_id="P-4"), None),
        ToRecord(UP, None),
    ]
    first, *others, again = record_events(journal, sent, by="zahra", now=NOW)
    assert isinstance(first, int)
    assert again == first
    assert [type(outcome) for outcome in others] == [QueryError, DecidedError, int]
    assert told(journal) == [("P-1", "installed"), ("P-4", "installed")]
    with journal.reading() as connection:
        assert [one.action for one in entries(connection, limit=9)] == ["plaque_recorded"] * 2


def test_an_event_may_follow_one_whose_number_nobody_knows_yet(journal: Journal) -> None:
    then = replace(UP, event_key="k2", status=PlaqueStatus.DAMAGED)
    sent = [ToRecord(UP, None), ToRecord(then, None, after="k1")]
    assert all(isinstance(one, int) for one in record_events(journal, sent, by="a", now=NOW))
    lost = replace(UP, event_key="k3", status=PlaqueStatus.MISSING)
    (outcome,) = record_events(journal, [ToRecord(lost, None, after="k0")], by="a", now=NOW)
    assert isinstance(outcome, DecidedError)


def test_how_exact_a_place_is_stands_in_the_audit(journal: Journal) -> None:
    record_events(journal, [ToRecord(UP, None, accuracy_m=7.6)], by="zahra", now=NOW)
    with journal.reading() as connection:
        assert entries(connection, limit=1)[0].details["accuracy_m"] == 8


def test_a_photo_that_was_taken_down_is_not_shown(journal: Journal) -> None:
    name = "0123456789abcdef.webp"
    record(journal, UP, picture=Picture(name, b"webp"))
    with journal.reading() as connection:
        event = last_event(connection, "P-1")
        assert event is not None
        assert event.media_id is not None
        assert sign_photo(connection, event.media_id) == b"webp"
        assert sign_photo(connection, 99) is None
    take_picture_down(journal, name, "کسی در عکس است", by="reza", now=NOW, naming_id=None)
    with journal.reading() as connection:
        assert sign_photo(connection, event.media_id) is None
