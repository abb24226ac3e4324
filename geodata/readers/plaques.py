"""The signs themselves: one row per plaque, 1..n per naming, each with its own state."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from geodata.errors import SchemaError
from geodata.issues import IssueLog
from geodata.readers.columns import position_columns, read_dates, read_statuses, report_repeated
from geodata.readers.coordinates import Bounds
from geodata.readers.headers import find_header, headers_found, report_unknown, vocabulary
from geodata.readers.records import (
    Records,
    key_or_none,
    object_column,
    read_records,
    text_or_none,
)
from geodata.readers.refusals import refusal
from geodata.readers.tables import read_table

REQUIRED = ("plaque_id", "naming_id")
COLUMNS = (
    "row",
    "plaque_id",
    "naming_id",
    "plaque_status",
    "plaque_date",
    "end",
    "lon",
    "lat",
    "plaque_text",
    "note",
)


def read_plaques(
    path: Path,
    issues: IssueLog,
    *,
    naming_ids: Collection[str],
    bounds: Bounds | None = None,
    meanings: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the plaques of a file.

    Parameters
    ----------
    naming_ids : collection of str
        The register's; a plaque of another naming is kept and logged.
    bounds : (west, south, east, north), optional
        Where the city is [degrees EPSG:4326].
    meanings : mapping, optional
        Column of each header that the vocabulary does not know and somebody does.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`; unknown is None; `plaque_date` is `PartialDate.isoformat` text;
        a plaque without an id gets «p» and the beginning of its row's hash.

    Raises
    ------
    InputRefusedError
        The narrowest class of it: file missing, format, encoding, columns, no rows.
    """
    table = read_table(path, issues)
    words = vocabulary("plaque_columns").with_meanings(meanings or {})
    header = find_header(table, words)
    if header is None or "naming_id" not in header.columns:
        raise refusal(
            SchemaError,
            "plaque_columns_missing",
            file=table.file,
            expected=words.aliases("naming_id"),
            found=headers_found(table),
        )
    report_unknown(header, table, issues)
    records = read_records(table, header, issues)
    columns: dict[str, list[object]] = {
        "row": list(records.rows),
        "plaque_id": [*_plaque_ids(records, issues)],
        "naming_id": [*_naming_ids(records, frozenset(naming_ids), issues)],
        "plaque_status": [*read_statuses(records, issues)],
        "plaque_date": [*read_dates(records, "plaque_date", issues)],
        **{name: [*records.mapped(name, text_or_none)] for name in ("end", "plaque_text", "note")},
        **position_columns(records, bounds, issues),
    }
    frame = pd.DataFrame({name: object_column(columns[name]) for name in COLUMNS})
    return frame.astype({"row": "int64"})


def _plaque_ids(records: Records, issues: IssueLog) -> list[str]:
    given = records.mapped("plaque_id", key_or_none)
    report_repeated(records, "plaque_id", given, "duplicate_plaque_id", issues)
    taken = {known for known in given if known is not None}
    ids = []
    for known, row_hash in zip(given, records.hashes, strict=True):
        made = f"p{row_hash[:12]}"
        candidate, repeat = known or made, 1
        while known is None and candidate in taken:
            repeat += 1
            candidate = f"{made}-{repeat}"
        taken.add(candidate)
        ids.append(candidate)
    return ids


def _naming_ids(records: Records, known: frozenset[str], issues: IssueLog) -> list[str | None]:
    given = records.mapped("naming_id", key_or_none)
    for row, naming_id in zip(records.rows, given, strict=True):
        if naming_id not in known:
            issues.add(
                "plaque_without_naming",
                source=records.file,
                row=row,
                column="naming_id",
                value=naming_id or "",
            )
    return given
