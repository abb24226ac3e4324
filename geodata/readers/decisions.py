"""What people decided about matches: one row per naming and place, as the journal exports it.

Says nothing about whether a decision still fits; that is `geodata.decisions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geodata.codes import decode_code
from geodata.dates import ImpossibleDateError, parse_date
from geodata.deciding import Decision, DecisionKind
from geodata.errors import QueryError
from geodata.issues import IssueLog
from geodata.names import clean_name, fold_key
from geodata.readers.coordinates import Bounds, Position, read_positions
from geodata.readers.records import Records, key_or_none, name_or_none, says_nothing, text_or_none
from geodata.readers.required import read_required
from geodata.vocab import read_vocab

REQUIRED = ("naming_id", "decision")
ID_DIGITS = 11
"""As many as the largest id of 35 bits has."""


def read_decisions(path: Path, issues: IssueLog, *, bounds: Bounds) -> list[Decision]:
    """Return the decisions of a .csv, .xlsx or .ods file, in its order.

    Parameters
    ----------
    bounds : (west, south, east, north)
        Where the city is [degrees EPSG:4326].

    Raises
    ------
    InputRefusedError
        When the file or its columns cannot be read. Rows that say no decision are error issues.
    """
    records = read_required(path, "decision_columns", REQUIRED, issues, may_be_empty=True)
    texts = (records.text("lon"), records.text("lat"))
    places = read_positions(records.file, records.rows, *texts, bounds=bounds, issues=issues)
    read = (_decision(records, at, place, issues) for at, place in enumerate(places))
    return [decision for decision in read if decision is not None]


def _decision(records: Records, at: int, place: Position, issues: IssueLog) -> Decision | None:
    row, text = records.rows[at], _Row(records, at)
    naming_id = key_or_none(text["naming_id"])
    kind = _kinds().get(fold_key(text["decision"]))
    alley_id = _alley_id(text["alley_id"], text["code"])
    fault = _fault(naming_id, kind, alley_id)
    if fault is not None:
        column, code = fault
        value = text[column] or (text["code"] if column == "alley_id" else "")
        issues.add(code, source=records.file, row=row, column=column, value=value, expected=_WORDS)
        return None
    assert naming_id is not None
    assert kind is not None
    return Decision(
        file=records.file,
        row=row,
        naming_id=naming_id,
        kind=kind,
        alley_id=alley_id if kind.is_of_an_alley else None,
        lon=place.lon,
        lat=place.lat,
        place_unreadable=place.lon is None and not _says_no_place(text),
        person=name_or_none(text["person"]),
        note=text_or_none(text["note"]),
        decided_by=name_or_none(text["decided_by"]),
        decided_on=_date_fa(text["decided_on"]),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One row's cells by column, "" where there is none."""

    records: Records
    at: int

    def __getitem__(self, column: str) -> str:
        return self.records.text(column)[self.at]


def _says_no_place(text: _Row) -> bool:
    return says_nothing(text["lon"]) and says_nothing(text["lat"])


def _fault(
    naming_id: str | None, kind: DecisionKind | None, alley_id: int | None
) -> tuple[str, str] | None:
    """Return the column at fault and the issue it deserves."""
    if naming_id is None:
        return "naming_id", "decision_without_naming"
    if kind is None:
        return "decision", "decision_unknown"
    if kind.is_of_an_alley and alley_id is None:
        return "alley_id", "decision_without_alley"
    return None


def _alley_id(written_id: str, written_code: str) -> int | None:
    """Return the alley that an id, a short code or both say; None when they disagree."""
    said = set()
    if not says_nothing(written_id):
        said.add(_by_id(written_id))
    if not says_nothing(written_code):
        said.add(_by_code(written_code))
    return said.pop() if len(said) == 1 else None


def _by_id(text: str) -> int | None:
    plain = key_or_none(text) or ""
    if plain.isascii() and plain.isdigit():
        return int(plain) if len(plain) <= ID_DIGITS else None
    return _by_code(text)


def _by_code(text: str) -> int | None:
    try:
        return decode_code(key_or_none(text) or "")
    except QueryError:
        return None


def _date_fa(text: str) -> str | None:
    """Return the day as people write it; an unreadable one stays as written."""
    try:
        date = parse_date(text)
    except ImpossibleDateError:
        date = None
    written = text_or_none(text) if date is None else date.isoformat().replace("-", "/")
    return None if written is None else clean_name(written)


@cache
def _kinds() -> dict[str, DecisionKind]:
    return {
        fold_key(row["word"]): DecisionKind(row["decision"]) for row in read_vocab("decision_words")
    }


_WORDS = ", ".join(DecisionKind)
