"""What a GeoPackage would make SQLite compute, looked at before GDAL asks it anything.

A layer may be a view, and a view may be endless; a column may be generated, and as large as memory.
Only plain tables are read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from geodata.errors import FormatRefusedError
from geodata.readers.refusals import refusal

_CONTENTS, _GEOMETRIES = "gpkg_contents", "gpkg_geometry_columns"
_OWN_TABLES = frozenset(
    {_CONTENTS, _GEOMETRIES, "gpkg_spatial_ref_sys", "gpkg_ogr_contents", "gpkg_extensions"}
)
_STEPS, _MOST_LOOKS = 10_000, 1_000
"""The work of SQLite is looked at every so many steps, and so often: a tenth of a second."""
_GENERATED = (2, 3)


def check_plain_tables(path: Path, *, file: str) -> None:
    """Look at every table that GDAL would read.

    Raises
    ------
    FormatRefusedError
        When a layer or a table of the format itself is a view or virtual, has a generated column,
        or the file is no sound database.
    """
    try:
        with closing(_opened(path)) as database:
            for name in _computed(database):
                raise refusal(FormatRefusedError, "layer_computed", file=file, layer=name)
    # What SQLite says of a damaged schema may quote bytes that are no text.
    except (sqlite3.Error, UnicodeError) as error:
        raise refusal(
            FormatRefusedError, "file_broken", file=file, expected="GeoPackage", reason=error
        ) from error


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    database.text_factory = lambda text: text.decode("utf-8", "replace")
    database.execute("PRAGMA trusted_schema = OFF")
    looks = iter(range(_MOST_LOOKS))
    database.set_progress_handler(lambda: next(looks, None) is None, _STEPS)
    return database


def _computed(database: sqlite3.Connection) -> Iterator[str]:
    """Yield the tables that are not simply stored."""
    kinds = {
        name: kind == "table" and not (sql or "").upper().lstrip().startswith("CREATE VIRTUAL")
        for kind, name, sql in database.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view')"
        )
    }
    own = [name for name in kinds if name.lower() in _OWN_TABLES]
    yield from (name for name in own if not kinds[name])
    for name in own:
        if name.lower() in (_CONTENTS, _GEOMETRIES):
            yield from _computed_layers(database, name, kinds)
    for name in own:
        if _has_generated(database, name):
            yield name


def _computed_layers(
    database: sqlite3.Connection, table: str, kinds: dict[str, bool]
) -> Iterator[str]:
    by_name = {name.lower(): name for name in kinds}
    for (layer,) in database.execute(f'SELECT table_name FROM "{table}"'):  # noqa: S608 - one of two # nosec B608
        name = by_name.get(str(layer).lower())
        if name is not None and (not kinds[name] or _has_generated(database, name)):
            yield name


def _has_generated(database: sqlite3.Connection, table: str) -> bool:
    columns = database.execute("SELECT hidden FROM pragma_table_xinfo(?)", (table,))
    return any(hidden in _GENERATED for (hidden,) in columns)
