"""What waits for somebody's work, list by list: counted, sorted and paged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from geodata.catalogue.facets import Cube, count_facets
from geodata.worklists.row import COLUMNS, Candidate, WorkList, WorkRow, candidates_of

FACETS = ("reason", "district", "neighbourhood")
_PLACE = "district IS NULL, length(district), district, neighbourhood IS NULL, neighbourhood"
SORTS = {
    "name": "by_name, position",
    "place": f"{_PLACE}, by_name, position",
    "reason": "reason, by_name, position",
    # How long a naming has waited is told by its decree alone; written years sort as they are.
    "oldest": "(SELECT nullif(decree_date, '') FROM naming WHERE naming.naming_id = work.naming_id)"
    " NULLS LAST, by_name, position",
    "likeliest": "score IS NULL, score DESC, by_name, position",
}
_COLUMNS = ", ".join(COLUMNS)
_ALLEY = """
    SELECT name_fa, min(honoree_fa), martyr_id, parent_fa, alley.district, alley.neighbourhood
    FROM alley LEFT JOIN listing ON listing.alley_id = alley.alley_id
    LEFT JOIN naming ON naming.naming_id = listing.naming_id
    WHERE alley.alley_id = ? GROUP BY alley.alley_id"""
_NAMING = """
    SELECT NULL, honoree_fa, martyr_id, main_street_fa, district, neighbourhood
    FROM naming WHERE naming_id = ?"""


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One page of a work list; `total` counts all, `counts` what other choices would leave."""

    total: int
    rows: tuple[WorkRow, ...]
    counts: Mapping[str, Mapping[Any, int]]


@dataclass(frozen=True, slots=True)
class Offered:
    """A candidate with what people need to judge it.

    Attributes
    ----------
    name_fa : str, optional
        What the map calls an alley.
    honoree_fa : str, optional
        Whom a naming honours, or whom an alley honours already as a fact.
    """

    candidate: Candidate
    name_fa: str | None
    honoree_fa: str | None
    martyr_id: int | None
    street_fa: str | None
    district: str | None
    neighbourhood: str | None


class WorkLists:
    """The work lists of one version.

    Parameters
    ----------
    database : callable
        Gives the calling thread's connection.
    """

    def __init__(self, database: Callable[[], sqlite3.Connection]) -> None:
        self._database = database

    def page(
        self,
        work_list: WorkList,
        wanted: Mapping[str, str | None],
        *,
        sort: str = "name",
        offset: int = 0,
        limit: int = 50,
    ) -> WorkPage:
        """Return a page of the rows with the wanted values of `FACETS`, in an order of `SORTS`."""
        total, counts = count_facets(self._cubes.get(work_list.value, []), FACETS, wanted)
        rows = self._rows(work_list, wanted, sort=sort, limit=limit, offset=offset)
        return WorkPage(total, tuple(rows), counts)

    def all(
        self, work_list: WorkList, wanted: Mapping[str, str | None], *, sort: str = "name"
    ) -> Iterator[WorkRow]:
        """Yield every wanted row."""
        yield from self._rows(work_list, wanted, sort=sort, limit=-1, offset=0)

    def naming_ids(
        self, work_list: WorkList, wanted: Mapping[str, str | None], *, sort: str
    ) -> list[str]:
        """Return the namings of the wanted rows, in an order of `SORTS`."""
        rows = self._rows(work_list, wanted, sort=sort, limit=-1, offset=0)
        return [row.naming_id for row in rows if row.naming_id is not None]

    def offered(self, row: WorkRow) -> Iterator[Offered]:
        """Yield the candidates of a row, the likeliest first."""
        for candidate in candidates_of(row):
            is_alley = candidate.alley_id is not None
            query = _ALLEY if is_alley else _NAMING
            wanted = candidate.alley_id if is_alley else candidate.naming_id
            found = self._database().execute(query, (wanted,)).fetchone()
            if found is not None:
                yield Offered(candidate, *found)

    def of_naming(self, naming_id: str) -> WorkRow | None:
        """Return the row of a naming that waits for its alley, None for any other."""
        row = self._database().execute(
            f"SELECT {_COLUMNS} FROM work WHERE naming_id = ? AND list IN (?, ?)",  # noqa: S608 # nosec B608
            (naming_id, WorkList.UNMAPPED.value, WorkList.UNCERTAIN.value),
        ).fetchone()  # fmt: skip
        return None if row is None else WorkRow(*row)

    def known(self, work_list: WorkList, facet: str) -> frozenset[Any]:
        """Return every value of one of `FACETS` that a row of a list has."""
        at = FACETS.index(facet)
        return frozenset(row[at] for row in self._cubes.get(work_list.value, []))

    @cached_property
    def sizes(self) -> Mapping[WorkList, int]:
        """How many rows each list has."""
        return {
            work_list: sum(row[-1] for row in self._cubes.get(work_list.value, []))
            for work_list in WorkList
        }

    @cached_property
    def _cubes(self) -> Mapping[str, Cube]:
        names = ", ".join(FACETS)
        query = f"SELECT list, {names}, count(*) FROM work GROUP BY list, {names}"  # noqa: S608 # nosec B608
        cubes: dict[str, list[tuple[Any, ...]]] = {}
        for work_list, *row in self._database().execute(query):
            cubes.setdefault(work_list, []).append(tuple(row))
        return cubes

    def _rows(
        self,
        work_list: WorkList,
        wanted: Mapping[str, str | None],
        *,
        sort: str,
        limit: int,
        offset: int,
    ) -> Iterator[WorkRow]:
        asked = {name: value for name, value in wanted.items() if value is not None}
        where = " AND ".join(("list = ?", *(f"{name} = ?" for name in asked)))
        rows = self._database().execute(
            f"SELECT {_COLUMNS} FROM work WHERE {where}"  # noqa: S608 - our own names # nosec B608
            f" ORDER BY {SORTS[sort]} LIMIT ? OFFSET ?",
            (work_list.value, *asked.values(), limit, offset),
        )
        return (WorkRow(*row) for row in rows)
