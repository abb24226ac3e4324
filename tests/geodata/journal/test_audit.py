"""The audit: a row with every change or neither, one chain whoever writes, gaps that are found."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from geodata.errors import JournalError
from geodata.journal import Journal, open_journal
from geodata.journal.audit import NOTHING, Action, check_chain, cube, entries
from geodata.journal.backup import verify_journal
from geodata.journal.settings import get, put
from tests.geodata.journal.conftest import NOW

ROOT = Path(__file__).parents[3]
DEED = Action.FINDING_ACCEPTED
WRITER = """
import sys
import time
from datetime import datetime
from geodata.journal import open_journal
from geodata.journal.audit import Action
journal = open_journal(sys.argv[1])
for number in range(int(sys.argv[3])):
    subject = f"{sys.argv[2]} {number}"
    with journal.changing("a", Action.FINDING_ACCEPTED, subject, now=datetime(2026, 11, 25)):
        pass
    time.sleep(0.002)  # people pause too: without it a slow disk leaves no gap for who reads
"""
UNGUARDED = """
DROP TRIGGER audit_is_not_updated; DROP TRIGGER audit_is_not_deleted;
DROP TRIGGER audit_is_not_replaced;
"""


def write(journal: Journal, rows: int) -> None:
    for number in range(rows):
        at = NOW + timedelta(seconds=number)
        told = {"دلیل": "دو خواهر", "number": number}
        with journal.changing("steward", DEED, f"finding {number}", now=at, details=told):
            pass


def test_a_change_and_its_row_are_kept_together(journal: Journal) -> None:
    with journal.changing("steward", DEED, "a", now=NOW, details={"ب": 1}) as connection:
        put(connection, "kept", "yes")
    with journal.reading() as connection:
        assert get(connection, "kept") == "yes"
        (entry,) = entries(connection, limit=9)
        assert check_chain(connection).broken is None
    assert (entry.sequence, entry.at, entry.actor, entry.action) == (1, NOW, "steward", DEED)
    assert (entry.subject, entry.details) == ("a", {"ب": 1})


def test_a_change_that_fails_leaves_no_row_and_a_row_that_fails_no_change(
    journal: Journal,
) -> None:
    with pytest.raises(LookupError), journal.changing("s", DEED, "a", now=NOW) as connection:
        put(connection, "kept", "yes")
        raise LookupError
    unwritable = {"a set": {1}}
    with (
        pytest.raises(TypeError),
        journal.changing("s", DEED, "a", now=NOW, details=unwritable) as connection,
    ):
        put(connection, "kept", "yes")
    with journal.reading() as connection:
        assert get(connection, "kept") is None
        assert check_chain(connection).rows == 0


def test_an_empty_audit_is_whole(address: str, journal: Journal) -> None:
    chain = verify_journal(address)
    assert (chain.rows, chain.head, chain.broken) == (0, NOTHING, None)


def test_the_newest_come_first_and_can_be_chosen(journal: Journal) -> None:
    write(journal, 5)
    with journal.changing("planner", Action.SIGNED_IN, "planner", now=NOW):
        pass
    with journal.reading() as connection:
        assert [entry.sequence for entry in entries(connection, limit=2)] == [6, 5]
        assert [entry.sequence for entry in entries(connection, limit=2, offset=4)] == [2, 1]
        assert [one.actor for one in entries(connection, actor="planner", limit=9)] == ["planner"]
        assert len(entries(connection, action=DEED, limit=9)) == 5
        assert sorted(cube(connection)) == [
            ("finding_accepted", "steward", 5),
            ("signed_in", "planner", 1),
        ]


def test_two_processes_write_one_chain(address: str, journal: Journal) -> None:
    command = [sys.executable, "-c", WRITER, address]
    writers = [subprocess.Popen([*command, name, "40"], cwd=ROOT) for name in ("a", "b")]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    with journal.reading() as connection:
        chain, rows = check_chain(connection), entries(connection, limit=100)
    assert (chain.rows, chain.broken) == (80, None)
    assert {entry.subject for entry in rows} == {f"{w} {n}" for w in "ab" for n in range(40)}


@contextmanager
def somebody_writing(address: str) -> Iterator[subprocess.Popen[bytes]]:
    """Write row after row in another process until the block ends, however it ends."""
    command = [sys.executable, "-c", WRITER, address, "a", "100000"]
    with subprocess.Popen(command, cwd=ROOT) as writer:
        try:
            yield writer
        finally:
            writer.kill()


def test_the_audit_is_whole_while_somebody_writes(address: str, journal: Journal) -> None:
    with somebody_writing(address) as writer:
        seen = set[int]()
        while len(seen) < 5 and writer.poll() is None:
            chain = verify_journal(address)
            assert chain.broken is None
            seen.add(chain.rows)
    assert len(seen) == 5
    assert verify_journal(address).broken is None


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_rows_are_only_ever_added(journal: Journal, statement: str) -> None:
    write(journal, 2)
    with pytest.raises(JournalError, match="only ever added"), journal.writing() as connection:
        connection.exec_driver_sql(statement)
    with journal.reading() as connection:
        assert check_chain(connection).broken is None


def test_a_row_is_not_replaced_by_another_with_its_number(file: Path) -> None:
    with closing(open_journal(str(file))) as journal:
        write(journal, 2)
    replaced = "INSERT OR REPLACE INTO audit SELECT 1, at, 'x', action, subject, details,"
    with closing(sqlite3.connect(file)) as database, pytest.raises(sqlite3.IntegrityError):
        database.execute(f"{replaced} previous_hash, hash FROM audit WHERE sequence = 2")


@pytest.mark.parametrize(
    ("damage", "broken"),
    [
        ("UPDATE audit SET actor = 'x' WHERE sequence = 2", 2),
        ("UPDATE audit SET details = '{}' WHERE sequence = 1", 1),
        ("UPDATE audit SET at = '2026-11-25 08:30:09.000000' WHERE sequence = 4", 4),
        ("DELETE FROM audit WHERE sequence = 3", 3),
        ("DELETE FROM audit WHERE sequence > 3", 4),
        ("DELETE FROM audit", 1),
        ("DELETE FROM setting WHERE name = 'audit_head'", 1),
        ("UPDATE setting SET value = '5:00' WHERE name = 'audit_head'", 5),
        ("INSERT INTO audit SELECT 6, at, actor, action, subject, details, hash, hash FROM audit"
         " WHERE sequence = 5", 6),
        ("UPDATE audit SET sequence = 6 WHERE sequence = 5", 5),
    ],
)  # fmt: skip
def test_what_was_done_to_the_audit_is_found(file: Path, damage: str, broken: int) -> None:
    with closing(open_journal(str(file))) as journal:
        write(journal, 5)
    with closing(sqlite3.connect(file)) as database, database:
        database.executescript(UNGUARDED)
        database.execute(damage)
    assert verify_journal(str(file)).broken == broken


def test_a_tail_that_was_cut_off_is_still_missed_when_writing_goes_on(file: Path) -> None:
    with closing(open_journal(str(file))) as journal:
        write(journal, 5)
        with closing(sqlite3.connect(file)) as database, database:
            database.executescript(UNGUARDED)
            database.execute("DELETE FROM audit WHERE sequence > 3")
        write(journal, 3)
    assert verify_journal(str(file)).broken == 4


def test_a_journal_from_before_the_audit_says_so(tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(file)) as database:
        database.executescript((ROOT / "tests/data/journal/0002.sql").read_text("utf-8"))
    with pytest.raises(JournalError, match="older than its audit"):
        verify_journal(str(file))
