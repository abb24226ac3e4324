"""Spellings: the writings of one word become one («رحمن», «عبداﷲ», «جالل»).

Single words only, already folded to plain letters; which words stand in a text is
`geodata.names.words`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from geodata.vocab import read_vocab

_LAM_ALEF, _SWAPPED = "لا", "ال"


@lru_cache(maxsize=1 << 17)
def one_spelling(word: str) -> str:
    """Return a folded word, or a whole key without spaces, in its one spelling. Idempotent."""
    spelled = word
    for pattern, replacement in _spellings():
        spelled = pattern.sub(replacement, spelled)
    return word if spelled == word else one_spelling(spelled)


@lru_cache(maxsize=1 << 17)
def unswapped(word: str) -> str:
    """Return a folded word with «لا» where copying from a PDF left «ال» («جالل», «انقالب»).

    Only inside the words of `vocab/lam_alef.csv`, whose swapped writing is no word: «سالمی» and
    «سلامی» are two surnames. A word at a time, because it would reach across the seam of a key.
    """
    if _SWAPPED not in word:
        return word
    pattern, words = _swapped_words()
    put_back = pattern.sub(lambda found: words[found[0]], word)
    return word if put_back == word else unswapped(put_back)


@cache
def _spellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(r["pattern"]), r["replacement"]) for r in read_vocab("spellings"))


@cache
def _swapped_words() -> tuple[re.Pattern[str], dict[str, str]]:
    words = {
        row["word"].replace(_LAM_ALEF, _SWAPPED): row["word"] for row in read_vocab("lam_alef")
    }
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(longest_first)), words
