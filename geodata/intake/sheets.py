"""The tables of a preview: whole for a spreadsheet, and their first rows to show."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from geodata.exports.csv_file import write_csv
from geodata.exports.table import Column, Row, Table
from geodata.intake.preview import COLUMNS, SHOWN_ROWS, Cell, Sheet, SheetName, cut
from geodata.intake.words import COLUMN_FA, word_fa

WIDTH = 20


@dataclass(slots=True)
class Sheets:
    """Writes tables into a folder and remembers their first rows."""

    folder: Path
    written: dict[SheetName, Sheet] = field(default_factory=dict)

    def write(self, name: SheetName, rows: Iterable[tuple[Cell, ...]]) -> None:
        """Write one table."""
        all_rows = iter(rows)
        first = tuple(tuple(map(cut, row)) for row in itertools.islice(all_rows, SHOWN_ROWS))
        whole = itertools.chain(first, all_rows)
        total = write_csv(self.folder / f"{name}.csv", _table(name, whole))
        self.written[name] = Sheet(total, first)


def _table(name: SheetName, rows: Iterable[tuple[Cell, ...]]) -> Table:
    keys = COLUMNS[name]
    columns = tuple(Column(key, COLUMN_FA[key], "text", WIDTH) for key in keys)
    return Table("", (), columns, _dictionaries(keys, rows))


def _dictionaries(keys: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> Iterator[Row]:
    for row in rows:
        yield {key: word_fa(key, value) for key, value in zip(keys, row, strict=True)}
