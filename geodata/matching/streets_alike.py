"""Reading a street's key the map does not know as one that is spelled almost like it.

The number of a numbered street is no spelling: «باجک ۲» is never read as «باجک ۳».
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

LIKE_STREET = 0.8
LIKE_BASE = 0.72
"""Where the number agrees too, a parent street may be spelled less alike."""
SHORTEST = 3


class KnownStreets:
    """The streets of a map, found by their keys and by keys almost like them."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = frozenset(keys) - {""}
        self._by_number: dict[str, list[str]] = defaultdict(list)
        for key in sorted(self._keys):
            words, _, number = key.partition(" ")
            self._by_number[number].append(words)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def read(self, key: str) -> str:
        """Return the known street a key means: itself, one spelled like it, without its number.

        "" when there is none.
        """
        if not key or key in self._keys:
            return key
        alike = self.alike(key, most=1)
        words = key.partition(" ")[0]
        return alike[0] if alike else words if words in self._keys else ""

    def alike(self, key: str, *, most: int, least: float = LIKE_STREET) -> list[str]:
        """Return at most so many known streets of the same number spelled almost like a key.

        The key itself is not among them.
        """
        words, space, number = key.partition(" ")
        if len(words) < SHORTEST:
            return []
        found = process.extract(
            words,
            self._by_number.get(number, ()),
            scorer=OSA.normalized_similarity,
            score_cutoff=least,
            limit=most + 1,
        )
        others = [f"{name}{space}{number}" for name, _, _ in found if name != words]
        return others[:most]
