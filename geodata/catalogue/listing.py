"""Namings by district, neighbourhood, state of the plaque, year and family: counted and paged.

All counts of a version come from one table in memory, the cube: one row per combination of
values that occurs, with how many namings have it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

from geodata.catalogue.facets import Cube, count_facets

FLAGS = ("once", "mapped", "made", "installed", "verified", "damaged", "missing")
"""What the numbers of coverage count: one naming of each alley, on the map, with a plaque."""
FACETS = (
    "district",
    "neighbourhood",
    "state",
    "year",
    "has_portrait",
    "has_biography",
    *FLAGS,
)
SORTS = {
    "name": "by_name, listing.naming_id",
    "newest": "year IS NULL, year DESC, by_name, listing.naming_id",
    "oldest": "year IS NULL, year, by_name, listing.naming_id",
    "place": "listing.district IS NULL, length(listing.district), listing.district,"
    " listing.neighbourhood, by_name, listing.naming_id",
}
_RECORDS = """
    SELECT listing.naming_id, listing.alley_id, listing.district, listing.neighbourhood,
           listing.state, martyr_id, honoree_fa, father_fa, old_name_fa, new_name_fa,
           coalesce(parent_fa, main_street_fa) AS main_street_fa, plaque_status, martyrdom_date,
           martyrdom_place, decree_no, decree_date, reason_fa, code, length_m,
           mouth_lon AS lon, mouth_lat AS lat
    FROM listing JOIN naming USING (naming_id)
    LEFT JOIN alley ON alley.alley_id = listing.alley_id"""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which namings are wanted; None or False wants all.

    Attributes
    ----------
    district, neighbourhood : str, optional
        Ids of areas; where a naming has no alley, the register's word for it.
    state : str, optional
        Of `geodata.model.NAMING_STATES`; 'unmapped' is a naming without an alley.
    year : int, optional
        Of martyrdom, Jalali.
    once : bool
        One naming of each alley, so that the total is a number of alleys.
    mapped : bool
        Joined to an alley.
    made, installed, verified, damaged, missing : bool
        What the most telling sign of its alley is, see `geodata.plaque_states.SIGN_COUNTS`.
    family_key : str, optional
        A key of `geodata.names.families.family_key`.
    """

    district: str | None = None
    neighbourhood: str | None = None
    state: str | None = None
    year: int | None = None
    has_portrait: bool = False
    has_biography: bool = False
    once: bool = False
    mapped: bool = False
    made: bool = False
    installed: bool = False
    verified: bool = False
    damaged: bool = False
    missing: bool = False
    family_key: str | None = None

    def wanted(self) -> dict[str, object]:
        """Return the columns that are filtered and their values."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in values.items() if value not in (None, False)}


@dataclass(frozen=True, slots=True)
class Listed:
    """One naming of a list: its id and the alley it is joined to as a fact."""

    naming_id: str
    alley_id: int | None


@dataclass(frozen=True, slots=True)
class NameLine:
    """One naming as a list without network shows it; `alley_id` is None off the map."""

    honoree_fa: str
    title_fa: str | None
    father_fa: str | None
    main_street_fa: str | None
    neighbourhood: str | None
    district: str | None
    old_name_fa: str | None
    alley_id: int | None
    martyr_id: int


@dataclass(frozen=True, slots=True)
class Family:
    """A family name as most of its bearers are written, and how many namings bear it."""

    key: str
    name_fa: str
    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the namings that are wanted.

    Attributes
    ----------
    total : int
        How many there are on all pages.
    counts : mapping
        Facet → value → how many there would be with that value and every other filter as it is.
    """

    total: int
    rows: tuple[Listed, ...]
    counts: Mapping[str, Mapping[Any, int]] = field(default_factory=dict)


class Listings:
    """The namings of one version, to page through.

    Parameters
    ----------
    database : callable
        Gives the calling thread's connection.
    """

    def __init__(self, database: Callable[[], sqlite3.Connection]) -> None:
        self._database = database

    def page(
        self, filters: Filters, *, sort: str = "name", offset: int = 0, limit: int = 50
    ) -> Listing:
        """Return a page of the namings that are wanted, in an order of `SORTS`."""
        cube = self._cube
        if filters.family_key:
            cube = _read_cube(self._database(), filters.family_key)
        total, counts = count_facets(cube, FACETS, filters.wanted())
        rows = _find(self._database(), filters, sort=sort, offset=offset, limit=limit)
        return Listing(total, rows, counts)

    def records(self, filters: Filters, *, sort: str = "name") -> Iterator[Mapping[str, Any]]:
        """Yield the wanted namings one by one with what an export says of them."""
        wanted = filters.wanted()
        where = " AND ".join(f"listing.{name} = ?" for name in wanted) or "1"
        cursor = self._database().execute(
            f"{_RECORDS} WHERE {where} ORDER BY {SORTS[sort]}",
            tuple(wanted.values()),
        )
        yield from _as_mappings(cursor)

    def alleys(self) -> Iterator[Mapping[str, Any]]:
        """Yield every alley of the map with what an export says of it, by id."""
        yield from _as_mappings(
            self._database().execute(
                """SELECT alley_id, code, name_fa, kind, parent_fa, number, district,
                          neighbourhood, length_m, state, mouth_lon AS lon, mouth_lat AS lat
                   FROM alley ORDER BY alley_id"""
            )
        )

    def issues(self) -> Iterator[Mapping[str, Any]]:
        """Yield what was wrong with the inputs, in the order of files and rows."""
        yield from _as_mappings(self._database().execute("SELECT * FROM issue ORDER BY position"))

    def known(self, facet: str) -> frozenset[Any]:
        """Return every value of one of `FACETS` that a naming has."""
        at = FACETS.index(facet)
        return frozenset(row[at] for row in self._cube)

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """Every family name, by alphabet."""
        return _read_families(self._database())

    @cached_property
    def alley_ids(self) -> tuple[int, ...]:
        """The ids of all alleys with a naming."""
        query = "SELECT DISTINCT alley_id FROM listing WHERE alley_id IS NOT NULL ORDER BY 1"
        return tuple(row[0] for row in self._database().execute(query))

    @cached_property
    def martyr_ids(self) -> tuple[int, ...]:
        """The ids of all honorees."""
        query = "SELECT DISTINCT martyr_id FROM naming ORDER BY 1"
        return tuple(row[0] for row in self._database().execute(query))

    def names(self) -> tuple[NameLine, ...]:
        """Return every naming in short, by alphabet."""
        rows = self._database().execute(
            """SELECT honoree_fa, title_fa, father_fa, coalesce(parent_fa, main_street_fa),
                      listing.neighbourhood, listing.district, old_name_fa, listing.alley_id,
                      martyr_id
               FROM listing JOIN naming USING (naming_id)
               LEFT JOIN alley ON alley.alley_id = listing.alley_id
               ORDER BY by_name, naming_id"""
        )
        return tuple(NameLine(*row) for row in rows)

    @cached_property
    def _cube(self) -> Cube:
        return _read_cube(self._database())


def _read_cube(database: sqlite3.Connection, family: str | None = None) -> Cube:
    """Return the combinations of the values of `FACETS` that occur, each with its count."""
    names = ", ".join(FACETS)
    where, values = ("WHERE family_key = ?", (family,)) if family else ("", ())
    return database.execute(
        f"SELECT {names}, count(*) FROM listing {where} GROUP BY {names}",  # noqa: S608 # nosec B608
        values,
    ).fetchall()


def _find(
    database: sqlite3.Connection, filters: Filters, *, sort: str, offset: int, limit: int
) -> tuple[Listed, ...]:
    """Return the wanted namings in an order of `SORTS`, a part of them."""
    wanted = filters.wanted()
    where = " AND ".join(f"{name} = ?" for name in wanted) or "1"
    rows = database.execute(
        f"SELECT naming_id, alley_id FROM listing WHERE {where}"  # noqa: S608 - our own names # nosec B608
        f" ORDER BY {SORTS[sort]} LIMIT ? OFFSET ?",
        (*wanted.values(), limit, offset),
    )
    return tuple(Listed(*row) for row in rows)


def _read_families(database: sqlite3.Connection) -> tuple[Family, ...]:
    rows = database.execute(
        """SELECT family_key, family_fa, count(*), min(by_name) FROM listing
           WHERE family_key <> '' GROUP BY family_key, family_fa ORDER BY min(by_name)"""
    )
    families: dict[str, list[tuple[int, str]]] = {}
    for key, written, number, _ in rows:
        families.setdefault(key, []).append((number, written))
    return tuple(
        Family(key, max(found)[1], sum(number for number, _ in found))
        for key, found in families.items()
    )


def _as_mappings(cursor: sqlite3.Cursor) -> Iterator[dict[str, Any]]:
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))
