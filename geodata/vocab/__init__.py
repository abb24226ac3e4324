"""The language tables: every title, abbreviation, alias and wording is a row of a CSV here.

A table is data: adding a row changes behaviour without a line of code. Lines that start with
`#` are remarks.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def read_vocab(table: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `vocab/<table>.csv` as dictionaries of text, in file order."""
    text = (files(__package__) / f"{table}.csv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(csv.DictReader(lines))
