"""The work lists after a change: the rows of what it touched are written anew."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from geodata.deciding import DUPLICATE_METHOD
from geodata.worklists.lists import Register, WorkAlley, WorkNaming, WorkSign, work_of
from geodata.worklists.row import COLUMNS

_NAMING = """
    SELECT naming_id, honoree_fa, by_name, main_street_fa, old_name_fa, naming.district,
           neighbourhood_id, plaque_status, verdict, method, reason_fa, naming.alley_id,
           alternatives, further
    FROM naming JOIN listing USING (naming_id) WHERE naming_id = ? AND place = 0"""
_ALLEY = """
    SELECT alley_id, name_fa, parent_fa, district, neighbourhood, eligible, mouth_lon, mouth_lat
    FROM alley WHERE alley_id = ?"""
_SIGN = """
    SELECT plaque_id, naming_id, status, text_fa, note_fa, lon, lat FROM plaque
    WHERE naming_id = ? ORDER BY plaque_id"""


def rewrite_work(
    database: sqlite3.Connection, namings: Iterable[str], alleys: Iterable[int]
) -> None:
    """Write the rows of some namings, of some alleys and of their signs anew."""
    register = Register(_namings(database, namings), _alleys(database, alleys))
    signs = [
        WorkSign(*row)
        for naming_id in sorted(register.namings)
        for row in database.execute(_SIGN, (naming_id,))
    ]
    database.executemany("DELETE FROM work WHERE naming_id = ?", ((n,) for n in namings))
    database.executemany("DELETE FROM work WHERE alley_id = ?", ((a,) for a in alleys))
    marks = ", ".join("?" * len(COLUMNS))
    database.executemany(
        f"INSERT INTO work ({', '.join(COLUMNS)}) VALUES ({marks})",  # noqa: S608 - our own names # nosec B608
        (row.values() for row in work_of(register, signs)),
    )


def _namings(database: sqlite3.Connection, namings: Iterable[str]) -> Iterator[WorkNaming]:
    for naming_id in sorted(namings):
        row = database.execute(_NAMING, (naming_id,)).fetchone()
        # A naming that is another one has no work of its own.
        if row is not None and row[9] != DUPLICATE_METHOD:
            offered = tuple((int(a), float(s)) for a, s in json.loads(row[-2]))
            values = (*row[:-2], offered, tuple(json.loads(row[-1])))
            yield WorkNaming(*values)


def _alleys(database: sqlite3.Connection, alleys: Iterable[int]) -> Iterator[WorkAlley]:
    for alley_id in sorted(alleys):
        row = database.execute(_ALLEY, (alley_id,)).fetchone()
        if row is not None:
            yield WorkAlley(*row)
