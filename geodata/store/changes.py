"""When each alley last changed: every version carries what it needs to tell the next one.

An alley changes when anything that is said of it does: its line, its names, a naming that is
joined to it, a sign. One that is gone has changed too.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geodata.frames import with_none
from geodata.model import Verdict
from geodata.standing import FURTHER, by_alley
from geodata.store.directory import CATALOGUE

COLUMNS = ("alley_id", "fingerprint", "changed_at")
GONE = b""
"""The fingerprint of an alley that is no longer there."""
_BYTES = 12
_NOT_SAID = {"geometry", "eligible", "parent_id"}

Fingerprints = Mapping[int, bytes]
ChangeRow = tuple[int, bytes, str]


def fingerprints(
    alleys: gpd.GeoDataFrame, namings: pd.DataFrame, plaques: pd.DataFrame
) -> Fingerprints:
    """Return of each alley what its present state is known again by.

    Parameters
    ----------
    alleys, namings, plaques : DataFrame
        As the build has joined them.
    """
    told: dict[object, list[tuple[object, ...]]] = defaultdict(list)
    accepted = namings[namings["verdict"] == Verdict.ACCEPTED.value]
    placed = by_alley(accepted).sort_values(["naming_id", "place"])
    alleys_of: dict[str, list[int]] = defaultdict(list)
    for naming_id, alley_id in zip(placed["naming_id"], placed["alley_id"], strict=True):
        alleys_of[naming_id].append(alley_id)
    said = with_none(accepted.drop(columns=["score", "alternatives", "extras", FURTHER, "joined"]))
    at = list(said.columns).index("naming_id")
    for row in said.sort_values("naming_id").itertuples(index=False, name=None):
        mine = alleys_of[row[at]]
        for alley_id in mine:
            told[alley_id].append(row if len(mine) == 1 else (*row, tuple(mine)))
    signs = with_none(plaques)
    for naming_id, row in zip(
        signs["naming_id"], signs.itertuples(index=False, name=None), strict=True
    ):
        for alley_id in alleys_of.get(naming_id, ()):
            told[alley_id].append(row)
    facts = with_none(pd.DataFrame(alleys[[c for c in alleys.columns if c not in _NOT_SAID]]))
    lines = shapely.to_wkb(alleys.geometry.to_numpy())
    return {
        alley_id: _hash((row, line, told.get(alley_id)))
        for alley_id, row, line in zip(
            alleys["alley_id"], facts.itertuples(index=False, name=None), lines, strict=True
        )
    }


def read_changes(version: Path | None) -> list[ChangeRow]:
    """Return what a published version says of the last changes; nothing of an older format."""
    if version is None or not (version / CATALOGUE).is_file():
        return []
    path = f"file:{version / CATALOGUE}?mode=ro&immutable=1"
    with closing(sqlite3.connect(path, uri=True)) as database:
        query = "SELECT 1 FROM sqlite_master WHERE name = 'change'"
        if not database.execute(query).fetchone():
            return []
        return database.execute(f"SELECT {', '.join(COLUMNS)} FROM change").fetchall()  # noqa: S608 # nosec B608


def with_changes(
    earlier: Iterable[ChangeRow], now: Fingerprints, built_at: str
) -> Iterator[ChangeRow]:
    """Yield one row for each alley there is or was.

    Parameters
    ----------
    built_at : str
        ISO 8601, UTC: when what differs from `earlier` changed.
    """
    before = {alley_id: (print_, at) for alley_id, print_, at in earlier}
    for alley_id in sorted(before.keys() | now.keys()):
        present = now.get(alley_id, GONE)
        known, changed_at = before.get(alley_id, (None, built_at))
        yield alley_id, present, changed_at if known == present else built_at


def _hash(value: object) -> bytes:
    return hashlib.blake2b(repr(value).encode(), digest_size=_BYTES).digest()
