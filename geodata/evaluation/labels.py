"""Precision by a clerk's word: the sheet that was drawn, filled in and is read back.

A label counts only while the join still proposes the alley that the clerk saw.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import pandas as pd

from geodata.errors import RowsRefusedError
from geodata.evaluation.proportion import Proportion, weighted_proportion
from geodata.evaluation.truth import MethodQuality
from geodata.issues import IssueLog
from geodata.model import Verdict
from geodata.names import fold_key
from geodata.readers.records import Records, key_or_none, says_nothing
from geodata.readers.refusals import refusal
from geodata.readers.required import read_required
from geodata.vocab import read_vocab


class Label(StrEnum):
    """What a clerk says of a proposed alley."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Labels:
    """A filled-in sheet.

    Attributes
    ----------
    file : str
        Its name.
    rows : int
        All rows, filled in or not.
    said : mapping
        (naming id, code of the alley shown) → label.
    """

    file: str
    rows: int
    said: Mapping[tuple[str, str], Label]


@dataclass(frozen=True, slots=True)
class Proposal:
    """An alley the join proposes for a naming, accepted or in review."""

    naming_id: str
    code: str
    verdict: Verdict
    method: str


@dataclass(frozen=True, slots=True)
class MethodSample:
    """What the clerk's labels say of one method, and how many namings it proposes."""

    quality: MethodQuality
    proposals: int


@dataclass(frozen=True, slots=True)
class LabelledQuality:
    """Precision by the labels.

    Attributes
    ----------
    precision : Proportion
        Of all accepted namings, the methods weighted by their size; its denominator is the
        effective sample size.
    accepted, accepted_covered : int
        Accepted namings, and those of them whose method has a label.
    right, wrong, unknown, outdated, blank : int
        Rows of the sheet by what they say; outdated ones are about an alley that is no longer
        proposed.
    """

    file: str
    precision: Proportion
    accepted: int
    accepted_covered: int
    methods: tuple[MethodSample, ...]
    right: int
    wrong: int
    unknown: int
    outdated: int
    blank: int


def read_labels(path: Path) -> Labels:
    """Return what a clerk wrote into the sheet of `geodata.evaluation.sheet`.

    Raises
    ------
    InputRefusedError
        When the file or a column is missing, a label is no known word, or none is filled in.
    """
    required = ("naming_id", "code", "label")
    records = read_required(path, "label_columns", required, IssueLog())
    ids = records.mapped("naming_id", key_or_none)
    codes = records.mapped("code", key_or_none)
    said: dict[tuple[str, str], Label] = {}
    for at, (naming_id, code) in enumerate(zip(ids, codes, strict=True)):
        label = _label(records, at)
        if label is None:
            continue
        if naming_id is None:
            raise refusal(
                RowsRefusedError, "row_without_id", file=records.file, row=records.rows[at]
            )
        if said.setdefault((naming_id, code or ""), label) is not label:
            raise _contradiction(records, at, naming_id)
    if not said:
        words = {"column": label_header(), "expected": "، ".join(label_choices())}
        raise refusal(RowsRefusedError, "labels_empty", file=records.file, **words)
    return Labels(records.file, len(records.rows), said)


def proposals(namings: pd.DataFrame, codes: Mapping[int, str]) -> list[Proposal]:
    """Return what a join proposes.

    Parameters
    ----------
    namings : DataFrame
        Columns `naming_id`, `alley_id`, `verdict`, `method`.
    codes : mapping
        Alley id → short code.
    """
    shown = namings[namings["alley_id"].notna()]
    columns = (shown[c] for c in ("naming_id", "alley_id", "verdict", "method"))
    return [
        Proposal(naming_id, codes[int(alley_id)], Verdict(verdict), method)
        for naming_id, alley_id, verdict, method in zip(*columns, strict=True)
    ]


def measure_labels(labels: Labels, proposed: Sequence[Proposal]) -> LabelledQuality:
    """Return precision per method and over all accepted namings of a join.

    Parameters
    ----------
    proposed : sequence of Proposal
        Everything the join proposes: the methods' sizes are their weights.
    """
    sizes = Counter((p.verdict, p.method) for p in proposed)
    shown = {(p.naming_id, p.code): (p.verdict, p.method) for p in proposed}
    heard: dict[tuple[Verdict, str], list[bool]] = defaultdict(list)
    fitting = [(shown[key], label) for key, label in labels.said.items() if key in shown]
    for stratum, label in fitting:
        if label is not Label.UNKNOWN:
            heard[stratum].append(label is Label.RIGHT)
    counted = Counter(label for _, label in fitting)
    accepted = {s: n for s, n in sizes.items() if s[0] is Verdict.ACCEPTED}
    covered = [(_proportion(heard[s]), n) for s, n in sorted(accepted.items()) if heard.get(s)]
    return LabelledQuality(
        file=labels.file,
        precision=weighted_proportion(covered),
        accepted=sum(accepted.values()),
        accepted_covered=sum(size for _, size in covered),
        methods=tuple(_samples(sizes, heard)),
        right=counted[Label.RIGHT],
        wrong=counted[Label.WRONG],
        unknown=counted[Label.UNKNOWN],
        outdated=len(labels.said) - len(fitting),
        blank=labels.rows - len(labels.said),
    )


def label_choices() -> list[str]:
    """Return the words offered in the drop-down: the first of each label."""
    first: dict[str, str] = {}
    for row in read_vocab("label_words"):
        first.setdefault(row["label"], row["word"])
    return list(first.values())


def label_header(column: str = "label") -> str:
    """Return the header under which a column of the sheet is written."""
    return next(row["alias"] for row in read_vocab("label_columns") if row["column"] == column)


def _samples(
    sizes: Mapping[tuple[Verdict, str], int], heard: Mapping[tuple[Verdict, str], list[bool]]
) -> Iterable[MethodSample]:
    order = list(Verdict)
    for stratum in sorted(sizes, key=lambda s: (order.index(s[0]), -sizes[s], s[1])):
        precision = _proportion(heard.get(stratum, []))
        yield MethodSample(MethodQuality(*stratum, precision), sizes[stratum])


def _proportion(right: Sequence[bool]) -> Proportion:
    return Proportion(sum(right), len(right))


def _label(records: Records, at: int) -> Label | None:
    text = records.text("label")[at]
    label = _words().get(fold_key(text))
    if label is not None:
        return label
    if says_nothing(text):
        return None
    raise refusal(
        RowsRefusedError,
        "label_unknown",
        file=records.file,
        row=records.rows[at],
        column=label_header(),
        value=text,
        expected="، ".join(label_choices()),
    )


def _contradiction(records: Records, at: int, naming_id: str) -> RowsRefusedError:
    first = records.mapped("naming_id", key_or_none).index(naming_id)
    rows = {"row": records.rows[at], "first_row": records.rows[first]}
    return refusal(RowsRefusedError, "rows_repeat_id", file=records.file, value=naming_id, **rows)


@cache
def _words() -> dict[str, Label]:
    words = {fold_key(row["word"]): Label(row["label"]) for row in read_vocab("label_words")}
    return {word: label for word, label in words.items() if word}
