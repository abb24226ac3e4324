"""What a report of an area says: its numbers, its parts, and what has to be done there next.

Every number is the catalogue's; what does not add up by itself is said as a row of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from geodata.catalogue import Catalogue, CoverageRow, Filters, Hit
from geodata.catalogue.findings import SEVERITIES
from geodata.model import UNMAPPED, MapState
from webmap.contexts.coverage import area_row
from webmap.contexts.trend import TrendContext, trend_context

LISTED = 25
"""Rows of a list: what a meeting can talk about."""
_SUMS = (
    "eligible",
    "named",
    "matched",
    "installed",
    "verified",
    "length_m",
    "named_length_m",
    "near_named",
    "near_installed",
)


@dataclass(frozen=True, slots=True)
class WorkList:
    """Alleys that wait for the same thing; `total` counts all, `hits` are the first of them."""

    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of finding and how many there are in the area."""

    title_fa: str
    severity: str
    count: int


@dataclass(frozen=True, slots=True)
class AreaReport:
    """The report of one area.

    Attributes
    ----------
    parts : tuple of CoverageRow
        The areas inside it.
    rest : CoverageRow or None
        What the parts lack of the area: no place is known for it, or none of them. Where the
        borders of parts and area differ a number of it can be negative.
    states : mapping of str to int
        State of `geodata.model.NAMING_STATES` → named alleys in it; they sum to `row.named`.
    waiting, troubled, unmapped : WorkList
        Named alleys without a plaque, with one that is damaged or gone, and not on the map.
    """

    row: CoverageRow
    parts: tuple[CoverageRow, ...]
    rest: CoverageRow | None
    states: Mapping[str, int]
    trend: TrendContext | None
    waiting: WorkList
    troubled: WorkList
    unmapped: WorkList
    findings: tuple[FindingKind, ...]


def area_report(catalogue: Catalogue, area_id: str) -> AreaReport:
    """Return the report of an area.

    Raises
    ------
    UnknownRecordError
        When no area of this dataset has the id.
    """
    row = area_row(catalogue, area_id)
    parts = _parts(catalogue, row)
    every = replace(_here(row), once=True)
    return AreaReport(
        row=row,
        parts=parts,
        rest=_rest(row, parts) if parts else None,
        states=catalogue.listings.page(every, limit=0).counts["state"],
        trend=trend_context(catalogue, row.kind, row.area_id, is_rtl=True),
        waiting=_work(catalogue, every, MapState.NAMED),
        troubled=_work(catalogue, every, MapState.DAMAGED),
        unmapped=_work(catalogue, every, UNMAPPED),
        findings=_findings(catalogue, row),
    )


def _here(row: CoverageRow) -> Filters:
    where: dict[str, Any] = {} if row.kind == "city" else {row.kind: row.area_id}
    return Filters(**where)


def _parts(catalogue: Catalogue, row: CoverageRow) -> tuple[CoverageRow, ...]:
    """The districts of a city, or its neighbourhoods where it has none; those of a district."""
    if row.kind == "neighbourhood":
        return ()
    if row.kind == "city" and (districts := _known(catalogue, "district")):
        return districts
    inside = _known(catalogue, "neighbourhood")
    if row.kind == "district":
        inside = tuple(part for part in inside if part.district == row.area_id)
    return inside


def _known(catalogue: Catalogue, kind: str) -> tuple[CoverageRow, ...]:
    return tuple(row for row in catalogue.coverage(kind) if row.area_id)


def _rest(row: CoverageRow, parts: Iterable[CoverageRow]) -> CoverageRow | None:
    """What the parts lack of the whole; None when they lack nothing."""
    parts = tuple(parts)
    lacking: dict[str, Any] = {
        name: getattr(row, name) - sum(getattr(part, name) for part in parts) for name in _SUMS
    }
    if not any(round(number) for number in lacking.values()):
        return None
    return replace(row, area_id="", name_fa="", median_m=None, p90_m=None, **lacking)


def _work(catalogue: Catalogue, every: Filters, state: str) -> WorkList:
    """The alleys in one state; in a city by name, in a part of it in the order of its places."""
    is_city = every.district is None and every.neighbourhood is None
    found = catalogue.listings.page(
        replace(every, state=state), sort="name" if is_city else "place", limit=LISTED
    )
    return WorkList(found.total, catalogue.listed(found.rows))


def _findings(catalogue: Catalogue, row: CoverageRow) -> tuple[FindingKind, ...]:
    """The kinds of findings of an area, gravest first, then the most frequent."""
    wanted = {} if row.kind == "city" else {row.kind: row.area_id}
    counts = Counter((one.severity, one.title_fa) for one in catalogue.findings.all(wanted))
    kinds = [FindingKind(title, severity, count) for (severity, title), count in counts.items()]
    return tuple(sorted(kinds, key=lambda kind: (SEVERITIES.index(kind.severity), -kind.count)))
