"""A page of findings with what every other choice would leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geodata.catalogue import Catalogue
from geodata.catalogue.findings import FACETS, SEVERITIES, Accepted, FindingRow, FindingsPage
from geodata.journal.accounts import Role
from geodata.names.alphabet import alphabetical
from webmap.contexts.paging import Address, Facet, Option, PageLinks, page_links
from webmap.i18n import gettext, mark
from webmap.places import area_name

if TYPE_CHECKING:
    from geodata.journal.acceptances import Acceptance

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
    """One page of findings.

    Attributes
    ----------
    rows : tuple
        Findings, each with why it is accepted where it is.
    others : int
        How many of the same filters are accepted, or open where the accepted are listed;
        `others_url` leads to them.
    query : mapping
        What a file of the same rows is asked with.
    here : str
        Address of this page, to come back to.
    knows_people, may_decide : bool
        Whether the reader sees who accepted, and may accept and withdraw.
    """

    total: int
    rows: tuple[tuple[FindingRow, Acceptance | None], ...]
    pages: PageLinks
    facets: tuple[Facet, ...]
    chosen: tuple[Option, ...]
    query: Mapping[str, Any]
    are_accepted: bool
    others: int
    others_url: str
    here: str
    knows_people: bool
    may_decide: bool


def findings_context(
    catalogue: Catalogue,
    wanted: Wanted,
    accepted: Accepted,
    page: int,
    *,
    length: int,
    address: Address,
    role: Role | None,
) -> FindingsContext:
    """Return one page of the findings an address asks for, as a reader of some role sees it."""
    found = catalogue.findings.page(wanted, accepted, offset=(page - 1) * length, limit=length)
    titles = catalogue.findings.titles
    query = _known(wanted)
    side: dict[str, Any] = {"accepted": 1} if accepted.are_listed else {}
    other_side: dict[str, Any] = {} if accepted.are_listed else {"accepted": 1}

    def of_this_side(choices: Mapping[str, Any]) -> str:
        return address({**choices, **side})

    return FindingsContext(
        total=found.total,
        rows=tuple((row, accepted.found.get(row.finding_id)) for row in found.rows),
        pages=page_links(
            page,
            length=length,
            shown=len(found.rows),
            total=found.total,
            to=lambda number: of_this_side({**query, "page": number}),
        ),
        facets=tuple(_facets(found, wanted, titles, of_this_side)),
        chosen=tuple(_chosen(found, wanted, titles, of_this_side)),
        query={**query, **side},
        are_accepted=accepted.are_listed,
        others=found.others,
        others_url=address({**query, **other_side}),
        here=of_this_side({**query, "page": page} if page > 1 else query),
        knows_people=role is not None,
        may_decide=role is not None and role.includes(Role.STEWARD),
    )


def severity_word(severity: str) -> str:
    """Return how grave a finding is, in words."""
    return gettext(SEVERITY_LABELS[severity])


def _chosen(
    found: FindingsPage, wanted: Wanted, titles: Mapping[str, str], address: Address
) -> Iterable[Option]:
    for facet, value in wanted.items():
        if value is not None:
            label = _label(facet, value, titles)
            yield Option(label, found.total, address(_with(wanted, facet)), True)


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
