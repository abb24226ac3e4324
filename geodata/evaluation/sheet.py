"""The sheet a clerk fills in: a row of the register, the alley proposed for it, one question.

Right to left, Persian headers. Method and score are left out: who judges shall not be led. Text
of the register stays text and never becomes a formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from geodata.errors import GeodataError
from geodata.evaluation.labels import label_choices, label_header
from geodata.evaluation.proposed import ProposedAlley, ProposedMatch
from geodata.names import clean_name
from geodata.readers.cells import clean_text
from geodata.readers.refusals import refusal
from geodata.vocab import read_vocab
from geodata.workbooks import without_time

TITLE_FA = "نمونه برای بازبینی"
WIDTHS = {
    label_header("naming_id"): 16,
    "نام شهید": 24,
    "نام پدر": 14,
    "منطقه": 12,
    "محله": 18,
    "خیابان اصلی": 22,
    "نام قدیم": 22,
    "نام کوچه روی نقشه": 26,
    "نوع": 10,
    "خیابان مادر": 22,
    "منطقهٔ کوچه": 12,
    "عرض و طول جغرافیایی": 22,
    "گزینه‌های دیگر": 40,
    label_header("code"): 12,
    label_header("label"): 14,
    label_header("note"): 30,
}
"""Header → width of its column in characters."""
_LONGEST_CELL = 1000
_ASKED_FILL = "FFF2CC"
_NOT_XML = re.compile("[\ufffe\uffff]")


def write_sheet(path: Path, sample: Sequence[ProposedMatch]) -> None:
    """Write the sheet as .xlsx; the same sample gives the same bytes.

    Raises
    ------
    GeodataError
        When the file cannot be written.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = TITLE_FA
    sheet.sheet_view.rightToLeft = True
    sheet.freeze_panes = "B2"
    _write_row(sheet, 1, WIDTHS)
    for number, match in enumerate(sample, start=2):
        _write_row(sheet, number, _cells(match))
    _lay_out(sheet, len(sample) + 1)
    packed = io.BytesIO()
    book.save(packed)
    try:
        path.write_bytes(without_time(packed.getvalue()))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise refusal(GeodataError, "file_unwritable", file=str(path), reason=reason) from error


def _cells(match: ProposedMatch) -> list[str | None]:
    alley = match.alley
    return [
        match.naming_id,
        match.honoree_fa,
        match.father_fa,
        match.district_fa,
        match.neighbourhood_fa,
        match.main_street_fa,
        match.old_name_fa,
        alley.name_fa,
        _kind_fa(alley.kind),
        alley.parent_fa,
        alley.district_fa,
        _position(alley),
        "\n".join(map(_alternative, match.alternatives)),
        alley.code,
        None,
        None,
    ]


def _alternative(alley: ProposedAlley) -> str:
    name = alley.name_fa or "بی‌نام"
    known = [part for part in (name, alley.parent_fa, alley.district_fa) if part]
    return f"{'، '.join(known)} ({_position(alley)})"


def _position(alley: ProposedAlley) -> str:
    """Latitude first, as map programs take it when it is pasted."""
    return f"{alley.lat:.6f}, {alley.lon:.6f}"


def _write_row(sheet: Worksheet, number: int, texts: Iterable[str | None]) -> None:
    for column, text in enumerate(texts, start=1):
        shown = _NOT_XML.sub("", clean_text(text) or "")[:_LONGEST_CELL] if text else ""
        cell = sheet.cell(number, column)
        cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=2)
        if shown:
            cell.value = shown
            cell.data_type = "s"  # openpyxl takes what begins with «=» for a formula
            cell.quotePrefix = number > 1  # and Excel would, once the cell is edited


def _lay_out(sheet: Worksheet, last_row: int) -> None:
    for column, width in enumerate(WIDTHS.values(), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.cell(1, column).font = Font(bold=True)
    asked = get_column_letter(list(WIDTHS).index(label_header("label")) + 1)
    for row in range(1, last_row + 1):
        sheet[f"{asked}{row}"].fill = PatternFill("solid", fgColor=_ASKED_FILL)
    choices = DataValidation(type="list", formula1=f'"{",".join(label_choices())}"')
    choices.showErrorMessage = True
    choices.error = f"یکی از این‌ها را برگزینید: {'، '.join(label_choices())}"
    if last_row > 1:
        choices.add(f"{asked}2:{asked}{last_row}")
        sheet.add_data_validation(choices)


@cache
def _kind_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for row in read_vocab("kinds"):
        names.setdefault(row["kind"], row["word"])
    return names


def _kind_fa(kind: str) -> str:
    return clean_name(_kind_names().get(kind, kind))
