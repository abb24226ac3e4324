"""Opening the journal: where it is, what SQLite needs to be safe, its schema brought up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from geodata.errors import JournalError

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_MS = 5_000


class Journal:
    """An open journal; threads may share it.

    Attributes
    ----------
    name : str
        Where it is, without a password.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name = engine.url.render_as_string(hide_password=True)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept together, or none of them on an error.

        Raises
        ------
        JournalError
            The database refused or could not be reached.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as broken:
            raise self._error(broken) from broken

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read from; raises as `writing`."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as broken:
            raise self._error(broken) from broken

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def _error(self, broken: SQLAlchemyError) -> JournalError:
        return JournalError(f"{self.name}: {broken}", "دفتر تصمیم‌ها در دسترس نیست")


def open_journal(address: str) -> Journal:
    """Open a journal, make it where there is none, and carry its schema forward.

    Parameters
    ----------
    address : str
        A file for SQLite, or an address such as `postgresql+psycopg://…`.

    Raises
    ------
    JournalError
        It cannot be opened or made, or a newer version of this software has written it.
    """
    url = address if "://" in address else f"sqlite:///{address}"
    try:
        if url.startswith("sqlite:///"):
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, pool_pre_ping=True)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _make_safe)
        with engine.begin() as connection:
            _carry_forward(connection)
    except (SQLAlchemyError, OSError) as broken:
        raise JournalError(
            f"{address}: the journal cannot be opened ({broken})",
            f"{address}: دفتر تصمیم‌ها باز نشد",
        ) from broken
    return Journal(engine)


def _make_safe(connection: sqlite3.Connection, _record: Any) -> None:
    """One file that outlives a power cut: rollback journal and full sync, see SQLite's docs.

    The write-ahead log of older SQLite libraries can lose writes when it is reset.
    """
    for pragma in (
        f"busy_timeout = {BUSY_MS}",
        "journal_mode = DELETE",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _carry_forward(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    newer = set(MigrationContext.configure(connection).get_current_heads()) - known
    if newer:
        raise JournalError(
            f"the journal has revision {', '.join(sorted(newer))}, unknown to this version",
            "این دفتر را نسخهٔ تازه‌تری از نرم‌افزار نوشته است؛ نرم‌افزار را به‌روز کنید",
        )
    command.upgrade(config, "head")
