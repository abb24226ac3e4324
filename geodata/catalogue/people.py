"""Everybody who is honoured, a line each: what the register has of them, where their alley is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One honoree by all their namings.

    Attributes
    ----------
    namings : tuple of str
        Ids of all rows that honour them; the first tells district and neighbourhood.
    alley_id : int, optional
        The first alley that carries the name as a fact.
    martyrdom_date : str, optional
        Jalali, as far as it is known: 1365-10-04, 1365-10, 1365.
    portrait : str, optional
        The name of a portrait that came with the build.
    """

    martyr_id: int
    honoree_fa: str
    title_fa: str | None
    father_fa: str | None
    namings: tuple[str, ...]
    district: str | None
    neighbourhood: str | None
    alley_id: int | None
    martyrdom_date: str | None
    portrait: str | None
    has_biography: bool


class People:
    """The honorees of one version.

    Parameters
    ----------
    database : callable
        Gives the calling thread's connection.
    """

    def __init__(self, database: Callable[[], sqlite3.Connection]) -> None:
        self._database = database

    @cached_property
    def all(self) -> tuple[PersonLine, ...]:
        """Everybody, by alphabet."""
        people: dict[int, PersonLine] = {}
        for *row, has_biography in self._database().execute(_ROWS):
            known = zip(_COLUMNS, row, strict=True)
            line = PersonLine(**dict(known), has_biography=bool(has_biography))
            line = replace(line, namings=(str(line.namings),))
            before = people.get(line.martyr_id)
            people[line.martyr_id] = _together(before, line) if before else line
        return tuple(people.values())

    @cached_property
    def by_naming(self) -> Mapping[str, PersonLine]:
        """Everybody by the id of each of their namings."""
        return {naming_id: one for one in self.all for naming_id in one.namings}


_COLUMNS = [name for name in PersonLine.__dataclass_fields__ if name != "has_biography"]
_ROWS = """
    SELECT martyr_id, honoree_fa, title_fa, father_fa, naming_id, listing.district,
           listing.neighbourhood, listing.alley_id, martyrdom_date, portrait,
           biography IS NOT NULL
    FROM listing JOIN naming USING (naming_id) ORDER BY by_name, naming_id"""


def _together(one: PersonLine, other: PersonLine) -> PersonLine:
    return PersonLine(
        one.martyr_id,
        one.honoree_fa,
        one.title_fa or other.title_fa,
        one.father_fa or other.father_fa,
        (*one.namings, *other.namings),
        one.district or other.district,
        one.neighbourhood or other.neighbourhood,
        one.alley_id or other.alley_id,
        one.martyrdom_date or other.martyrdom_date,
        one.portrait or other.portrait,
        one.has_biography or other.has_biography,
    )
