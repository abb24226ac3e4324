"""A list of namings that filters narrow: each filter with how many it would leave.

Every choice stands in the address; a link is all it takes to change one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from geodata.catalogue import Catalogue, Filters, Hit, Listing
from geodata.catalogue.areas import area_ids
from geodata.catalogue.listing import SORTS
from geodata.model import NAMING_STATES, UNMAPPED
from geodata.names.alphabet import alphabetical
from webmap.contexts.paging import Address, Facet, Option, PageLinks, page_links
from webmap.i18n import gettext, mark
from webmap.maps import CityMapParts
from webmap.params import unknown_value
from webmap.places import area_name
from webmap.presentation import local_digits, map_state_word

PAGE_LENGTH = 50
SORT_LABELS = {
    "name": mark("نام"),
    "place": mark("محله"),
    "newest": mark("تازه‌ترین شهادت"),
    "oldest": mark("نخستین شهادت"),
}
FACET_LABELS = {
    "district": mark("منطقه"),
    "neighbourhood": mark("محله"),
    "state": mark("پلاک"),
    "year": mark("سال شهادت"),
    "has_portrait": mark("تصویر دارد"),
    "has_biography": mark("زندگی‌نامه دارد"),
}
FLAG_LABELS = {
    "once": mark("هر کوچه یک بار"),
    "mapped": mark("روی نقشه"),
    "made": mark("پلاک ساخته‌شده"),
    "installed": mark("پلاک نصب‌شده"),
    "verified": mark("بازدیدشده"),
    "damaged": mark("پلاک آسیب‌دیده"),
    "missing": mark("پلاک گم یا برداشته"),
}
UNMAPPED_LABEL = mark("در دفتر، هنوز روی نقشه نیست")
LABELS = {**FACET_LABELS, **FLAG_LABELS}
PARAMETERS = {
    "state": "status",
    "has_portrait": "portrait",
    "has_biography": "biography",
    "family_key": "family",
}
"""What a filter is called in an address, where it is not called as its column."""
_YES_NO = ("has_portrait", "has_biography", *FLAG_LABELS)


@dataclass(frozen=True, slots=True)
class ExploreContext:
    """One page of a filtered list.

    Attributes
    ----------
    chosen : tuple of Option
        The filters in force; their addresses leave them.
    sorts : tuple of Option
        The orders; their count says nothing.
    map : CityMapParts, optional
        The map of the same namings, when the address asks for it.
    map_url, list_url : str
        The same list with the map above it, and without.
    """

    heading: str
    total: int
    hits: tuple[Hit, ...]
    pages: PageLinks
    facets: tuple[Facet, ...]
    chosen: tuple[Option, ...]
    sorts: tuple[Option, ...]
    canonical: str
    map_url: str
    list_url: str
    query: Mapping[str, Any]
    map: CityMapParts | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks for; `fixed` are filters that are the page itself and cannot leave."""

    filters: Filters
    sort: str = "name"
    page: int = 1
    fixed: frozenset[str] = frozenset()

    def query(self) -> dict[str, Any]:
        """Return the choices as they stand in an address, defaults left out."""
        values: dict[str, Any] = {}
        for name, value in self.filters.wanted().items():
            if name not in self.fixed:
                values[PARAMETERS.get(name, name)] = 1 if value is True else value
        if self.sort != "name":
            values["sort"] = self.sort
        if self.page > 1:
            values["page"] = self.page
        return values

    def anywhere(self) -> dict[str, Any]:
        """Return what asks for all the same rows elsewhere: what this page fixes is said too."""
        return Wanted(self.filters, self.sort).query()


def explore_context(
    catalogue: Catalogue,
    wanted: Wanted,
    heading: str,
    address: Address,
    *,
    city_map: Callable[[], CityMapParts] | None = None,
) -> ExploreContext:
    """Return one page of the namings an address asks for.

    Raises
    ------
    QueryError
        For an area or a year that no naming has; the message names the parameter.
    """
    refuse_unknown(catalogue, wanted.filters)
    listing = catalogue.listings.page(
        wanted.filters,
        sort=wanted.sort,
        offset=(wanted.page - 1) * PAGE_LENGTH,
        limit=PAGE_LENGTH,
    )
    query = wanted.query()
    return ExploreContext(
        heading=heading,
        total=listing.total,
        hits=catalogue.listed(listing.rows),
        pages=page_links(
            wanted.page,
            length=PAGE_LENGTH,
            shown=len(listing.rows),
            total=listing.total,
            to=lambda page: address(replace(wanted, page=page).query()),
        ),
        facets=tuple(_facets(wanted, listing, address)),
        chosen=tuple(_chosen(wanted, listing, address)),
        sorts=tuple(
            Option(gettext(label), 0, address(_sorted_by(wanted, sort)), sort == wanted.sort)
            for sort, label in SORT_LABELS.items()
        ),
        canonical=address({key: value for key, value in query.items() if key != "sort"}),
        map_url=address({**query, "view": "map"}),
        list_url=address(query),
        query=wanted.anywhere(),
        map=city_map() if city_map else None,
    )


def value_label(facet: str, value: Any) -> str:
    """Return what people call a value of a facet."""
    if value is None:
        return gettext("نامشخص")
    if facet in ("district", "neighbourhood"):
        return area_name(value, facet)
    if facet == "state":
        return gettext(UNMAPPED_LABEL) if value == UNMAPPED else map_state_word(value)
    if facet == "year":
        return local_digits(value)
    return gettext(LABELS[facet])


def filter_words(filters: Filters) -> tuple[str, ...]:
    """Return the filters in force as «منطقه: منطقهٔ ۴», for the head of a file."""
    return tuple(
        f"{gettext(LABELS[facet])}: {value_label(facet, value)}"
        for facet, value in _in_force(filters)
    )


def refuse_unknown(catalogue: Catalogue, filters: Filters) -> None:
    """Refuse an area or a year that this dataset does not have.

    Raises
    ------
    QueryError
        The message names the parameter.
    """
    for facet in ("district", "neighbourhood", "year"):
        value = getattr(filters, facet)
        if value is None or value in catalogue.listings.known(facet):
            continue
        if value not in area_ids(catalogue, facet):
            raise unknown_value(facet, value)


def _facets(wanted: Wanted, listing: Listing, address: Address) -> Iterable[Facet]:
    for facet, label in FACET_LABELS.items():
        if facet in wanted.fixed:
            continue
        options = tuple(
            Option(
                value_label(facet, value),
                count,
                address(_with(wanted, facet, None if is_chosen else value)),
                is_chosen,
            )
            for value, count in _ordered(facet, listing)
            for is_chosen in [getattr(wanted.filters, facet) == value]
        )
        if options:
            yield Facet(facet, gettext(label), options)


def _ordered(facet: str, listing: Listing) -> list[tuple[Any, int]]:
    """Values that can be chosen, in the order people look for them."""
    counts = [(value, count) for value, count in listing.counts[facet].items() if value is not None]
    if facet in _YES_NO:
        return [(True, count) for value, count in counts if value]
    if facet == "state":
        return sorted(counts, key=lambda pair: NAMING_STATES.index(pair[0]))
    if facet == "year":
        return sorted(counts, reverse=True)
    return sorted(
        counts,
        key=lambda pair: (len(pair[0]) if facet == "district" else 0, alphabetical(pair[0])),
    )


def _chosen(wanted: Wanted, listing: Listing, address: Address) -> Iterable[Option]:
    for facet, value in _in_force(wanted.filters):
        if facet not in wanted.fixed:
            label = value_label(facet, value)
            yield Option(label, listing.total, address(_with(wanted, facet, None)), is_chosen=True)


def _in_force(filters: Filters) -> Iterable[tuple[str, Any]]:
    asked = filters.wanted()
    return ((facet, asked[facet]) for facet in LABELS if facet in asked)


def _with(wanted: Wanted, facet: str, value: object) -> dict[str, Any]:
    """The query with one filter changed; a neighbourhood does not outlive its district."""
    changes: dict[str, Any] = {facet: value if facet not in _YES_NO else bool(value)}
    if facet == "district" and "neighbourhood" not in wanted.fixed:
        changes["neighbourhood"] = None
    return replace(wanted, filters=replace(wanted.filters, **changes), page=1).query()


def _sorted_by(wanted: Wanted, sort: str) -> dict[str, Any]:
    return replace(wanted, sort=sort, page=1).query()


assert SORT_LABELS.keys() == SORTS.keys(), "every order has its label"
