"""Records of alleys, their namings and their signs, made from rows of the serving database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

import shapely

from geodata.catalogue.records import Alley, Naming, Plaque

ALLEY_COLUMNS = (
    "alley_id, code, name_fa, kind, road_class, parent_fa, number, district, neighbourhood,"
    " length_m, state, mouth_lon, mouth_lat, west, south, east, north, geometry, source_ids"
)
_NAMING_COLUMNS = ", ".join(field.name for field in fields(Naming))
_PLAQUE_COLUMNS = ", ".join(field.name for field in fields(Plaque))

Lines = tuple[tuple[tuple[float, float], ...], ...]


def whole_alley(database: sqlite3.Connection, row: Sequence[Any]) -> Alley:
    """Return the alley of a row of `ALLEY_COLUMNS`, with the namings that are facts."""
    facts, (west, south, east, north, geometry, source_ids) = row[:-6], row[-6:]
    carried = "naming_id IN (SELECT naming_id FROM listing WHERE alley_id = ?)"
    namings = namings_where(database, carried, facts[0])
    signs = _plaques(database, [naming.naming_id for naming in namings])
    box = (west, south, east, north)
    values = (*facts, box, lines_from(geometry), tuple(source_ids.split("|")), namings, signs)
    return Alley(*values)


def namings_where(
    database: sqlite3.Connection, condition: str, *values: object
) -> tuple[Naming, ...]:
    """Return the namings of a condition, which is SQL of our own, by id."""
    rows = database.execute(
        f"SELECT {_NAMING_COLUMNS} FROM naming WHERE {condition} ORDER BY naming_id",  # noqa: S608 # nosec B608
        values,
    )
    return tuple(_naming(row) for row in rows)


def lines_from(geometry: bytes) -> Lines:
    """Return the unbroken lines of a WKB geometry as (lon, lat)."""
    parts = shapely.get_parts(shapely.from_wkb(geometry))
    return tuple(tuple((x, y) for x, y in part.coords) for part in parts)


def _plaques(database: sqlite3.Connection, naming_ids: Iterable[str]) -> tuple[Plaque, ...]:
    found: list[Plaque] = []
    for naming_id in naming_ids:
        rows = database.execute(
            f"SELECT {_PLAQUE_COLUMNS} FROM plaque WHERE naming_id = ?"  # noqa: S608 # nosec B608
            " ORDER BY plaque_id",
            (naming_id,),
        )
        found += [Plaque(*row) for row in rows]
    return tuple(found)


def _naming(row: Sequence[Any]) -> Naming:
    *plain, further, offered = row
    alternatives = tuple((int(a), float(s)) for a, s in json.loads(offered))
    values = (*plain, tuple(json.loads(further)), alternatives)
    return Naming(*values)
