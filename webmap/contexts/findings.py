"""A page of findings with what every other choice would leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geodata.catalogue import Catalogue
from geodata.catalogue.findings import FACETS, SEVERITIES, FindingRow, FindingsPage
from geodata.names.alphabet import alphabetical
from webmap.contexts.paging import Address, Facet, Option, PageLinks, page_links
from webmap.i18n import gettext, mark
from webmap.places import area_name

FACET_LABELS = {
    "severity": mark("شدت"),
    "code": mark("گونهٔ یافته"),
    "district": mark("منطقه"),
}
SEVERITY_LABELS = {
    "error": mark("نادرست"),
    "warning": mark("بررسی شود"),
    "info": mark("برای آگاهی"),
}
Wanted = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class FindingsContext:
    """One page of findings; `query` is what a file of the same rows is asked with."""

    total: int
    rows: tuple[FindingRow, ...]
    pages: PageLinks
    facets: tuple[Facet, ...]
    chosen: tuple[Option, ...]
    query: Mapping[str, Any]


def findings_context(
    catalogue: Catalogue, wanted: Wanted, page: int, *, length: int, address: Address
) -> FindingsContext:
    """Return one page of the findings an address asks for."""
    found = catalogue.findings.page(wanted, offset=(page - 1) * length, limit=length)
    titles = catalogue.findings.titles
    query = _known(wanted)
    return FindingsContext(
        total=found.total,
        rows=found.rows,
        pages=page_links(
            page,
            length=length,
            shown=len(found.rows),
            total=found.total,
            to=lambda number: address({**query, "page": number}),
        ),
        facets=tuple(_facets(found, wanted, titles, address)),
        chosen=tuple(
            Option(_label(facet, value, titles), found.total, address(_with(wanted, facet)), True)
            for facet, value in wanted.items()
            if value is not None
        ),
        query=query,
    )


def severity_word(severity: str) -> str:
    """Return how grave a finding is, in words."""
    return gettext(SEVERITY_LABELS[severity])


def _facets(
    found: FindingsPage, wanted: Wanted, titles: Mapping[str, str], address: Address
) -> Iterable[Facet]:
    for facet in FACETS:
        counts = [(value, n) for value, n in found.counts[facet].items() if value is not None]
        options = tuple(
            Option(
                _label(facet, value, titles),
                number,
                address(_with(wanted, facet, None if wanted[facet] == value else value)),
                wanted[facet] == value,
            )
            for value, number in sorted(counts, key=lambda pair: _order(facet, pair[0], titles))
        )
        if options:
            yield Facet(facet, gettext(FACET_LABELS[facet]), options)


def _order(facet: str, value: str, titles: Mapping[str, str]) -> tuple[Any, ...]:
    if facet == "severity":
        return (SEVERITIES.index(value),)
    if facet == "district":
        return (len(value), value)
    return alphabetical(titles[value])


def _label(facet: str, value: str, titles: Mapping[str, str]) -> str:
    if facet == "severity":
        return severity_word(value)
    return area_name(value, "district") if facet == "district" else titles[value]


def _with(wanted: Wanted, facet: str, value: str | None = None) -> dict[str, Any]:
    return _known({**wanted, facet: value})


def _known(wanted: Wanted) -> dict[str, Any]:
    return {facet: value for facet, value in wanted.items() if value is not None}
