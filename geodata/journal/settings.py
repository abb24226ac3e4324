"""Settings that all processes of a site share through its journal."""

from __future__ import annotations

import secrets

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from geodata.errors import JournalError
from geodata.journal.database import Journal
from geodata.journal.tables import setting

SIGNING_KEY = "signing_key"


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
        value: str | None = connection.scalar(
            select(setting.c.value).where(setting.c.name == SIGNING_KEY)
        )
    return value
