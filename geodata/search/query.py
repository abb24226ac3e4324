"""Asking the index: clean the query, collect entries, score them.

Reads SQLite only; imports neither pandas nor GeoPandas. Place never re-orders hits here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from geodata.errors import QueryError
from geodata.names import fold_words, person_words, squeeze

MAX_QUERY_LENGTH = 100
MAX_WORDS = 8
COLLECTED = 400
"""Entries looked at; a prefix such as «م» would otherwise rank the whole city."""
SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A query after cleaning.

    Attributes
    ----------
    words : tuple of str
        Folded words that must occur, each as a prefix; titles only when nothing else is left.
    person : tuple of str
        The words that can be a person's name.
    """

    text: str
    words: tuple[str, ...]
    person: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One entry that answers a query."""

    alley_id: int | None
    naming_id: str | None
    score: float


def clean_query(text: str) -> SearchQuery:
    """Return a query that can be asked.

    Raises
    ------
    QueryError
        When the text is longer than `MAX_QUERY_LENGTH` or has more than `MAX_WORDS` words.
    """
    trimmed = " ".join(text.split())
    if len(trimmed) > MAX_QUERY_LENGTH or "\x00" in text:
        raise QueryError(
            f"q must be at most {MAX_QUERY_LENGTH} characters, without NUL",
            "جست‌وجو باید کوتاه‌تر از صد نویسه باشد",
            parameter="q",
        )
    words = fold_words(trimmed)
    if len(words) > MAX_WORDS:
        raise QueryError(
            f"q must be at most {MAX_WORDS} words",
            "جست‌وجو باید حداکثر هشت واژه باشد",
            parameter="q",
        )
    person = person_words(words)
    meant = [word for word in words if word in person or word.isdigit()]
    return SearchQuery(trimmed, tuple(meant) or words, person)


def ask(
    database: sqlite3.Connection, query: SearchQuery, *, district: str | None = None
) -> list[Found]:
    """Return what answers the query, best first."""
    found: dict[int, Found] = {}
    for words in _readings(query.words):
        for entry_id, hit in _collect(database, words, query, district):
            found.setdefault(entry_id, hit)
        if found:
            break
    return sorted(
        found.values(), key=lambda hit: (-hit.score, hit.naming_id or "~", hit.alley_id or 0)
    )


def suggest(database: sqlite3.Connection, query: SearchQuery) -> tuple[str, ...]:
    """Return near spellings of a query that found nothing, words of this dataset only."""
    known = dict(database.execute("SELECT word, shown FROM vocabulary"))
    replaced: list[list[str]] = []
    for word in query.words:
        if word in known or word.isdigit():
            replaced.append([known.get(word, word)])
            continue
        near = extract(
            word,
            known.keys(),
            scorer=OSA.normalized_similarity,
            score_cutoff=0.6,
            limit=SUGGESTIONS,
        )
        if not near:
            return ()
        replaced.append([known[match] for match, _, _ in near])
    longest = max((len(options) for options in replaced), default=0)
    phrases = [" ".join(o[min(i, len(o) - 1)] for o in replaced) for i in range(longest)]
    return tuple(dict.fromkeys(phrases))


def _readings(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """The words as typed, then with neighbours joined («محمد رضا» → «محمدرضا»)."""
    yield tuple(words)
    for seam in range(len(words) - 1):
        joined = squeeze(words[seam : seam + 2])
        yield (*words[:seam], joined, *words[seam + 2 :])
    if len(words) > 2:
        yield (squeeze(words),)


def _collect(
    database: sqlite3.Connection, words: Sequence[str], query: SearchQuery, district: str | None
) -> Iterable[tuple[int, Found]]:
    match = " AND ".join(f'"{word}"*' for word in words)
    if not match:
        return
    rows = database.execute(
        """SELECT entry_id, entry.alley_id, entry.naming_id, person_key, surname_key, weight
           FROM entry
           LEFT JOIN alley ON alley.alley_id = entry.alley_id
           LEFT JOIN naming ON naming.naming_id = entry.naming_id
           WHERE entry_id IN (SELECT rowid FROM entry_text WHERE words MATCH ? LIMIT ?)
             AND (? IS NULL OR coalesce(alley.district, naming.district) = ?)""",
        (match, COLLECTED, district, district),
    )
    for entry_id, alley_id, naming_id, person_key, surname_key, weight in rows:
        yield entry_id, Found(alley_id, naming_id, _score(query, person_key, surname_key, weight))


def _score(query: SearchQuery, person_key: str, surname_key: str, weight: float) -> float:
    """A whole name equal counts most, then a surname equal, then a name that begins so."""
    asked = squeeze(query.person)
    score = weight
    if asked and person_key:
        if asked == person_key and len(query.person) > 1:
            score += 4.0
        elif query.person[-1] == surname_key or query.person[0] == surname_key:
            score += 2.0
        elif surname_key.startswith(query.person[-1]) or person_key.startswith(asked):
            score += 1.0
    return round(score, 4)
