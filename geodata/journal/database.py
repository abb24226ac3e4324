"""Opening the journal: where it is, what SQLite needs to be safe, its schema brought up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError

from geodata.errors import JournalError, JournalFullError
from geodata.journal.audit import Action, append
from geodata.journal.tables import audit, lock

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_MS = 5_000
_MIGRATION_LOCK = 0x616C6C6579
"""Any number, the same in every process: two of them carry no schema forward at once."""


class Journal:
    """An open journal; threads may share it.

    Attributes
    ----------
    name : str
        Where it is, without a password.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._writer = engine.execution_options(writes=True)
        self.name = name

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept together, or none of them on an error.

        Raises
        ------
        JournalError
            The database refused or could not be reached.
        """
        try:
            with self._writer.begin() as connection:
                yield connection
        except SQLAlchemyError as broken:
            raise self._error(broken) from broken

    @contextmanager
    def changing(
        self,
        actor: str,
        action: Action,
        subject: str,
        *,
        now: datetime,
        details: Mapping[str, object] | None = None,
    ) -> Iterator[Connection]:
        """Give a connection for something people decide: kept with its row of the audit or not.

        Parameters
        ----------
        actor, action, subject : str
            Who did what to what.
        details : mapping, optional
            What else is worth knowing; read when the change is done, so it may still be filled.

        Raises
        ------
        JournalError
            As `writing`.
        """
        with self.writing() as connection:
            lock(connection, audit)
            yield connection
            append(connection, actor, action, subject, now=now, details=details or {})

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
        if _is_full(broken):
            return JournalFullError(
                f"{self.name}: no room left ({broken})", "جایی برای نوشتن در دفتر نمانده است"
            )
        return JournalError(f"{self.name}: {broken}", "دفتر تصمیم‌ها در دسترس نیست")


def _is_full(broken: SQLAlchemyError) -> bool:
    """Whether a disk without room is what broke: SQLITE_FULL, or PostgreSQL's 53100."""
    cause = getattr(broken, "orig", None)
    codes = (getattr(cause, "sqlite_errorname", ""), getattr(cause, "sqlstate", ""))
    return codes[0] == "SQLITE_FULL" or codes[1] == "53100"


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
    with _refusing(address) as name:
        file = sqlite_file(address)
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.exists():
                file.touch(mode=0o600)  # telephones and hashes of passwords stand in it
        # What is written may be a password's hash, which belongs in no log.
        engine = create_engine(_url(address), pool_pre_ping=True, hide_parameters=True)
        if file is not None:
            event.listen(engine, "connect", _make_safe)
            event.listen(engine, "begin", _begin)
        with engine.execution_options(writes=True).begin() as connection:
            _carry_forward(connection)
    return Journal(engine, name)


def look_into_journal(address: str) -> Journal:
    """Open a journal that is there, to read it as it is: nothing is made or carried forward.

    Raises
    ------
    JournalError
        There is none, or it cannot be opened.
    """
    with _refusing(address) as name:
        file = sqlite_file(address)
        if file is None:
            # All that is read belongs to one moment, on SQLite too.
            engine = create_engine(
                _url(address), hide_parameters=True, isolation_level="REPEATABLE READ"
            )
            return Journal(engine, name)
        if not file.is_file():
            raise JournalError(f"{file}: there is no journal", f"{file}: دفتری در اینجا نیست")
        where = f"{file.resolve().as_uri()}?mode=rw"
        engine = create_engine(
            "sqlite://",
            creator=lambda: sqlite3.connect(
                where, uri=True, timeout=BUSY_MS / 1000, isolation_level=None
            ),
            poolclass=NullPool,
        )
        event.listen(engine, "begin", _begin)
        return Journal(engine, name)


def sqlite_file(address: str) -> Path | None:
    """Return the file an address means, None for a database on a server."""
    url = make_url(_url(address))
    is_file = url.get_backend_name() == "sqlite" and url.database
    return Path(url.database or "") if is_file else None


def _url(address: str) -> str:
    return address if "://" in address else f"sqlite:///{address}"


@contextmanager
def _refusing(address: str) -> Iterator[str]:
    """Give the address without its password; what goes wrong is told with that."""
    name = address
    try:
        name = make_url(_url(address)).render_as_string(hide_password=True)
        yield name
    except (SQLAlchemyError, OSError, ImportError) as broken:
        raise JournalError(
            f"{name}: the journal cannot be opened ({broken})",
            f"{name}: دفتر تصمیم‌ها باز نشد",
        ) from broken


def _make_safe(connection: sqlite3.Connection, _record: Any) -> None:
    """One file that outlives a power cut: rollback journal and full sync, see SQLite's docs.

    The write-ahead log of older SQLite libraries can lose writes when it is reset.
    """
    # Transactions begin when we say so, in `_begin`, and hold changes of the schema too.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_MS}",
        "journal_mode = DELETE",
        "synchronous = FULL",
        "foreign_keys = ON",
        # A telephone number that is deleted is gone from the file too.
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Take the right to write at once, so that what was read before a change still holds."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _carry_forward(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext

    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    newer = set(MigrationContext.configure(connection).get_current_heads()) - known_revisions()
    if newer:
        raise JournalError(
            f"the journal has revision {', '.join(sorted(newer))}, unknown to this version",
            "این دفتر را نسخهٔ تازه‌تری از نرم‌افزار نوشته است؛ نرم‌افزار را به‌روز کنید",
        )
    command.upgrade(config, "head")


def known_revisions() -> frozenset[str]:
    """Return the revisions of the schema that this version can carry forward."""
    return frozenset(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
