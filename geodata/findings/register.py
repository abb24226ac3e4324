"""Findings that one row of the register shows: dates, areas, «شهید» left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from geodata.findings.finding import Finding, finding
from geodata.gregorian import jalali_text
from geodata.names import says_martyr


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
    plaque_date: str | None
    accepted: int | None
    alley_district: str | None = None
    alley_neighbourhood: str | None = None


def impossible_dates(namings: Sequence[Naming]) -> Iterator[Finding]:
    """Yield a death before the birth and a decree before the death."""
    for row in namings:
        if is_before(row.martyrdom_date, row.birth_date):
            yield about(row, "died_before_birth", died=day(row.martyrdom_date),
                        born=day(row.birth_date))  # fmt: skip
        if is_before(row.decree_date, row.martyrdom_date):
            yield about(row, "decree_before_martyrdom", decreed=day(row.decree_date),
                        died=day(row.martyrdom_date))  # fmt: skip


def early_plaques(namings: Sequence[Naming], dated: Set[str]) -> Iterator[Finding]:
    """Yield namings whose sign the register dates before the decree.

    Parameters
    ----------
    dated : set of str
        Namings of which a sign has a date of its own: it is nearer to the street.
    """
    for row in namings:
        if row.naming_id not in dated and is_before(row.plaque_date, row.decree_date):
            yield about(row, "plaque_before_decree", hung=day(row.plaque_date),
                        decreed=day(row.decree_date))  # fmt: skip


def stated_areas(namings: Sequence[Naming]) -> Iterator[Finding]:
    """Yield namings whose alley lies in another district, or else neighbourhood, than stated."""
    for row in namings:
        if row.accepted is None:
            continue
        for code, stated, found in (
            ("district_differs", row.district, row.alley_district),
            ("neighbourhood_differs", row.neighbourhood_id, row.alley_neighbourhood),
        ):
            if stated and found and stated != found:
                yield about(row, code, stated=stated, found=found)
                break


def decrees_without_martyr(namings: Sequence[Naming]) -> Iterator[Finding]:
    """Yield decreed names that do not say «شهید»."""
    for row in namings:
        if row.new_name and not says_martyr(row.new_name):
            yield about(row, "decree_without_martyr", text=row.new_name)


def is_before(first: str | None, second: str | None) -> bool:
    """Return whether one date is certainly before another, as far as both are known."""
    if not first or not second:
        return False
    pairs = zip(first.split("-"), second.split("-"), strict=False)
    known = [(int(a), int(b)) for a, b in pairs]
    return [a for a, _ in known] < [b for _, b in known]


def day(date: str | None) -> str:
    """Return a date as a clerk reads it, "" for none."""
    return jalali_text(date) or ""


def about(row: Naming, code: str, *other: object, **said: object) -> Finding:
    """Return a finding about a naming; `other` tells it from others of the same kind."""
    return finding(
        code,
        row.naming_id,
        *other,
        naming_id=row.naming_id,
        alley_id=row.accepted,
        district=row.alley_district or row.district,
        neighbourhood=row.alley_neighbourhood or row.neighbourhood_id,
        **said,
    )
