"""Tables that must have certain columns: decisions, known answers, matches, filled-in sheets.

Finds the header and the rows; what a column's text means is the business of who asked.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from geodata.errors import SchemaError
from geodata.issues import IssueLog
from geodata.readers.headers import find_header, headers_found, report_unknown, vocabulary
from geodata.readers.records import Records, read_records
from geodata.readers.refusals import refusal
from geodata.readers.tables import read_table


def read_required(
    path: Path,
    words: str,
    required: Collection[str],
    issues: IssueLog,
    *,
    may_be_empty: bool = False,
) -> Records:
    """Return the rows of a table under the columns of `vocab/<words>.csv`.

    Parameters
    ----------
    required : collection of str
        Canonical columns that must be there.
    may_be_empty : bool
        Take a header without rows: nobody has decided anything yet.

    Raises
    ------
    InputRefusedError
        The narrowest class of it: file missing, format, encoding, columns, no rows.
    """
    table = read_table(path, issues)
    aliases = vocabulary(words)
    header = find_header(table, aliases)
    known = {} if header is None else header.columns
    for column in required:
        if column not in known:
            raise refusal(
                SchemaError,
                "column_missing",
                file=table.file,
                column=column,
                expected=aliases.aliases(column),
                found=headers_found(table),
            )
    assert header is not None
    if may_be_empty and header.position + 1 == len(table.rows):
        return Records(table.file, [], {}, [], [])
    report_unknown(header, table, issues)
    return read_records(table, header, issues)
