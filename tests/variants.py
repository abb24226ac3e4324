"""The pairs of `data/variants.csv`: writings of one name, and names that are near but two."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

VARIANTS = Path(__file__).parent / "data" / "variants.csv"
TUNED_ON = "tuned on"
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two writings, and whether they are one name."""

    same: bool
    form: str
    one: str
    other: str
    source: str
    open: str


def pairs(form: str | None = None) -> list[Pair]:
    """Return the pairs of a form («person», «words», «area»), or all."""
    lines = VARIANTS.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return [_pair(row) for row in rows if form in (None, row["form"])]


def params(form: str, *, same: bool) -> list[ParameterSet]:
    """Return the pairs as test parameters; an open one must fail, or the mark is out of date."""
    return [
        pytest.param(pair, id=f"{pair.one}-{pair.other}", marks=_marks(pair))
        for pair in pairs(form)
        if pair.same is same
    ]


def _marks(pair: Pair) -> tuple[pytest.MarkDecorator, ...]:
    return (pytest.mark.xfail(reason=pair.open, strict=True),) if pair.open else ()


def _pair(row: dict[str, str]) -> Pair:
    return Pair(
        row["expected"] == "same",
        row["form"],
        _unescaped(row["one"]),
        _unescaped(row["other"]),
        row["source"],
        row["open"],
    )


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
