"""The last look before a version goes public: complete, consistent, answerable."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from geodata.errors import DatasetError
from geodata.search.index import SearchIndex
from geodata.store.directory import CATALOGUE, CONTRACT_FILES, SEARCH, TILES, WALKS
from geodata.tiles.archive import TileArchive

_MUST_BE_ZERO = {
    "accepted namings without an alley": """SELECT count(*) FROM naming
        WHERE verdict = 'accepted' AND alley_id NOT IN (SELECT alley_id FROM alley)""",
    "namings listed on alleys that are not there": """SELECT count(*) FROM listing
        WHERE alley_id IS NOT NULL AND alley_id NOT IN (SELECT alley_id FROM alley)""",
    "alleys missing from the box index": """SELECT count(*) FROM alley
        WHERE alley_id NOT IN (SELECT alley_id FROM alley_box)""",
    "namings missing from the search": """SELECT count(*) FROM naming
        WHERE naming_id NOT IN (SELECT naming_id FROM entry WHERE naming_id IS NOT NULL)""",
    "ids that are both alive and retired": """SELECT count(*) FROM retired
        WHERE alley_id IN (SELECT alley_id FROM alley)""",
}


def validate_version(bench: Path, *, alleys: int, namings: int) -> None:
    """Check what was built, just before it is published.

    Raises
    ------
    DatasetError
        When a file is missing or empty, a count is off, or the database is not sound.
    """
    for name in (*CONTRACT_FILES, CATALOGUE, SEARCH, TILES, WALKS):
        if not (bench / name).is_file() or not (bench / name).stat().st_size:
            raise _unsound(f"{name} is missing or empty")
    _check_tiles(bench / TILES)
    database = sqlite3.connect(f"file:{bench / CATALOGUE}?mode=ro&immutable=1", uri=True)
    try:
        if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise _unsound(f"{CATALOGUE} fails its integrity check")
        _expect(database, "alley", alleys)
        _expect(database, "naming", namings)
        _expect(database, "entry", SearchIndex(bench / SEARCH).size)
        for what, query in _MUST_BE_ZERO.items():
            if (found := database.execute(query).fetchone()[0]) != 0:
                raise _unsound(f"{found} {what}")
    finally:
        database.close()


def _check_tiles(path: Path) -> None:
    """Read every tile once: a page of the file that is damaged must not wait for a reader."""
    archive = TileArchive(path)
    try:
        archive.check()
    finally:
        archive.close()


def _expect(database: sqlite3.Connection, table: str, count: int) -> None:
    found = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 # nosec B608
    if found != count:
        raise _unsound(f"table {table} holds {found} rows, expected {count}")


def _unsound(what: str) -> DatasetError:
    return DatasetError(
        f"the dataset just built is not sound: {what}; nothing was published",
        f"مجموعه‌دادهٔ ساخته‌شده درست نیست ({what})؛ چیزی منتشر نشد",
    )
