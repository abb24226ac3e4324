"""Findings that the register's rows alone show: dates, repetitions, spellings, districts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from geodata.findings.finding import Finding, finding
from geodata.gregorian import jalali_text
from geodata.names import fold_key, fold_words, martyr_words, person_words, squeeze

NEARLY_THE_SAME = 80.0
"""How alike [per cent] two names must be to be one person's, father and day being equal."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A row of the joined register, and where its alley lies when it is accepted."""

    naming_id: str
    martyr_id: int
    full_name: str
    father_name: str | None
    district: str | None
    neighbourhood_id: str | None
    old_name: str | None
    new_name: str | None
    main_street: str | None
    birth_date: str | None
    martyrdom_date: str | None
    decree_date: str | None
    accepted: int | None
    alley_district: str | None = None
    alley_neighbourhood: str | None = None


def same_twice(namings: Sequence[Naming]) -> Iterator[Finding]:
    """Yield namings that repeat an earlier one: one person, one alley or one old address."""
    seen: dict[tuple[object, ...], Naming] = {}
    for row in namings:
        person = person_key(row.full_name)
        if row.accepted is not None:
            place: tuple[object, ...] = (row.accepted,)
        else:
            place = (fold_key(row.old_name or ""), fold_key(row.main_street or ""), row.district)
            if not place[0]:
                continue
        key = (person, fold_key(row.father_name or ""), *place)
        first = seen.setdefault(key, row)
        if first is not row:
            yield _of(row, "same_naming_twice", first.naming_id, other=first.naming_id)


def impossible_dates(namings: Sequence[Naming]) -> Iterator[Finding]:
    """Yield a death before the birth and a decree before the death."""
    for row in namings:
        if _is_before(row.martyrdom_date, row.birth_date):
            yield _of(row, "died_before_birth", died=_day(row.martyrdom_date),
                      born=_day(row.birth_date))  # fmt: skip
        if _is_before(row.decree_date, row.martyrdom_date):
            yield _of(row, "decree_before_martyrdom", decreed=_day(row.decree_date),
                      died=_day(row.martyrdom_date))  # fmt: skip


def districts(namings: Sequence[Naming]) -> Iterator[Finding]:
    """Yield namings whose alley lies in another district than the register says."""
    for row in namings:
        stated, found = row.district, row.alley_district
        if row.accepted is not None and stated and found and stated != found:
            yield _of(row, "district_differs", stated=stated, found=found)


def spellings(namings: Sequence[Naming]) -> Iterator[Finding]:
    """Yield namings of one person, by father and day of death, under two spellings."""
    groups: dict[tuple[str, str], list[Naming]] = defaultdict(list)
    for row in namings:
        if row.father_name and row.martyrdom_date and row.martyrdom_date.count("-") == 2:
            groups[fold_key(row.father_name), row.martyrdom_date].append(row)
    for rows in groups.values():
        for first, row in combinations(rows, 2):
            keys = person_key(first.full_name), person_key(row.full_name)
            if keys[0] != keys[1] and fuzz.ratio(*keys) >= NEARLY_THE_SAME:
                yield _of(row, "spelt_differently", first.naming_id, other=first.naming_id,
                          name=first.full_name)  # fmt: skip


def decrees_without_martyr(namings: Sequence[Naming]) -> Iterator[Finding]:
    """Yield decreed names that do not say «شهید»."""
    for row in namings:
        if row.new_name and not says_martyr(row.new_name):
            yield _of(row, "decree_without_martyr", text=row.new_name)


def says_martyr(text: str) -> bool:
    """Return whether a text says «شهید», «شهیدان» or «شهدا»."""
    words = fold_words(text)
    return any(word in martyr_words() for word in words)


def person_key(full_name: str) -> str:
    """Return what equal names share however they are spelt."""
    return squeeze(person_words(fold_words(full_name)))


def _is_before(first: str | None, second: str | None) -> bool:
    """Whether one date is certainly before another, as far as both are known."""
    if not first or not second:
        return False
    pairs = zip(first.split("-"), second.split("-"), strict=False)
    known = [(int(a), int(b)) for a, b in pairs]
    return [a for a, _ in known] < [b for _, b in known]


def _day(date: str | None) -> str:
    return jalali_text(date) or ""


def _of(row: Naming, code: str, *about: object, **said: object) -> Finding:
    return finding(
        code,
        row.naming_id,
        *about,
        naming_id=row.naming_id,
        alley_id=row.accepted,
        district=row.alley_district or row.district,
        neighbourhood=row.alley_neighbourhood or row.neighbourhood_id,
        **said,
    )
