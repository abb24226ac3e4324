"""The journal is made, carried forward and refused when it is another's."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert

from geodata.errors import JournalError, JournalFullError
from geodata.journal import Journal, misses, open_journal
from geodata.journal.misses import count_miss, frequent_misses
from geodata.journal.tables import metadata, missed_search, setting

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 25)


def test_the_steps_of_the_schema_lead_to_the_tables_as_they_are_defined(journal: Journal) -> None:
    with journal.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_journal_opens_again_with_what_was_written(address: str) -> None:
    with closing(open_journal(address)) as journal:
        count_miss(journal, "کریمی", day=DAY)
    with closing(open_journal(address)) as journal:
        assert [miss.typed for miss in frequent_misses(journal, limit=9)] == ["کریمی"]


def test_processes_that_start_at_once_make_one_journal(address: str) -> None:
    program = "import sys; from geodata.journal import open_journal; open_journal(sys.argv[1])"
    command = [sys.executable, "-c", program, address]
    started = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
    assert [process.wait(timeout=60) for process in started] == [0, 0, 0]


def test_an_error_names_neither_the_password_of_the_server_nor_what_was_written(
    address: str, journal: Journal
) -> None:
    with pytest.raises(JournalError) as told, journal.writing() as connection:
        connection.execute(insert(setting), [{"name": "twice", "value": "a secret"}] * 2)
    assert "a secret" not in str(told.value)
    with pytest.raises(JournalError) as told:
        open_journal("postgresql+psycopg://someone:a-secret@127.0.0.1:1/none")
    assert "a-secret" not in str(told.value)


def test_a_journal_of_a_newer_version_is_refused(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(JournalError, match="9999"):
        open_journal(str(file))


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite"
    file.write_text("minutes of the council" * 100)
    with pytest.raises(JournalError, match="cannot be opened"):
        open_journal(str(file))
    assert file.read_text() == "minutes of the council" * 100


def test_sqlite_keeps_what_it_has_acknowledged(file: Path) -> None:
    with closing(open_journal(str(file))) as journal, journal.reading() as connection:
        settings = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert settings == ["delete", 2, 1]


def test_a_new_journal_is_its_owners_only(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite"
    open_journal(str(file)).close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_change_that_fails_half_way_leaves_nothing(journal: Journal) -> None:
    with pytest.raises(JournalError), journal.writing() as connection:
        connection.exec_driver_sql("INSERT INTO missed_search VALUES ('a', 'a', 1, '2026-11-25')")
        connection.exec_driver_sql("INSERT INTO no_such_table VALUES (1)")
    assert frequent_misses(journal, limit=9) == []


def test_misses_spelled_alike_are_one_and_the_frequent_come_first(journal: Journal) -> None:
    for typed in ("رضایی", "كريمي", "کریمی", "  کریمی "):
        count_miss(journal, typed, day=DAY)
    found = frequent_misses(journal, limit=9)
    assert [(miss.typed, miss.times, miss.last_day) for miss in found] == [
        ("كريمي", 3, DAY),
        ("رضایی", 1, DAY),
    ]


@pytest.mark.parametrize("typed", ["", "  ", "۰۹۱۲۳۴۵۶۷۸۹", "0370123456 کریمی", "ًًً"])
def test_nothing_and_what_could_be_a_telephone_is_not_kept(journal: Journal, typed: str) -> None:
    count_miss(journal, typed, day=DAY)
    assert frequent_misses(journal, limit=9) == []


def test_the_rarest_misses_make_room(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misses, "MOST_KEPT", 2)
    for typed in ("کریمی", "کریمی", "رضایی", "احمدی"):
        count_miss(journal, typed, day=DAY)
    kept = [miss.typed for miss in frequent_misses(journal, limit=9)]
    assert len(kept) == 2
    assert kept[0] == "کریمی"


def test_a_journal_without_room_says_so_and_keeps_what_it_has(file: Path) -> None:
    journal = open_journal(str(file))
    count_miss(journal, "كريمي", day=date(2026, 11, 25))
    with pytest.raises(JournalFullError), journal.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.execute(
            insert(missed_search),
            [{"folded": f"{n} {'x' * 400}", "typed": "x", "times": 1, "last_day": date(2026, 1, 1)}
             for n in range(500)],
        )  # fmt: skip
    assert [miss.times for miss in frequent_misses(journal, limit=9)] == [1]
    journal.close()
