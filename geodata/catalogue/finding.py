"""What a query finds in one version: the entries of its search index, and a naming by its id."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from geodata.names import latin_digits
from geodata.search.engine import rank
from geodata.search.explain import reason_text, why_found
from geodata.search.index import SearchIndex
from geodata.search.query import clean_query
from geodata.search.ranking import Scored
from geodata.search.suggestions import suggest

SURE_SCORE = 10.0
"""Of a hit by its id; what was found by words stays below."""


@dataclass(frozen=True, slots=True)
class Found:
    """One entry that answers a question, and why where one does not see it."""

    alley_id: int | None
    naming_id: str | None
    score: float = 0.0
    why_fa: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, best first; `text` is as much of the query as was looked at."""

    text: str
    found: tuple[Found, ...]
    total: int
    suggestions: tuple[str, ...]
    truncated: bool


def find(
    database: sqlite3.Connection,
    index: SearchIndex,
    query: str,
    *,
    limit: int,
    district: str | None,
    near: tuple[float, float] | None,
) -> Finding:
    """Return what a query finds; `Catalogue.search` says how it may be asked."""
    cleaned = clean_query(query)
    ranked = rank(index, cleaned, district=district, near=near)
    found = _by_naming_id(database, cleaned.text, district)
    known = {one.naming_id for one in found}
    # Several entries may lead to one place since people decided about it.
    seen: set[tuple[int | None, str | None]] = set()
    for scored in ranked.entries[:limit]:
        one = _found(database, index, scored)
        place = (one.alley_id, one.naming_id)
        if place not in seen and (one.naming_id is None or one.naming_id not in known):
            found.append(one)
        seen.add(place)
    return Finding(
        text=cleaned.text,
        found=tuple(found[:limit]),
        total=max(ranked.total, len(found)),
        suggestions=() if found else suggest(index, cleaned),
        truncated=cleaned.truncated,
    )


def _found(database: sqlite3.Connection, index: SearchIndex, one: Scored) -> Found:
    alley_id, naming_id = database.execute(
        "SELECT alley_id, naming_id FROM entry WHERE entry_id = ?", (one.entry + 1,)
    ).fetchone()
    return Found(alley_id, naming_id, round(one.score, 3), why_found(index, one))


def _by_naming_id(database: sqlite3.Connection, text: str, district: str | None) -> list[Found]:
    """The naming whose id in the register was typed."""
    typed = latin_digits(text)
    if " " in typed or not any(letter.isdigit() for letter in typed):
        return []
    rows = database.execute(
        """SELECT entry.alley_id, naming_id FROM entry
           JOIN naming USING (naming_id)
           WHERE naming_id = ? COLLATE NOCASE AND (? IS NULL OR district = ?)""",
        (typed, district, district),
    )
    why = reason_text("naming_id", shown=typed)
    return [Found(alley_id, naming_id, SURE_SCORE, why) for alley_id, naming_id in rows]
