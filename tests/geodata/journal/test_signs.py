"""The signs of an alley as they stand: as built, as recorded since, and what nobody knows."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from geodata.catalogue.records import Naming, Plaque
from geodata.journal import Journal
from geodata.journal.plaque_events import record_event, withdraw_event
from geodata.journal.signs import Sign, signs_of
from geodata.model import PlaqueStatus
from tests.geodata.journal.conftest import NOW
from tests.geodata.journal.test_plaque_events import UP


def record(kind: type[Any], **known: Any) -> Any:
    """A record of the catalogue of which nothing else is known."""
    return kind(**dict.fromkeys((one.name for one in fields(kind)), None) | known)


NAMINGS = [record(Naming, naming_id="A"), record(Naming, naming_id="B", plaque_status="installed")]
PLAQUES = [
    record(Plaque, plaque_id="P-1", naming_id="A", status="planned", end_fa="میدان"),
    record(Plaque, plaque_id="P-2", naming_id="A"),
    record(Plaque, plaque_id="P-9", naming_id="Z", status="installed"),
]


def signs(journal: Journal) -> list[Sign]:
    with journal.reading() as connection:
        return signs_of(connection, NAMINGS, PLAQUES)


def test_without_events_the_dataset_speaks_and_then_the_register(journal: Journal) -> None:
    told = [(one.plaque_id, one.naming_id, one.status, one.seen) for one in signs(journal)]
    assert told == [
        ("P-1", "A", PlaqueStatus.PLANNED, 0),
        ("P-2", "A", None, 0),
        (None, "B", PlaqueStatus.INSTALLED, 0),
    ]


def test_the_last_event_speaks_before_the_dataset(journal: Journal) -> None:
    event_id = record_event(journal, UP, before=PlaqueStatus.PLANNED, seen=0, by="zahra", now=NOW)
    first = signs(journal)[0]
    assert (first.status, first.seen, first.end) == (PlaqueStatus.INSTALLED, event_id, "start")
    assert first.may_become(PlaqueStatus.DAMAGED)
    assert not first.may_become(PlaqueStatus.PLANNED)
    withdraw_event(journal, event_id, by="zahra", now=NOW)
    assert signs(journal)[0].status is PlaqueStatus.PLANNED


def test_a_sign_that_was_first_recorded_here_is_one_of_them(journal: Journal) -> None:
    new = replace(UP, plaque_id="N-1", naming_id="B")
    record_event(journal, new, before=None, seen=0, by="zahra", now=NOW)
    told = [(one.plaque_id, one.naming_id, one.status) for one in signs(journal)]
    assert told[2:] == [("N-1", "B", PlaqueStatus.INSTALLED)]


def test_a_sign_is_called_otherwise_when_something_was_recorded_of_it(journal: Journal) -> None:
    before = {sign.key for sign in signs(journal)}
    assert before == {"0:P-1", "0:P-2", "0:B"}
    record_event(journal, UP, before=PlaqueStatus.PLANNED, seen=0, by="zahra", now=NOW)
    assert {sign.key for sign in signs(journal)} - before == {"1:P-1"}


def test_an_end_is_told_only_where_it_is_one(journal: Journal) -> None:
    first, second, _ = signs(journal)
    assert (first.end_fa, first.end) == ("میدان", None)
    assert (second.end_fa, second.end) == (None, None)
