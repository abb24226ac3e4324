"""The measures of one run: what was accepted rightly, and what is left for a human.

Precision and recall are those of the bench's own scorer; what it does not count is counted here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from bench_join_baselines.answers import CLAIMED, Answer, write_claims
from bench_join_baselines.cases import Case, Files
from bench_join_baselines.martyr_streets import count_linked_streets
from bench_join_baselines.measure import Run

CALIBRATION_BINS = 10
Measures = dict[str, float | None]
"""By the key of a column of `tables`; None where there is nothing to count."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """An answer beside the truth."""

    answer: Answer
    truth: frozenset[str]
    tags: Collection[str]
    half: bool

    def is_right(self, segments: Sequence[str]) -> bool:
        """By the rule of the scorer: all claimed segments, or half of them, are the truth's."""
        common = len(self.truth.intersection(segments))
        return common > 0 and (
            common * 2 >= len(segments) if self.half else common == len(segments)
        )

    def offers(self, first: int) -> bool:
        """Whether a human finds the truth among the first alternatives."""
        return any(self.truth.intersection(choice) for choice in self.answer.choices[:first])

    @property
    def accepted(self) -> bool:
        return self.answer.verdict == "accepted"

    @property
    def in_review(self) -> bool:
        return self.answer.verdict == "review"


def measure_answers(case: Case, files: Files, run: Run, bench: Path) -> Measures:
    """Return every measure of a run that has answers."""
    answers = run.answers or []
    claims = run.directory / "claims.csv"
    write_claims(claims, answers)
    scorer = _scorer(bench)
    scored = scorer.evaluate(files.truth, claims, half=case.half)
    truths, tags, *_ = scorer.load(files.truth, claims)
    by_id = {answer.naming_id: answer for answer in answers}
    nothing = Answer("", "unmatched", [], None, [])
    judged = [
        _Judged(by_id.get(row, nothing), truth, tags[row], case.half)
        for row, truth in truths.items()
    ]
    own = _of_register(judged) if case.kind == "registry" else _of_city(judged)
    return {
        "precision": scored["row"]["P"],
        "recall": scored["row"]["R"],
        "recall_identifiable": scored["row_ident"]["R"],
        "precision_identifiable": scored["row_ident"]["P"],
        "review": scored["review_share"],
        "calibration_error": calibration_error(judged),
        "martyr_streets": count_linked_streets(files, answers),
        "seconds": run.seconds,
        "megabytes": run.peak_mb,
        **own,
    }


def _of_city(judged: Sequence[_Judged]) -> Measures:
    identifiable = [j for j in judged if j.truth and "noinfo" not in j.tags]
    waiting = [j for j in judged if j.in_review and j.truth]
    return {
        "recall_with_review": _share(identifiable, lambda j: _found(j) or _best_is_right(j)),
        "first_right": _share(waiting, lambda j: j.offers(1)),
        "in_first_two": _share(waiting, lambda j: j.offers(2)),
    }


def _of_register(judged: Sequence[_Judged]) -> Measures:
    ambiguous = [j for j in judged if "ambiguous" in j.tags]
    clear = [j for j in judged if j.truth and "ambiguous" not in j.tags]
    return {
        "recall_clear": _share(clear, _found),
        "ambiguous_wrong": sum(j.accepted and not _found(j) for j in ambiguous),
        "ambiguous_offered": _share(
            ambiguous, lambda j: any(j.is_right(choice) for choice in j.answer.choices)
        ),
        "unmapped_accepted": _share([j for j in judged if not j.truth], lambda j: j.accepted),
    }


def _found(judged: _Judged) -> bool:
    return judged.accepted and judged.is_right(judged.answer.segments)


def _best_is_right(judged: _Judged) -> bool:
    return judged.in_review and bool(judged.truth.intersection(judged.answer.segments))


def _share(judged: Sequence[_Judged], holds: Callable[[_Judged], bool]) -> float | None:
    return sum(map(holds, judged)) / len(judged) if judged else None


def calibration_error(judged: Sequence[_Judged]) -> float | None:
    """Return the expected calibration error of the scores of what was accepted or in review.

    Ten bins of equal width; None when the method gives no probabilities.
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(CALIBRATION_BINS)]
    for one in judged:
        score = one.answer.score
        if score is not None and one.answer.verdict in CLAIMED:
            place = min(int(score * CALIBRATION_BINS), CALIBRATION_BINS - 1)
            bins[place].append((score, one.is_right(one.answer.segments)))
    count = sum(map(len, bins))
    gaps = (abs(sum(score - right for score, right in found)) for found in bins)
    return sum(gaps) / count if count else None


@cache
def _scorer(bench: Path) -> ModuleType:
    spec = spec_from_file_location("evaluate_matches", bench / "evaluate_matches.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
