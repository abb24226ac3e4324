"""Spreadsheets and CSV files as rows of text that remember their own row numbers.

Blank rows count and are left out; a merged cell's value stands in every row of the merge. What
the columns mean is the business of `headers`.
"""

from __future__ import annotations

from pathlib import Path

from geodata.errors import FormatRefusedError, GeodataError, SchemaError
from geodata.issues import IssueLog
from geodata.readers.csv_text import read_csv
from geodata.readers.ods import read_ods
from geodata.readers.refusals import refusal
from geodata.readers.rows import Table
from geodata.readers.staging import check_there
from geodata.readers.xlsx import read_xlsx

ENDINGS = (".xlsx", ".ods", ".csv")
_NOT_THE_FILES_FAULT = (GeodataError, KeyboardInterrupt, SystemExit, GeneratorExit)


def read_table(path: Path, issues: IssueLog) -> Table:
    """Return the first sheet of an .xlsx or .ods file, or a .csv, as text.

    Raises
    ------
    MissingInputError, FormatRefusedError
        When the file is missing, of another format, broken or hostile.
    SchemaError
        When it has too many rows or columns or none at all.
    """
    check_there(path)
    if path.suffix.lower() not in ENDINGS:
        raise refusal(
            FormatRefusedError, "format_unknown", file=path.name, expected=" ".join(ENDINGS)
        )
    try:
        table = _read(path, issues)
    except _NOT_THE_FILES_FAULT:
        raise
    except BaseException as error:  # a panic in Rust does not derive from Exception
        raise refusal(
            FormatRefusedError,
            "file_broken",
            file=path.name,
            expected=path.suffix.lower().removeprefix("."),
            reason=str(error) or type(error).__name__,
        ) from error
    if not table.rows:
        raise refusal(SchemaError, "table_empty", file=path.name)
    return table


def _read(path: Path, issues: IssueLog) -> Table:
    match path.suffix.lower():
        case ".xlsx":
            return read_xlsx(path, issues)
        case ".ods":
            return read_ods(path)
        case _:
            return read_csv(path, issues)
