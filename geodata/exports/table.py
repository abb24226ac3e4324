"""A table to take away: what it is, its columns and rows, and which files it can become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from geodata.vocab import read_vocab

Kind = Literal["text", "number", "share", "date", "iso", "link"]
Row = Mapping[str, object]
TITLES = {
    "alleys": "کوچه‌ها",
    "namings": "نام‌گذاری‌ها",
    "coverage": "پوشش طرح",
    "issues": "ایرادهای ورودی",
    "findings": "یافته‌ها",
    "work": "فهرست کار",
}
"""What rows can be taken away, and how people call them."""
FORMATS = ("xlsx", "csv", "geojson", "gpkg", "gpx")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` names it for machines, `header_fa` for people, `width` in letters."""

    key: str
    header_fa: str
    kind: Kind
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """What is written: a heading, lines that say which rows and when, and the rows once.

    Rows map keys of the columns to values: text, number, None; dates as text.
    """

    title_fa: str
    notes_fa: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Iterable[Row]


def is_possible(what: str, file_format: str) -> bool:
    """Return whether rows of a kind have a place in a format."""
    if file_format == "gpx":
        return what in ("namings", "work")
    return file_format in ("xlsx", "csv") or what not in ("issues", "findings")


@cache
def columns_of(table: str) -> tuple[Column, ...]:
    """Return the columns of `namings` or `coverage`, in the order people read them."""
    return tuple(
        Column(row["key"], row["header_fa"], row["kind"], int(row["width"]))  # type: ignore[arg-type]
        for row in read_vocab("export_columns")
        if row["table"] == table
    )


@cache
def words_of(kind: str) -> dict[str, str]:
    """Return how the values of a closed set read, 'state' or 'plaque'."""
    return {r["word"]: r["text_fa"] for r in read_vocab("export_words") if r["kind"] == kind}
