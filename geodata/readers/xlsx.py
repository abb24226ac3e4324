"""Excel workbooks: the first sheet's values, merged cells included, guarded against bombs.

python-calamine reads a sheet twenty times faster than openpyxl but builds its whole grid, so a
pass of our own over the XML comes first and refuses stray cells far away and XML entities.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from geodata.errors import FormatRefusedError, SchemaError
from geodata.issues import IssueLog
from geodata.readers.archives import MEGABYTE, opened_zip
from geodata.readers.cells import cell_text
from geodata.readers.refusals import refusal
from geodata.readers.rows import (
    Merge,
    Table,
    check_cell,
    collect,
    column_letters,
    fill_merges,
)

MAX_UNPACKED = 500 * MEGABYTE
MAX_RATIO = 100
SPARSE_AREA = 2_000_000
MAX_EMPTY_PER_CELL = 50
_CELL = re.compile(r"([A-Z]{1,7})([0-9]{1,9})")
_SHEET = "worksheet"
_SHEET_DIRECTORY = "xl/worksheets/"


def read_xlsx(path: Path, issues: IssueLog) -> Table:
    """Return the first visible sheet of a workbook that holds anything, as text.

    Raises
    ------
    FormatRefusedError
        When it is no workbook, broken, declares XML entities or unpacks to too much.
    SchemaError
        When a cell lies beyond the caps of `tables` or alone far away; the message names it.
    """
    with opened_zip(path, max_bytes=MAX_UNPACKED, max_ratio=MAX_RATIO) as archive:
        if "[Content_Types].xml" not in archive.namelist():
            raise refusal(FormatRefusedError, "content_mismatch", file=path.name, expected="xlsx")
        _guard_sheets(archive, path.name)
    with path.open("rb") as opened:
        workbook = CalamineWorkbook.from_filelike(opened)
        return _first_table(workbook, path.name, issues)


def _first_table(workbook: Any, file: str, issues: IssueLog) -> Table:
    visible = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]
    for name in visible:
        sheet = workbook.get_sheet_by_name(name)
        table = collect(file, _rows(sheet))
        if table.rows:
            if len(visible) > 1:
                issues.add("layer_chosen", source=file, value=name)
            return fill_merges(table, _merges(sheet))
    raise refusal(SchemaError, "table_empty" if visible else "sheet_missing", file=file)


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        yield number, [cell_text(value) for value in row]


def _merges(sheet: Any) -> Iterator[Merge]:
    for (first_row, column), (last_row, _) in sheet.merged_cell_ranges or ():
        if last_row > first_row:
            yield Merge(first_row + 1, last_row + 1, column)


def _guard_sheets(archive: zipfile.ZipFile, file: str) -> None:
    """Look at every member that is a sheet, whatever its name."""
    for member in archive.infolist():
        with archive.open(member) as xml:
            _SheetGuard(file).run(xml, is_sheet=member.filename.startswith(_SHEET_DIRECTORY))


class _NotASheet(Exception):  # noqa: N818
    """Ends the pass over a member that is something else."""


class _SheetGuard:
    """One pass over a member's XML; counts cells and how far they reach."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.cells = self.last_row = self.last_column = self._row = 0
        self._started = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def run(self, xml: IO[bytes], *, is_sheet: bool) -> None:
        """Refuse a sheet that declares entities, is broken, or reaches too far."""
        try:
            self._parser.ParseFile(xml)
        except _NotASheet:
            return
        except expat.ExpatError:
            if is_sheet or self._started:
                raise
        if self.last_row * self.last_column > max(SPARSE_AREA, MAX_EMPTY_PER_CELL * self.cells):
            cell = f"{column_letters(self.last_column - 1)}{self.last_row}"
            raise refusal(SchemaError, "cells_too_sparse", file=self.file, cell=cell)

    def _refuse_doctype(self, *_: object) -> None:
        raise refusal(FormatRefusedError, "xml_entities", file=self.file)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if not self._started:
            if local != _SHEET:
                raise _NotASheet
            self._started = True
        elif local == "c":
            self.cells += 1
            reference = attributes.get("r")
            self._reach(*(_position(reference) if reference else (self._row, 0)))
        elif local == "row":
            self._row = int(attributes.get("r", self._row + 1))

    def _reach(self, row: int, column: int) -> None:
        check_cell(self.file, row, column)
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column + 1)


def _position(reference: str) -> tuple[int, int]:
    """Return row (from 1) and column (from 0) of a cell's reference such as 'C7'."""
    match = _CELL.fullmatch(reference)
    if match is None:
        raise ValueError(f"not a cell: {reference[:20]}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column - 1
