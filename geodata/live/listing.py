"""The list of namings after a change: where each stands and what it shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from geodata.deciding import DUPLICATE_METHOD
from geodata.model import UNMAPPED, MapState, Verdict
from geodata.plaque_states import SIGN_COUNTS, sign_flags

_NAMING = """SELECT verdict, method, district, neighbourhood_id, plaque_status
             FROM naming WHERE naming_id = ?"""
_ROWS = "SELECT place, alley_id FROM listing WHERE naming_id = ? ORDER BY place"
_AGAIN = """INSERT INTO listing
            SELECT naming_id, ?, ?, family_key, family_fa, by_name, district, neighbourhood, state,
                   year, has_portrait, has_biography, 0, mapped, made, installed, verified, damaged,
                   missing
            FROM listing WHERE naming_id = ? AND place = 0"""
_PLACE = "SELECT district, neighbourhood, state FROM alley WHERE alley_id = ?"
_ON_IT = """SELECT naming_id, plaque_status FROM naming JOIN listing USING (naming_id)
            WHERE listing.alley_id = ? ORDER BY naming_id"""
_SIGNS = ", ".join(f"{sign} = ?" for sign in SIGN_COUNTS)


def place_on(database: sqlite3.Connection, naming_id: str, alleys: Sequence[int]) -> None:
    """Let a naming stand on some alleys, the first is what it is known by; on none, off the map.

    What its rows say beside that is as old as before, see `relist`.
    """
    first = alleys[0] if alleys else None
    database.execute("DELETE FROM listing WHERE naming_id = ? AND place > 0", (naming_id,))
    database.execute("UPDATE listing SET alley_id = ? WHERE naming_id = ?", (first, naming_id))
    for place, alley_id in enumerate(alleys[1:], start=1):
        database.execute(_AGAIN, (place, alley_id, naming_id))


def relist(database: sqlite3.Connection, namings: Iterable[str], alleys: Iterable[int]) -> None:
    """Write the rows of `listing` anew for some namings and for all on some alleys."""
    touched = set(namings)
    for alley_id in alleys:
        rows = database.execute("SELECT naming_id FROM listing WHERE alley_id = ?", (alley_id,))
        touched |= {naming_id for (naming_id,) in rows}
    for naming_id in touched:
        row = database.execute(_NAMING, (naming_id,)).fetchone()
        if row is None:
            continue
        for place, alley_id in database.execute(_ROWS, (naming_id,)).fetchall():
            values = _values(database, naming_id, alley_id, row)
            database.execute(
                f"""UPDATE listing SET district = ?, neighbourhood = ?, state = ?,
                    once = ?, mapped = ?, {_SIGNS} WHERE naming_id = ? AND place = ?""",  # noqa: S608 # nosec B608
                (*values, naming_id, place),
            )


def _values(
    database: sqlite3.Connection, naming_id: str, alley_id: int | None, row: tuple[Any, ...]
) -> tuple[object, ...]:
    verdict, method, district, neighbourhood, status = row
    if verdict != Verdict.ACCEPTED.value:
        once = method != DUPLICATE_METHOD
        return (district, neighbourhood, UNMAPPED, once, 0, *sign_flags([status]))
    place = database.execute(_PLACE, (alley_id,)).fetchone()
    on_it = database.execute(_ON_IT, (alley_id,)).fetchall()
    signs = sign_flags([told for _, told in on_it])
    state = place[2] or MapState.NAMED.value
    return (place[0], place[1], state, naming_id == on_it[0][0], 1, *signs)
