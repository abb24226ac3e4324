"""Which column means what: headers as found in the field → canonical columns.

Matching ignores spaces, ZWNJ, letter variants, case and a remark in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from geodata.errors import SchemaError
from geodata.issues import IssueLog
from geodata.names import clean_name, fold_key
from geodata.readers.cells import as_written, is_blank
from geodata.readers.refusals import refusal
from geodata.readers.rows import Table, column_letters
from geodata.vocab import read_vocab

HEADER_SEARCHED_ROWS = 10
_LONGEST_HEADER = 200
_REMARK = re.compile(r"[(\[（].*?[)\]）]")
_LEAVES_OUT_UNDERSCORES = str.maketrans("", "", "_:.*")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table.

    Attributes
    ----------
    position : int
        Where it stands in `Table.rows`; the data follow.
    columns : mapping
        Canonical column → index of the table's column.
    unknown : mapping
        Header as written → index, for columns to keep without understanding them.
    counter : str or None
        The canonical column that is only a row counter («ردیف»), when it is one.
    """

    position: int
    columns: Mapping[str, int]
    unknown: Mapping[str, int]
    counter: str | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The aliases of one sort of table: header key → canonical column."""

    columns: Mapping[str, str]
    yielding: frozenset[str]
    """Keys that give way to another column of the same meaning («ردیف» beside «کد»)."""

    written: Mapping[str, str]
    """Header key → alias as the vocabulary writes it."""

    def aliases(self, *canonical: str) -> str:
        """Return the headers that say one of the columns, for a message."""
        return ", ".join(
            self.written[key] for key, column in self.columns.items() if column in canonical
        )

    def with_meanings(self, meanings: Mapping[str, str]) -> Vocabulary:
        """Return the same with headers that somebody gave a meaning: header → column.

        What the vocabulary knows itself stays as it is.
        """
        known = {header_key(header): column for header, column in meanings.items()}
        return Vocabulary(
            {**known, **self.columns},
            self.yielding,
            {**{header_key(header): header for header in meanings}, **self.written},
        )


@cache
def vocabulary(table: str) -> Vocabulary:
    """Return the aliases of `vocab/<table>.csv`."""
    rows = read_vocab(table)
    return Vocabulary(
        {header_key(row["alias"]): row["column"] for row in rows},
        frozenset(header_key(row["alias"]) for row in rows if row.get("yields")),
        {header_key(row["alias"]): row["alias"] for row in rows},
    )


def header_key(text: str) -> str:
    """Return the key by which headers are compared."""
    return fold_key(text[:_LONGEST_HEADER].translate(_LEAVES_OUT_UNDERSCORES))


def find_header(table: Table, words: Vocabulary) -> Header | None:
    """Return the header among the first rows, or None when no row knows a column.

    The row with most known headers wins, the later one of equals: a header cell merged over
    two rows counts in both.

    Raises
    ------
    SchemaError
        When two columns mean the same.
    """
    best, most = None, 0
    for position, row in enumerate(table.rows[:HEADER_SEARCHED_ROWS]):
        known = len({column for text in row if (column := _meaning(text, words))})
        if known and known >= most:
            best, most = position, known
    return None if best is None else _header(table, best, words)


def report_unknown(header: Header, table: Table, issues: IssueLog) -> None:
    """Log the columns that are kept without being understood."""
    for name in header.unknown:
        issues.add(
            "unknown_column", source=table.file, row=table.numbers[header.position], value=name
        )


def headers_found(table: Table) -> str:
    """Return the fullest of the first rows for a message."""
    rows = table.rows[:HEADER_SEARCHED_ROWS]
    fullest = max(rows, key=lambda row: sum(not is_blank(text) for text in row), default=())
    return ", ".join(clean_name(text) for text in fullest if not is_blank(text)) or "—"


def _header(table: Table, position: int, words: Vocabulary) -> Header:
    row = table.rows[position]
    columns: dict[str, int] = {}
    unknown: dict[str, int] = {}
    for index, text in sorted(
        enumerate(row), key=lambda cell: _key(cell[1], words) in words.yielding
    ):
        meaning = _meaning(text, words)
        if meaning is None or (meaning in columns and _key(text, words) in words.yielding):
            _keep(unknown, text, index)
        elif meaning in columns:
            raise refusal(
                SchemaError,
                "columns_ambiguous",
                file=table.file,
                first=clean_name(row[columns[meaning]]),
                second=clean_name(text),
                column=meaning,
            )
        else:
            columns[meaning] = index
    counter = next((c for c, i in columns.items() if _key(row[i], words) in words.yielding), None)
    for index in range(len(row), table.width):
        _keep(unknown, "", index)
    kept = {name: i for name, i in unknown.items() if not _is_unused(table, position, i)}
    return Header(position, columns, dict(sorted(kept.items(), key=lambda k: k[1])), counter)


def _is_unused(table: Table, position: int, index: int) -> bool:
    """Return whether a column has neither header nor data."""
    return all(len(row) <= index or is_blank(row[index]) for row in table.rows[position:])


def _keep(unknown: dict[str, int], text: str, index: int) -> None:
    """Keep a column under its header, or its letter when it has none or a repeated one."""
    name = clean_name(as_written(text))
    letters = column_letters(index)
    if not name:
        name = letters
    unknown[name if name not in unknown else f"{name} ({letters})"] = index


def _meaning(text: str, words: Vocabulary) -> str | None:
    return words.columns.get(_key(text, words))


def _key(text: str, words: Vocabulary) -> str:
    """Return the header's key, without its remark in brackets when only that is known."""
    key = header_key(text)
    return key if key in words.columns else header_key(_REMARK.sub("", text[:_LONGEST_HEADER]))
