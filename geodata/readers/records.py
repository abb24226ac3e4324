"""The rows of a table under canonical columns, with what the columns did not explain.

Shared by the register and the plaques; knows nothing about what a column's text means.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from geodata.errors import SchemaError
from geodata.issues import IssueLog
from geodata.names import clean_name, latin_digits
from geodata.readers.cells import NOTHING_SAID, as_written, clean_text, is_blank
from geodata.readers.headers import Header
from geodata.readers.refusals import refusal
from geodata.readers.rows import Table
from geodata.vocab import read_vocab

_SAYS_SOMETHING = re.compile(r"[^\W_]")
_LONGEST_UNKNOWN = 20
_PLAIN = str.maketrans("يىك۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "ییک" + "0123456789" * 2, " \t\n\r\u00a0\u200c")
_BEFORE_NAME, _BEFORE_TEXT = "\x1f", "\x1e"


@dataclass(frozen=True, slots=True)
class Records:
    """Rows of text: `texts[column][i]` stands in row `rows[i]` of `file`; "" is empty."""

    file: str
    rows: Sequence[int]
    texts: Mapping[str, Sequence[str]]
    extras: Sequence[Mapping[str, str]]
    hashes: Sequence[str]

    def text(self, column: str) -> Sequence[str]:
        """Return a column's texts, all empty when the file does not have it."""
        return self.texts.get(column) or [""] * len(self.rows)

    def mapped(self, column: str, clean: Callable[[str], str | None]) -> list[str | None]:
        """Return a column through `clean`, each different text once."""
        texts = self.text(column)
        cleaned = {text: clean(text) for text in set(texts)}
        return [cleaned[text] for text in texts]


def read_records(table: Table, header: Header, issues: IssueLog) -> Records:
    """Return the data rows below the header; rows that say nothing are logged and left out.

    Raises
    ------
    SchemaError
        When no row is left.
    """
    kept = [
        position
        for position in range(header.position + 1, len(table.rows))
        if not _only_counts(table.rows[position], header)
    ]
    if not kept:
        raise refusal(SchemaError, "table_empty", file=table.file)
    numbers = [table.numbers[position] for position in kept]
    _report_gaps(table.numbers[header.position], numbers, table.file, issues)
    cells = _columns([table.rows[position] for position in kept], table.width)
    texts = {name: cells[index] for name, index in header.columns.items()}
    extras = _extras({name: cells[index] for name, index in header.unknown.items()}, len(kept))
    return Records(table.file, numbers, texts, extras, _hashes(texts, extras))


def name_or_none(text: str) -> str | None:
    """Return a name fit to show, None for nothing, for dashes and for «نامشخص»."""
    return None if says_nothing(text) else clean_name(as_written(text)) or None


def text_or_none(text: str) -> str | None:
    """Return longer text fit to show, or None."""
    return None if says_nothing(text) else clean_text(text)


def raw_or_none(text: str) -> str | None:
    """Return the text as written, or None when it says nothing."""
    return None if says_nothing(text) else as_written(text)


def key_or_none(text: str) -> str | None:
    """Return an identifier: nothing invisible, latin digits; None when empty."""
    kept = clean_text(text)
    return latin_digits(kept) if kept else None


def says_nothing(text: str) -> bool:
    """Return whether a cell is blank, a dash, «nan» or a word for «not known»."""
    if len(text) > _LONGEST_UNKNOWN:
        return not _SAYS_SOMETHING.search(text)
    written = as_written(text).lower()
    if written in NOTHING_SAID or not _SAYS_SOMETHING.search(written):
        return True
    return plain_key(written) in _unknown_words()


def plain_key(text: str) -> str:
    """Return a cheap key for equal writings: one yeh and kaf, latin digits, no spaces or ZWNJ."""
    return text.translate(_PLAIN)


def object_column(values: Sequence[object]) -> pd.Series[str]:
    """Return values as a column that keeps None and does not turn it into NaN."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return pd.Series(column, dtype=object)


def content_hash(cells: Iterable[tuple[str, str]]) -> str:
    """Return the SHA-256 of (name, text) pairs, in the order given; empty texts do not count."""
    said = "".join([f"{_BEFORE_NAME}{name}{_BEFORE_TEXT}{text}" for name, text in cells if text])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _only_counts(row: Sequence[str], header: Header) -> bool:
    """Return whether a row holds only its «ردیف»: clerks number rows before they fill them."""
    if header.counter is None:
        return False
    counter = header.columns[header.counter]
    return all(is_blank(text) for index, text in enumerate(row) if index != counter)


def _report_gaps(before: int, numbers: Sequence[int], file: str, issues: IssueLog) -> None:
    for number in numbers:
        if number > before + 1:
            issues.add("empty_row", source=file, row=before + 1)
        before = number


def _columns(rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    """Return the columns of the rows, trimmed; what shows nothing is ""."""
    columns = [_trimmed(column) for column in itertools.zip_longest(*rows, fillvalue="")]
    return columns + [[""] * len(rows)] * (width - len(columns))


def _trimmed(column: Sequence[str]) -> list[str]:
    trimmed = {text: "" if is_blank(text) else text.strip() for text in set(column)}
    return [trimmed[text] for text in column]


def _extras(columns: Mapping[str, Sequence[str]], count: int) -> list[dict[str, str]]:
    extras: list[dict[str, str]] = [{} for _ in range(count)]
    for name, texts in columns.items():
        for extra, text in zip(extras, texts, strict=True):
            if text and (cleaned := clean_text(text)) is not None:
                extra[name] = cleaned
    return extras


def _hashes(texts: Mapping[str, Sequence[str]], extras: Sequence[Mapping[str, str]]) -> list[str]:
    names = sorted(texts)
    rows = zip(*(texts[name] for name in names), strict=True)
    return [
        content_hash([*zip(names, cells, strict=True), *sorted(extra.items())])
        for cells, extra in zip(rows, extras, strict=True)
    ]


@cache
def _unknown_words() -> frozenset[str]:
    return frozenset(plain_key(row["word"].lower()) for row in read_vocab("unknown_words"))
