"""A table as CSV: UTF-8 with a mark Excel knows it by, and no cell that a spreadsheet computes."""

from __future__ import annotations

import csv
from pathlib import Path

from geodata.exports.table import Table

_RUNS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(path: Path, table: Table) -> int:
    """Write a table; return how many rows there were. The first line names the columns."""
    rows = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([column.header_fa for column in table.columns])
        for row in table.rows:
            rows += 1
            writer.writerow([_cell(row.get(column.key)) for column in table.columns])
    return rows


def _cell(value: object) -> object:
    """A text that a spreadsheet would compute gets an apostrophe in front."""
    if isinstance(value, str) and value.startswith(_RUNS):
        return f"'{value}"
    return value
