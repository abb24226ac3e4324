"""What would change if a build were published: told by the worker, shown by the site.

Tables are cut for the page and whole in CSV files beside; their totals are of all rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from geodata.input_roles import InputRole
from geodata.intake.spool import Job

FILE = "preview.json"
SHOWN_ROWS = 25
LONGEST_TEXT = 300
MOST_SHOWN = 1000
"""Of areas, alarms and headers."""
EXPLAINED = (InputRole.REGISTRY, InputRole.PLAQUES)
"""Whose headers people can explain."""
Cell = str | int | None


class SheetName(StrEnum):
    """The tables of a preview."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    STALE = "stale"
    ISSUES = "issues"


_PERSON = ("naming_id", "full_name", "father_name", "district", "main_street", "old_name")
COLUMNS: Mapping[SheetName, tuple[str, ...]] = {
    SheetName.NEW: (*_PERSON, "new_name"),
    SheetName.GONE: (*_PERSON, "new_name"),
    SheetName.CHANGED: ("naming_id", "full_name", "column", "before", "after"),
    SheetName.RENUMBERED: ("naming_id", "id_before", *_PERSON[1:]),
    SheetName.MOVED: (
        "naming_id", "full_name", "outcome", "alley_before", "alley_after", "reason",
    ),
    SheetName.STALE: ("naming_id", "full_name", "sentence", "since"),
    SheetName.ISSUES: ("source", "row", "column", "severity", "value", "sentence"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first rows of a table, in the order of `COLUMNS`, and how many it has in all."""

    total: int
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class AreaChange:
    """Coverage of an area: eligible, named, matched, installed; None where it is not."""

    kind: str
    area_id: str
    name_fa: str
    before: tuple[int, ...] | None
    after: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that is rarely meant: a code and the numbers or words of its sentence."""

    code: str
    words: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeaderNote:
    """A header that the vocabulary does not know: what somebody said it means, and examples."""

    role: InputRole
    header: str
    meaning: str | None
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change; of refused inputs only what is wrong with them.

    Attributes
    ----------
    numbers : mapping
        Counts by name, see `geodata.intake.comparison`; empty when the inputs were refused.
    """

    numbers: Mapping[str, int] = field(default_factory=dict)
    sheets: Mapping[SheetName, Sheet] = field(default_factory=dict)
    coverage: tuple[AreaChange, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    headers: tuple[HeaderNote, ...] = ()


def as_json(preview: Preview) -> dict[str, Any]:
    """Return a preview as the worker writes it, long texts cut."""
    return asdict(preview)


def read_preview(job: Job) -> Preview | None:
    """Return what a job's worker told; None when it told nothing that can be read."""
    told = job.note(FILE)
    try:
        return None if told is None else _from_json(told)
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        return None


def cut(value: Cell) -> Cell:
    """Return a cell as a page shows it."""
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return value[:LONGEST_TEXT] + "…"
    return value


def _from_json(told: Mapping[str, Any]) -> Preview:
    return Preview(
        numbers={str(name): int(number) for name, number in told["numbers"].items()},
        sheets={SheetName(name): _sheet(name, sheet) for name, sheet in told["sheets"].items()},
        coverage=tuple(
            AreaChange(
                kind=str(area["kind"]),
                area_id=str(area["area_id"]),
                name_fa=_text(area["name_fa"]),
                before=_counts(area["before"]),
                after=_counts(area["after"]),
            )
            for area in told["coverage"][:MOST_SHOWN]
        ),
        alarms=tuple(
            Alarm(str(alarm["code"]), {str(k): _cell(v) for k, v in alarm["words"].items()})
            for alarm in told["alarms"][:MOST_SHOWN]
        ),
        headers=tuple(
            HeaderNote(
                role=EXPLAINED[EXPLAINED.index(note["role"])],
                header=_text(note["header"]),
                meaning=None if note["meaning"] is None else str(note["meaning"]),
                samples=tuple(map(_text, note["samples"][:SHOWN_ROWS])),
            )
            for note in told["headers"][:MOST_SHOWN]
        ),
    )


def _sheet(name: str, told: Mapping[str, Any]) -> Sheet:
    width = len(COLUMNS[SheetName(name)])
    rows = tuple(tuple(map(_cell, row)) for row in told["rows"][:SHOWN_ROWS])
    if any(len(row) != width for row in rows):
        raise ValueError(f"sheet {name}: rows of another width")
    return Sheet(int(told["total"]), rows)


def _counts(told: Any) -> tuple[int, ...] | None:
    if told is None:
        return None
    eligible, named, matched, installed = map(int, told)
    return eligible, named, matched, installed


def _text(value: Any) -> str:
    return str(cut(str(value)))


def _cell(value: Any) -> Cell:
    return value if value is None or isinstance(value, int) else cut(str(value))
