"""Columns whose text means something: dates, statuses and too long names, with their issues."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from geodata.dates import GREGORIAN_MARK, ImpossibleDateError, PartialDate, parse_date
from geodata.issues import IssueLog
from geodata.model import PlaqueStatus
from geodata.names import MAX_NAME_LENGTH, fold_key
from geodata.readers.cells import as_written
from geodata.readers.coordinates import Bounds, read_positions
from geodata.readers.records import Records, says_nothing
from geodata.vocab import read_vocab


def read_dates(records: Records, column: str, issues: IssueLog) -> list[str | None]:
    """Return a column's dates as `PartialDate.isoformat` text or None; oddities are logged."""
    texts = records.text(column)
    read = {text: _parsed(text) for text in set(texts)}
    odd = {text: found for text, date in read.items() if (found := _finding(text, date))}
    for row, text in zip(records.rows, texts, strict=True):
        if text in odd:
            code, context = odd[text]
            written = as_written(text)
            issues.add(code, source=records.file, row=row, column=column, value=written, **context)
    isos = {t: date.isoformat() for t, date in read.items() if isinstance(date, PartialDate)}
    return [isos.get(text) for text in texts]


def read_statuses(records: Records, issues: IssueLog) -> list[str | None]:
    """Return the `PlaqueStatus` values of column plaque_status, None for unknown words."""
    expected = ", ".join(status.value for status in PlaqueStatus)
    statuses = records.mapped("plaque_status", _status)
    for row, text, status in zip(
        records.rows, records.text("plaque_status"), statuses, strict=True
    ):
        if status is None and not says_nothing(text):
            issues.add(
                "plaque_status_unknown",
                source=records.file,
                row=row,
                column="plaque_status",
                value=text,
                expected=expected,
            )
    return statuses


def read_consents(records: Records, issues: IssueLog) -> list[str | None]:
    """Return 'yes' or 'no' of column photo_consent, None where nothing certain is said."""
    words = {fold_key(row["word"]): row["consent"] for row in read_vocab("consent_words")}
    found: list[str | None] = []
    for row, text in zip(records.rows, records.text("photo_consent"), strict=True):
        found.append(words.get(fold_key(text)))
        if found[-1] is None and not says_nothing(text):
            issues.add(
                "consent_unreadable",
                source=records.file,
                row=row,
                column="photo_consent",
                value=text,
            )
    return found


def report_long_names(records: Records, columns: Collection[str], issues: IssueLog) -> None:
    """Log the names that are longer than what is compared."""
    for column in columns:
        texts = records.text(column)
        if max(map(len, texts)) <= MAX_NAME_LENGTH:
            continue
        for row, text in zip(records.rows, texts, strict=True):
            if len(text) > MAX_NAME_LENGTH:
                issues.add(
                    "name_too_long",
                    source=records.file,
                    row=row,
                    column=column,
                    value=text[:40],
                    limit=MAX_NAME_LENGTH,
                )


def report_repeated(
    records: Records, column: str, ids: Sequence[str | None], code: str, issues: IssueLog
) -> None:
    """Log every id that an earlier row already has."""
    first_rows: dict[str, int] = {}
    for row, given in zip(records.rows, ids, strict=True):
        if given is None:
            continue
        first_row = first_rows.setdefault(given, row)
        if first_row != row:
            issues.add(
                code,
                source=records.file,
                row=row,
                column=column,
                value=given,
                first_row=first_row,
            )


def report_same_rows(records: Records, issues: IssueLog) -> None:
    """Log every row that says, but for its naming_id, what an earlier row says."""
    columns = [texts for name, texts in records.texts.items() if name != "naming_id"]
    extras = (tuple(extra.items()) for extra in records.extras)
    first_rows: dict[tuple[object, ...], int] = {}
    for row, content in zip(records.rows, zip(*columns, extras, strict=True), strict=True):
        first_row = first_rows.setdefault(content, row)
        if first_row != row:
            issues.add("naming_repeated", source=records.file, row=row, first_row=first_row)


def _parsed(text: str) -> PartialDate | ImpossibleDateError | None:
    try:
        return parse_date(text)
    except ImpossibleDateError as error:
        return error


def _finding(
    text: str, date: PartialDate | ImpossibleDateError | None
) -> tuple[str, dict[str, str]] | None:
    """Return the issue that a date deserves and the words of its sentence."""
    if isinstance(date, ImpossibleDateError):
        return "date_impossible", {"detail_en": date.detail_en, "detail_fa": date.detail_fa}
    if date is None:
        return None if says_nothing(text) else ("date_unreadable", {})
    if text.startswith(GREGORIAN_MARK):
        return "date_gregorian", {"jalali": date.isoformat()}
    return None


@cache
def _statuses() -> dict[str, str]:
    return {fold_key(row["word"]): row["status"] for row in read_vocab("plaque_statuses")}


def _status(text: str) -> str | None:
    return _statuses().get(fold_key(text))


def position_columns(
    records: Records, bounds: Bounds | None, issues: IssueLog
) -> dict[str, list[object]]:
    """Return the columns `lon` and `lat` [degrees EPSG:4326] of a register or of plaques."""
    positions = read_positions(
        records.file,
        records.rows,
        records.text("lon"),
        records.text("lat"),
        bounds=bounds,
        issues=issues,
    )
    return {"lon": [p.lon for p in positions], "lat": [p.lat for p in positions]}
