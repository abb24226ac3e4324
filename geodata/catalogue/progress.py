"""How far the plan is and was: coverage of this build, and the points of the builds before it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import fields

from geodata.catalogue.records import CoverageRow, TrendPoint

_COVERAGE = ", ".join(field.name for field in fields(CoverageRow))
_TREND = ", ".join(field.name for field in fields(TrendPoint))


class Progress:
    """The numbers of one version.

    Parameters
    ----------
    database : callable
        Gives the calling thread's connection.
    """

    def __init__(self, database: Callable[[], sqlite3.Connection]) -> None:
        self._database = database

    def coverage(self, by: str) -> tuple[CoverageRow, ...]:
        """Return coverage by 'city', 'district' or 'neighbourhood'; rows sum to the city."""
        query = f"SELECT {_COVERAGE} FROM coverage WHERE kind = ? ORDER BY position"  # noqa: S608 # nosec B608
        return tuple(CoverageRow(*row) for row in self._database().execute(query, (by,)))

    def trend(self, kind: str, area_id: str) -> tuple[TrendPoint, ...]:
        """Return how far an area was at each published build, the oldest first."""
        query = f"""SELECT {_TREND} FROM trend WHERE kind = ? AND area_id = ?
                    ORDER BY built_at"""  # noqa: S608 # nosec B608
        rows = self._database().execute(query, (kind, area_id))
        return tuple(TrendPoint(*row) for row in rows)
