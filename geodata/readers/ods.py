"""OpenDocument spreadsheets: the first sheet's values as shown, repeats and merges included.

Read from the XML itself: the format lets one element stand for a million rows, which readers
that build the whole grid take at its word.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from geodata.dates import mark_gregorian
from geodata.errors import FormatRefusedError, SchemaError
from geodata.readers.archives import opened_zip
from geodata.readers.refusals import refusal
from geodata.readers.rows import Merge, Table, check_cell, collect, fill_merges
from geodata.readers.xlsx import MAX_RATIO, MAX_UNPACKED

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_MAX_REPEATED_CELLS = 2_000_000


def read_ods(path: Path) -> Table:
    """Return the first sheet of an OpenDocument spreadsheet as text.

    Raises
    ------
    FormatRefusedError
        When it is no spreadsheet, broken, declares entities or unpacks to too much.
    SchemaError
        When a cell lies beyond the caps of `tables`; the message names it.
    """
    with opened_zip(path, max_bytes=MAX_UNPACKED, max_ratio=MAX_RATIO) as archive:
        if "content.xml" not in archive.namelist():
            raise refusal(FormatRefusedError, "content_mismatch", file=path.name, expected="ods")
        merges: list[Merge] = []
        with archive.open("content.xml") as xml:
            try:
                table = collect(path.name, _rows(xml, merges, path.name))
            except DefusedXmlException as error:
                raise refusal(FormatRefusedError, "xml_entities", file=path.name) from error
    return fill_merges(table, merges)


def _rows(xml: IO[bytes], merges: list[Merge], file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first sheet; a repeated row that says nothing is only counted."""
    number, repeated_cells = 1, 0
    events = iterparse(xml, events=("start", "end"), forbid_dtd=True)
    depth, has_sheet = 0, False
    for event, element in events:
        if element.tag == f"{_TABLE}table":
            has_sheet = True
            depth += 1 if event == "start" else -1
            if depth == 0:
                return
        elif event == "end" and depth == 1 and element.tag == f"{_TABLE}table-row":
            repeats = _count(element, "number-rows-repeated")
            row = _row(element, number, merges, file)
            element.clear()
            if row:
                repeated_cells += (repeats - 1) * len(row)
                check_cell(file, number + repeats - 1, len(row) - 1)
                if repeated_cells > _MAX_REPEATED_CELLS:
                    raise refusal(
                        SchemaError, "repeats_too_many", file=file, row=number, found=repeats
                    )
                yield from ((number + repeat, row) for repeat in range(repeats))
            number += repeats
    if not has_sheet:
        raise refusal(SchemaError, "sheet_missing", file=file)


def _row(element: Element, number: int, merges: list[Merge], file: str) -> list[str]:
    """Return the row's texts up to its last cell that says anything."""
    row: list[str] = []
    blank = 0
    for cell in element:
        if cell.tag not in _CELLS:
            continue
        repeats = _count(cell, "number-columns-repeated")
        text = _text(cell)
        if not text:
            blank += repeats
            continue
        check_cell(file, number, len(row) + blank + repeats - 1)
        row.extend([""] * blank)
        blank = 0
        if (spanned := _count(cell, "number-rows-spanned")) > 1:
            merges.append(Merge(number, number + spanned - 1, len(row)))
        row.extend([text] * repeats)
    return row


def _text(cell: Element) -> str:
    """Return a cell's text: dates as dates, numbers with all their digits, the rest as shown."""
    match cell.get(f"{_OFFICE}value-type"):
        case "date":
            return _date(cell.get(f"{_OFFICE}date-value", ""))
        case "float" if value := cell.get(f"{_OFFICE}value"):
            return value.removesuffix(".0")
    paragraphs = (child for child in cell if child.tag == f"{_TEXT}p")
    return "\n".join("".join(_pieces(paragraph)) for paragraph in paragraphs)


def _pieces(element: Element) -> Iterator[str]:
    """Yield the text of a paragraph; ODF writes runs of spaces, tabs and breaks as elements."""
    if element.tag == f"{_TEXT}s":
        yield " " * min(_count(element, "c", _TEXT), 100)
    elif element.tag == f"{_TEXT}tab":
        yield "\t"
    elif element.tag == f"{_TEXT}line-break":
        yield "\n"
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""


def _date(value: str) -> str:
    try:
        return mark_gregorian(datetime.date.fromisoformat(value[:10]))
    except ValueError:
        return value


def _count(element: Any, name: str, namespace: str = _TABLE) -> int:
    value = element.get(f"{namespace}{name}", "1")
    return int(value) if value.isascii() and value.isdigit() and int(value) > 0 else 1
