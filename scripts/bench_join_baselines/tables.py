"""One table per case, aligned for a terminal or as rows of Markdown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from bench_join_baselines.scores import Measures


@dataclass(frozen=True, slots=True)
class Column:
    """A measure as tables show it; over several seeds shares are averaged, counts added."""

    key: str
    title: str
    unit: str = "share"

    def show(self, over_seeds: Iterable[Measures]) -> str:
        """Return the text of one cell."""
        values = [value for found in over_seeds if (value := found[self.key]) is not None]
        if not values:
            return "–"
        match self.unit:
            case "count":
                return f"{sum(values):.0f}"
            case "seconds":
                return f"{fmean(values):.1f}"
            case "megabytes":
                return f"{max(values):.0f}"
        return f"{fmean(values):.3f}"


_CITY = (
    Column("precision_identifiable", "P"),
    Column("recall_identifiable", "R"),
    Column("recall_with_review", "R + review"),
    Column("recall", "R all rows"),
    Column("first_right", "review: 1st right"),
    Column("in_first_two", "review: in first 2"),
)
_REGISTER = (
    Column("precision", "P"),
    Column("recall", "R"),
    Column("recall_clear", "R unambiguous"),
    Column("ambiguous_wrong", "ambiguous, wrong", "count"),
    Column("ambiguous_offered", "ambiguous, offered"),
    Column("unmapped_accepted", "unmapped accepted"),
)
_EVERYWHERE = (
    Column("review", "review"),
    Column("calibration_error", "ECE"),
    Column("martyr_streets", "«شهید X N»", "count"),
    Column("seconds", "s", "seconds"),
    Column("megabytes", "MB", "megabytes"),
)

Results = dict[str, list[Measures] | str]
"""By the method's title: its measures of every seed, or why there are none."""


def case_table(kind: str, results: Results, *, markdown: bool) -> str:
    """Return the table of one case."""
    columns = (*(_REGISTER if kind == "registry" else _CITY), *_EVERYWHERE)
    lines = [["method", *(column.title for column in columns)]]
    for method, found in results.items():
        if isinstance(found, str):
            lines.append([method, found, *[""] * (len(columns) - 1)])
        else:
            lines.append([method, *(column.show(found) for column in columns)])
    return _markdown(lines) if markdown else _aligned(lines)


def _markdown(lines: Sequence[Sequence[str]]) -> str:
    head, *rows = ["| " + " | ".join(cells) + " |" for cells in lines]
    return "\n".join([head, "|" + "---|" * len(lines[0]), *rows])


def _aligned(lines: Sequence[Sequence[str]]) -> str:
    plain = [[cell.replace("**", "") for cell in cells] for cells in lines]
    # A remark in place of figures («not installed») runs over its neighbours.
    full = [cells for cells in plain if cells[-1]]
    widths = [max(map(_width, column)) for column in zip(*full, strict=True)]
    widths[0] = max(_width(cells[0]) for cells in plain)
    return "\n".join(_line(cells, widths) for cells in plain)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first = cells[0] + " " * (widths[0] - _width(cells[0]))
    if not cells[-1]:
        return f"{first}  {cells[1]}"
    rest = (" " * (w - _width(cell)) + cell for cell, w in zip(cells[1:], widths[1:], strict=True))
    return "  ".join([first, *rest])


def _width(text: str) -> int:
    return sum(not unicodedata.combining(letter) for letter in text)
