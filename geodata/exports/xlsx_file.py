"""A table as an Excel file: right to left, frozen header, numbers as numbers, nothing that runs."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from geodata.exports.table import Column, Table

MOST_LINKS = 65_000
"""Excel opens no sheet with more than 65,530; further addresses are plain text."""
_MOST_LETTERS = 32_767
_WEB = ("https://", "http://")


def write_xlsx(path: Path, table: Table) -> int:
    """Write a table row by row, in little memory; return how many rows there were."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("فهرست")
        sheet.right_to_left()
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "bg_color": "#0b4f4c", "font_color": "#ffffff",
                                "text_wrap": True, "valign": "vcenter", "border": 1})  # fmt: skip
        formats = {"number": book.add_format({"num_format": "#,##0.######"}),
                   "share": book.add_format({"num_format": "0.0%"}),
                   "link": book.add_format({"font_color": "#0b5a8a", "underline": 1})}  # fmt: skip
        for at, column in enumerate(table.columns):
            sheet.set_column(at, at, column.width)
        sheet.write_string(0, 0, table.title_fa, bold)
        for at, note in enumerate(table.notes_fa, start=1):
            sheet.write_string(at, 0, note)
        header = len(table.notes_fa) + 2
        for at, column in enumerate(table.columns):
            sheet.write_string(header, at, column.header_fa, head)
        count = links = 0
        for count, row in enumerate(table.rows, start=1):
            for at, column in enumerate(table.columns):
                value = row.get(column.key)
                if value is not None:
                    links += _write(sheet, header + count, at, column, value, formats, links)
        sheet.freeze_panes(header + 1, 0)
        sheet.autofilter(header, 0, header + max(count, 1), len(table.columns) - 1)
    return count


def _write(
    sheet: Worksheet,
    row: int,
    at: int,
    column: Column,
    value: object,
    formats: dict[str, Format],
    links: int,
) -> int:
    """Write one cell; return 1 for a link."""
    if column.kind in ("number", "share") and isinstance(value, int | float):
        sheet.write_number(row, at, value, formats[column.kind])
        return 0
    text = str(value)[:_MOST_LETTERS]
    if column.kind == "link" and links < MOST_LINKS and text.startswith(_WEB):
        sheet.write_url(row, at, text, formats["link"])
        return 1
    # As a string it is shown and never computed, whatever it begins with.
    sheet.write_string(row, at, text)
    return 0
