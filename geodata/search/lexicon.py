"""Which words of the index a typed word can mean, and at what cost.

A city of 200,000 alleys has no more than some ten thousand words, so everything tolerant happens
here, on words; entries are then only looked up. Costs are negative log-likelihoods [nats].
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nlargest
from math import log

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from geodata.search.latin_sound import latin_sounds, skeleton, sound_cost
from geodata.search.slips import slip_cost

BEHIND = "\uffff"
BEGUN = 0.3
"""A word that is only begun: people also stop typing at the end of one."""
RARER = 0.12
"""Of the words that begin so the common ones are likelier, per nat of frequency."""
HALF_DIGRAPHS = {"s": "$", "k": "x", "z": "j"}
"""«Has» may be on its way to "Hashemi": the last letter, and the sound it is half of."""
HALF_TYPED = 0.4
SLIPS_FROM, TWO_SLIPS_FROM = 3, 4
NEAR_WORDS, NEAR_BEGINNINGS = 300, 100
MAX_WORD = 24
SOUNDS_LOOKED_AT = 250
WORST_SOUND = 5.0
"""What costs more is another word."""
SURE_SOUND = 1.5
WORST_SLIP = 6.5


@dataclass(frozen=True, slots=True)
class Meanings:
    """What one typed word can mean: word → cost, and ranges of words that begin with it."""

    words: dict[int, float] = field(default_factory=dict)
    begun: tuple[int, int] | None = None

    def __bool__(self) -> bool:
        return bool(self.words) or self.begun is not None


class Lexicon:
    """The sorted words of an index.

    Parameters
    ----------
    words, shown, sounds : list of str
        Folded, as people write it, as it sounds in Latin letters.
    uses : array of int, shape (words,)
        How many entries hold it.
    """

    def __init__(
        self, words: list[str], shown: list[str], sounds: list[str], uses: npt.NDArray[np.int64]
    ) -> None:
        self.words, self.shown, self._sounds = words, shown, sounds
        self.uses = uses
        self._uses = uses.tolist()
        self._beginnings: dict[int, tuple[list[str], list[range]]] = {}

    def find(self, word: str) -> int | None:
        """Return the number of a word, None when no entry holds it."""
        at = bisect_left(self.words, word)
        return at if at < len(self.words) and self.words[at] == word else None

    def plain(self, word: str, *, last: bool) -> Meanings:
        """Return the word itself, and when it is the last typed the words it begins."""
        found = self.find(word)
        exact = {} if found is None else {found: 0.0}
        return Meanings(exact, self._begun_by(word) if last else None)

    def begun_costs(self, begun: tuple[int, int]) -> npt.NDArray[np.float32]:
        """Return the cost of each word of a range: 0.3 for the commonest, more for rarer ones."""
        uses = self.uses[begun[0] : begun[1]]
        rarer = np.log(uses.max() + 1.0) - np.log(uses + 1.0)
        costs: npt.NDArray[np.float32] = (BEGUN + RARER * rarer).astype(np.float32)
        return costs

    def near(self, word: str, *, last: bool) -> Meanings:
        """Return what `plain` does, and words that differ by a slip, or two in a longer one."""
        exact = self.plain(word, last=last)
        if not SLIPS_FROM <= len(word) <= MAX_WORD or word.isdigit():
            return exact
        slips = 1 if len(word) < TWO_SLIPS_FROM else 2
        costs = dict(exact.words)
        for meant, _, number in extract(
            word, self.words, scorer=OSA.distance, score_cutoff=slips, limit=NEAR_WORDS
        ):
            _keep(costs, number, slip_cost(word, meant))
        if last:
            self._near_beginnings(word, slips, costs)
        return Meanings({n: c for n, c in costs.items() if c <= WORST_SLIP}, exact.begun)

    def latin(self, word: str, *, last: bool, near: bool) -> Meanings:
        """Return the words that a word in Latin letters may be.

        Parameters
        ----------
        near : bool
            Also words with one consonant more, less or other.
        """
        heard = latin_sounds(word)[:MAX_WORD]
        bones = skeleton(heard)
        costs: dict[int, float] = {}
        for number in self._by_skeleton.get(bones, ())[:SOUNDS_LOOKED_AT]:
            _keep(costs, number, sound_cost(heard, self._sounds[number]))
        if near and len(bones) >= 2:
            alike = extract(
                bones, self._skeletons, scorer=OSA.distance, score_cutoff=1, limit=NEAR_WORDS
            )
            for meant, _, _ in alike:
                for number in self._by_skeleton[meant][:SOUNDS_LOOKED_AT]:
                    _keep(costs, number, sound_cost(heard, self._sounds[number]))
        if last:
            self._begun_in_latin(heard, bones, costs)
            half = HALF_DIGRAPHS.get(word[-1:].lower())
            if half:
                meant = heard[:-1] + half
                self._begun_in_latin(meant, skeleton(meant), costs, HALF_TYPED)
        return Meanings({n: c for n, c in costs.items() if c <= WORST_SOUND})

    def halves(self, word: str, *, last: bool) -> tuple[str, str] | None:
        """Return the two words of the index that were typed as one, the first as long as can be."""
        for length in range(len(word) - 2, 1, -1):
            first, rest = word[:length], word[length:]
            if self.find(first) is not None and self.plain(rest, last=last):
                return first, rest
        return None

    def latin_halves(self, word: str, *, last: bool) -> tuple[str, str] | None:
        """Return two words in Latin letters typed as one, or with a letter for the space."""
        found: dict[tuple[str, str], float] = {}
        for length in range(2, len(word) - 2):
            first = _least(self.latin(word[:length], last=False, near=False))
            for skipped in (0, 1) if first <= SURE_SOUND else ():
                rest = word[length + skipped :]
                cost = first + skipped + _least(self.latin(rest, last=last, near=False))
                found[word[:length], rest] = cost
        best = min(found, key=found.__getitem__, default=None)
        return best if best is not None and found[best] <= 2 * SURE_SOUND else None

    def _begun_by(self, word: str) -> tuple[int, int] | None:
        first = bisect_left(self.words, word)
        behind = bisect_left(self.words, word + BEHIND)
        return (first, behind) if first < behind else None

    def _near_beginnings(self, word: str, slips: int, costs: dict[int, float]) -> None:
        for length in (len(word), len(word) + 1):
            beginnings, numbers = self._cut_at(length)
            for meant, distance, at in extract(
                word, beginnings, scorer=OSA.distance, score_cutoff=slips, limit=NEAR_BEGINNINGS
            ):
                if distance:
                    cost = slip_cost(word, meant) + BEGUN
                    for number in numbers[at]:
                        _keep(costs, number, cost)

    def _cut_at(self, length: int) -> tuple[list[str], list[range]]:
        """The distinct beginnings of so many letters, each with its words."""
        if length not in self._beginnings:
            starts: dict[str, int] = {}
            ends: dict[str, int] = {}
            for number, word in enumerate(self.words):
                if len(word) > length:
                    starts.setdefault(word[:length], number)
                    ends[word[:length]] = number + 1
            spans = [range(starts[beginning], ends[beginning]) for beginning in starts]
            self._beginnings[length] = (list(starts), spans)
        return self._beginnings[length]

    def _begun_in_latin(
        self, heard: str, bones: str, costs: dict[int, float], extra: float = 0.0
    ) -> None:
        begun = self._sounds_begun_by(heard)
        if begun:
            most = max(self._uses[number] for number in begun) + 1.0
            for number in begun:
                rarer = log(most / (self._uses[number] + 1.0))
                _keep(costs, number, extra + BEGUN + RARER * rarer)
        for number in self._begun_by_skeleton(bones) if len(heard) > 1 and bones else ():
            if number not in costs:
                cost = extra + self._begun_cost(heard, self._sounds[number])
                _keep(costs, number, cost)

    def _begun_by_skeleton(self, bones: str) -> list[int]:
        """The commonest words whose consonants begin so."""
        first = bisect_left(self._skeletons, bones)
        behind = bisect_left(self._skeletons, bones + BEHIND)
        found = [n for one in self._skeletons[first:behind] for n in self._by_skeleton[one]]
        return nlargest(SOUNDS_LOOKED_AT, found, key=self._uses.__getitem__)

    @staticmethod
    def _begun_cost(heard: str, meant: str) -> float:
        lengths = (len(heard), len(heard) + 1)
        return BEGUN + 0.2 + min(sound_cost(heard, meant[:length]) for length in lengths)

    def _sounds_begun_by(self, heard: str) -> list[int]:
        first = bisect_left(self._by_sound, (heard, -1))
        behind = bisect_left(self._by_sound, (heard + BEHIND, -1))
        return [number for _, number in self._by_sound[first:behind]]

    @cached_property
    def _by_sound(self) -> list[tuple[str, int]]:
        return sorted((sound, number) for number, sound in enumerate(self._sounds) if sound)

    @cached_property
    def _by_skeleton(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number in np.argsort(-self.uses, kind="stable").tolist():
            if self._sounds[number]:
                found[skeleton(self._sounds[number])].append(number)
        return dict(found)

    @cached_property
    def _skeletons(self) -> list[str]:
        return sorted(self._by_skeleton)


def _least(meanings: Meanings) -> float:
    return min(meanings.words.values(), default=WORST_SOUND)


def _keep(costs: dict[int, float], number: int, cost: float) -> None:
    costs[number] = min(costs.get(number, cost), cost)
