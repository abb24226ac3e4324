"""Whether a name in the register and a name on a sign can be one person's, word by word.

A name is read as given name and surname at every seam («محمد | رضا احمدی», «محمد رضا | احمدی»),
turned round and without a last qualifier too; of all readings that fit the best one counts. Says
how two names relate, not whether they are the same person's: that is for place and address.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from geodata.matching.name_readings import Reading, Words, row_readings, sign_readings
from geodata.matching.near_words import near_pairs
from geodata.names import given_names

SHORTEST_SLIP = 3
SHORTEST_KIN = 4
"""Shorter words one letter apart are different words (علی, ولی) unless one is a mere slip."""
GIVEN_AS_SURNAME_COST = 1.0
"""«رضا کریمی» is a full name rather than a surname of two words."""
RARE_GIVEN = 3
"""A word so seldom in front may be a surname written first."""
LONG_WORD = 7
"""From here on two slips leave a word recognisable."""
SHORTEST_HALF = 3
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
    "half": 3.0, "initial": 1.5, "sign_silent": 2.5, "row_silent": 2.5, "both_silent": 4.0,
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


class NameBook:
    """How often names occur in this city and its register, and which are a slip apart.

    Attributes
    ----------
    families, givens : Counter
        Occurrences of each surname and given name on both sides.
    near : Mapping
        Surname of the register → surnames on signs one edit away.
    total : int
        Names counted on both sides.
    """

    def __init__(self, rows: Iterable[Words], signs: Iterable[Words]) -> None:
        self.families: Counter[str] = Counter()
        self.givens: Counter[str] = Counter()
        self._surnames: Counter[str] = Counter()
        of_rows, of_signs = Counter(rows), Counter(signs)
        self.total = max(of_rows.total() + of_signs.total(), 1)
        for words, count in (*of_rows.items(), *of_signs.items()):
            self._count(words, count)
        self._of_rows = {w: self._likely(row_readings(w)) for w in of_rows}
        self._of_signs = {w: _by_family(self._likely(sign_readings(w))) for w in of_signs}
        self.near: Mapping[str, Sequence[str]] = _near(
            {reading.family for found in self._of_rows.values() for reading in found},
            {family for found in self._of_signs.values() for family in found},
        )

    def _count(self, words: Words, count: int) -> None:
        for reading in sign_readings(words):
            if not reading.is_odd:
                self.families[reading.family] += count
                self.givens[reading.given] += count
                self._surnames[reading.family] += count if reading.given else 0

    def _likely(self, readings: Iterable[Reading]) -> tuple[Reading, ...]:
        """«جواد قنبری» is no «جواد» whose qualifier is missing: what is left is a given name."""
        return tuple(r for r in readings if not r.is_odd or not self._is_given_name(r.family))

    def _is_given_name(self, word: str) -> bool:
        """By how this city and its register use it; a common one is none only as a surname."""
        if word in given_names() and self.givens[word] >= self._surnames[word]:
            return True
        return self.givens[word] > max(RARE_GIVEN, 2 * self.families[word])

    def row_readings(self, words: Words) -> tuple[Reading, ...]:
        """Return the likely readings of a name of the register."""
        return self._of_rows[words]

    def sign_readings(self, words: Words) -> Iterator[Reading]:
        """Yield the likely readings of a name on a sign."""
        for found in self._of_signs[words].values():
            yield from found

    def family_share(self, key: str) -> float:
        """Return the share of people with this surname, the pair in question left out."""
        return max(self.families.get(key, 0) - 1.4, 0.3) / self.total

    def given_share(self, key: str) -> float:
        """Return the share of people with this given name, the pair in question left out."""
        return max(self.givens.get(key, 0) - 1.4, 0.3) / self.total

    def compare(self, row: Words, sign: Words) -> Likeness | None:
        """Return how a register's name relates to a sign's, None when the surnames do not."""
        theirs = self._of_signs[sign]
        best: Likeness | None = None
        for mine in self._of_rows[row]:
            for family, level in self._families_like(mine.family, theirs):
                for other in theirs[family]:
                    if level != "exact" and _is_undivided(mine) and _is_undivided(other):
                        continue
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
                level = _slip_or_kin(family, near, self.families)
                if level == "slip" or min(len(family), len(near)) >= SHORTEST_KIN:
                    yield near, level

    def _likeness(self, mine: Reading, other: Reading, level: str) -> Likeness | None:
        if other.is_odd and mine.is_odd:
            return None
        given = self._compare_given(mine.given, other.given)
        cost = _COST[level] + _COST[given] + _COST[mine.order]
        if mine.head and self._is_given_name(mine.head):
            cost += GIVEN_AS_SURNAME_COST
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
        if not is_slip(mine, theirs):
            return "other"
        both_known = {mine, theirs} <= given_names()
        level = "kin" if both_known else _slip_or_kin(mine, theirs, self.givens)
        return "other" if level == "kin" and len(shorter) < SHORTEST_KIN else level


def _is_undivided(reading: Reading) -> bool:
    """Several words taken as one: a slip somewhere among them may make another given name."""
    return bool(reading.head) and not reading.given


def _by_family(readings: Iterable[Reading]) -> dict[str, list[Reading]]:
    found: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        found[reading.family].append(reading)
    return found


def _near(ours: Iterable[str], theirs: Iterable[str]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for mine, other in near_pairs(ours, theirs, shortest=SHORTEST_SLIP):
        near[mine].append(other)
    return near


def _slip_or_kin(one: str, other: str, counts: Mapping[str, int]) -> str:
    """«محمدی» and «محمودی» are two surnames; «ممحدی» is a slip of the first."""
    rarer, commoner = sorted((counts.get(one, 0), counts.get(other, 0)))
    return "slip" if rarer <= 1 + TYPING_RATE * commoner else "kin"


def may_be_one_given_name(one: str, other: str) -> bool:
    """Return whether two given names are worth comparing at all, a quick look."""
    if not one or not other or one[0] == other[0]:
        return True
    return one.endswith(other) or other.endswith(one) or is_slip(one, other)


def is_slip(one: str, other: str) -> bool:
    """Return whether two words are one edit apart, long ones two."""
    shorter = min(len(one), len(other))
    if shorter < SHORTEST_SLIP:
        return False
    most = 2 if shorter >= LONG_WORD else 1
    return OSA.distance(one, other, score_cutoff=most) <= most
