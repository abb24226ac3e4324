"""CSV as offices write it: comma, semicolon or tab, in any of three encodings.

Rows are numbered as a spreadsheet numbers them, so a quoted line break does not count.
"""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from geodata.errors import FormatRefusedError, SchemaError
from geodata.issues import IssueLog
from geodata.readers.archives import MEGABYTE
from geodata.readers.encoding import DecodedText, decode_text
from geodata.readers.refusals import refusal
from geodata.readers.rows import Table, collect

MAX_BYTES = 1_000 * MEGABYTE
DELIMITERS = (",", ";", "\t")
_SNIFFED_LINES = 30
_SNIFFED_CHARACTERS = 100_000
_RUNAWAY_LINES = 100
_MAX_UNREADABLE_SHARE = 0.05


def read_csv(path: Path, issues: IssueLog) -> Table:
    """Return the table of a CSV file.

    Raises
    ------
    FormatRefusedError
        When the encoding is none of ours or a quotation mark is never closed.
    SchemaError
        When it lies beyond the caps of `tables`.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise refusal(
            FormatRefusedError,
            "zip_too_big",
            file=path.name,
            found=size // MEGABYTE,
            limit=MAX_BYTES // MEGABYTE,
        )
    decoded = _decoded(path, issues)
    delimiter = sniff_delimiter(decoded.text)
    has_odd_quotes = decoded.text.count('"') % 2 == 1
    return collect(path.name, _records(decoded.text, delimiter, path.name, has_odd_quotes))


def sniff_delimiter(text: str) -> str:
    """Return the delimiter that cuts most of the first lines into most equal parts."""
    return max(DELIMITERS, key=lambda delimiter: _regularity(text, delimiter))


def _decoded(path: Path, issues: IssueLog) -> DecodedText:
    decoded = decode_text(path.read_bytes())
    if "\0" in decoded.text or decoded.unreadable > _MAX_UNREADABLE_SHARE * len(decoded.text):
        raise refusal(FormatRefusedError, "encoding_unknown", file=path.name)
    if decoded.is_guess:
        issues.add("encoding_guessed", source=path.name, value=decoded.encoding)
    if decoded.unreadable:
        issues.add("encoding_damaged", source=path.name, value=decoded.unreadable)
    return decoded


def _regularity(text: str, delimiter: str) -> int:
    lines = text[:_SNIFFED_CHARACTERS].splitlines()[:_SNIFFED_LINES]
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
    except csv.Error:
        return 0
    return max(((width - 1) * count for width, count in widths.items()), default=0)


def _records(
    text: str, delimiter: str, file: str, has_odd_quotes: bool
) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(_lines(text), delimiter=delimiter)
    for number in itertools.count(1):
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise refusal(
                SchemaError,
                "cell_too_long",
                file=file,
                row=number,
                limit=csv.field_size_limit(),
            ) from error
        if has_odd_quotes and any(cell.count("\n") >= _RUNAWAY_LINES for cell in row):
            raise refusal(FormatRefusedError, "quote_open", file=file, row=number)
        yield number, row


def _lines(text: str) -> Iterator[str]:
    """Yield lines with their ends; only CR and LF end a line, as spreadsheets see it."""
    start = 0
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    while (end := text.find("\n", start)) >= 0:
        yield text[start : end + 1]
        start = end + 1
    if start < len(text):
        yield text[start:]
