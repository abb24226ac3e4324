"""Whether a name in the register and a name on a sign can be one person's, word by word.

A name is read as given name and surname at every seam («محمد | رضا احمدی», «محمد رضا | احمدی»),
turned round and without a last qualifier too; of all readings that fit the best one counts. Says
how two names relate, not whether they are the same person's: that is for place and address.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import OSA

from geodata.matching.near_words import near_pairs
from geodata.names import squeeze

Words = tuple[str, ...]
SHORTEST_SLIP = 4
"""Shorter words one letter apart are different words (علی, ولی)."""
LONG_WORD = 7
"""From here on two slips leave a word recognisable."""
SHORTEST_HALF = 3
MOST_CUT = 2
"""«افضلی ده زیاری» may be written «افضلی»: so many words of a qualifier may be missing."""
TYPING_RATE = 0.01
"""A writing this many times rarer than its neighbour is a slip of it, not a name of its own."""
FAMILY = ("exact", "qualified", "slip", "kin", "other", "nobody")
GIVEN = (
    "exact", "half", "initial", "slip", "sign_silent", "row_silent", "both_silent", "kin", "other",
    "none",
)  # fmt: skip
ORDER = ("written", "turned", "none")
_COST = {
    "exact": 0.0, "qualified": 2.0, "slip": 3.0, "kin": 6.0,
    "half": 2.0, "initial": 1.5, "sign_silent": 2.5, "row_silent": 2.5, "both_silent": 4.0,
    "other": 9.0, "written": 0.0, "turned": 2.0,
}  # fmt: skip


class Likeness(NamedTuple):
    """How two names relate: levels of `FAMILY`, `GIVEN`, `ORDER`, and the keys that met.

    `cost` orders what one alley's several names say: the lowest fits best.
    """

    cost: float
    family: str
    given: str
    order: str
    family_key: str
    given_key: str


class _Reading(NamedTuple):
    given: str
    family: str
    is_cut: bool
    order: str


@dataclass(frozen=True, slots=True)
class NameBook:
    """How often names occur in this city and its register, and which are a slip apart.

    Attributes
    ----------
    families, givens : Mapping
        Occurrences of each surname and given name on both sides.
    near : Mapping
        Surname of the register → surnames on signs one edit away.
    total : int
        Names counted on both sides.
    """

    families: Mapping[str, int]
    givens: Mapping[str, int]
    near: Mapping[str, Sequence[str]]
    total: int

    @classmethod
    def of(cls, rows: Iterable[Words], signs: Iterable[Words]) -> NameBook:
        """Return the book of a register's names and the names on a city's signs."""
        families: Counter[str] = Counter()
        givens: Counter[str] = Counter()
        total = 0
        of_rows: set[str] = set()
        of_signs: set[str] = set()
        for names, readings_of, seen in (
            (rows, row_readings, of_rows),
            (signs, sign_readings, of_signs),
        ):
            for words in names:
                total += 1
                readings = readings_of(words)
                seen.update(reading.family for reading in readings)
                plain = [r for r in readings if not r.is_cut and r.order == "written"]
                families.update(r.family for r in plain)
                givens.update(r.given for r in plain if r.given)
        near: dict[str, list[str]] = defaultdict(list)
        for mine, theirs in near_pairs(of_rows, of_signs, shortest=SHORTEST_SLIP):
            near[mine].append(theirs)
        return cls(families, givens, near, max(total, 1))

    def family_share(self, key: str) -> float:
        """Return the share of people with this surname, the pair in question left out."""
        return max(self.families.get(key, 0) - 1.4, 0.3) / self.total

    def given_share(self, key: str) -> float:
        """Return the share of people with this given name, the pair in question left out."""
        return max(self.givens.get(key, 0) - 1.4, 0.3) / self.total

    def compare(self, row: Words, sign: Words) -> Likeness | None:
        """Return how a register's name relates to a sign's, None when the surnames do not."""
        theirs: dict[str, list[_Reading]] = defaultdict(list)
        for reading in sign_readings(sign):
            theirs[reading.family].append(reading)
        best: Likeness | None = None
        for mine in row_readings(row):
            for family, level in self._families_like(mine.family, theirs):
                for other in theirs[family]:
                    found = self._likeness(mine, other, level)
                    if found and (best is None or found < best):
                        best = found
        return best

    def _families_like(
        self, family: str, theirs: Mapping[str, object]
    ) -> Iterator[tuple[str, str]]:
        if family in theirs:
            yield family, "exact"
        for near in self.near.get(family, ()):
            if near in theirs:
                yield near, _slip_or_kin(family, near, self.families)

    def _likeness(self, mine: _Reading, other: _Reading, level: str) -> Likeness | None:
        if other.is_cut and (mine.is_cut or mine.order == "turned"):
            return None
        given = self._compare_given(mine.given, other.given)
        cost = _COST[level] + _COST[given] + _COST[mine.order]
        if mine.is_cut or other.is_cut:
            cost += _COST["qualified"]
            level = "qualified" if level == "exact" else "kin"
        frequent = max(mine.family, other.family, key=lambda key: (self.families.get(key, 0), key))
        known = max(mine.given, other.given, key=lambda key: (self.givens.get(key, 0), key))
        return Likeness(cost, level, given, mine.order, frequent, known)

    def _compare_given(self, mine: str, theirs: str) -> str:
        if not mine or not theirs:
            return "both_silent" if mine == theirs else "row_silent" if theirs else "sign_silent"
        if mine == theirs:
            return "exact"
        shorter, longer = sorted((mine, theirs), key=len)
        if len(shorter) == 1:
            return "initial" if longer.startswith(shorter) else "other"
        if len(shorter) >= SHORTEST_HALF and (
            longer.endswith(shorter) or longer.startswith(shorter)
        ):
            return "half"
        return _slip_or_kin(mine, theirs, self.givens) if is_slip(mine, theirs) else "other"


def _slip_or_kin(one: str, other: str, counts: Mapping[str, int]) -> str:
    """«محمدی» and «محمودی» are two surnames; «ممحدی» is a slip of the first."""
    rarer, commoner = sorted((counts.get(one, 0), counts.get(other, 0)))
    return "slip" if rarer <= 1 + TYPING_RATE * commoner else "kin"


def is_slip(one: str, other: str) -> bool:
    """Return whether two words are one edit apart, long ones two."""
    shorter = min(len(one), len(other))
    if shorter < SHORTEST_SLIP:
        return False
    most = 2 if shorter >= LONG_WORD else 1
    return OSA.distance(one, other, score_cutoff=most) <= most


def row_readings(words: Words) -> list[_Reading]:
    """Return every reading of a register's name, surname first included."""
    readings = list(_with_cuts(words))
    readings += [
        _Reading(squeeze(words[seam:]), squeeze(words[:seam]), False, "turned")
        for seam in range(1, len(words))
    ]
    return readings


def sign_readings(words: Words) -> list[_Reading]:
    """Return every reading of a name on a sign."""
    return list(_with_cuts(words))


def _with_cuts(words: Words) -> Iterator[_Reading]:
    for seam in range(len(words)):
        given = squeeze(words[:seam])
        yield _Reading(given, squeeze(words[seam:]), False, "written")
        for end in range(max(len(words) - MOST_CUT, seam + 1), len(words)):
            yield _Reading(given, squeeze(words[seam:end]), True, "written")
