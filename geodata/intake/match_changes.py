"""What becomes of the namings that have their alley now: kept, on another alley, or lost."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from geodata.intake.preview import Cell
from geodata.model import Verdict


class Outcome(StrEnum):
    """What becomes of a naming that was accepted."""

    KEPT = "kept"
    OTHER_ALLEY = "other_alley"
    TO_REVIEW = "to_review"
    TO_UNMATCHED = "to_unmatched"
    TO_REGISTER_ERROR = "to_register_error"
    GONE = "gone"


_LOST = {
    Verdict.REVIEW.value: Outcome.TO_REVIEW,
    Verdict.UNMATCHED.value: Outcome.TO_UNMATCHED,
    Verdict.REGISTER_ERROR.value: Outcome.TO_REGISTER_ERROR,
}


@dataclass(frozen=True, slots=True)
class Match:
    """Where a naming stands."""

    full_name: str
    verdict: str
    alley_id: int | None
    reason_fa: str

    @property
    def is_accepted(self) -> bool:
        """Whether its alley is a fact."""
        return self.verdict == Verdict.ACCEPTED.value


@dataclass(frozen=True, slots=True)
class MatchChanges:
    """How many namings fare how, and the rows of sheet MOVED.

    Attributes
    ----------
    gained : int
        Namings that had no alley for a fact and have one now.
    """

    outcomes: Mapping[Outcome, int]
    gained: int
    accepted_after: int
    moved: tuple[tuple[Cell, ...], ...]


def match_changes(database: sqlite3.Connection, renumbered: Mapping[str, str]) -> MatchChanges:
    """Return what becomes of the matches; the connection is of `versions.side_by_side`."""
    before, after = _matches(database, "before"), _matches(database, "after")
    names = {schema: _alley_names(database, schema) for schema in ("before", "after")}
    successors = dict(database.execute("SELECT alley_id, successor_id FROM after.retired"))
    outcomes: Counter[Outcome] = Counter()
    moved: list[tuple[Cell, ...]] = []
    gained = 0
    for naming_id, was in before.items():
        now = after.get(renumbered.get(naming_id, naming_id))
        if not was.is_accepted:
            gained += now is not None and now.is_accepted
            continue
        outcome = _outcome(was, now, names["after"], successors)
        outcomes[outcome] += 1
        if outcome is not Outcome.KEPT:
            alleys = (
                names["before"].get(was.alley_id),
                names["after"].get(now.alley_id) if now and now.is_accepted else None,
            )
            moved.append(
                (naming_id, was.full_name, outcome, *alleys, now.reason_fa if now else None)
            )
    known = {*before, *(renumbered.get(naming_id, naming_id) for naming_id in before)}
    gained += sum(now.is_accepted for naming_id, now in after.items() if naming_id not in known)
    accepted = sum(now.is_accepted for now in after.values())
    return MatchChanges(outcomes, gained, accepted, tuple(sorted(moved, key=_order)))


def _order(row: tuple[Cell, ...]) -> tuple[int, str]:
    """The gravest first: what is lost, what is elsewhere, what has left the register."""
    gravest = (Outcome.OTHER_ALLEY, Outcome.TO_UNMATCHED, Outcome.TO_REGISTER_ERROR,
               Outcome.TO_REVIEW, Outcome.GONE)  # fmt: skip
    return gravest.index(Outcome(str(row[2]))), str(row[0])


def _outcome(
    was: Match,
    now: Match | None,
    living: Mapping[int | None, str],
    successors: Mapping[int, int | None],
) -> Outcome:
    if now is None:
        return Outcome.GONE
    if not now.is_accepted:
        return _LOST[now.verdict]
    is_same = now.alley_id in set(_lineage(was.alley_id, living, successors))
    return Outcome.KEPT if is_same else Outcome.OTHER_ALLEY


def _lineage(
    alley_id: int | None, living: Mapping[int | None, str], successors: Mapping[int, int | None]
) -> Iterator[int]:
    """Yield an alley and, while it is gone, what it has become part of."""
    seen: set[int] = set()
    while alley_id is not None and alley_id not in seen:
        yield alley_id
        seen.add(alley_id)
        alley_id = None if alley_id in living else successors.get(alley_id)


def _matches(database: sqlite3.Connection, schema: str) -> dict[str, Match]:
    rows = database.execute(
        "SELECT naming_id, honoree_fa, verdict, alley_id, reason_fa"  # noqa: S608 - our own names # nosec B608
        f" FROM {schema}.naming ORDER BY naming_id"
    )
    return {row[0]: Match(*row[1:]) for row in rows}


def _alley_names(database: sqlite3.Connection, schema: str) -> dict[int | None, str]:
    rows = database.execute(
        f"SELECT alley_id, name_fa, code FROM {schema}.alley"  # noqa: S608 - our own names # nosec B608
    )
    return {row["alley_id"]: f"{row['name_fa'] or '—'} ({row['code']})" for row in rows}
