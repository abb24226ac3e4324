"""Curated tours in the journal: nothing is lost, nobody writes over somebody else."""

from __future__ import annotations

from typing import Any

import pytest

from geodata.errors import DecidedError, QueryError, UnknownRecordError
from geodata.journal import Journal
from geodata.journal.audit import check_chain, entries
from geodata.journal.tour_stops import (
    MOST_STOPS,
    StopFacts,
    StopPlace,
    TourStop,
    add_stop,
    change_stop,
    move_stop,
    put_back_stop,
    remove_stop,
    removed_stops,
    stop_of,
    stops_of,
)
from geodata.journal.tours import (
    Tour,
    TourFacts,
    TourState,
    change_tour,
    make_tour,
    publish_tour,
    tour_of,
    tours,
    withdraw_tour,
)
from tests.geodata.journal.conftest import NOW

FACTS = TourFacts("از میدان تا حرم", opens_at="09:00", closes_at="12:30", group_size=15)


def made(journal: Journal, stops: int = 3) -> int:
    tour_id = make_tour(journal, FACTS, by="zahra", now=NOW)
    for number in range(1, stops + 1):
        add_stop(journal, tour_id, place(number), StopFacts(), **seen(journal, tour_id))
    return tour_id


def place(number: int) -> StopPlace:
    return StopPlace(f"N{number}", number, 50.88, 34.64, f"کوچهٔ {number}")


def now(journal: Journal, tour_id: int) -> Tour:
    with journal.reading() as connection:
        return tour_of(connection, tour_id)


def seen(journal: Journal, tour_id: int) -> dict[str, Any]:
    return {"seen": now(journal, tour_id).version, "by": "zahra", "now": NOW}


def stops(journal: Journal, tour_id: int) -> list[TourStop]:
    with journal.reading() as connection:
        return stops_of(connection, tour_id)


def order(journal: Journal, tour_id: int) -> list[int]:
    return [stop.alley_id for stop in stops(journal, tour_id)]


def deeds(journal: Journal) -> list[tuple[str, str]]:
    with journal.reading() as connection:
        assert check_chain(connection).broken is None
        return [(one.action, one.subject) for one in reversed(entries(connection, limit=99))]


def test_a_tour_goes_from_draft_to_published_to_withdrawn_and_back(journal: Journal) -> None:
    tour_id = made(journal, 2)
    assert now(journal, tour_id).state is TourState.DRAFT
    publish_tour(journal, tour_id, **seen(journal, tour_id))
    assert now(journal, tour_id).published_at == NOW
    withdraw_tour(journal, tour_id, **seen(journal, tour_id))
    with journal.reading() as connection:
        assert tours(connection, TourState.PUBLISHED) == []
        assert [tour.tour_id for tour in tours(connection)] == [tour_id]
    publish_tour(journal, tour_id, **seen(journal, tour_id))
    subject = f"tour-{tour_id}"
    assert deeds(journal) == [
        (deed, subject)
        for deed in ("tour_made", "stop_added", "stop_added", "tour_published", "tour_withdrawn",
                     "tour_published")
    ]  # fmt: skip


@pytest.mark.parametrize("number", [0, 1])
def test_a_tour_that_leads_nowhere_is_not_published(journal: Journal, number: int) -> None:
    tour_id = made(journal, number)
    with pytest.raises(QueryError) as refused:
        publish_tour(journal, tour_id, **seen(journal, tour_id))
    assert "دو ایستگاه" in refused.value.message_fa
    assert now(journal, tour_id).state is TourState.DRAFT
    assert ("tour_published", f"tour-{tour_id}") not in deeds(journal)


def test_who_saw_an_older_version_changes_nothing(journal: Journal) -> None:
    tour_id = made(journal, 2)
    old = {**seen(journal, tour_id), "seen": 1}
    before, done = now(journal, tour_id), deeds(journal)
    stop = stops(journal, tour_id)[0]
    for change in (
        lambda: change_tour(journal, tour_id, TourFacts("دیگر"), **old),
        lambda: add_stop(journal, tour_id, place(9), StopFacts(), **old),
        lambda: change_stop(journal, stop, StopFacts("دیگر"), **old),
        lambda: move_stop(journal, stop, 1, **old),
        lambda: remove_stop(journal, stop, **old),
        lambda: publish_tour(journal, tour_id, **old),
    ):
        with pytest.raises(DecidedError):
            change()
    assert (now(journal, tour_id), deeds(journal)) == (before, done)
    assert order(journal, tour_id) == [1, 2]


def test_what_is_so_already_leaves_no_trace(journal: Journal) -> None:
    tour_id = made(journal, 1)
    done = deeds(journal)
    change_tour(journal, tour_id, FACTS, **seen(journal, tour_id))
    change_stop(journal, stops(journal, tour_id)[0], StopFacts(), **seen(journal, tour_id))
    assert deeds(journal) == done


def test_the_audit_keeps_what_stood_there_before(journal: Journal) -> None:
    tour_id = made(journal, 1)
    change_tour(journal, tour_id, TourFacts("نام دیگر"), **seen(journal, tour_id))
    stop = stops(journal, tour_id)[0]
    change_stop(journal, stop, StopFacts("گفتار", "", 9), **seen(journal, tour_id))
    with journal.reading() as connection:
        told, facts = entries(connection, limit=2)
    assert facts.details["before"]["title_fa"] == FACTS.title_fa
    assert told.details["before"] == {"text_fa": "", "media_url": "", "minutes": 5}


def test_stops_move_and_stay_at_the_ends(journal: Journal) -> None:
    tour_id = made(journal)
    first, _, last = stops(journal, tour_id)
    move_stop(journal, last, -1, **seen(journal, tour_id))
    assert order(journal, tour_id) == [1, 3, 2]
    move_stop(journal, first, -1, **seen(journal, tour_id))
    assert order(journal, tour_id) == [1, 3, 2]
    move_stop(journal, first, 1, **seen(journal, tour_id))
    assert order(journal, tour_id) == [3, 1, 2]


def test_a_stop_that_was_taken_out_can_be_put_back(journal: Journal) -> None:
    tour_id = made(journal)
    stop = stops(journal, tour_id)[0]
    change_stop(journal, stop, StopFacts("گفتار", "", 7), **seen(journal, tour_id))
    remove_stop(journal, stop, **seen(journal, tour_id))
    assert order(journal, tour_id) == [2, 3]
    with journal.reading() as connection:
        (gone,) = removed_stops(connection, tour_id)
        with pytest.raises(UnknownRecordError):
            stop_of(connection, tour_id, stop.stop_id)
    put_back_stop(journal, gone, **seen(journal, tour_id))
    assert order(journal, tour_id) == [2, 3, 1]
    assert stops(journal, tour_id)[-1].text_fa == "گفتار"


def test_a_published_tour_keeps_two_stops(journal: Journal) -> None:
    tour_id = made(journal, 2)
    publish_tour(journal, tour_id, **seen(journal, tour_id))
    with pytest.raises(QueryError):
        remove_stop(journal, stops(journal, tour_id)[0], **seen(journal, tour_id))
    assert order(journal, tour_id) == [1, 2]


def test_a_tour_has_no_stop_twice_and_not_too_many(journal: Journal) -> None:
    tour_id = made(journal, MOST_STOPS)
    with pytest.raises(QueryError, match="at most 30"):
        add_stop(journal, tour_id, place(99), StopFacts(), **seen(journal, tour_id))
    remove_stop(journal, stops(journal, tour_id)[0], **seen(journal, tour_id))
    with pytest.raises(QueryError, match="already"):
        add_stop(journal, tour_id, place(2), StopFacts(), **seen(journal, tour_id))
    with journal.reading() as connection:
        (gone,) = removed_stops(connection, tour_id)
    add_stop(journal, tour_id, place(77), StopFacts(), **seen(journal, tour_id))
    with pytest.raises(QueryError, match="at most 30"):
        put_back_stop(journal, gone, **seen(journal, tour_id))


def test_a_tour_that_nobody_made_is_unknown(journal: Journal) -> None:
    with journal.reading() as connection, pytest.raises(UnknownRecordError):
        tour_of(connection, 1)
    with pytest.raises(UnknownRecordError):
        publish_tour(journal, 1, seen=1, by="zahra", now=NOW)
    assert deeds(journal) == []
