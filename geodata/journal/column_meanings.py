"""What columns mean whose headers no vocabulary knows, as somebody said once for every import.

A header is kept as it is written; how alike two headers are is the readers' business.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, insert, inspect, select

from geodata.journal.audit import Action
from geodata.journal.database import Journal
from geodata.journal.tables import column_mapping


def explain_columns(
    journal: Journal, role: str, meanings: Mapping[str, str | None], *, by: str, now: datetime
) -> None:
    """Keep what headers mean; None takes a meaning back. What is so already leaves no trace.

    Parameters
    ----------
    role : str
        An `InputRole`: whose headers they are.
    meanings : mapping
        Header as written → canonical column.
    """
    with journal.reading() as connection:
        before = column_meanings(connection).get(role, {})
    changed = {h: column for h, column in meanings.items() if before.get(h) != column}
    if not changed:
        return
    details = {"headers": changed}
    with journal.changing(
        by, Action.COLUMN_EXPLAINED, role, now=now, details=details
    ) as connection:
        for header, meaning in changed.items():
            here = (column_mapping.c.role == role) & (column_mapping.c.header == header)
            connection.execute(delete(column_mapping).where(here))
            if meaning is not None:
                row = {
                    "role": role, "header": header, "meaning": meaning, "set_by": by, "set_at": now,
                }  # fmt: skip
                connection.execute(insert(column_mapping).values(row))


def column_meanings(connection: Connection) -> dict[str, dict[str, str]]:
    """Return what headers mean, by role; nothing of a journal older than this table."""
    if not inspect(connection).has_table(column_mapping.name):
        return {}
    meanings: dict[str, dict[str, str]] = {}
    asked = select(column_mapping.c.role, column_mapping.c.header, column_mapping.c.meaning)
    order = (column_mapping.c.set_at, column_mapping.c.header)
    for role, header, meaning in connection.execute(asked.order_by(*order)):
        meanings.setdefault(role, {})[header] = meaning
    return meanings
