"""The measured quality as lines of text for a terminal; the names of methods in Persian too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from geodata.evaluation.labels import LabelledQuality
from geodata.evaluation.proportion import Proportion
from geodata.evaluation.truth import MethodQuality, TruthQuality
from geodata.vocab import read_vocab

_COUNTS = "{:<48} {:>8} {:>16} {:>13}"


def method_name_fa(method: str) -> str | None:
    """Return the short Persian name of a method, None when it has none yet."""
    return _names().get(method)


def truth_lines(quality: TruthQuality) -> Iterator[str]:
    """Yield the table of a comparison with known answers."""
    yield f"{quality.rows} namings with a known answer, {quality.on_map} of them on the map"
    yield ""
    yield _COUNTS.format("", "share", "95 % interval", "count")
    yield _line("precision of accepted", quality.precision)
    yield _line("recall", quality.recall)
    yield _line("recall with review", quality.recall_with_review)
    yield _line("review share", quality.review_share)
    yield from _methods(quality.methods)
    if quality.tags:
        yield ""
        yield "by tag"
    for tag in quality.tags:
        yield _line(f"{tag.tag} ({tag.rows}): precision", tag.precision)
        yield _line(f"{tag.tag} ({tag.rows}): recall", tag.recall)


def labelled_lines(quality: LabelledQuality) -> Iterator[str]:
    """Yield the table of a filled-in sheet."""
    yield (
        f"{quality.file}: {quality.right} right, {quality.wrong} wrong, {quality.unknown} not"
        f" known, {quality.blank} not filled in, {quality.outdated} about alleys no longer proposed"
    )
    yield ""
    yield _COUNTS.format("", "share", "95 % interval", "count")
    yield _line("precision of accepted, weighted", quality.precision, is_weighted=True)
    yield f"covers methods of {quality.accepted_covered} of {quality.accepted} accepted namings"
    yield from _methods([sample.quality for sample in quality.methods])


def _methods(methods: Sequence[MethodQuality]) -> Iterator[str]:
    yield ""
    yield "by method"
    for found in methods:
        name = method_name_fa(found.method)
        label = f"{found.verdict.value} {found.method}"
        yield _line(label, found.precision) + ("" if name is None else f"  {name}")


def _line(label: str, proportion: Proportion, *, is_weighted: bool = False) -> str:
    if proportion.share is None or proportion.interval is None:
        return _COUNTS.format(label, "-", "-", "0")
    low, high = proportion.interval
    count = f"n_eff {proportion.of:.1f}" if is_weighted else f"{proportion.right}/{proportion.of}"
    return _COUNTS.format(
        label, f"{proportion.share:.1%}", f"{low * 100:.1f}-{high:.1%}", count
    ).rstrip()


@cache
def _names() -> dict[str, str]:
    return {row["method"]: row["name_fa"] for row in read_vocab("method_names")}
