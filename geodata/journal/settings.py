"""Settings that all processes of a site share through its journal."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from geodata.errors import JournalError
from geodata.journal.tables import setting

if TYPE_CHECKING:
    from geodata.journal.database import Journal

SIGNING_KEY = "signing_key"


def get(connection: Connection, name: str) -> str | None:
    """Return a setting, None where it was never made."""
    value: str | None = connection.scalar(select(setting.c.value).where(setting.c.name == name))
    return value


def put(connection: Connection, name: str, value: str) -> None:
    """Set a setting."""
    changed = connection.execute(update(setting).where(setting.c.name == name).values(value=value))
    if not changed.rowcount:
        connection.execute(insert(setting).values(name=name, value=value))


def signing_key(journal: Journal) -> str:
    """Return the key forms are signed with, made when it is first asked for."""
    found = _read(journal)
    if found is None:
        try:
            with journal.writing() as connection:
                made = insert(setting).values(name=SIGNING_KEY, value=secrets.token_urlsafe(32))
                connection.execute(made)
        except JournalError as error:
            # Another process was a moment faster; its key is the key.
            if not isinstance(error.__cause__, IntegrityError):
                raise
        found = _read(journal)
    assert found is not None
    return found


def _read(journal: Journal) -> str | None:
    with journal.reading() as connection:
        return get(connection, SIGNING_KEY)
