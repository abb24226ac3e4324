"""The work lists: an overview, and a page of one with what every other choice would leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from geodata.catalogue import Catalogue
from geodata.catalogue.worklists import FACETS, Offered, WorkPage
from geodata.names.alphabet import alphabetical
from geodata.worklists.row import WorkList, WorkRow, list_words, reason_fa
from webmap.contexts.paging import Address, Facet, Option, PageLinks, page_links
from webmap.i18n import gettext, mark
from webmap.places import area_name, old_name, place_line

FACET_LABELS = {
    "reason": mark("دلیل"),
    "district": mark("منطقه"),
    "neighbourhood": mark("محله"),
}
SORT_LABELS = {
    "name": mark("نام"),
    "place": mark("محله"),
    "reason": mark("دلیل"),
    "likeliest": mark("همخوان‌ترین گزینه"),
}
SCORED = (WorkList.UNMAPPED, WorkList.UNCERTAIN)
"""The lists whose rows have candidates with a likelihood."""


@dataclass(frozen=True, slots=True)
class ListCard:
    """One list in the overview."""

    work_list: WorkList
    title_fa: str
    about_fa: str
    total: int


@dataclass(frozen=True, slots=True)
class WantedWork:
    """Which rows of a list an address asks for, and in which order."""

    work_list: WorkList
    facets: Mapping[str, str | None]
    sort: str = "name"

    def query(self) -> dict[str, Any]:
        """Return the choices as they stand in an address, defaults left out."""
        values = {facet: value for facet, value in self.facets.items() if value is not None}
        return values | ({"sort": self.sort} if self.sort != "name" else {})

    def choosing(self, facet: str, value: str | None) -> WantedWork:
        """Return the same with another value; a neighbourhood does not outlive its district."""
        changed = {**self.facets, facet: value}
        if facet == "district":
            changed["neighbourhood"] = None
        return replace(self, facets=changed)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One row with the candidates for it."""

    row: WorkRow
    reason_fa: str
    place: str
    formerly: str | None
    offered: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class WorkContext:
    """One page of a work list; `query` is what a file of the same rows is asked with."""

    work_list: WorkList
    title_fa: str
    about_fa: str
    total: int
    items: tuple[WorkItem, ...]
    pages: PageLinks
    facets: tuple[Facet, ...]
    chosen: tuple[Option, ...]
    sorts: tuple[Option, ...]
    query: Mapping[str, Any]


def overview_context(catalogue: Catalogue) -> tuple[ListCard, ...]:
    """Return every list with how much is on it."""
    return tuple(
        ListCard(work_list, *list_words()[work_list], total)
        for work_list, total in catalogue.work.sizes.items()
    )


def work_context(
    catalogue: Catalogue, wanted: WantedWork, page: int, *, length: int, address: Address
) -> WorkContext:
    """Return one page of the rows an address asks for."""
    found = catalogue.work.page(
        wanted.work_list,
        wanted.facets,
        sort=wanted.sort,
        offset=(page - 1) * length,
        limit=length,
    )
    title, about = list_words()[wanted.work_list]
    return WorkContext(
        work_list=wanted.work_list,
        title_fa=title,
        about_fa=about,
        total=found.total,
        items=tuple(_item(catalogue, row) for row in found.rows),
        pages=page_links(
            page,
            length=length,
            shown=len(found.rows),
            total=found.total,
            to=lambda number: address({**wanted.query(), "page": number}),
        ),
        facets=tuple(_facets(found, wanted, address)),
        chosen=tuple(
            Option(
                _label(wanted.work_list, facet, value),
                found.total,
                address(wanted.choosing(facet, None).query()),
                is_chosen=True,
            )
            for facet, value in wanted.facets.items()
            if value is not None
        ),
        sorts=tuple(_sorts(wanted, address)),
        query=wanted.query(),
    )


def work_words(wanted: WantedWork) -> tuple[str, ...]:
    """Return the choices in force as «منطقه: منطقهٔ ۴», for the head of a file."""
    return tuple(
        f"{gettext(FACET_LABELS[facet])}: {_label(wanted.work_list, facet, value)}"
        for facet, value in wanted.facets.items()
        if value is not None
    )


def _item(catalogue: Catalogue, row: WorkRow) -> WorkItem:
    return WorkItem(
        row=row,
        reason_fa=reason_fa(row.list, row.reason),
        place=place_line(row.street_fa, row.neighbourhood, row.district),
        formerly=old_name(row.old_name_fa, row.street_fa) if row.old_name_fa else None,
        offered=tuple(catalogue.work.offered(row)),
    )


def _facets(found: WorkPage, wanted: WantedWork, address: Address) -> Iterable[Facet]:
    for facet in FACETS:
        # A city has hundreds of neighbourhoods; those of one district can be looked through.
        if facet == "neighbourhood" and found.counts["district"] and not wanted.facets["district"]:
            continue
        counts = [(value, n) for value, n in found.counts[facet].items() if value is not None]
        chosen = wanted.facets[facet]
        options = tuple(
            Option(
                _label(wanted.work_list, facet, value),
                number,
                address(wanted.choosing(facet, None if chosen == value else value).query()),
                chosen == value,
            )
            for value, number in sorted(counts, key=lambda pair: _order(facet, *pair))
        )
        if options:
            yield Facet(facet, gettext(FACET_LABELS[facet]), options)


def _order(facet: str, value: str, number: int) -> tuple[Any, ...]:
    if facet == "reason":
        return (-number, value)
    return (len(value), value) if facet == "district" else alphabetical(value)


def _label(work_list: WorkList, facet: str, value: str) -> str:
    return reason_fa(work_list, value) if facet == "reason" else area_name(value, facet)


def _sorts(wanted: WantedWork, address: Address) -> Iterable[Option]:
    for sort, label in SORT_LABELS.items():
        if sort != "likeliest" or wanted.work_list in SCORED:
            url = address(replace(wanted, sort=sort).query())
            yield Option(gettext(label), 0, url, sort == wanted.sort)
