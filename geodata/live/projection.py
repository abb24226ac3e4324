"""Laying what people said over a copy of the serving database: only what it touches is worked out.

Everything is derived from the build, attached as `built`, and from what stands now; never from what
an earlier state of the copy said. The order in which things were said therefore leaves no trace.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from geodata.deciding import Decision, Person, Row, contest, decided
from geodata.fitting import Misfit, Mouth, person_misfit, placed
from geodata.live.history import add_points
from geodata.live.listing import place_on, relist
from geodata.live.recount import recount
from geodata.live.said import Said, State
from geodata.live.signs import lay_signs, told_of
from geodata.live.work import rewrite_work
from geodata.model import Verdict
from geodata.plaque_states import map_state

TABLES = """
    CREATE TABLE IF NOT EXISTS live_said (naming_id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS live_change (alley_id INTEGER PRIMARY KEY);
    CREATE TABLE IF NOT EXISTS live_misfit (
        naming_id TEXT NOT NULL, decision_id INTEGER NOT NULL, reason TEXT NOT NULL,
        words TEXT NOT NULL
    );
"""
_MATCH = "naming_id, verdict, method, reason_fa, alley_id, score, alternatives, further"
_NOBODY = Said()


@dataclass(frozen=True, slots=True)
class Reach:
    """What a change touches: namings, and alleys that carry one, or did, or will."""

    namings: frozenset[str]
    alleys: frozenset[int]


BUILT_IN = """
    INSERT OR IGNORE INTO live_said
    SELECT naming_id, 'built in' FROM built.naming WHERE joined IS NOT NULL"""
"""What a build took from the journal has been said once; the journal may have it no more."""


def project(database: sqlite3.Connection, state: State, changed_at: str) -> bool:
    """Bring a copy to the present state; return whether anything had to be done.

    Parameters
    ----------
    database : Connection
        The copy, with the build attached as `built`, inside a transaction.
    changed_at : str
        When the last thing was said (ISO 8601, UTC).
    """
    said = {naming_id: one.fingerprint() for naming_id, one in state.items()}
    before = dict(database.execute("SELECT naming_id, fingerprint FROM live_said"))
    differing = {
        naming_id
        for naming_id in said.keys() | before.keys()
        if said.get(naming_id) != before.get(naming_id)
    }
    if not differing:
        return False
    reach = _reach(database, state, differing)
    rows = list(_matches(database, state, reach))
    _write_matches(database, rows)
    touched = reach.alleys | {alley_id for row in rows for alley_id in _given(row)}
    lay_signs(database, {naming_id: state.get(naming_id, _NOBODY) for naming_id in reach.namings})
    _set_states(database, touched)
    relist(database, reach.namings, touched)
    rewrite_work(database, reach.namings, touched)
    recount(database)
    add_points(database, state)
    _note_changes(database, touched, changed_at)
    database.executemany("DELETE FROM live_said WHERE naming_id = ?", ((n,) for n in differing))
    database.executemany(
        "INSERT INTO live_said VALUES (?, ?)", ((n, said[n]) for n in differing if n in said)
    )
    return True


def _reach(database: sqlite3.Connection, state: State, differing: Iterable[str]) -> Reach:
    """Follow namings to alleys and alleys to namings until nothing more is touched."""
    decided: Mapping[int | None, set[str]] = defaultdict(set)
    for naming_id, said in state.items():
        for decision in said.decisions:
            decided[decision.alley_id].add(naming_id)
    namings: set[str] = set()
    alleys: set[int] = set()
    new = set(differing)
    while new:
        namings |= new
        found = {alley for one in new for alley in _alleys_of(database, state, one)} - alleys
        alleys |= found
        reached = [
            named
            for alley_id in found
            for named in (
                decided.get(alley_id, ()),
                _carried(database, alley_id, "built"),
                _carried(database, alley_id),
            )
        ]
        new = set().union(*reached) - namings
    return Reach(frozenset(namings), frozenset(alleys))


def _alleys_of(database: sqlite3.Connection, state: State, naming_id: str) -> Iterator[int]:
    """Yield the alleys a naming stands on, did, or is said to, under the ids they have now too."""
    for decision in state.get(naming_id, _NOBODY).decisions:
        if decision.alley_id is not None:
            yield decision.alley_id
            living = _living(database, decision.alley_id)
            if living is not None:
                yield living
    rows = database.execute(
        """SELECT alley_id FROM main.listing WHERE naming_id = :id
           UNION SELECT alley_id FROM built.listing WHERE naming_id = :id
           UNION SELECT joined ->> 'alley_id' FROM built.naming WHERE naming_id = :id""",
        {"id": naming_id},
    )
    yield from (alley_id for (alley_id,) in rows if alley_id is not None)


def _matches(database: sqlite3.Connection, state: State, reach: Reach) -> Iterator[Row]:
    """Yield the matches of the namings in reach, as built and then as decided."""
    rows: list[Row] = []
    people: dict[str, Person] = {}
    database.executemany(
        "DELETE FROM live_misfit WHERE naming_id = ?", ((n,) for n in reach.namings)
    )
    for naming_id in sorted(reach.namings):
        found = database.execute(
            f"SELECT honoree_fa, father_fa, joined, {_MATCH} FROM built.naming"  # noqa: S608 # nosec B608
            " WHERE naming_id = ?",
            (naming_id,),
        ).fetchone()
        decisions = state.get(naming_id, _NOBODY).decisions
        honoree = found[0] if found else None
        fitting = list(_fitting(database, decisions, honoree))
        if found is None:
            continue
        people[naming_id] = Person(honoree, found[1])
        rows.append(decided(_as_joined(found[2], found[3:]), fitting))
    yield from contest(rows, people)


def _as_joined(joined: str | None, built: Sequence[Any]) -> Row:
    """The match as it is without the journal: what that said when it was built may be undone."""
    row: Row = dict(zip(_MATCH.split(", "), built, strict=True))
    row |= {name: json.loads(row[name]) for name in ("alternatives", "further")}
    if joined is not None:
        row |= json.loads(joined)
    row["alternatives"] = tuple((int(a), float(s)) for a, s in row["alternatives"])
    row["further"] = tuple(row["further"])
    return row


def _fitting(
    database: sqlite3.Connection, decisions: Iterable[Decision], honoree: str | None
) -> Iterator[Decision]:
    """Yield the decisions that still fit, under the ids their alleys have now; note the others."""

    def find(alley_id: int) -> tuple[int, Mouth] | None:
        living = _living(database, alley_id)
        if living is None:
            return None
        query = "SELECT mouth_lon, mouth_lat FROM built.alley WHERE alley_id = ?"
        return living, database.execute(query, (living,)).fetchone()

    for decision in decisions:
        found = person_misfit(decision, honoree) or placed(decision, find)
        if isinstance(found, Misfit):
            words = json.dumps(found.words, ensure_ascii=False)
            database.execute(
                "INSERT INTO live_misfit VALUES (?, ?, ?, ?)",
                (decision.naming_id, decision.row, found.reason, words),
            )
        else:
            yield found


def _living(database: sqlite3.Connection, alley_id: int) -> int | None:
    """Return the id itself or that of its last successor, None when there is none."""
    seen: set[int] = set()
    current: int | None = alley_id
    while current is not None and current not in seen:
        here = "SELECT 1 FROM built.alley WHERE alley_id = ?"
        if database.execute(here, (current,)).fetchone():
            return current
        seen.add(current)
        gone = "SELECT successor_id FROM built.retired WHERE alley_id = ?"
        row = database.execute(gone, (current,)).fetchone()
        current = row[0] if row else None
    return None


def _write_matches(database: sqlite3.Connection, rows: Iterable[Row]) -> None:
    for row in rows:
        alternatives = json.dumps([list(found) for found in row["alternatives"]])
        database.execute(
            """UPDATE naming SET verdict = ?, method = ?, reason_fa = ?, alley_id = ?, score = ?,
                   alternatives = ?, further = ? WHERE naming_id = ?""",
            (row["verdict"], row["method"], row["reason_fa"], row["alley_id"], row["score"],
             alternatives, json.dumps(row["further"]), row["naming_id"]),
        )  # fmt: skip
        given = _given(row)
        place_on(database, row["naming_id"], given)
        _find_at(database, row["naming_id"], given)


def _given(row: Row) -> tuple[int, ...]:
    """The alleys a naming stands on as a fact."""
    is_fact = row["verdict"] == Verdict.ACCEPTED.value
    return (int(row["alley_id"]), *row["further"]) if is_fact else ()


def _find_at(database: sqlite3.Connection, naming_id: str, alleys: Sequence[int]) -> None:
    """Let the entries of a naming lead to its alleys; those left over lead to the first."""
    query = """SELECT entry_id FROM built.entry
               WHERE naming_id = ? COLLATE NOCASE AND naming_id = ? ORDER BY entry_id"""
    entries = database.execute(query, (naming_id, naming_id)).fetchall()
    for (entry_id,), alley_id in zip_longest(entries, alleys[: len(entries)]):
        at = alley_id or (alleys[0] if alleys else None)
        database.execute("UPDATE entry SET alley_id = ? WHERE entry_id = ?", (at, entry_id))


def _set_states(database: sqlite3.Connection, alleys: Iterable[int]) -> None:
    for alley_id in alleys:
        namings = _carried(database, alley_id)
        state = map_state([told_of(database, naming_id) for naming_id in namings])
        database.execute("UPDATE alley SET state = ? WHERE alley_id = ?", (state, alley_id))
        # An alley found by its own name on the map is found as the naming's from now on.
        alone = """UPDATE entry SET naming_id = ? WHERE entry_id IN (
                       SELECT entry_id FROM built.entry WHERE alley_id = ? AND naming_id IS NULL)"""
        database.execute(alone, (namings[0] if namings else None, alley_id))


def _carried(database: sqlite3.Connection, alley_id: int, schema: str = "main") -> list[str]:
    rows = database.execute(
        f"SELECT naming_id FROM {schema}.listing"  # noqa: S608 - our own names # nosec B608
        " WHERE alley_id = ? ORDER BY naming_id",
        (alley_id,),
    )
    return [naming_id for (naming_id,) in rows]


def _note_changes(database: sqlite3.Connection, alleys: Iterable[int], changed_at: str) -> None:
    """Note of which alleys the tiles say something else, and when they changed."""
    for alley_id in alleys:
        is_other = _drawn(database, alley_id, "main") != _drawn(database, alley_id, "built")
        database.execute("DELETE FROM live_change WHERE alley_id = ?", (alley_id,))
        if is_other:
            database.execute("INSERT INTO live_change VALUES (?)", (alley_id,))
        database.execute(
            "UPDATE change SET changed_at = ? WHERE alley_id = ?", (changed_at, alley_id)
        )


def _drawn(database: sqlite3.Connection, alley_id: int, schema: str) -> tuple[Any, ...]:
    query = f"SELECT state FROM {schema}.alley WHERE alley_id = ?"  # noqa: S608 - our own names # nosec B608
    return (database.execute(query, (alley_id,)).fetchone(), _carried(database, alley_id, schema))


def misfits(database: sqlite3.Connection) -> Mapping[int, tuple[str, Mapping[str, Any]]]:
    """Return of each decision that does not fit why: a reason and the words of its sentence."""
    query = "SELECT decision_id, reason, words FROM live_misfit"
    return {row[0]: (row[1], json.loads(row[2])) for row in database.execute(query)}
