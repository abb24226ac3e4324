"""The two tables that are compared: matches.csv and a table of known answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from geodata.errors import RowsRefusedError
from geodata.issues import IssueLog
from geodata.model import Verdict
from geodata.readers.records import Records, key_or_none
from geodata.readers.refusals import refusal
from geodata.readers.required import read_required

BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class ClaimedMatch:
    """One line of matches.csv."""

    verdict: Verdict
    method: str
    source_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """One line of the truth: the segments of the alley, none when it is not on the map."""

    row: int
    source_ids: frozenset[str]
    tags: tuple[str, ...]


def read_matches(path: Path) -> dict[str, ClaimedMatch]:
    """Return naming id → match of a file as `geodata.store.contract_files` writes it.

    Raises
    ------
    InputRefusedError
        When the file, a column or a row cannot be measured; the message names it.
    """
    required = ("naming_id", "source_ids", "verdict", "method")
    records = read_required(path, "match_columns", required, IssueLog())
    ids, methods = _ids(records), records.text("method")
    sources = [_split(text) for text in records.text("source_ids")]
    verdicts = [_verdict(records, at) for at in range(len(ids))]
    found = zip(verdicts, methods, sources, strict=True)
    return {key: ClaimedMatch(*row) for key, row in zip(ids, found, strict=True)}


def read_truth(path: Path) -> dict[str, KnownAnswer]:
    """Return naming id → known answer.

    Raises
    ------
    InputRefusedError
        When the file, a column or a row cannot be used; the message names it.
    """
    records = read_required(path, "truth_columns", ("naming_id", "source_ids"), IssueLog())
    sources = [_split(text) for text in records.text("source_ids")]
    tags = [tuple(sorted(_split(text))) for text in records.text("tags")]
    answers = map(KnownAnswer, records.rows, sources, tags)
    return dict(zip(_ids(records), answers, strict=True))


def _ids(records: Records) -> list[str]:
    ids: dict[str, int] = {}
    for row, found in zip(records.rows, records.mapped("naming_id", key_or_none), strict=True):
        if found is None:
            raise refusal(RowsRefusedError, "row_without_id", file=records.file, row=row)
        first_row = ids.setdefault(found, row)
        if first_row != row:
            raise refusal(
                RowsRefusedError,
                "rows_repeat_id",
                file=records.file,
                row=row,
                value=found,
                first_row=first_row,
            )
    return list(ids)


def _verdict(records: Records, at: int) -> Verdict:
    text = records.text("verdict")[at]
    if text not in set(Verdict):
        raise refusal(
            RowsRefusedError,
            "verdict_unknown",
            file=records.file,
            row=records.rows[at],
            value=text,
            expected=", ".join(Verdict),
        )
    return Verdict(text)


def _split(text: str) -> frozenset[str]:
    parts = (key_or_none(part) for part in text.split(BETWEEN))
    return frozenset(part for part in parts if part is not None)
