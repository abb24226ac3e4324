"""The pictures as those see them who look after them: whose, with what consent, shown or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from geodata.catalogue import Catalogue, Filters, Naming
from geodata.catalogue.facets import count_facets
from geodata.errors import UnknownRecordError
from geodata.journal import Journal
from geodata.journal.picture_records import (
    FACETS,
    PictureRecord,
    TakeDown,
    picture_cube,
    pictures,
    take_downs,
)
from geodata.journal.pictures import PORTRAIT, Consent
from webmap.contexts.paging import Address, Facet, Option, PageLinks, page_links
from webmap.i18n import gettext, mark
from webmap.places import naming_person

SOURCES = ("kept", "built")
SOURCE_LABELS = {"kept": mark("افزوده‌شده در سایت"), "built": mark("آمده با دفتر")}
FACET_LABELS = {"kind": mark("گونه"), "consent": mark("رضایت"), "shown": mark("نمایش")}
KINDS = {"portrait": mark("تصویر شهید"), "plaque": mark("عکس پلاک")}
CONSENTS = {
    "asked": mark("در انتظار رضایت"),
    "given": mark("رضایت داده‌اند"),
    "refused": mark("رضایت ندادند"),
    "withdrawn": mark("رضایت را پس گرفتند"),
    "own": mark("عکس کارکنان"),
}
SHOWN = {"yes": mark("همه می‌بینند"), "no": mark("نمایش داده نمی‌شود")}
WORDS = {"kind": KINDS, "consent": CONSENTS, "shown": SHOWN}
Wanted = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class PictureRow:
    """One picture; `record` is None for one that came with the build."""

    name: str
    image_url: str
    naming: Naming | None
    naming_id: str | None
    credit: str
    record: PictureRecord | None
    take_down: TakeDown | None

    @property
    def person(self) -> str:
        """Whom it shows, or whose sign."""
        if self.naming is not None:
            return naming_person(self.naming)
        return gettext("نام‌گذاری‌ای که دیگر در دفتر نیست")

    @property
    def kind_word(self) -> str:
        """What it is a picture of."""
        kind = self.record.kind if self.record else PORTRAIT
        return gettext(KINDS[kind]) if kind in KINDS else kind

    @property
    def consent_word(self) -> str:
        """What was said about showing it."""
        if self.record is None:
            return gettext("رضایت در دفتر نوشته شده است")
        return consent_word(self.record.consent)

    @property
    def is_shown(self) -> bool:
        """Whether everybody sees it."""
        return self.take_down is None and (self.record is None or self.record.is_shown)

    @property
    def consents(self) -> tuple[tuple[str, str], ...]:
        """What can be said about it: code and words; nothing about a photo of our own."""
        if self.record is None or self.record.consent not in set(Consent):
            return ()
        return tuple((one.value, consent_word(one)) for one in Consent)


@dataclass(frozen=True, slots=True)
class PicturesContext:
    """One page of pictures; `sources` lead to those kept here and those of the build."""

    total: int
    rows: tuple[PictureRow, ...]
    pages: PageLinks
    sources: tuple[Option, ...]
    facets: tuple[Facet, ...]
    chosen: tuple[Option, ...]
    here: str


def consent_word(consent: str) -> str:
    """Return what was said about showing a picture; what a later version wrote as it is."""
    return gettext(CONSENTS[consent]) if consent in CONSENTS else consent


def kept_context(
    catalogue: Catalogue, journal: Journal, wanted: Wanted, page: int, *, length: int,
    address: Address,
) -> PicturesContext:  # fmt: skip
    """Return one page of the pictures that are kept here, the newest first."""
    with journal.reading() as connection:
        total, counts = count_facets(picture_cube(connection), FACETS, wanted)
        found = pictures(connection, wanted, limit=length, offset=(page - 1) * length)
        hidden = take_downs(connection, [record.name for record in found])
    rows = tuple(
        PictureRow(
            name=record.name,
            image_url=url_for("pictures.image", media_id=record.media_id),
            naming=_naming(catalogue, record.naming_id),
            naming_id=record.naming_id,
            credit=record.credit,
            record=record,
            take_down=hidden.get(record.name),
        )
        for record in found
    )
    return PicturesContext(
        total=total,
        rows=rows,
        pages=_pages(page, length, len(rows), total, _known(wanted), address),
        sources=_sources("kept", address),
        facets=tuple(_facets(counts, wanted, address)),
        chosen=tuple(
            Option(_word(facet, value), total, address(_with(wanted, facet)), True)
            for facet, value in wanted.items()
            if value is not None
        ),
        here=address({**_known(wanted), **({"page": page} if page > 1 else {})}),
    )


def built_context(
    catalogue: Catalogue, journal: Journal, page: int, *, length: int, address: Address
) -> PicturesContext:
    """Return one page of the portraits that came with the build, by name."""
    listing = catalogue.listings.page(
        Filters(has_portrait=True), sort="name", offset=(page - 1) * length, limit=length
    )
    namings = [catalogue.naming(row.naming_id) for row in listing.rows]
    names = {naming.naming_id: naming.portrait or "" for naming in namings}
    with journal.reading() as connection:
        hidden = take_downs(connection, names.values())
    rows = tuple(
        PictureRow(
            name=names[naming.naming_id],
            image_url=url_for("pictures.built_image", name=names[naming.naming_id]),
            naming=naming,
            naming_id=naming.naming_id,
            credit=naming.photo_credit or "",
            record=None,
            take_down=hidden.get(names[naming.naming_id]),
        )
        for naming in namings
    )
    query = {"source": "built"}
    return PicturesContext(
        total=listing.total,
        rows=rows,
        pages=_pages(page, length, len(rows), listing.total, query, address),
        sources=_sources("built", address),
        facets=(),
        chosen=(),
        here=address({**query, **({"page": page} if page > 1 else {})}),
    )


def _naming(catalogue: Catalogue, naming_id: str | None) -> Naming | None:
    try:
        return catalogue.naming(naming_id) if naming_id else None
    except UnknownRecordError:
        return None


def _pages(
    page: int, length: int, shown: int, total: int, query: Mapping[str, Any], address: Address
) -> PageLinks:
    return page_links(
        page,
        length=length,
        shown=shown,
        total=total,
        to=lambda number: address({**query, "page": number}),
    )


def _sources(chosen: str, address: Address) -> tuple[Option, ...]:
    return tuple(
        Option(
            gettext(SOURCE_LABELS[source]),
            0,
            address({} if source == "kept" else {"source": source}),
            source == chosen,
        )
        for source in SOURCES
    )


def _facets(
    counts: Mapping[str, Mapping[str, int]], wanted: Wanted, address: Address
) -> Iterator[Facet]:
    for facet in FACETS:
        options = tuple(
            Option(
                _word(facet, value),
                counts[facet][value],
                address(_with(wanted, facet, None if wanted[facet] == value else value)),
                wanted[facet] == value,
            )
            for value in _in_order(facet, counts[facet])
        )
        if options:
            yield Facet(facet, gettext(FACET_LABELS[facet]), options)


def _in_order(facet: str, values: Iterable[str]) -> list[str]:
    known = [*WORDS[facet]]
    return sorted(
        values, key=lambda value: (value not in known, value in known and known.index(value))
    )


def _word(facet: str, value: str) -> str:
    words = WORDS[facet]
    return gettext(words[value]) if value in words else value


def _with(wanted: Wanted, facet: str, value: str | None = None) -> dict[str, Any]:
    return _known({**wanted, facet: value})


def _known(wanted: Wanted) -> dict[str, Any]:
    return {facet: value for facet, value in wanted.items() if value is not None}
