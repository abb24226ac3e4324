"""Numbers written as words: «نوزدهم», «بیست و یک», «سی‌ام».

Reads alley numbers up to 999; it does not decide whether a number is one (see
`geodata.designation`: a width or a date is not).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from geodata.names.letters import ZWNJ, fold_letters, latin_digits
from geodata.vocab import read_vocab

_ORDINAL_ENDINGS = ("مین", "ام", "م")


def read_number_words(text: str) -> int | None:
    """Return the number a text spells in digits or Persian words, or None."""
    words = fold_letters(text).replace(ZWNJ, " ").split()
    value, used = number_at(words, 0)
    return value if value is not None and used == len(words) else None


def number_at(words: Sequence[str], start: int) -> tuple[int | None, int]:
    """Return the number that begins at `words[start]` and how many words it takes.

    Parameters
    ----------
    words : sequence of str
        Folded words; «و» between tens and ones counts as a word.

    Returns
    -------
    (value, count)
        (None, 0) when no number begins there.
    """
    if start >= len(words):
        return None, 0
    first = _digits(words[start])
    if first is not None:
        return first, 1
    total, used, scale = 0, 0, 1000
    position = start
    while position < len(words):
        value = _word_value(words[position])
        if value is None or not _continues(value, scale):
            break
        total, scale = total + value, _scale(value)
        used = position + 1 - start
        if _is_ordinal(words[position]):
            break
        position += 1
        if position < len(words) and words[position] == "ام":
            return total, position + 1 - start
        if position + 1 < len(words) and words[position] == "و":
            position += 1
        else:
            break
    return (total, used) if used else (None, 0)


def with_digits(words: Sequence[str]) -> tuple[str, ...]:
    """Return folded words with every number they spell in digits: «نوزده دی» is «۱۹ دی».

    For comparing whole names only. A name can hold such a word («دهقان» does not, «ده نمکی»
    does), so it is no way to find an alley's number.
    """
    written: list[str] = []
    position = 0
    while position < len(words):
        value, used = number_at(words, position)
        written.append(words[position] if value is None else str(value))
        position += used or 1
    return tuple(written)


def is_ordinal_word(word: str) -> bool:
    """Return whether a folded word is an ordinal such as «نوزدهم» or «اول»."""
    return _word_value(word) is not None and _is_ordinal(word)


def _digits(word: str) -> int | None:
    plain = latin_digits(word)
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 4 else None


def _continues(value: int, scale: int) -> bool:
    return value < scale and (scale == 1000 or value >= 1)


def _scale(value: int) -> int:
    if value >= 100:
        return 100
    return 10 if value >= 20 else 1


def _is_ordinal(word: str) -> bool:
    return word in _ORDINALS or word not in _values()


_ORDINALS = frozenset({"اول", "سوم"})


def _word_value(word: str) -> int | None:
    values = _values()
    if word in values:
        return values[word]
    for ending in _ORDINAL_ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and stem in values:
            return values[stem]
    return None


@cache
def _values() -> dict[str, int]:
    return {row["word"]: int(row["value"]) for row in read_vocab("number_words")}
