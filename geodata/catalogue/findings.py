"""What the build found doubtful, by kind, gravity and district: counted and paged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from geodata.catalogue.facets import Cube, count_facets
from geodata.findings.finding import COLUMNS, Finding

FACETS = ("severity", "code", "district")
SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class FindingRow(Finding):
    """One finding with whom it is about; `severity` of `SEVERITIES`."""

    martyr_id: int | None
    honoree_fa: str | None


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """One page of findings; `total` counts all, `counts` what other choices would leave."""

    total: int
    rows: tuple[FindingRow, ...]
    counts: Mapping[str, Mapping[Any, int]]


class Findings:
    """The findings of one version.

    Parameters
    ----------
    database : callable
        Gives the calling thread's connection.
    """

    def __init__(self, database: Callable[[], sqlite3.Connection]) -> None:
        self._database = database

    def page(
        self, wanted: Mapping[str, str | None], *, offset: int = 0, limit: int = 50
    ) -> FindingsPage:
        """Return a page of the findings with the wanted values of `FACETS`, gravest first."""
        total, counts = count_facets(self._cube, FACETS, wanted)
        rows = tuple(self._rows(wanted, limit=limit, offset=offset))
        return FindingsPage(total, rows, counts)

    def all(self, wanted: Mapping[str, str | None]) -> Iterator[FindingRow]:
        """Yield every wanted finding, gravest first."""
        yield from self._rows(wanted, limit=-1, offset=0)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """What each kind that occurs is called."""
        rows = self._database().execute("SELECT DISTINCT code, title_fa FROM finding")
        return dict(rows.fetchall())

    @cached_property
    def _cube(self) -> Cube:
        names = ", ".join(FACETS)
        query = f"SELECT {names}, count(*) FROM finding GROUP BY {names}"  # noqa: S608
        return self._database().execute(query).fetchall()

    def _rows(
        self, wanted: Mapping[str, str | None], *, limit: int, offset: int
    ) -> Iterator[FindingRow]:
        asked = {name: value for name, value in wanted.items() if value is not None}
        where = " AND ".join(f"finding.{name} = ?" for name in asked) or "1"
        columns = ", ".join((*(f"finding.{name}" for name in COLUMNS), "martyr_id", "honoree_fa"))
        rows = self._database().execute(
            f"SELECT {columns} FROM finding LEFT JOIN naming USING (naming_id)"  # noqa: S608
            f" WHERE {where} ORDER BY position LIMIT ? OFFSET ?",
            (*asked.values(), limit, offset),
        )
        return (FindingRow(*row) for row in rows)
