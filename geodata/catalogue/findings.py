"""What the build found doubtful, by kind, gravity and district: counted and paged.

What people accepted since is laid over it: those findings are listed and counted apart.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geodata.catalogue.facets import Cube, count_facets
from geodata.errors import UnknownRecordError
from geodata.findings.finding import COLUMNS, Finding

if TYPE_CHECKING:
    from geodata.journal.acceptances import Acceptance

Wanted = Mapping[str, str | None]
FACETS = ("severity", "code", "district")
SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class FindingRow(Finding):
    """One finding with whom it is about; `severity` of `SEVERITIES`."""

    martyr_id: int | None
    honoree_fa: str | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """Findings that somebody leaves as they are.

    Attributes
    ----------
    found : mapping
        Why and since when, by the finding's id; some may be of another dataset.
    are_listed : bool
        Whether they are listed instead of the open ones.
    """

    found: Mapping[str, Acceptance] = field(default_factory=dict)
    are_listed: bool = False


OPEN = Accepted()
"""Nothing is accepted, every finding is open."""


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """One page of findings.

    Attributes
    ----------
    total, others : int
        How many are listed on all pages, and how many are wanted too but on the other side:
        accepted where the open ones are listed, open where the accepted are.
    counts : mapping
        What other choices would leave, by facet and value.
    """

    total: int
    others: int
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
        self, wanted: Wanted, accepted: Accepted = OPEN, *, offset: int = 0, limit: int = 50
    ) -> FindingsPage:
        """Return a page of the findings with the wanted values of `FACETS`, gravest first."""
        listed, unlisted = self._cubes(accepted)
        total, counts = count_facets(listed, FACETS, wanted)
        others, _ = count_facets(unlisted, FACETS, wanted)
        rows = tuple(self._rows(wanted, accepted, limit=limit, offset=offset))
        return FindingsPage(total, others, rows, counts)

    def all(self, wanted: Wanted, accepted: Accepted = OPEN) -> Iterator[FindingRow]:
        """Yield every wanted finding, gravest first."""
        yield from self._rows(wanted, accepted, limit=-1, offset=0)

    def one(self, finding_id: str) -> FindingRow:
        """Return a finding by its id.

        Raises
        ------
        UnknownRecordError
            This version has no such finding.
        """
        for row in self._select("finding_id = ?", finding_id):
            return row
        raise UnknownRecordError(
            f"finding {finding_id} is not known", "یافته‌ای با این شناسه در داده‌ها نیست"
        )

    def of_naming(self, naming_id: str) -> tuple[FindingRow, ...]:
        """Return what is doubtful about a naming, accepted or not, gravest first."""
        return tuple(self._select("finding.naming_id = ? ORDER BY position", naming_id))

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """What each kind that occurs is called."""
        rows = self._database().execute("SELECT DISTINCT code, title_fa FROM finding")
        return dict(rows.fetchall())

    @cached_property
    def _cube(self) -> Cube:
        names = ", ".join(FACETS)
        query = f"SELECT {names}, count(*) FROM finding GROUP BY {names}"  # noqa: S608 # nosec B608
        return self._database().execute(query).fetchall()

    def _cubes(self, accepted: Accepted) -> tuple[Cube, Cube]:
        """The counts of what is listed and of what is not.

        Few are accepted, so only these are counted anew and taken from the counts of all.
        """
        if not accepted.found:
            return ((), self._cube) if accepted.are_listed else (self._cube, ())
        names = ", ".join(FACETS)
        rows = self._database().execute(
            f"SELECT {names}, count(*) FROM finding WHERE {_IS_ACCEPTED} GROUP BY {names}",  # noqa: S608 # nosec B608
            (_ids(accepted),),
        )
        left = Counter({tuple(values): number for *values, number in rows})
        taken: Cube = [(*values, number) for values, number in left.items()]
        open_ones: Cube = [
            (*values, number - left[tuple(values)])
            for *values, number in self._cube
            if number > left[tuple(values)]
        ]
        return (taken, open_ones) if accepted.are_listed else (open_ones, taken)

    def _rows(
        self, wanted: Wanted, accepted: Accepted, *, limit: int, offset: int
    ) -> Iterator[FindingRow]:
        asked: dict[str, object] = {
            f"finding.{name} = ?": value for name, value in wanted.items() if value is not None
        }
        asked[_IS_ACCEPTED if accepted.are_listed else f"NOT {_IS_ACCEPTED}"] = _ids(accepted)
        where = f"{' AND '.join(asked)} ORDER BY position LIMIT ? OFFSET ?"
        return self._select(where, *asked.values(), limit, offset)

    def _select(self, where: str, *values: object) -> Iterator[FindingRow]:
        columns = ", ".join((*(f"finding.{name}" for name in COLUMNS), "martyr_id", "honoree_fa"))
        rows = self._database().execute(
            f"SELECT {columns} FROM finding LEFT JOIN naming USING (naming_id) WHERE {where}",  # noqa: S608 # nosec B608
            values,
        )
        return (FindingRow(*row) for row in rows)


_IS_ACCEPTED = "finding_id IN (SELECT value FROM json_each(?))"


def _ids(accepted: Accepted) -> str:
    return json.dumps([*accepted.found])
