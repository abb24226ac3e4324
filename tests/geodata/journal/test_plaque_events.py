"""What happened to signs: in order, possible, once, and never over somebody else's head."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random
from tempfile import TemporaryDirectory
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from geodata.errors import (
    DecidedError,
    EarlierDayError,
    ImpossibleOrderError,
    QueryError,
    UnknownRecordError,
)
from geodata.gregorian import jalali_day
from geodata.journal import Journal, open_journal
from geodata.journal.audit import check_chain, entries
from geodata.journal.picture_records import sign_photo
from geodata.journal.pictures import take_picture_down
from geodata.journal.plaque_events import (
    Picture,
    PlaqueEvent,
    ToRecord,
    record_event,
    record_events,
)
from geodata.journal.plaque_records import events_in_force, events_of, last_event
from geodata.journal.plaque_withdrawals import withdraw_event
from geodata.journal.tables import media
from geodata.model import PlaqueStatus
from geodata.plaque_life import NEXT, may_follow
from geodata.sign_history import Filed, by_sign
from tests.geodata.journal.conftest import NOW

UP = PlaqueEvent(
    "k1", "P-1", "A", "start", PlaqueStatus.INSTALLED, "1405-09-04", 50.88, 34.64, "بر دیوار شمالی"
)


def record(
    journal: Journal, event: PlaqueEvent, *, seen: int = 0, before: PlaqueStatus | None = None,
    picture: Picture | None = None,
) -> int:  # fmt: skip
    sent = ToRecord(event, Filed(before), seen, picture=picture)
    return record_event(journal, sent, by="zahra", now=NOW)


def told(journal: Journal) -> list[tuple[str, str]]:
    with journal.reading() as connection:
        events = by_sign(events_in_force(connection))
    return [(plaque_id, history[-1].status) for plaque_id, history in events.items()]


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
        ToRecord(UP),
        ToRecord(damaged, Filed(PlaqueStatus.PLANNED)),
        ToRecord(replace(UP, event_key="k3", plaque_id="P-3"), seen=7),
        ToRecord(replace(UP, event_key="k4", plaque_id="P-4")),
        ToRecord(UP),
    ]
    first, *others, again = record_events(journal, sent, by="zahra", now=NOW)
    assert isinstance(first, int)
    assert again == first
    assert [type(outcome) for outcome in others] == [ImpossibleOrderError, DecidedError, int]
    assert told(journal) == [("P-1", "installed"), ("P-4", "installed")]
    with journal.reading() as connection:
        assert [one.action for one in entries(connection, limit=9)] == ["plaque_recorded"] * 2


def test_an_event_may_follow_one_whose_number_nobody_knows_yet(journal: Journal) -> None:
    then = replace(UP, event_key="k2", status=PlaqueStatus.DAMAGED)
    sent = [ToRecord(UP), ToRecord(then, after="k1")]
    assert all(isinstance(one, int) for one in record_events(journal, sent, by="a", now=NOW))
    lost = replace(UP, event_key="k3", status=PlaqueStatus.MISSING)
    (outcome,) = record_events(journal, [ToRecord(lost, after="k0")], by="a", now=NOW)
    assert isinstance(outcome, DecidedError)


def test_how_exact_a_place_is_stands_in_the_audit(journal: Journal) -> None:
    record_events(journal, [ToRecord(UP, accuracy_m=7.6)], by="zahra", now=NOW)
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


def seen_in_street(
    key: str, status: PlaqueStatus, hours: float, *, seen: int = 0, after: str | None = None
) -> ToRecord:
    """What a phone sends of P-1, so many hours before now."""
    tapped_at = NOW - timedelta(hours=hours)
    event = replace(UP, event_key=key, status=status, happened_on=jalali_day(tapped_at))
    return ToRecord(event, Filed(PlaqueStatus.MADE), seen, after, tapped_at=tapped_at)


def history(journal: Journal) -> list[tuple[str, str]]:
    with journal.reading() as connection:
        return [(one.event_key, one.status) for one in events_of(connection, "P-1")]


def test_what_a_phone_saw_before_is_history_when_it_arrives_late(journal: Journal) -> None:
    now = seen_in_street("k2", PlaqueStatus.VERIFIED, 1)
    late = seen_in_street("k1", PlaqueStatus.DAMAGED, 30)
    assert record_events(journal, [now, late], by="zahra", now=NOW) == [1, 2]
    assert history(journal) == [("k1", "damaged"), ("k2", "verified")]
    assert told(journal) == [("P-1", "verified")]


def test_what_a_phone_saw_last_without_having_seen_the_last_is_asked_about(
    journal: Journal,
) -> None:
    first = seen_in_street("k1", PlaqueStatus.INSTALLED, 30)
    then = seen_in_street("k2", PlaqueStatus.DAMAGED, 1)
    outcomes = record_events(journal, [first, then], by="zahra", now=NOW)
    assert [type(outcome) for outcome in outcomes] == [int, DecidedError]
    assert record_events(journal, [replace(then, seen=1)], by="zahra", now=NOW) == [2]


def test_what_was_recorded_on_top_comes_after_whatever_the_clocks_say(journal: Journal) -> None:
    first = seen_in_street("z", PlaqueStatus.INSTALLED, 1)
    then = seen_in_street("a", PlaqueStatus.DAMAGED, 30, after="z")
    assert record_events(journal, [first, then], by="zahra", now=NOW) == [1, 2]
    assert history(journal) == [("z", "installed"), ("a", "damaged")]


def test_at_the_desk_an_earlier_day_must_be_meant(journal: Journal) -> None:
    first = record(journal, UP)
    earlier = replace(UP, event_key="k2", status=PlaqueStatus.MADE, happened_on="1405-08-30")
    with pytest.raises(EarlierDayError) as refused:
        record(journal, earlier, seen=first)
    assert (refused.value.day, refused.value.latest) == ("1405-08-30", "1405-09-04")
    sent = ToRecord(earlier, seen=first, is_history=True)
    record_event(journal, sent, by="zahra", now=NOW)
    assert history(journal) == [("k2", "made"), ("k1", "installed")]
    assert told(journal) == [("P-1", "installed")]


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        ("installed", "verified", ("verified", "installed")),
        ("made", "installed", ("installed", "made")),
        ("verified", "damaged", (None, "damaged")),
    ],
)
def test_at_the_desk_an_impossible_order_is_refused(
    journal: Journal, first: str, then: str, words: tuple[str | None, str]
) -> None:
    seen = record(journal, replace(UP, status=PlaqueStatus(first)))
    day = "1405-08-30"
    earlier = replace(UP, event_key="k2", status=PlaqueStatus(then), happened_on=day)
    with pytest.raises(ImpossibleOrderError) as refused:
        record_event(journal, ToRecord(earlier, seen=seen, is_history=True), by="z", now=NOW)
    assert (refused.value.before, refused.value.after) == words
    assert history(journal) == [("k1", first)]


def test_the_files_day_counts_too(journal: Journal) -> None:
    filed = Filed(PlaqueStatus.INSTALLED, "1405-09-10")
    with pytest.raises(EarlierDayError):
        record_event(
            journal, ToRecord(replace(UP, status=PlaqueStatus.MADE), filed), by="z", now=NOW
        )


def test_a_late_arrival_may_be_taken_back_and_so_may_the_last(journal: Journal) -> None:
    newest = seen_in_street("k2", PlaqueStatus.VERIFIED, 1)
    late = seen_in_street("k1", PlaqueStatus.DAMAGED, 30)
    record_events(journal, [newest, late], by="zahra", now=NOW)
    withdraw_event(journal, 2, by="reza", now=NOW)
    assert history(journal) == [("k2", "verified")]
    withdraw_event(journal, 1, by="reza", now=NOW)
    assert history(journal) == []


SEEN = st.sampled_from(
    [PlaqueStatus.INSTALLED, PlaqueStatus.VERIFIED, PlaqueStatus.DAMAGED, PlaqueStatus.MISSING]
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(SEEN, st.integers(0, 200)), min_size=2, max_size=6, unique_by=lambda t: t[1]
    ),
    st.randoms(use_true_random=False),
)
def test_phones_may_arrive_in_any_order_and_the_history_is_the_same(
    told: list[tuple[PlaqueStatus, int]], random: Random
) -> None:
    """Whoever is asked puts what they saw on top; who is late is not asked."""
    sent = [seen_in_street(f"k{n}", *one) for n, one in enumerate(told)]
    expected = [one.event.event_key for one in sorted(sent, key=lambda one: str(one.tapped_at))]
    random.shuffle(sent)
    with TemporaryDirectory() as folder, closing(open_journal(f"{folder}/j.sqlite")) as journal:
        for one in sent:
            (outcome,) = record_events(journal, [one], by="zahra", now=NOW)
            if isinstance(outcome, DecidedError):
                with journal.reading() as connection:
                    last = last_event(connection, "P-1")
                assert last is not None
                on_top = replace(one, seen=last.event_id)
                (outcome,) = record_events(journal, [on_top], by="zahra", now=NOW)
            assert isinstance(outcome, int)
        assert [key for key, _ in history(journal)] == expected
