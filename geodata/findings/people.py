"""Findings about who is honoured where: a naming twice, a person spelt twice, namesakes.

Two rows are about one person for certain only as `geodata.honorees` says; here less is enough,
because a finding asks somebody to look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

import numpy as np
import shapely
from rapidfuzz import fuzz

from geodata.designation import Designation, parse_designation, street_key
from geodata.findings.finding import Finding
from geodata.findings.places import Shapes
from geodata.findings.register import Naming, about
from geodata.names import fold_key, fold_words, person_key, person_words, squeeze

NEARLY_THE_SAME = 80.0
"""How alike [per cent] two names must be to be one person's, father and day being equal."""
NEAR_NAMESAKE_M = 500.0
FAR_ALLEY_M = 2_000.0

_MELTING = "یو"
"""Letters that `geodata.names` writes once where two meet."""

Pair = tuple[Naming, Naming]


def same_twice(namings: Sequence[Naming]) -> Iterator[Finding]:
    """Yield namings that repeat an earlier one: one person on one alley, or at one old address."""
    for rows in _groups(namings, lambda row: name_key(row.full_name)):
        told: set[str] = set()
        for first, row in combinations(rows, 2):
            if row.naming_id in told or _is_stranger(first, row) or not _is_one_place(first, row):
                continue
            told.add(row.naming_id)
            yield about(row, "same_naming_twice", first.naming_id, other=first.naming_id)


def spellings(namings: Sequence[Naming]) -> Iterator[Finding]:
    """Yield namings of one person, by father and day of death, under two spellings."""
    known = (row for row in namings if row.father_name and _is_whole(row.martyrdom_date))
    for rows in _groups(known, lambda row: (_father(row), row.martyrdom_date)):
        for first, row in combinations(rows, 2):
            if name_key(first.full_name) == name_key(row.full_name):
                continue
            if _likeness(first.full_name, row.full_name) >= NEARLY_THE_SAME:
                yield about(row, "spelt_differently", first.naming_id, other=first.naming_id,
                            name=first.full_name)  # fmt: skip


def namesakes(namings: Sequence[Naming], shapes: Shapes) -> Iterator[Finding]:
    """Yield alleys of one name near each other or in one district, and of one person far apart.

    A surname alone is no name: too many share it.
    """
    named = (row for row in namings if row.accepted is not None and _is_full(row.full_name))
    pairs = [
        (first, row)
        for rows in _groups(named, lambda row: name_key(row.full_name))
        for first, row in combinations(rows, 2)
        if first.accepted != row.accepted
    ]
    for (first, row), metres in zip(pairs, _apart_m(pairs, shapes), strict=True):
        code = None
        if metres > FAR_ALLEY_M and _is_one_person(first, row):
            code = "honoree_far_apart"
        elif metres <= NEAR_NAMESAKE_M or first.alley_district == row.alley_district:
            code = "one_name_near"
        if code:
            yield about(row, code, first.naming_id, metres=round(metres), other=first.naming_id)


@lru_cache(maxsize=1 << 18)
def name_key(full_name: str) -> str:
    """Return what equal names share also when the surname stands first.

    Of all turns of the letters the one that sorts first: «کریمی علی» is a turn of «علی کریمی».
    Letters that would melt at the seam («مجتبی یوسفی») melt in every turn.
    """
    key = person_key(full_name)
    if len(key) > 1 and key[0] == key[-1] and key[0] in _MELTING:
        key = key[:-1]
    return min((key[at:] + key[:at] for at in range(len(key))), default="")


def _likeness(first: str, name: str) -> float:
    """Return how alike [per cent] two names are, also when one has the surname first."""
    words = person_words(fold_words(name))
    turned = (squeeze(words[at:] + words[:at]) for at in range(len(words)))
    return max((fuzz.ratio(person_key(first), key) for key in turned), default=0.0)


def _groups(namings: Iterable[Naming], key: Callable[[Naming], Hashable]) -> Iterator[list[Naming]]:
    """Yield the namings that share a key, where there are two or more, in their order."""
    groups: dict[Hashable, list[Naming]] = defaultdict(list)
    for row in namings:
        groups[key(row)].append(row)
    return (rows for rows in groups.values() if len(rows) > 1)


def _apart_m(pairs: Sequence[Pair], shapes: Shapes) -> list[float]:
    ends = [[shapes[row.accepted] for row in side if row.accepted is not None]
            for side in zip(*pairs, strict=True)]  # fmt: skip
    if not ends:
        return []
    metres: list[float] = shapely.distance(
        *(np.array(side, dtype=object) for side in ends)
    ).tolist()
    return metres


def _is_full(full_name: str) -> bool:
    return len(person_words(fold_words(full_name))) > 1


def _is_whole(date: str | None) -> bool:
    return date is not None and date.count("-") == 2


def _father(row: Naming) -> str:
    return fold_key(row.father_name or "")


def _is_one_person(first: Naming, row: Naming) -> bool:
    """Whether two rows of one name share the day of death too, and no father speaks against it."""
    if first.martyr_id == row.martyr_id:
        return True
    same_day = _is_whole(row.martyrdom_date) and first.martyrdom_date == row.martyrdom_date
    return same_day and not _is_stranger(first, row)


def _is_stranger(first: Naming, row: Naming) -> bool:
    """Whether father or day of death tell two rows of one name apart, as far as both are known."""
    fathers = {_father(first), _father(row)} - {""}
    days = (first.martyrdom_date or "", row.martyrdom_date or "")
    is_other_day = not (days[0].startswith(days[1]) or days[1].startswith(days[0]))
    return len(fathers) > 1 or is_other_day


def _is_one_place(first: Naming, row: Naming) -> bool:
    """Whether two rows mean one alley: by the map, or by their address in one district."""
    if first.accepted is not None and first.accepted == row.accepted:
        return True
    if first.district and row.district and first.district != row.district:
        return False
    return bool(_addresses(first) & _addresses(row))


def _addresses(row: Naming) -> frozenset[tuple[Designation, str]]:
    """A number counts with its street; an old name («لادن») with the street it opens from."""
    told = parse_designation(row.old_name, row.main_street)
    street = street_key(row.main_street)
    return frozenset((one, street if one.number is None else "") for one in told if one.base_key)
