"""The list of namings after a change: where each stands and what it shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from geodata.deciding import DUPLICATE_METHOD
from geodata.model import UNMAPPED, MapState, Verdict
from geodata.plaque_states import SIGN_COUNTS, sign_flags

_NAMING = """SELECT verdict, method, alley_id, district, neighbourhood_id, plaque_status
             FROM naming WHERE naming_id = ?"""
_PLACE = "SELECT district, neighbourhood, state FROM alley WHERE alley_id = ?"
_ON_IT = """SELECT naming_id, plaque_status FROM naming
            WHERE alley_id = ? AND verdict = 'accepted' ORDER BY naming_id"""
_SIGNS = ", ".join(f"{sign} = ?" for sign in SIGN_COUNTS)


def relist(database: sqlite3.Connection, namings: Iterable[str], alleys: Iterable[int]) -> None:
    """Write the rows of `listing` anew for some namings and for all on some alleys."""
    touched = set(namings)
    for alley_id in alleys:
        rows = database.execute("SELECT naming_id FROM naming WHERE alley_id = ?", (alley_id,))
        touched |= {naming_id for (naming_id,) in rows}
    for naming_id in touched:
        row = database.execute(_NAMING, (naming_id,)).fetchone()
        if row is not None:
            values = _values(database, naming_id, row)
            database.execute(
                f"""UPDATE listing SET alley_id = ?, district = ?, neighbourhood = ?, state = ?,
                    once = ?, mapped = ?, {_SIGNS} WHERE naming_id = ?""",  # noqa: S608 # nosec B608
                (*values, naming_id),
            )


def _values(
    database: sqlite3.Connection, naming_id: str, row: tuple[Any, ...]
) -> tuple[object, ...]:
    verdict, method, alley_id, district, neighbourhood, status = row
    if verdict != Verdict.ACCEPTED.value:
        once = method != DUPLICATE_METHOD
        return (None, district, neighbourhood, UNMAPPED, once, 0, *sign_flags([status]))
    place = database.execute(_PLACE, (alley_id,)).fetchone()
    on_it = database.execute(_ON_IT, (alley_id,)).fetchall()
    signs = sign_flags([told for _, told in on_it])
    state = place[2] or MapState.NAMED.value
    return (alley_id, place[0], place[1], state, naming_id == on_it[0][0], 1, *signs)
