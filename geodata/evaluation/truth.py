"""Precision and recall of a join whose answers are known.

A naming is one decision. It is right when every segment claimed for it is the true alley's (or
at least half of them, for networks drawn by other hands).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import RowsRefusedError
from geodata.evaluation.proportion import Proportion
from geodata.evaluation.tables import ClaimedMatch, KnownAnswer, read_matches, read_truth
from geodata.model import Verdict
from geodata.readers.refusals import refusal

LISTED_IDS = 5


@dataclass(frozen=True, slots=True)
class MethodQuality:
    """How often the claims of one method are right."""

    verdict: Verdict
    method: str
    precision: Proportion


@dataclass(frozen=True, slots=True)
class TagQuality:
    """How one sort of row fares; `rows` counts all that carry the tag."""

    tag: str
    rows: int
    precision: Proportion
    recall: Proportion


@dataclass(frozen=True, slots=True)
class TruthQuality:
    """What a comparison with known answers gives.

    Attributes
    ----------
    rows, on_map : int
        Namings with a known answer, and those of them whose alley is on the map.
    precision : Proportion
        Accepted namings that are right.
    recall : Proportion
        Namings on the map that are accepted rightly.
    recall_with_review : Proportion
        The same when a human accepts every naming in review whose proposal touches the truth.
    review_share : Proportion
        Namings a human has to look at.
    """

    rows: int
    on_map: int
    precision: Proportion
    recall: Proportion
    recall_with_review: Proportion
    review_share: Proportion
    methods: tuple[MethodQuality, ...]
    tags: tuple[TagQuality, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """One naming with its answer."""

    match: ClaimedMatch
    answer: KnownAnswer
    half: bool

    @property
    def claims(self) -> bool:
        return bool(self.match.source_ids)

    @property
    def is_accepted(self) -> bool:
        return self.claims and self.match.verdict is Verdict.ACCEPTED

    @property
    def is_in_review(self) -> bool:
        return self.claims and self.match.verdict is Verdict.REVIEW

    @property
    def agrees(self) -> bool:
        claimed, true = self.match.source_ids, self.answer.source_ids
        common = len(claimed & true)
        return 2 * common >= len(claimed) if self.half else common == len(claimed)

    @property
    def is_right(self) -> bool:
        return self.is_accepted and bool(self.answer.source_ids) and self.agrees

    @property
    def can_be_found(self) -> bool:
        """Accepted rightly, or in review with a proposal that touches the true alley."""
        touches = bool(self.match.source_ids & self.answer.source_ids)
        return self.is_right or (self.is_in_review and touches)


def measure_truth(matches: Path, truth: Path, *, half: bool = False) -> TruthQuality:
    """Return precision and recall of a `matches.csv` against known answers.

    Parameters
    ----------
    truth : Path
        Columns `naming_id`, `source_ids` (joined by `|`, empty: not on the map), optionally
        `tags` (joined by `|`). Namings without an answer are not counted.
    half : bool
        A claim is right when at least half of its segments are the true alley's.

    Raises
    ------
    InputRefusedError
        When a file or column is missing, an id repeats, or the truth knows a naming that the
        matches do not.
    """
    claimed, answers = read_matches(matches), read_truth(truth)
    _refuse_strangers(claimed, answers, matches.name, truth.name)
    judged = [_Judged(claimed[key], answers[key], half) for key in sorted(answers)]
    on_map = [one for one in judged if one.answer.source_ids]
    return TruthQuality(
        rows=len(judged),
        on_map=len(on_map),
        precision=_precision(judged),
        recall=_recall(judged),
        recall_with_review=_share(on_map, lambda one: one.can_be_found),
        review_share=_share(judged, lambda one: one.is_in_review),
        methods=tuple(_by_method(judged)),
        tags=tuple(_by_tag(judged)),
    )


def _refuse_strangers(
    claimed: Mapping[str, ClaimedMatch],
    answers: Mapping[str, KnownAnswer],
    matches: str,
    truth: str,
) -> None:
    unknown = [naming_id for naming_id in answers if naming_id not in claimed]
    if not unknown:
        return
    code = "truth_no_overlap" if len(unknown) == len(answers) else "truth_unknown_ids"
    listed = ", ".join(unknown[:LISTED_IDS]) + (", …" if len(unknown) > LISTED_IDS else "")
    value = unknown[0] if code == "truth_no_overlap" else listed
    raise refusal(
        RowsRefusedError,
        code,
        file=truth,
        row=answers[unknown[0]].row,
        matches=matches,
        count=len(unknown),
        value=value,
    )


def _share(judged: Iterable[_Judged], counts: Callable[[_Judged], bool]) -> Proportion:
    said = [counts(one) for one in judged]
    return Proportion(sum(said), len(said))


def _precision(judged: Iterable[_Judged]) -> Proportion:
    return _share((one for one in judged if one.is_accepted), lambda one: one.is_right)


def _recall(judged: Iterable[_Judged]) -> Proportion:
    return _share((one for one in judged if one.answer.source_ids), lambda one: one.is_right)


def _by_method(judged: Iterable[_Judged]) -> Iterable[MethodQuality]:
    groups: dict[tuple[Verdict, str], list[_Judged]] = {}
    for one in judged:
        if one.claims:
            groups.setdefault((one.match.verdict, one.match.method), []).append(one)
    order = list(Verdict)
    for verdict, method in sorted(groups, key=lambda group: (order.index(group[0]), group[1])):
        group = groups[verdict, method]
        right = _share(group, lambda one: bool(one.answer.source_ids) and one.agrees)
        yield MethodQuality(verdict, method, right)


def _by_tag(judged: Iterable[_Judged]) -> Iterable[TagQuality]:
    groups: dict[str, list[_Judged]] = {}
    for one in judged:
        for tag in one.answer.tags:
            groups.setdefault(tag, []).append(one)
    for tag, group in sorted(groups.items()):
        yield TagQuality(tag, len(group), _precision(group), _recall(group))
