"""Rows of text with their own row numbers, and the caps no sheet may pass.

What the columns mean is the business of `headers`; how each format is read, of its own module.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geodata.errors import SchemaError
from geodata.readers.cells import is_blank
from geodata.readers.refusals import refusal

MAX_ROWS = 1_000_000
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table that hold anything, with their numbers in the file from 1.

    Rows are as long as they are written; `width` is the longest of them.
    """

    file: str
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]

    @property
    def width(self) -> int:
        """How many columns the longest row has."""
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged cell: the rows from 1 it spans and the index of its first column."""

    first_row: int
    last_row: int
    column: int


def collect(file: str, numbered: Iterable[tuple[int, Sequence[str]]]) -> Table:
    """Return the non-blank rows as a table, checking that it stays within the caps.

    Raises
    ------
    SchemaError
        When a row or column lies beyond the caps; the message names the cell.
    """
    rows: list[Sequence[str]] = []
    numbers: list[int] = []
    for number, row in numbered:
        length = len(row)
        while length and is_blank(row[length - 1]):
            length -= 1
        if not length:
            continue
        check_cell(file, number, length - 1)
        rows.append(row[:length])
        numbers.append(number)
    return Table(file, rows, numbers)


def check_cell(file: str, row: int, column: int) -> None:
    """Refuse a cell beyond the caps; `row` counts from 1, `column` from 0.

    Raises
    ------
    SchemaError
        Its message names the cell as a spreadsheet does.
    """
    if row > MAX_ROWS or column >= MAX_COLUMNS:
        raise refusal(
            SchemaError,
            "cell_too_far",
            file=file,
            cell=f"{column_letters(column)}{row}",
            limit_rows=MAX_ROWS,
            limit_columns=MAX_COLUMNS,
        )


def fill_merges(table: Table, merges: Iterable[Merge]) -> Table:
    """Return the table with each merged value in every row of its merge that holds anything."""
    position_of = {number: position for position, number in enumerate(table.numbers)}
    rows = [list(row) for row in table.rows]
    for merge in merges:
        at = position_of.get(merge.first_row)
        if at is None or merge.column >= len(rows[at]):
            continue
        value = rows[at][merge.column]
        while (at := at + 1) < len(rows) and table.numbers[at] <= merge.last_row:
            rows[at].extend([""] * (merge.column + 1 - len(rows[at])))
            if is_blank(rows[at][merge.column]):
                rows[at][merge.column] = value
    return Table(table.file, rows, table.numbers)


def column_letters(index: int) -> str:
    """Return a column's letters as spreadsheets write them: 0 is 'A', 26 is 'AA'."""
    letters = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
