"""Areas whose name is written otherwise than known: «انقالب», «خیابان شهید کلهری», «زنبیل آبد».

What it reads is a reading, not a fact: who asks reports it. Exact writings are
`geodata.readers.places`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from geodata.names import (
    fold_key,
    fold_words,
    is_martyr_slip,
    kind_of_slip,
    person_words,
    squeeze,
    with_digits,
)
from geodata.vocab import read_vocab

MIN_SLIP_LETTERS = 5
"""Shorter names are one letter from too many others."""
WIDTH_WORD = "متری"

Numbers = tuple[str, ...]
Named = tuple[str, Numbers]


@dataclass(frozen=True, slots=True)
class NearAreas:
    """The areas of one file by the letters and the numbers of their names."""

    by_name: Mapping[Named, frozenset[str]]
    by_swapped_name: Mapping[Named, frozenset[str]]
    letters_by_numbers: Mapping[Numbers, tuple[str, ...]]

    @classmethod
    def of(cls, names: Iterable[tuple[str, str]]) -> NearAreas:
        """Return the areas of (name, id) pairs; an area may have several names."""
        by_name: defaultdict[Named, set[str]] = defaultdict(set)
        by_swapped: defaultdict[Named, set[str]] = defaultdict(set)
        letters_by_numbers: defaultdict[Numbers, dict[str, None]] = defaultdict(dict)
        for name, area_id in names:
            letters, numbers = _telling(name)
            if letters:
                by_name[letters, numbers].add(area_id)
                by_swapped[_swapped(letters), numbers].add(area_id)
                letters_by_numbers[numbers][letters] = None
        return cls(
            {name: frozenset(ids) for name, ids in by_name.items()},
            {name: frozenset(ids) for name, ids in by_swapped.items()},
            {numbers: tuple(letters) for numbers, letters in letters_by_numbers.items()},
        )

    def find(self, text: str) -> str | None:
        """Return the id of the one area a text means although it is written otherwise, or None.

        In this order: the words around the name apart («خیابان شهید کلهری» is «کلهری»), «لا» and
        «ال» swapped («انقالب»), one slip (optimal string alignment) in names of
        `MIN_SLIP_LETTERS` letters. Numbers are equal always: «یاسر ۳» is never «یاسر ۴». A text
        as near to two areas means neither.
        """
        letters, numbers = _telling(text)
        if not letters:
            return None
        found = (
            self.by_name.get((letters, numbers))
            or self.by_swapped_name.get((_swapped(letters), numbers))
            or self._one_slip_away(letters, numbers)
        )
        return next(iter(found)) if len(found) == 1 else None

    def _one_slip_away(self, letters: str, numbers: Numbers) -> frozenset[str]:
        if len(letters) < MIN_SLIP_LETTERS:
            return frozenset()
        near = extract(
            letters,
            self.letters_by_numbers.get(numbers, ()),
            scorer=OSA.distance,
            score_cutoff=1,
            limit=None,
        )
        long_enough = (name for name, _, _ in near if len(name) >= MIN_SLIP_LETTERS)
        return frozenset().union(*(self.by_name[name, numbers] for name in long_enough))


def _telling(text: str) -> Named:
    """The letters and the numbers that tell an area from others: no kinds, titles, widths."""
    words = with_digits(fold_words(text))
    widths = {i for i, word in enumerate(words) if word == WIDTH_WORD}
    kept = [
        word
        for i, word in enumerate(words)
        if i not in widths and i + 1 not in widths and word not in _area_words()
    ]
    if len(kept) > 1 and (kind_of_slip(kept[0]) or is_martyr_slip(kept[0])):
        del kept[0]
    numbers = tuple(word for word in kept if word.isdigit())
    return squeeze(person_words(kept)), numbers


def _swapped(letters: str) -> str:
    return letters.replace("لا", "ال")


@cache
def _area_words() -> frozenset[str]:
    return frozenset(fold_key(row["word"]) for row in read_vocab("area_words"))
