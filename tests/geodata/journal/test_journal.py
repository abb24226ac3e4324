"""The journal is made, carried forward and refused when it is another's."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from geodata.errors import JournalError
from geodata.journal import Journal, misses, open_journal
from geodata.journal.misses import count_miss, frequent_misses
from geodata.journal.tables import metadata

DAY = date(2026, 11, 25)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return open_journal(str(tmp_path / "new" / "journal.sqlite"))


def test_the_steps_of_the_schema_lead_to_the_tables_as_they_are_defined(journal: Journal) -> None:
    with journal.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_journal_opens_again_with_what_was_written(tmp_path: Path) -> None:
    address = str(tmp_path / "journal.sqlite")
    count_miss(open_journal(address), "کریمی", day=DAY)
    assert [miss.typed for miss in frequent_misses(open_journal(address), limit=9)] == ["کریمی"]


def test_a_journal_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite"
    open_journal(str(file)).close()
    with sqlite3.connect(file) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(JournalError, match="9999"):
        open_journal(str(file))


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite"
    file.write_text("minutes of the council" * 100)
    with pytest.raises(JournalError, match="cannot be opened"):
        open_journal(str(file))
    assert file.read_text() == "minutes of the council" * 100


def test_sqlite_keeps_what_it_has_acknowledged(journal: Journal) -> None:
    with journal.reading() as connection:
        settings = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert settings == ["delete", 2, 1]


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
