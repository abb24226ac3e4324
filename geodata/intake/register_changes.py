"""Which rows of the register are new, changed or gone, by their ids, else by what they say.

A row that says the same under another id was renumbered: decisions hang on the id, so that is told
apart.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from geodata.intake.preview import Cell

RECORD = {
    "honoree_fa": "full_name", "title_fa": "title", "father_fa": "father_name",
    "birth_date": "birth_date", "martyrdom_date": "martyrdom_date",
    "martyrdom_place": "martyrdom_place", "burial_place": "burial_place",
    "biography": "biography", "district": "district", "neighbourhood": "neighbourhood",
    "main_street_fa": "main_street", "old_name_fa": "old_name", "new_name_fa": "new_name",
    "decree_no": "decree_no", "decree_date": "decree_date", "media_url": "media_url",
    "photo_credit": "photo_credit", "latin_name": "latin_name", "arabic_name": "arabic_name",
}  # fmt: skip
"""Column of the serving database → column of the register it is."""
_IDENTITY = (
    "full_name", "father_name", "martyrdom_date", "district", "neighbourhood", "main_street",
    "old_name", "new_name", "decree_no",
)  # fmt: skip
_SHOWN = ("full_name", "father_name", "district", "main_street", "old_name")
Said = Mapping[str, Any]
"""What a row says by column, unknown columns of the file among them."""


@dataclass(frozen=True, slots=True)
class RegisterChanges:
    """The rows before and after, and which of them are what.

    Attributes
    ----------
    renumbered : mapping
        Id before → id after.
    """

    before: Mapping[str, Said]
    after: Mapping[str, Said]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]
    renumbered: Mapping[str, str]

    def new_rows(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows of sheet NEW."""
        yield from (_row(naming_id, self.after[naming_id]) for naming_id in self.new)

    def gone_rows(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows of sheet GONE."""
        yield from (_row(naming_id, self.before[naming_id]) for naming_id in self.gone)

    def renumbered_rows(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows of sheet RENUMBERED."""
        for before, after in self.renumbered.items():
            said = self.after[after]
            yield (after, before, *(said.get(column) for column in _SHOWN))

    def changed_rows(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows of sheet CHANGED: one for each cell that says something else."""
        for naming_id in self.changed:
            before, after = self.before[naming_id], self.after[naming_id]
            for column in sorted(before.keys() | after.keys()):
                was, now = before.get(column), after.get(column)
                if was != now:
                    yield naming_id, after.get("full_name"), column, was, now


def register_changes(database: sqlite3.Connection) -> RegisterChanges:
    """Return what became of the register; the connection is of `versions.side_by_side`."""
    before, after = _said(database, "before"), _said(database, "after")
    gone = [naming_id for naming_id in before if naming_id not in after]
    new = [naming_id for naming_id in after if naming_id not in before]
    renumbered = _renumbered(
        {naming_id: before[naming_id] for naming_id in gone},
        {naming_id: after[naming_id] for naming_id in new},
    )
    taken = set(renumbered.values())
    return RegisterChanges(
        before=before,
        after=after,
        new=tuple(naming_id for naming_id in new if naming_id not in taken),
        gone=tuple(naming_id for naming_id in gone if naming_id not in renumbered),
        changed=tuple(n for n in before if n in after and before[n] != after[n]),
        renumbered=renumbered,
    )


def _said(database: sqlite3.Connection, schema: str) -> dict[str, Said]:
    columns = ", ".join(("naming_id", *RECORD, "extras"))
    rows = database.execute(
        f"SELECT {columns} FROM {schema}.naming ORDER BY naming_id"  # noqa: S608 - our own names # nosec B608
    )
    return {row["naming_id"]: _row_says(row) for row in rows}


def _row_says(row: sqlite3.Row) -> Said:
    said = {name: row[column] for column, name in RECORD.items()}
    said |= json.loads(row["extras"])
    return {column: value for column, value in said.items() if value is not None}


def _renumbered(gone: Mapping[str, Said], new: Mapping[str, Said]) -> dict[str, str]:
    """Pair what is gone with what is new and says the same, each once."""
    waiting: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for naming_id, said in new.items():
        waiting[_identity(said)].append(naming_id)
    pairs = {}
    for naming_id, said in gone.items():
        if same := waiting.get(_identity(said)):
            pairs[naming_id] = same.pop(0)
    return pairs


def _identity(said: Said) -> tuple[Any, ...]:
    return tuple(said.get(column) for column in _IDENTITY)


def _row(naming_id: str, said: Said) -> tuple[Cell, ...]:
    return (naming_id, *(said.get(column) for column in (*_SHOWN, "new_name")))
