"""How far the plan was at each published build: every version carries the points before it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd

from geodata.store.directory import CATALOGUE

COLUMNS = (
    "built_at", "kind", "area_id", "eligible", "named", "matched", "installed", "verified",
)  # fmt: skip
_KEY = COLUMNS[:3]
TrendRow = tuple[object, ...]


def read_trend(version: Path | None) -> list[TrendRow]:
    """Return the points a published version carries; none for a version of before there were any.

    An unreadable version is `earlier.read_earlier`'s to refuse.
    """
    if version is None or not (version / CATALOGUE).is_file():
        return []
    path = f"file:{version / CATALOGUE}?mode=ro&immutable=1"
    with closing(sqlite3.connect(path, uri=True)) as database:
        known = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'trend'").fetchone()
        if not known:
            return []
        return database.execute(f"SELECT {', '.join(COLUMNS)} FROM trend").fetchall()  # noqa: S608 # nosec B608


def with_points(earlier: Iterable[TrendRow], new: Iterable[TrendRow]) -> list[TrendRow]:
    """Return all points, of two builds within one second the later."""
    by_key = {row[: len(_KEY)]: row for row in (*earlier, *new)}
    return list(by_key.values())


def new_points(coverage: pd.DataFrame, built_at: str) -> Iterator[TrendRow]:
    """Yield the points of this build, one an area.

    Parameters
    ----------
    coverage : DataFrame
        Of `geodata.coverage.coverage_table`.
    built_at : str
        ISO 8601, UTC.
    """
    counted = coverage[list(COLUMNS[1:])].astype(object)
    for row in counted.itertuples(index=False, name=None):
        yield (built_at, *row)
