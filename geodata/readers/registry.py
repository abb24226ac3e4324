"""The register: one row per naming, cleaned to show, the source text kept where it is parsed.

Reads no designation out of a name (`geodata.designation`) and joins nothing (`geodata.matching`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata.errors import SchemaError
from geodata.issues import IssueLog
from geodata.readers.cells import as_written
from geodata.readers.columns import (
    position_columns,
    read_consents,
    read_dates,
    read_statuses,
    report_long_names,
    report_repeated,
    report_same_rows,
)
from geodata.readers.coordinates import Bounds
from geodata.readers.headers import (
    Header,
    Vocabulary,
    find_header,
    headers_found,
    report_unknown,
    vocabulary,
)
from geodata.readers.identity import naming_ids
from geodata.readers.records import (
    Records,
    key_or_none,
    name_or_none,
    object_column,
    raw_or_none,
    read_records,
    text_or_none,
)
from geodata.readers.refusals import refusal
from geodata.readers.rows import Table
from geodata.readers.stated_places import stated_places
from geodata.readers.tables import read_table

NAME_PARTS = ("full_name", "first_name", "last_name")
SHOWN_NAMES = ("father_name", "title", "martyrdom_place", "burial_place", "neighbourhood")
OTHER_SCRIPTS = ("latin_name", "arabic_name")
MATCHED_NAMES = ("main_street", "old_name", "new_name")
TEXTS = ("biography", "photo", "photo_credit", "media_url", "decree_no")
DATES = ("birth_date", "martyrdom_date", "decree_date", "plaque_date")
COLUMNS = (
    "row",
    "naming_id",
    *NAME_PARTS,
    *SHOWN_NAMES[:2],
    *(column for date in DATES for column in (date, f"{date}_text")),
    *SHOWN_NAMES[2:4],
    *TEXTS,
    *OTHER_SCRIPTS,
    "photo_consent",
    "district",
    "district_text",
    "neighbourhood",
    "neighbourhood_id",
    *MATCHED_NAMES,
    "lon",
    "lat",
    "plaque_status",
    "extras",
    "row_hash",
)


def read_registry(
    path: Path,
    issues: IssueLog,
    *,
    districts: gpd.GeoDataFrame | None = None,
    neighbourhoods: gpd.GeoDataFrame | None = None,
    bounds: Bounds | None = None,
    meanings: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the namings of a register.

    Parameters
    ----------
    districts, neighbourhoods : GeoDataFrame, optional
        Of `read_areas`; without districts a district is its number or its text.
    bounds : (west, south, east, north), optional
        Where the city is [degrees EPSG:4326]; the districts' bounds when absent.
    meanings : mapping, optional
        Column of each header that the vocabulary does not know and somebody does.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`; unknown is None. `row` as the spreadsheet numbers it; dates are
        `PartialDate.isoformat` text beside `<date>_text` as written; `main_street`, `old_name`,
        `new_name` as written; `lon`, `lat` EPSG:4326; `extras` maps unknown columns to text;
        `district` and `neighbourhood_id` are ids of the areas given; `row_hash` is the SHA-256
        of the row's content.

    Raises
    ------
    InputRefusedError
        The narrowest class of it: file missing, format, encoding, columns, no rows.
    """
    table = read_table(path, issues)
    header = _header(table, vocabulary("registry_columns").with_meanings(meanings or {}))
    report_unknown(header, table, issues)
    records = read_records(table, header, issues)
    report_long_names(records, (*NAME_PARTS, *SHOWN_NAMES, *MATCHED_NAMES), issues)
    report_same_rows(records, issues)
    if bounds is None and districts is not None:
        bounds = _bounds_of(districts)
    columns: dict[str, list[object]] = {
        "row": list(records.rows),
        **_people(records, issues),
        **_dates(records, issues),
        **stated_places(records, districts, neighbourhoods, issues),
        **position_columns(records, bounds, issues),
        **{name: [*records.mapped(name, raw_or_none)] for name in MATCHED_NAMES},
        **{name: [*records.mapped(name, text_or_none)] for name in (*TEXTS, *OTHER_SCRIPTS)},
        "naming_id": [*_ids(records, issues)],
        "plaque_status": [*read_statuses(records, issues)],
        "photo_consent": [*read_consents(records, issues)],
        "extras": list(records.extras),
        "row_hash": list(records.hashes),
    }
    frame = pd.DataFrame({name: object_column(columns[name]) for name in COLUMNS})
    return frame.astype({"row": "int64"})


def _header(table: Table, words: Vocabulary) -> Header:
    header = find_header(table, words)
    if header is None or not any(part in header.columns for part in NAME_PARTS):
        raise refusal(
            SchemaError,
            "name_column_missing",
            file=table.file,
            expected=words.aliases(*NAME_PARTS),
            found=headers_found(table),
        )
    return header


def _ids(records: Records, issues: IssueLog) -> list[str]:
    given = records.mapped("naming_id", key_or_none)
    report_repeated(records, "naming_id", given, "duplicate_naming_id", issues)
    return naming_ids(given, records)


def _people(records: Records, issues: IssueLog) -> dict[str, list[object]]:
    """Return the names to show; a full name is put together from its parts when it is empty."""
    parts = {name: records.mapped(name, name_or_none) for name in NAME_PARTS}
    full = [
        whole or " ".join(filter(None, (first, last))) or None
        for whole, first, last in zip(*parts.values(), strict=True)
    ]
    for row, name in zip(records.rows, full, strict=True):
        if name is None:
            issues.add("name_missing", source=records.file, row=row, column="full_name")
    shown = {name: [*records.mapped(name, name_or_none)] for name in SHOWN_NAMES}
    return {**parts, "full_name": full, **shown}


def _dates(records: Records, issues: IssueLog) -> dict[str, list[object]]:
    columns: dict[str, list[object]] = {}
    for name in DATES:
        columns[name] = [*read_dates(records, name, issues)]
        columns[f"{name}_text"] = [*records.mapped(name, lambda text: as_written(text) or None)]
    return columns


def _bounds_of(areas: gpd.GeoDataFrame) -> Bounds | None:
    west, south, east, north = (float(edge) for edge in areas.total_bounds)
    return (west, south, east, north) if west <= east else None
