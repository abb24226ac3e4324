"""The signs of namings as they stand now: what was built, and what was recorded of each."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from geodata.live.said import Said
from geodata.plaque_states import most_telling
from geodata.sign_history import RecordedEvent, by_sign, present


def lay_signs(database: sqlite3.Connection, said: Mapping[str, Said]) -> None:
    """Write the signs of namings anew, and what each naming is known by."""
    for naming_id, one in said.items():
        # A sign that the file gives no naming has an empty one in the journal.
        of_it = "naming_id = ?" if naming_id else "naming_id IS NULL AND ? = ''"
        database.execute(f"DELETE FROM plaque WHERE {of_it}", (naming_id,))  # noqa: S608 # nosec B608
        database.execute(
            f"INSERT INTO plaque SELECT * FROM built.plaque WHERE {of_it}",  # noqa: S608 # nosec B608
            (naming_id,),
        )
        for history in by_sign(one.history).values():
            _lay(database, history)
        statuses = database.execute("SELECT status FROM plaque WHERE naming_id = ?", (naming_id,))
        known = most_telling(status for (status,) in statuses)
        # Without any record of a sign the register's own column speaks.
        database.execute(
            """UPDATE naming SET plaque_status = coalesce(
                   ?, (SELECT plaque_status FROM built.naming WHERE naming_id = ?))
               WHERE naming_id = ?""",
            (known.value if known else None, naming_id, naming_id),
        )


def told_of(database: sqlite3.Connection, naming_id: str) -> str | None:
    """Return the plaque status of a naming."""
    query = "SELECT plaque_status FROM naming WHERE naming_id = ?"
    status: str | None = database.execute(query, (naming_id,)).fetchone()[0]
    return status


def _lay(database: sqlite3.Connection, history: Sequence[RecordedEvent]) -> None:
    """Write the row of one sign as its history says."""
    plaque_id = history[-1].plaque_id
    row = database.execute(
        "SELECT status, date, end_fa, text_fa, note_fa, lon, lat FROM plaque WHERE plaque_id = ?",
        (plaque_id,),
    ).fetchone()
    status, date, end, text, note, *place = row or (None,) * 7
    now = present(date, history)
    if now.telling is not None:
        status, date, note = now.telling.status, now.telling.happened_on, None
    database.execute(
        """INSERT OR REPLACE INTO plaque
           (plaque_id, naming_id, status, date, end_fa, text_fa, note_fa, lon, lat)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (plaque_id, history[-1].naming_id or None, status, date, now.end or end, text, note,
         *(now.place or place)),
    )  # fmt: skip
