"""A page of signs as they stand now, with what every other choice would leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from geodata.catalogue import Catalogue
from geodata.gregorian import jalali_day, jalali_text
from geodata.journal.accounts import Role
from geodata.model import PlaqueStatus
from geodata.names.alphabet import alphabetical
from geodata.present_signs import ENDS, Sign
from geodata.sign_history import RecordedEvent
from geodata.sign_list import FACETS, UNKNOWN, SignPage, list_signs
from webmap.contexts.paging import Address, Facet, Option, PageLinks, page_links
from webmap.i18n import gettext, mark
from webmap.logins import utc_now
from webmap.places import area_name, old_name, place_line
from webmap.presentation import martyr_name, plaque_end_word, plaque_status_word
from webmap.ticked_signs import MOST_AT_ONCE, packed, tick_of

FACET_LABELS = {
    "status": mark("وضعیت"),
    "district": mark("منطقه"),
    "neighbourhood": mark("محله"),
    "end": mark("سر کوچه"),
    "off_map": mark("بی‌نشانی"),
    "odd": mark("ترتیب ناممکن"),
}
OFF_MAP_LABEL = mark("کوچه‌اش روی نقشه نیست")
ODD_LABEL = mark("رویدادهایی که با هم جور نیستند")
NO_END_LABEL = mark("نوشته نشده کدام سر")
FLAG_LABELS = {"off_map": OFF_MAP_LABEL, "odd": ODD_LABEL}
SORT_LABELS = {"name": mark("نام"), "place": mark("محله"), "newest": mark("تازه‌ترین رویداد")}


@dataclass(frozen=True, slots=True)
class WantedSigns:
    """Which signs an address asks for, and in which order."""

    facets: Mapping[str, str | None]
    words: str = ""
    sort: str = "name"

    def query(self) -> dict[str, Any]:
        """Return the choices as they stand in an address, defaults left out."""
        values: dict[str, Any] = {"q": self.words} if self.words else {}
        values |= {facet: value for facet, value in self.facets.items() if value is not None}
        return values | ({"sort": self.sort} if self.sort != "name" else {})

    def choosing(self, facet: str, value: str | None) -> WantedSigns:
        """Return the same with another value; a neighbourhood does not outlive its district."""
        changed = {**self.facets, facet: value}
        if facet == "district":
            changed["neighbourhood"] = None
        return replace(self, facets=changed)


@dataclass(frozen=True, slots=True)
class BulkForm:
    """What the form for many signs at once begins with.

    Attributes
    ----------
    all : str
        Every sign of the list in short; "" when there are more than may be changed at once.
    """

    key: str
    today: str
    all: str
    statuses: tuple[PlaqueStatus, ...] = tuple(PlaqueStatus)


@dataclass(frozen=True, slots=True)
class PlaquesContext:
    """One page of signs; `bulk` is for whoever may record."""

    total: int
    words: str
    rows: tuple[tuple[Sign, str], ...]
    pages: PageLinks
    facets: tuple[Facet, ...]
    chosen: tuple[Option, ...]
    sorts: tuple[Option, ...]
    query: Mapping[str, Any]
    hidden: Mapping[str, Any]
    bulk: BulkForm | None


def plaques_context(
    catalogue: Catalogue, events: list[RecordedEvent], wanted: WantedSigns, page: int, *,
    length: int, address: Address, role: Role,
) -> PlaquesContext:  # fmt: skip
    """Return one page of the signs an address asks for."""
    found = list_signs(
        catalogue.signs, events, wanted.facets, words=wanted.words, sort=wanted.sort,
        offset=(page - 1) * length, limit=length,
    )  # fmt: skip
    total, query = len(found.wanted), wanted.query()
    return PlaquesContext(
        total=total,
        words=wanted.words,
        rows=tuple((sign, tick_of(sign)) for sign in found.rows),
        pages=page_links(
            page,
            length=length,
            shown=len(found.rows),
            total=total,
            to=lambda number: address({**query, "page": number}),
        ),
        facets=tuple(_facets(wanted, found, address)),
        chosen=tuple(_chosen(wanted, total, address)),
        sorts=tuple(_sorts(wanted, address)),
        query=query,
        hidden={name: value for name, value in query.items() if name != "q"},
        bulk=_bulk(found) if found.rows and role.includes(Role.STEWARD) else None,
    )  # fmt: skip


def today_text() -> str:
    """Return this day in Iran as a field of a form begins with it."""
    return jalali_text(jalali_day(utc_now())) or ""


def sign_name(sign: Sign) -> str:
    """Return whom the naming of a sign honours, in the reader's script."""
    naming = sign.naming
    if naming is None:
        return gettext("پلاک بی نام‌گذاری")
    return martyr_name(naming.honoree_fa, naming.title_fa, naming.latin_name, naming.arabic_name)


def sign_place(sign: Sign) -> str:
    """Return where a sign's alley is, as far as anybody knows."""
    naming = sign.naming
    if naming is None:
        return ""
    return place_line(naming.street_fa, naming.neighbourhood, naming.district)


def sign_old_name(sign: Sign) -> str | None:
    """Return how the alley was known before."""
    naming = sign.naming
    if naming is None or not naming.old_name_fa:
        return None
    return old_name(naming.old_name_fa, naming.street_fa)


def _bulk(found: SignPage) -> BulkForm:
    is_few = len(found.wanted) <= MOST_AT_ONCE
    return BulkForm(str(uuid4()), today_text(), packed(found.wanted) if is_few else "")


def _facets(wanted: WantedSigns, found: SignPage, address: Address) -> Iterable[Facet]:
    for facet in FACETS:
        counts = [(value, n) for value, n in found.counts[facet].items() if value is not None]
        options = tuple(
            Option(
                value_label(facet, value),
                number,
                address(wanted.choosing(facet, None if is_chosen else value).query()),
                is_chosen,
            )
            for value, number in sorted(counts, key=lambda pair: _order(facet, pair[0]))
            for is_chosen in [wanted.facets[facet] == value]
        )
        if options:
            yield Facet(facet, gettext(FACET_LABELS[facet]), options)


def _chosen(wanted: WantedSigns, total: int, address: Address) -> Iterator[Option]:
    if wanted.words:
        yield Option(f"«{wanted.words}»", total, address(replace(wanted, words="").query()), True)
    for facet, value in wanted.facets.items():
        if value is not None:
            url = address(wanted.choosing(facet, None).query())
            yield Option(value_label(facet, value), total, url, True)


def _sorts(wanted: WantedSigns, address: Address) -> Iterator[Option]:
    for sort, label in SORT_LABELS.items():
        url = address(replace(wanted, sort=sort).query())
        yield Option(gettext(label), 0, url, sort == wanted.sort)


def value_label(facet: str, value: str) -> str:
    """Return what people call a value of a facet."""
    if facet == "status":
        return plaque_status_word(None if value == UNKNOWN else value)
    if facet == "end":
        return gettext(NO_END_LABEL) if value == UNKNOWN else plaque_end_word(value)
    if facet in FLAG_LABELS:
        return gettext(FLAG_LABELS[facet])
    return area_name(value, facet)


def _order(facet: str, value: str) -> tuple[Any, ...]:
    if facet == "status":
        return ([*PlaqueStatus, UNKNOWN].index(value),)
    if facet == "end":
        known = [*ENDS]
        return (value == UNKNOWN, known.index(value) if value in known else len(known), value)
    return (len(value), value) if facet == "district" else alphabetical(value)
