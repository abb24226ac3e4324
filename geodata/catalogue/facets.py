"""Counting what every filter would leave, in one pass over the values that occur together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

Cube = Sequence[tuple[Any, ...]]
"""One row per combination of values that occurs, its count behind the values."""


def count_facets(
    cube: Cube, facets: Sequence[str], wanted: Mapping[str, object]
) -> tuple[int, dict[str, Counter[Any]]]:
    """Return how many are wanted, and of each facet how many every value would leave.

    A row that only one filter keeps out counts for that filter's facet: choosing its value
    instead would show it.
    """
    asked = [wanted.get(facet) for facet in facets]
    counts: dict[str, Counter[Any]] = {facet: Counter() for facet in facets}
    total = 0
    for *values, number in cube:
        missed = [
            at
            for at, (value, want) in enumerate(zip(values, asked, strict=True))
            if want is not None and value != want
        ]
        if not missed:
            total += number
            for facet, value in zip(facets, values, strict=True):
                counts[facet][value] += number
        elif len(missed) == 1:
            counts[facets[missed[0]]][values[missed[0]]] += number
    return total, counts
