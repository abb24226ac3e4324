"""Copies of a journal that is being written, and the way back; checked before they count.

A file copied while somebody writes is broken one time in ten; SQLite's own backup never is. A
PostgreSQL server has tools of its own.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import inspect

from geodata.errors import JournalError
from geodata.journal.audit import Chain, check_chain
from geodata.journal.database import (
    BUSY_MS,
    known_revisions,
    look_into_journal,
    sqlite_file,
)
from geodata.journal.tables import audit


def verify_journal(address: str) -> Chain:
    """Return whether the audit of a journal is whole.

    Raises
    ------
    JournalError
        There is no journal, or none with an audit.
    """
    journal = look_into_journal(address)
    try:
        with journal.reading() as connection:
            return check_chain(connection)
    finally:
        journal.close()


def back_up(address: str, out: Path) -> None:
    """Write a checked copy of a journal as it is at this moment, whoever writes meanwhile.

    Raises
    ------
    JournalError
        The journal, or what became of the copy, is not whole; `out` is as it was.
    """
    file = _file_of(address)
    if out.exists() and out.samefile(file):
        raise JournalError(f"{out} is the journal itself", f"{out} خود دفتر است")
    with _refusing(file), _aside(out) as part:
        with closing(_reader(file)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
        _check(part)


def restore(copy: Path, address: str, *, force: bool = False) -> None:
    """Make a journal from a copy that is whole; over one that is there only by force.

    An existing file is written to and not replaced: a site that has it open sees the change, and
    no process goes on writing to a file that is gone.

    Raises
    ------
    JournalError
        The copy is not whole, or there is a journal and no force; the journal is as it was.
    """
    file = _file_of(address, must_exist=False)
    _check(copy)
    if file.exists() and not force:
        raise JournalError(
            f"{file}: there is a journal already; --force writes over it",
            f"{file}: دفتری از پیش هست؛ با --force روی آن نوشته می‌شود",
        )
    with _refusing(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists():
            with closing(_reader(copy)) as source, closing(_writer(file)) as target:
                source.backup(target)
        else:
            with (
                _aside(file) as part,
                closing(_reader(copy)) as source,
                closing(sqlite3.connect(part)) as target,
            ):
                source.backup(target)


def _file_of(address: str, *, must_exist: bool = True) -> Path:
    file = sqlite_file(address)
    if file is None:
        raise JournalError(
            "a journal on PostgreSQL is kept with the server's own tools:"
            " pg_dump --format=custom, pg_restore",
            "برای دفتری که روی PostgreSQL است pg_dump و pg_restore را به کار ببرید",
        )
    if must_exist and not file.is_file():
        raise JournalError(f"{file}: there is no journal", f"{file}: دفتری در اینجا نیست")
    return file


def _check(copy: Path) -> None:
    """Refuse a file that is broken, no journal, of a newer version, or whose audit has a gap."""
    broken = f"{copy}: این رونوشت سالم نیست"
    with _refusing(copy), closing(_reader(copy)) as database:
        (told,) = database.execute("PRAGMA integrity_check(1)").fetchone()
        if told != "ok":
            raise JournalError(f"{copy}: the copy is not whole ({told})", broken)
    journal = look_into_journal(str(copy))
    try:
        with journal.reading() as connection:
            tables = inspect(connection).get_table_names()
            if "alembic_version" not in tables:
                raise JournalError(f"{copy}: this is no journal", f"{copy}: این دفتر نیست")
            asked = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
            if newer := set(asked.scalars()) - known_revisions():
                raise JournalError(f"{copy}: revision {newer} is unknown", broken)
            chain = check_chain(connection) if audit.name in tables else None
    finally:
        journal.close()
    if chain and chain.broken is not None:
        raise JournalError(f"{copy}: the audit breaks at row {chain.broken}", broken)


def _reader(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True, timeout=BUSY_MS / 1000)


def _writer(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=BUSY_MS / 1000)
    database.execute("PRAGMA synchronous = FULL")
    return database


@contextmanager
def _aside(out: Path) -> Iterator[Path]:
    """Give a name beside a file, and put what was written there in its place, whole or not."""
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    part = Path(name)  # for its owner's eyes only, as mkstemp makes it
    try:
        yield part
        os.fsync(handle)
        part.replace(out)
    finally:
        os.close(handle)
        part.unlink(missing_ok=True)


@contextmanager
def _refusing(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as broken:
        raise JournalError(f"{file}: {broken}", f"{file}: خوانده یا نوشته نشد") from broken
