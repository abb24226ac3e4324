"""Accepted findings: one in force for each, taken back and accepted anew, all in the audit."""

from __future__ import annotations

import pytest

from geodata.errors import DecidedError
from geodata.journal import Journal
from geodata.journal.acceptances import (
    Acceptance,
    accept_finding,
    acceptances,
    withdraw_acceptance,
)
from geodata.journal.audit import check_chain, entries
from tests.geodata.journal.conftest import NOW, finding


def accept(journal: Journal, finding_id: str, reason: str) -> None:
    accept_finding(journal, finding(finding_id), reason, by="zahra", now=NOW)


def test_a_finding_is_accepted_for_a_reason_and_taken_back(journal: Journal) -> None:
    accept(journal, "a", "دو خواهر")
    assert acceptances(journal) == {"a": Acceptance("a", "دو خواهر", "zahra", NOW)}
    withdraw_acceptance(journal, "a", by="ali", now=NOW)
    assert acceptances(journal) == {}
    accept(journal, "a", "بازدید شد")
    assert acceptances(journal)["a"].reason == "بازدید شد"
    with journal.reading() as connection:
        assert check_chain(connection).broken is None
        rows = entries(connection, limit=9)
    told = [(one.actor, one.action, one.subject) for one in rows]
    assert told == [
        ("zahra", "finding_accepted", "a"),
        ("ali", "acceptance_withdrawn", "a"),
        ("zahra", "finding_accepted", "a"),
    ]
    assert rows[-1].details == {
        "code": "one_name_near", "finding": "کوچه‌ای هم‌نام نزدیک است", "reason": "دو خواهر",
        "naming": None, "alley": None,
    }  # fmt: skip


def test_what_is_decided_is_not_decided_twice(journal: Journal) -> None:
    accept(journal, "a", "نخست")
    with pytest.raises(DecidedError):
        accept(journal, "a", "دوم")
    with pytest.raises(DecidedError):
        withdraw_acceptance(journal, "b", by="zahra", now=NOW)
    assert [one.reason for one in acceptances(journal).values()] == ["نخست"]
    with journal.reading() as connection:
        assert len(entries(connection, limit=9)) == 1
