"""What was typed, cleaned, and the ways to read it.

Knows no index. At most `MAX_QUERY_LENGTH` characters and `MAX_WORDS` words are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from geodata.names import fold_key, fold_words, kind_initials, person_words, squeeze, with_digits
from geodata.search.keyboard import typed_on_latin_keys, typed_on_persian_keys
from geodata.vocab import read_vocab

MAX_QUERY_LENGTH = 100
MAX_WORDS = 8
MAX_WORD_LENGTH = 30
_LATIN = re.compile("[A-Za-z]")
_REPEATED = re.compile(r"([^\W\d])\1{2,}")
_PERSIAN = re.compile("[\u0600-\u06ff]")
OTHER_KEYBOARD, NUMBER_WORD = 1.2, 0.2
"""Cost [nats] of having typed on the other keyboard, and of having spelt a number."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a query.

    Attributes
    ----------
    words : tuple of str
        Folded words that should occur in an entry, at least one.
    said : tuple of str
        Titles and kinds of street: nothing has to hold them, but an entry that does is better.
    cost : float
        How unlikely this reading is before anything was looked up [nats].
    open_ended : bool
        Whether the last word may still be being typed.
    """

    words: tuple[str, ...]
    said: tuple[str, ...]
    cost: float
    open_ended: bool
    other_keyboard: bool = False

    @property
    def key(self) -> str:
        """The words squeezed for comparing."""
        return squeeze(self.words)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A query after cleaning, its readings the likeliest first."""

    text: str
    readings: tuple[Reading, ...]
    truncated: bool


def clean_query(text: str) -> SearchQuery:
    """Return a query that can be asked; what is too long is cut, and said to be."""
    trimmed = " ".join(text[: 4 * MAX_QUERY_LENGTH].split())
    trimmed = _REPEATED.sub(r"\1\1", trimmed)
    looked_at = trimmed[:MAX_QUERY_LENGTH]
    words = looked_at.split()[:MAX_WORDS]
    truncated = len(text) > 4 * MAX_QUERY_LENGTH or " ".join(words) != trimmed
    is_open = not truncated and not text[-1:].isspace()
    readings = tuple(dict.fromkeys(_readings(" ".join(words), is_open)))
    return SearchQuery(looked_at, readings, truncated)


def _readings(text: str, is_open: bool) -> Iterator[Reading]:
    yield from _as_typed(text, is_open)
    if _LATIN.search(text) and not _PERSIAN.search(text):
        yield from _as_typed(typed_on_latin_keys(text), is_open, other_keyboard=True)
    elif not _LATIN.search(text) and _PERSIAN.search(text):
        meant = typed_on_persian_keys(text)
        if meant.replace(" ", "").isalpha():
            yield from _as_typed(meant, is_open, other_keyboard=True)


def _as_typed(text: str, is_open: bool, *, other_keyboard: bool = False) -> Iterator[Reading]:
    cost = OTHER_KEYBOARD if other_keyboard else 0.0
    words = tuple(word[:MAX_WORD_LENGTH] for word in fold_words(text))[: 2 * MAX_WORDS]
    for read, extra in ((words, 0.0), (with_digits(words), NUMBER_WORD)):
        meant = _meant(read, is_open)
        if meant and (not extra or read != words):
            said = tuple(dict.fromkeys(word for word in read if word not in meant))
            yield Reading(meant[:MAX_WORDS], said, cost + extra, is_open, other_keyboard)


def _meant(words: tuple[str, ...], is_open: bool) -> tuple[str, ...]:
    """The words that should occur: no titles, kinds of street and the like, unless all are.

    The last word may be the beginning of a name, «ک» no kind of street.
    """
    person = person_words(words)
    begun = words[-1:] if is_open and len(words) > 1 and words[-1] in kind_initials() else ()
    meant = [
        word.lstrip("0") or word
        for word in words
        if (word in person or word.isdigit() or word in begun) and word not in _unsaid()
    ]
    return tuple(meant) or person or words


@cache
def _unsaid() -> frozenset[str]:
    return frozenset(fold_key(row["word"]) for row in read_vocab("unsaid_words"))
