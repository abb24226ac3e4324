"""Coverage counted again from the list; how far people walk stays as the build measured it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from geodata.model import CITY_ID, NO_AREA, NO_AREA_FA, AreaKind
from geodata.plaque_states import SIGN_COUNTS

_COUNTS = ("named", "matched", *SIGN_COUNTS)
_LENGTHS = ("named_length_m", *(f"{sign}_length_m" for sign in SIGN_COUNTS))

_AS_BUILT = ("eligible", "length_m", "near_named", "near_installed")


def recount(database: sqlite3.Connection) -> None:
    """Write the counts and lengths of every area anew."""
    for kind in (AreaKind.DISTRICT.value, AreaKind.NEIGHBOURHOOD.value, AreaKind.CITY.value):
        area = f"'{CITY_ID}'" if kind == AreaKind.CITY.value else f"coalesce(listing.{kind}, '')"
        numbers: dict[str, dict[str, float]] = defaultdict(dict)
        sums = ", ".join(["sum(mapped)", *(f"sum({sign})" for sign in SIGN_COUNTS)])
        for area_id, *counts in database.execute(
            f"SELECT {area}, count(*), {sums} FROM listing WHERE once = 1 GROUP BY 1"  # noqa: S608 # nosec B608
        ):
            numbers[area_id] |= zip(_COUNTS, counts, strict=True)
        metres = ", ".join(["sum(length_m)", *(f"sum(length_m * {sign})" for sign in SIGN_COUNTS)])
        for area_id, *lengths in database.execute(
            f"""SELECT {area}, {metres} FROM listing JOIN alley USING (alley_id)
                WHERE once = 1 AND eligible = 1 GROUP BY 1"""  # noqa: S608 - our own names # nosec B608
        ):
            rounded = (round(length, 1) for length in lengths)
            numbers[area_id] |= zip(_LENGTHS, rounded, strict=True)
        _write(database, kind, numbers)


def _write(database: sqlite3.Connection, kind: str, numbers: dict[str, dict[str, float]]) -> None:
    query = "SELECT area_id FROM coverage WHERE kind = ?"
    known = {area_id for (area_id,) in database.execute(query, (kind,))}
    if not known:  # no such areas in this dataset
        return
    if NO_AREA in numbers and NO_AREA not in known:
        zeros = ", ".join("0" for _ in (*_AS_BUILT, *_COUNTS, *_LENGTHS))
        names = ", ".join((*_AS_BUILT, *_COUNTS, *_LENGTHS))
        database.execute(
            f"""INSERT INTO coverage (position, area_id, name_fa, kind, {names})
                SELECT max(position) + 1, ?, ?, ?, {zeros} FROM coverage""",  # noqa: S608 # nosec B608
            (NO_AREA, NO_AREA_FA, kind),
        )
        known.add(NO_AREA)
    columns = (*_COUNTS, *_LENGTHS)
    setting = ", ".join(f"{column} = ?" for column in columns)
    database.executemany(
        f"UPDATE coverage SET {setting} WHERE kind = ? AND area_id = ?",  # noqa: S608 # nosec B608
        (
            (*(numbers.get(area_id, {}).get(column, 0) for column in columns), kind, area_id)
            for area_id in known
        ),
    )
