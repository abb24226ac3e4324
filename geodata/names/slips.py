"""Slips of the pen: «شهد», «شیهد», «سهید» for «شهید», «کوچخ» for «کوچه».

Reads one word; whether it stands where such a word may stand decides who asks: «شهد» is honey
everywhere but in front of a name.
"""

from __future__ import annotations

from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from geodata.names.people import MARTYR
from geodata.names.words import fold_key, kind_words, martyr_words
from geodata.vocab import read_vocab

MIN_MARTYR_SLIP = 3
MIN_KIND_SLIP = 4


@lru_cache(maxsize=1 << 16)
def is_martyr_slip(word: str) -> bool:
    """Return whether a folded word is «شهید» with one slip; «شهید» itself is none.

    One slip is an optimal string alignment distance of 1: a letter dropped, doubled, mistaken or
    swapped with its neighbour. The words of `vocab/martyr_lookalikes.csv` are words in their own
    right, or as near to a given name.
    """
    return (
        len(word) >= MIN_MARTYR_SLIP
        and OSA.distance(word, MARTYR, score_cutoff=1) == 1
        and word not in _lookalikes("martyr_lookalikes")
        and word not in martyr_words()
    )


@lru_cache(maxsize=1 << 16)
def kind_of_slip(word: str) -> str | None:
    """Return the kind of street a folded word names with one slip («کوچخ», «خیابلن»), or None.

    Only of the kind words marked so in `vocab/kinds.csv`; never of another kind word or a word of
    `vocab/kind_lookalikes.csv` («کوچک», «بیابان»).
    """
    if len(word) < MIN_KIND_SLIP or word in kind_words() or word in _lookalikes("kind_lookalikes"):
        return None
    near = {
        kind
        for written, kind in _kinds_with_slips()
        if OSA.distance(word, written, score_cutoff=1) == 1
    }
    return near.pop() if len(near) == 1 else None


@cache
def _kinds_with_slips() -> tuple[tuple[str, str], ...]:
    return tuple(
        (fold_key(row["word"]), row["kind"]) for row in read_vocab("kinds") if row["slips"]
    )


@cache
def _lookalikes(table: str) -> frozenset[str]:
    return frozenset(fold_key(row["word"]) for row in read_vocab(table))
