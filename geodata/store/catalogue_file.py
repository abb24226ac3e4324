"""The serving database of a version, written once from the build's frames.

Everything the site asks for lies here, joined already; the reading side is
`geodata.catalogue`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geodata.findings.finding import COLUMNS as FINDING_COLUMNS
from geodata.findings.finding import Finding
from geodata.frames import with_none
from geodata.issues import IssueLog
from geodata.names import honoree_name
from geodata.names.alphabet import sortable
from geodata.search.entries import Entry
from geodata.store.changes import COLUMNS as CHANGE_COLUMNS
from geodata.store.changes import ChangeRow
from geodata.store.listing import COLUMNS as LISTING_COLUMNS
from geodata.store.listing import listing_rows
from geodata.store.trend import COLUMNS as TREND_COLUMNS
from geodata.store.trend import TrendRow
from geodata.worklists.row import COLUMNS as WORK_COLUMNS
from geodata.worklists.row import WorkRow

_ALLEY_COLUMNS = (
    "alley_id", "code", "name_fa", "kind", "road_class", "parent_fa", "number", "district",
    "neighbourhood", "length_m", "eligible", "state", "mouth_lon", "mouth_lat", "west", "south",
    "east", "north", "source_ids", "parent_id", "geometry",
)  # fmt: skip
_NAMING_COLUMNS = {
    "naming_id": "naming_id", "martyr_id": "martyr_id", "full_name": "honoree_fa",
    "title": "title_fa", "father_name": "father_fa", "old_name": "old_name_fa",
    "new_name": "new_name_fa", "main_street": "main_street_fa", "district": "district",
    "neighbourhood": "neighbourhood", "neighbourhood_id": "neighbourhood_id",
    "birth_date": "birth_date",
    "martyrdom_date": "martyrdom_date", "martyrdom_place": "martyrdom_place",
    "burial_place": "burial_place", "biography": "biography",
    "portrait": "portrait", "photo_credit": "photo_credit",
    "media_url": "media_url", "latin_name": "latin_name", "arabic_name": "arabic_name",
    "decree_no": "decree_no", "decree_date": "decree_date",
    "plaque_status": "plaque_status", "verdict": "verdict", "method": "method",
    "score": "score", "reason_fa": "reason_fa", "alley_id": "alley_id",
    "further": "further", "alternatives": "alternatives", "joined": "joined",
    "extras": "extras",
}  # fmt: skip
_PLAQUE_COLUMNS = {
    "plaque_id": "plaque_id", "naming_id": "naming_id", "plaque_status": "status",
    "plaque_date": "date", "end": "end_fa", "plaque_text": "text_fa", "note": "note_fa",
    "lon": "lon", "lat": "lat",
}  # fmt: skip

_ASKED_AROUND = ("shrine", "mosque", "school")

_AS_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


def write_catalogue(  # noqa: PLR0913
    path: Path,
    *,
    alleys: gpd.GeoDataFrame,
    namings: pd.DataFrame,
    plaques: pd.DataFrame,
    areas: gpd.GeoDataFrame,
    coverage: pd.DataFrame,
    issues: IssueLog,
    entries: Iterable[Entry],
    findings: Iterable[Finding],
    retired: dict[int, int | None],
    trend: Iterable[TrendRow],
    changes: Iterable[ChangeRow],
    surroundings: gpd.GeoDataFrame,
    work: Iterable[WorkRow],
) -> None:
    """Write `catalogue.sqlite`; frames as `geodata.pipeline` holds them, geometry EPSG:4326."""
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        database.executescript((files(__package__) / "schema.sql").read_text(encoding="utf-8"))
        database.execute("BEGIN")
        _write_alleys(database, alleys)
        _insert(database, "retired", ("alley_id", "successor_id"), sorted(retired.items()))
        _write_frame(database, "naming", _plain_namings(namings), _NAMING_COLUMNS)
        _insert(database, "finding", FINDING_COLUMNS, (one.row() for one in findings))
        _insert(database, "trend", TREND_COLUMNS, trend)
        _insert(database, "change", CHANGE_COLUMNS, changes)
        _insert(database, "work", WORK_COLUMNS, (one.values() for one in work))
        _insert(database, "listing", LISTING_COLUMNS, listing_rows(alleys, namings))
        _write_frame(database, "plaque", plaques, _PLAQUE_COLUMNS)
        _write_areas(database, areas)
        _write_places(database, surroundings)
        _write_frame(database, "coverage", coverage, {c: c for c in coverage.columns})
        _write_issues(database, issues)
        _write_entries(database, entries)
        database.execute("COMMIT")
        database.executescript("ANALYZE;")
    finally:
        database.close()


def _write_alleys(database: sqlite3.Connection, alleys: gpd.GeoDataFrame) -> None:
    table = pd.DataFrame(alleys.drop(columns="geometry"))
    bounds = alleys.bounds
    table[["west", "south", "east", "north"]] = bounds[["minx", "miny", "maxx", "maxy"]].round(7)
    table["source_ids"] = table["source_ids"].map("|".join)
    table["geometry"] = shapely.to_wkb(alleys.geometry.to_numpy())
    _write_frame(database, "alley", table, {c: c for c in _ALLEY_COLUMNS})
    database.execute(
        "INSERT INTO alley_box SELECT alley_id, west, east, south, north FROM alley"
        " ORDER BY alley_id"
    )


def _plain_namings(namings: pd.DataFrame) -> pd.DataFrame:
    return namings.assign(
        full_name=namings["full_name"].map(honoree_name),
        further=[_AS_JSON.encode(found) for found in namings["further"]],
        alternatives=[_AS_JSON.encode(found) for found in namings["alternatives"]],
        extras=[_AS_JSON.encode(found) for found in namings["extras"]],
    )


def _write_areas(database: sqlite3.Connection, areas: gpd.GeoDataFrame) -> None:
    table = pd.DataFrame(areas.drop(columns="geometry"))
    bounds = areas.bounds
    table[["west", "south", "east", "north"]] = bounds[["minx", "miny", "maxx", "maxy"]]
    columns = ("area_id", "kind", "name_fa", "district", "west", "south", "east", "north")
    _write_frame(database, "area", table, {c: c for c in columns})


def _write_places(database: sqlite3.Connection, surroundings: gpd.GeoDataFrame) -> None:
    """Write the named places one may ask around; most surroundings are ground and no place."""
    told = surroundings[surroundings["kind"].isin(_ASKED_AROUND) & surroundings["name_fa"].notna()]
    table = pd.DataFrame(told[["kind", "name_fa"]]).assign(
        lon=told.geometry.x.round(6), lat=told.geometry.y.round(6)
    )
    table["by_name"] = table["name_fa"].map(sortable)
    table = table.sort_values(["kind", "by_name", "lon", "lat"])
    _write_frame(database, "place", table, {c: c for c in ("kind", "name_fa", "lon", "lat")})


def _write_issues(database: sqlite3.Connection, issues: IssueLog) -> None:
    columns = ("source", "row", "field", "code", "severity", "value", "message_fa", "message_en")
    rows = [tuple(getattr(issue, column) for column in columns) for issue in issues]
    _insert(database, "issue", columns, rows)


def _write_entries(database: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Write the entries as they come; all of them at once would be most of a build's memory."""
    _insert(
        database,
        "entry",
        ("entry_id", "alley_id", "naming_id"),
        ((number, one.alley_id, one.naming_id) for number, one in enumerate(entries, start=1)),
    )


def _write_frame(
    database: sqlite3.Connection, table: str, frame: pd.DataFrame, columns: dict[str, str]
) -> None:
    values = [with_none(frame[column]).tolist() for column in columns]
    _insert(database, table, tuple(columns.values()), zip(*values, strict=True))


def _insert(
    database: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> None:
    marks = ", ".join("?" * len(columns))
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - our own names # nosec B608
    database.executemany(statement, rows)
