"""Every schema that was ever released is carried forward with what is in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from geodata.journal import open_journal
from geodata.journal.backup import verify_journal
from geodata.journal.corrections import CorrectionKind, correction_status
from geodata.journal.database import known_revisions
from geodata.journal.misses import Miss, frequent_misses
from geodata.journal.settings import signing_key
from geodata.journal.tables import metadata

SCHEMAS = Path(__file__).parents[2] / "data" / "journal"
RELEASED = sorted(path.stem for path in SCHEMAS.glob("*.sql"))


def journal_of(revision: str, tmp_path: Path) -> Path:
    file = tmp_path / f"{revision}.sqlite"
    with closing(sqlite3.connect(file)) as database:
        database.executescript((SCHEMAS / f"{revision}.sql").read_text("utf-8"))
    return file


def test_every_schema_is_kept_here() -> None:
    assert set(RELEASED) == known_revisions()


@pytest.mark.parametrize("revision", RELEASED)
def test_a_journal_of_any_version_becomes_one_of_this(revision: str, tmp_path: Path) -> None:
    file = journal_of(revision, tmp_path)
    with closing(open_journal(str(file))) as journal:
        with journal.reading() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []
        assert frequent_misses(journal, limit=9) == [Miss("كريمي", 3, date(2026, 11, 25))]
        if revision >= "0002":
            assert correction_status(journal, "2222229V").kind is CorrectionKind.PHOTO
            assert signing_key(journal) == "a key of nobody"
    assert verify_journal(str(file)).broken is None


def test_a_step_that_fails_leaves_the_journal_as_it_was(tmp_path: Path) -> None:
    file = journal_of("0002", tmp_path)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE accepted_finding (in_the_way INTEGER)")
    before = file.read_bytes()
    with pytest.raises(Exception, match="accepted_finding"):
        open_journal(str(file))
    assert file.read_bytes() == before
