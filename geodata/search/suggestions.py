"""Near spellings of a query that found nothing, in words of this dataset only."""

from __future__ import annotations

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from geodata.search.index import SearchIndex
from geodata.search.lexicon import MAX_WORD
from geodata.search.query import SearchQuery

SUGGESTIONS = 3
ALIKE = 0.6


def suggest(index: SearchIndex, query: SearchQuery) -> tuple[str, ...]:
    """Return at most three near spellings, the nearest first."""
    if not query.readings:
        return ()
    replaced: list[list[str]] = []
    for word in query.readings[0].words:
        options = _near(index, word)
        if not options:
            return ()
        replaced.append(options)
    longest = max(len(options) for options in replaced)
    phrases = [" ".join(o[min(i, len(o) - 1)] for o in replaced) for i in range(longest)]
    return tuple(dict.fromkeys(phrases))


def _near(index: SearchIndex, word: str) -> list[str]:
    lexicon = index.lexicon
    known = lexicon.find(word)
    if known is not None or word.isdigit():
        return [word if known is None else lexicon.shown[known]]
    if len(word) > MAX_WORD:
        return []
    near = extract(
        word,
        lexicon.words,
        scorer=OSA.normalized_similarity,
        score_cutoff=ALIKE,
        limit=SUGGESTIONS,
    )
    return [lexicon.shown[number] for _, _, number in near]
