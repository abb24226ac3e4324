"""Reading a street's key the map does not know as one that is spelled almost like it.

A number is no spelling: «باجک ۲» is never read as «باجک ۳», nor «۹ مهر» as «مهر» or «۱۹ مهر».
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from geodata.matching.near_words import near_pairs

SHORTEST = 3


class KnownStreets:
    """The streets of a map, found by their keys and by keys a slip away from them.

    Parameters
    ----------
    keys : iterable of str
        Of the map.
    asked : iterable of str
        What will be asked for: near keys are found for all of them at once.
    """

    def __init__(self, keys: Iterable[str], asked: Iterable[str]) -> None:
        self._keys = frozenset(keys) - {""}
        self._near = _near_keys(self._keys, asked)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def read(self, key: str) -> str:
        """Return the known street a key means: itself, one spelled like it, without its number.

        "" when there is none.
        """
        if not key or key in self._keys:
            return key
        words = key.partition(" ")[0]
        return next(iter(self.alike(key)), words if words in self._keys else "")

    def alike(self, key: str) -> Sequence[str]:
        """Return the other known streets of the same number a slip away, sorted."""
        return self._near.get(key, ())


def _near_keys(known: Iterable[str], asked: Iterable[str]) -> Mapping[str, Sequence[str]]:
    ours, theirs = (_by_words(keys) for keys in (asked, known))
    near: dict[str, list[str]] = defaultdict(list)
    for mine, other in near_pairs(ours, theirs, shortest=SHORTEST):
        if _digits(mine) != _digits(other):
            continue
        for number in ours[mine] & theirs[other]:
            near[mine + number].append(other + number)
    return near


def _by_words(keys: Iterable[str]) -> Mapping[str, set[str]]:
    """The numbers, with the space before them, under which each name occurs."""
    found: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        words, space, number = key.partition(" ")
        found[words].add(space + number)
    return found


def _digits(words: str) -> str:
    return "".join(filter(str.isdigit, words))
