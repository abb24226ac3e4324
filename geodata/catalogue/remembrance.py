"""Who is remembered in a city, an area or around a place, and the places one may ask around.

The days themselves are `geodata.anniversaries`'; portraits are no business of this module, because
what a feed has carried away cannot be taken down again.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from geodata.anniversaries import Calendar, Remembered
from geodata.catalogue.nearby import DEGREE_M, box_around
from geodata.dates import PartialDate

Position = tuple[float, float]
"""Lon and lat [degrees EPSG:4326]."""
_A_QUERY = 500
SAME_PLACE_M = 15.0
"""An address written to four decimals means the place that is no further than this."""


@dataclass(frozen=True, slots=True)
class Where:
    """Of which part of the city; nothing means all of it.

    Attributes
    ----------
    district, neighbourhood : str, optional
        Ids of areas: where the alley is, or where the register says while it is not on the map.
    near : (float, float), optional
        Lon and lat [degrees]: alleys whose mouth is within `radius_m` [m] in a straight line.
    """

    district: str | None = None
    neighbourhood: str | None = None
    near: Position | None = None
    radius_m: int = 0


@dataclass(frozen=True, slots=True)
class NamedAlley:
    """One naming of an honoree; without `alley_id` it is not on the map as a fact."""

    alley_id: int | None
    code: str | None
    street_fa: str | None
    old_name_fa: str | None
    neighbourhood: str | None
    district: str | None
    plaque_status: str | None
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class Honoree:
    """One person as an anniversary tells of them; alleys on the map come first."""

    martyr_id: int
    honoree_fa: str
    title_fa: str | None
    father_fa: str | None
    latin_name: str | None
    arabic_name: str | None
    martyrdom_place: str | None
    alleys: tuple[NamedAlley, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A mosque, shrine or school of the map, to ask what is around it."""

    kind: str
    name_fa: str
    lon: float
    lat: float


_DATED = """SELECT DISTINCT naming.martyr_id, martyrdom_date, mouth_lon, mouth_lat
    FROM naming JOIN listing USING (naming_id)
    LEFT JOIN alley ON alley.alley_id = listing.alley_id
    WHERE length(martyrdom_date) >= 7"""
_TOLD = """SELECT martyr_id, honoree_fa, title_fa, father_fa, latin_name, arabic_name,
           martyrdom_place,
           listing.alley_id, code, coalesce(parent_fa, main_street_fa), old_name_fa,
           listing.neighbourhood, listing.district, plaque_status, mouth_lon, mouth_lat
    FROM naming JOIN listing USING (naming_id)
    LEFT JOIN alley ON alley.alley_id = listing.alley_id
    WHERE martyr_id IN ({marks})
    ORDER BY martyr_id, listing.alley_id IS NULL, naming_id"""
_OF_PERSON = 7


class Remembrance:
    """The honorees of one version by the day of their martyrdom.

    Parameters
    ----------
    database : callable
        Gives the calling thread's connection.
    """

    def __init__(self, database: Callable[[], sqlite3.Connection]) -> None:
        self._database = database

    def calendar(self, where: Where = Where()) -> Calendar:
        """Return whoever is remembered there, those of one day by alphabet."""
        return self._of_city if where == Where() else self._calendar(where)

    def honorees(self, martyr_ids: Iterable[int]) -> dict[int, Honoree]:
        """Return some honorees by id with the alleys that carry their names."""
        wanted = list(dict.fromkeys(martyr_ids))
        found: dict[int, Honoree] = {}
        for start in range(0, len(wanted), _A_QUERY):
            found.update(self._some(wanted[start : start + _A_QUERY]))
        return found

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The named places one may ask around, by kind and name; none in a version without."""
        database = self._database()
        # Versions built before there were places lack the table, and are served all the same.
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'place'").fetchone():
            return ()
        query = "SELECT kind, name_fa, lon, lat FROM place ORDER BY position"
        return tuple(Place(*row) for row in database.execute(query))

    def place_at(self, position: Position) -> Place | None:
        """Return the place a position means, None when there is none just there."""
        near = [(distance_m(position, (one.lon, one.lat)), one.name_fa, one) for one in self.places]
        nearest = min(near, default=None, key=lambda found: found[:2])
        return nearest[2] if nearest and nearest[0] <= SAME_PLACE_M else None

    @cached_property
    def _of_city(self) -> Calendar:
        return self._calendar(Where())

    def _calendar(self, where: Where) -> Calendar:
        people: dict[int, PartialDate] = {}
        for martyr_id, died, lon, lat in self._dated(where):
            if where.near is None or distance_m(where.near, (lon, lat)) <= where.radius_m:
                people.setdefault(martyr_id, PartialDate.fromisoformat(died))
        return Calendar(Remembered(*one) for one in people.items())

    def _dated(self, where: Where) -> Iterator[tuple[int, str, float, float]]:
        query, values = _DATED, list[object]()
        for column in ("district", "neighbourhood"):
            if (area := getattr(where, column)) is not None:
                query += f" AND listing.{column} = ?"
                values.append(area)
        if where.near is not None:
            west, south, east, north = box_around(*where.near, where.radius_m)
            query += " AND mouth_lon BETWEEN ? AND ? AND mouth_lat BETWEEN ? AND ?"
            values += [west, east, south, north]
        yield from self._database().execute(f"{query} ORDER BY by_name, naming_id", values)

    def _some(self, martyr_ids: Sequence[int]) -> dict[int, Honoree]:
        people: dict[int, tuple[Any, ...]] = {}
        alleys: dict[int, list[NamedAlley]] = {}
        query = _TOLD.format(marks=", ".join("?" * len(martyr_ids)))
        for row in self._database().execute(query, martyr_ids):
            people.setdefault(row[0], row[:_OF_PERSON])
            alleys.setdefault(row[0], []).append(NamedAlley(*row[_OF_PERSON:]))
        return {
            martyr_id: Honoree(*(*person, tuple(alleys[martyr_id])))
            for martyr_id, person in people.items()
        }


def distance_m(one: Position, other: Position) -> float:
    """Return the distance of two positions of a city in a straight line [m]."""
    east = (one[0] - other[0]) * math.cos(math.radians(one[1]))
    return math.hypot(east, one[1] - other[1]) * DEGREE_M
