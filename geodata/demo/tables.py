"""The word lists and sketch lines the demo city is made of: CSV rows beside this package.

Reads only; what the rows mean is known by the module that asks for them.
"""

from __future__ import annotations

import csv
from functools import cache
from itertools import accumulate
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"


@cache
def read_rows(table: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `data/<table>.csv` as dictionaries of text."""
    with (_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def read_words(table: str, kind: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return the texts of one `kind` in a table and the running sum of their weights."""
    rows = [row for row in read_rows(table) if row["kind"] == kind]
    weights = accumulate(float(row.get("weight") or 1) for row in rows)
    return tuple(row["text"] for row in rows), tuple(weights)
