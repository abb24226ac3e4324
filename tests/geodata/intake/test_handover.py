"""What the worker is handed of the journal: what a build takes, and nothing of people."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from geodata.intake.handover import HANDED_OVER, hand_over
from geodata.journal import open_journal
from geodata.journal.decisions import Choice, Ruling, decide, state_of, undo
from geodata.said_inputs import read_journal

SCHEMA = sorted((Path(__file__).parents[2] / "data" / "journal").glob("*.sql"))[-1]
NOW = datetime(2026, 11, 27, 9)


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A journal with a row in every table."""
    file = tmp_path / "journal.sqlite"
    with closing(sqlite3.connect(file)) as database:
        database.executescript(SCHEMA.read_text("utf-8"))
    return file


def test_a_build_reads_the_same_from_it_as_from_the_journal(full: Path, tmp_path: Path) -> None:
    with closing(open_journal(str(full))) as journal:
        hand_over(journal, tmp_path / "said.sqlite")
    told, said = read_journal(str(full)), read_journal(str(tmp_path / "said.sqlite"))
    assert said.decisions == told.decisions != ()
    assert said.meanings == told.meanings != {}
    assert [event.plaque_id for event in said.events] == ["P-1"]


def test_it_holds_nothing_of_accounts_logins_reports_or_photos(full: Path, tmp_path: Path) -> None:
    with closing(open_journal(str(full))) as journal:
        hand_over(journal, tmp_path / "said.sqlite")
    with closing(sqlite3.connect(tmp_path / "said.sqlite")) as database:
        names = {n for (n,) in database.execute("SELECT name FROM sqlite_master WHERE sql > ''")}
        assert {name for name in names if not name.startswith("ix_")} == {
            table.name for table in HANDED_OVER
        }
        assert database.execute("SELECT media_id FROM plaque_event").fetchall() == [(None,)]
    assert b"argon2" not in (tmp_path / "said.sqlite").read_bytes()


def test_what_was_taken_back_is_not_in_it(full: Path, tmp_path: Path) -> None:
    with closing(open_journal(str(full))) as journal:
        ruling = Ruling("DEMO-2", (Choice("not_on_map"),), "سعید ظفری")
        decide(journal, ruling, seen=0, by="zahra", now=NOW)
        with journal.reading() as connection:
            seen = state_of(connection, "DEMO-2")
        undo(journal, "DEMO-2", seen=seen, by="zahra", now=NOW)
        hand_over(journal, tmp_path / "said.sqlite")
    said = read_journal(str(tmp_path / "said.sqlite"))
    assert [decision.naming_id for decision in said.decisions] == ["DEMO-1"]
