"""Decisions about namings: the latest stands, what it contradicts goes, undoing brings it back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from geodata.deciding import DecisionKind
from geodata.errors import DecidedError
from geodata.journal import Journal
from geodata.journal.audit import check_chain, entries
from geodata.journal.decisions import (
    Choice,
    Ruling,
    Waiting,
    decide,
    decisions_in_force,
    state_of,
    undo,
)
from tests.geodata.journal.conftest import NOW

ONE, TWO = Choice("accept", 11, 50.8, 34.6), Choice("accept", 22, 50.9, 34.7)
NONE = (Choice("reject", 11), Choice("reject", 22))


def rule(journal: Journal, *choices: Choice, naming_id: str = "A", note: str = "") -> None:
    ruling = Ruling(naming_id, choices, "علی نمونه", note)
    decide(journal, ruling, seen=seen(journal, naming_id), by="zahra", now=later(journal))


def later(journal: Journal) -> datetime:
    with journal.reading() as connection:
        return NOW + timedelta(minutes=check_chain(connection).rows)


def seen(journal: Journal, naming_id: str = "A") -> int:
    with journal.reading() as connection:
        return state_of(connection, naming_id)


def standing(journal: Journal) -> list[tuple[str, int | None]]:
    with journal.reading() as connection:
        return [(kept.kind, kept.alley_id) for kept in decisions_in_force(connection)]


def take_back(journal: Journal) -> None:
    undo(journal, "A", seen=seen(journal), by="reza", now=later(journal))


def test_a_decision_stands_with_everything_it_was_made_on(journal: Journal) -> None:
    rule(journal, ONE, note="بر نقشه پیداست")
    with journal.reading() as connection:
        (kept,) = decisions_in_force(connection, ["A"])
        assert decisions_in_force(connection, ["B"]) == []
    decision = kept.as_decision()
    assert decision is not None
    assert (decision.kind, decision.alley_id, decision.lon) == (DecisionKind.ACCEPT, 11, 50.8)
    assert (decision.person, decision.note) == ("علی نمونه", "بر نقشه پیداست")
    assert (decision.decided_by, decision.decided_on) == ("zahra", "1405-09-04")


@pytest.mark.parametrize(
    ("first", "then", "left"),
    [
        ((ONE,), (TWO,), [("accept", 22)]),
        ((ONE,), NONE, [("reject", 11), ("reject", 22)]),
        (NONE, (ONE,), [("reject", 22), ("accept", 11)]),
        ((Choice("not_on_map"),), (ONE,), [("accept", 11)]),
        ((Choice("visit"),), (ONE,), [("accept", 11)]),
        ((ONE,), (Choice("visit"),), [("accept", 11), ("visit", None)]),
        (
            NONE,
            (Choice("register_error"),),
            [("reject", 11), ("reject", 22), ("register_error", None)],
        ),
        ((Choice("duplicate", other_id="B"),), (ONE,), [("accept", 11)]),
    ],
)  # fmt: skip
def test_the_later_stands_and_what_it_contradicts_goes(
    journal: Journal,
    first: tuple[Choice, ...],
    then: tuple[Choice, ...],
    left: list[tuple[str, int | None]],
) -> None:
    rule(journal, *first)
    before = standing(journal)
    rule(journal, *then)
    assert standing(journal) == left
    take_back(journal)
    assert standing(journal) == before
    take_back(journal)
    assert standing(journal) == []
    with pytest.raises(DecidedError):
        take_back(journal)


def test_a_visit_is_no_decision(journal: Journal) -> None:
    rule(journal, Choice(Waiting.VISIT))
    with journal.reading() as connection:
        assert [kept.as_decision() for kept in decisions_in_force(connection)] == [None]


def test_of_two_who_decide_at_once_the_second_is_told(journal: Journal) -> None:
    looked = seen(journal)
    decide(journal, Ruling("A", (ONE,), "علی نمونه"), seen=looked, by="zahra", now=NOW)
    with pytest.raises(DecidedError) as told:
        decide(journal, Ruling("A", (TWO,), "علی نمونه"), seen=looked, by="reza", now=NOW)
    assert "کس دیگری" in told.value.message_fa
    assert standing(journal) == [("accept", 11)]
    with pytest.raises(DecidedError):
        undo(journal, "A", seen=looked, by="reza", now=NOW)
    rule(journal, TWO, naming_id="B")
    assert len(standing(journal)) == 2


def test_an_undone_decision_is_another_state(journal: Journal) -> None:
    states = [seen(journal)]
    rule(journal, ONE)
    states.append(seen(journal))
    take_back(journal)
    states.append(seen(journal))
    assert len(set(states)) == 3


def test_every_deed_is_in_the_audit(journal: Journal) -> None:
    rule(journal, ONE, note="بر نقشه پیداست")
    take_back(journal)
    with journal.reading() as connection:
        latest, first = entries(connection, limit=9)
        assert check_chain(connection).broken is None
    assert (first.action, first.subject, first.actor) == ("naming_decided", "A", "zahra")
    assert first.details["choices"] == [
        {"kind": "accept", "alley_id": 11, "lon": 50.8, "lat": 34.6}
    ]
    assert (latest.action, latest.actor) == ("decision_undone", "reza")
