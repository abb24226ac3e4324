"""Why an entry answers a query, in a Persian sentence, where one does not see it at once.

Reads what the ranking found; the wording is `vocab/search_reasons.csv`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from geodata.names import clean_name
from geodata.search.fields import COST_OF_FIELD, Field
from geodata.search.index import SearchIndex
from geodata.search.lexicon import Meanings
from geodata.search.ranking import LATIN_LETTERS, Scored
from geodata.vocab import read_vocab

SEEN = 0.9
"""Cost [nats] up to which a word is seen to be the one typed."""
_FIELD_REASON = {
    Field.PART_OF_NAME: "part",
    Field.NUMBER: "old_name",
    Field.OLD_NAME: "old_name",
    Field.NEIGHBOURHOOD: "neighbourhood",
    Field.STREET: "street",
    Field.DISTRICT: "district",
    Field.YEAR: "year",
    Field.FATHER: "father",
}
Said = tuple[str, str, str]
"""Reason, as typed, as the dataset has it."""


def why_found(index: SearchIndex, found: Scored) -> str | None:
    """Return why an entry was found, None when every word typed stands in its name."""
    reading = found.collected.reading
    reasons: dict[str, list[Said]] = {}
    for said in _reasons(index, found):
        reasons.setdefault(said[0], []).append(said)
    if reading.other_keyboard:
        named = " ".join(index.lexicon.shown[word] for word in index.name_of(found.entry))
        reasons = {"keyboard": [("keyboard", "", named)]}
    parts = [
        reason_text(reason, typed=" ".join(s[1] for s in said), shown=" ".join(s[2] for s in said))
        for reason, said in reasons.items()
    ]
    return "؛ ".join(parts) or None


def reason_text(reason: str, *, typed: str = "", shown: str) -> str:
    """Return the sentence for a reason of `vocab/search_reasons.csv`."""
    return _texts()[reason].format(typed=clean_name(typed), shown=clean_name(shown))


def _reasons(index: SearchIndex, found: Scored) -> Iterator[Said]:
    held = index.words_of(found.entry)
    reading, meanings = found.collected.reading, found.collected.meanings
    is_whole = bool(found.collected.covered[found.entry] > 0.999)
    for typed, meaning in zip(reading.words, meanings, strict=True):
        best = _cheapest(meaning, held)
        if best is None:
            if not is_whole:
                yield "missing", typed, ""
            continue
        word, cost = best
        shown = index.lexicon.shown[word]
        if LATIN_LETTERS.issuperset(typed):
            yield "latin", typed, shown
        elif cost > SEEN:
            yield "near", typed, shown
        if held[word] in _FIELD_REASON:
            yield _FIELD_REASON[held[word]], typed, shown


def _cheapest(meaning: Meanings, held: dict[int, Field]) -> tuple[int, float] | None:
    begun = range(*meaning.begun) if meaning.begun else range(0)
    costs = {
        word: meaning.words.get(word, 0.0) + float(COST_OF_FIELD[field])
        for word, field in held.items()
        if field is not Field.TITLE and (word in meaning.words or word in begun)
    }
    if not costs:
        return None
    word = min(costs, key=costs.__getitem__)
    return word, meaning.words.get(word, 0.0)


@cache
def _texts() -> dict[str, str]:
    return {row["reason"]: row["text_fa"] for row in read_vocab("search_reasons")}
