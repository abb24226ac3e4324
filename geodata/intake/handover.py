"""What a build takes from the journal, as a file of its own: the worker never sees the journal.

Decisions and plaque events in force and what headers mean; nothing of accounts, logins, reports
or photos. The file is read as a journal is (`geodata.said_inputs`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, MetaData, NullPool, Table, create_engine, insert, select

from geodata.journal.database import Journal
from geodata.journal.tables import column_mapping, decision, plaque_event

HANDED_OVER = (decision, plaque_event, column_mapping)
LEFT_OUT = frozenset({"media_id"})
"""Columns that lead to what stays in the journal."""


def hand_over(journal: Journal, path: Path) -> None:
    """Write what a build takes from the journal at this moment into a new file.

    Raises
    ------
    geodata.errors.JournalError
        The journal cannot be read.
    """
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
    try:
        with journal.reading() as source, engine.begin() as copy:
            for table in HANDED_OVER:
                _copy(table, source, copy)
    finally:
        engine.dispose()


def _copy(table: Table, source: Connection, copy: Connection) -> None:
    plain = table.to_metadata(MetaData())
    for constraint in list(plain.foreign_key_constraints):
        plain.constraints.discard(constraint)
    plain.create(copy)
    asked = select(table)
    if "withdrawn_at" in table.c:
        asked = asked.where(table.c.withdrawn_at.is_(None))
    rows: list[dict[str, Any]] = [
        {**row, **dict.fromkeys(LEFT_OUT & row.keys())}
        for row in map(dict, source.execute(asked).mappings())
    ]
    if rows:
        copy.execute(insert(plain), rows)
