"""The broadcaster's desk: of everybody what there is and what lacks, and one episode by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from geodata.anniversaries import Day, next_day
from geodata.catalogue import Catalogue, Naming
from geodata.catalogue.facets import count_facets
from geodata.catalogue.people import PersonLine
from geodata.dates import PartialDate
from geodata.errors import UnknownRecordError
from geodata.journal import Journal
from geodata.journal.episode_records import Episode, Kind, State, episode_of
from geodata.journal.picture_records import TakeDown, take_downs
from geodata.journal.pictures import taken_down
from geodata.names import fold_key
from webmap.config import site_config
from webmap.contexts.media_table import (
    FACETS,
    NO,
    NONE,
    Made,
    Table,
    Values,
    facet_label,
    in_order,
    made_of,
    value_word,
)
from webmap.contexts.paging import Address, Facet, Option, PageLinks, page_links
from webmap.i18n import gettext, mark
from webmap.places import naming_person, place_line
from webmap.presentation import martyr_name
from webmap.recordings import Recording, recording_of

SORTS = {
    "name": mark("نام"),
    "next": mark("نزدیک‌ترین سالگرد"),
    "place": mark("منطقه"),
    "lacking": mark("کمترین داشته"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which honorees an address asks for, and in which order.

    Attributes
    ----------
    today : Day
        Anniversaries are counted from it.
    """

    facets: Mapping[str, str | None]
    today: Day
    text: str = ""
    sort: str = "name"

    def query(self) -> dict[str, Any]:
        """Return the choices as they stand in an address, defaults left out."""
        values: dict[str, Any] = {"q": self.text} if self.text else {}
        values |= {facet: value for facet, value in self.facets.items() if value is not None}
        return values | ({"sort": self.sort} if self.sort != "name" else {})

    def choosing(self, facet: str, value: str | None) -> Wanted:
        """Return the same with another value."""
        return replace(self, facets={**self.facets, facet: value})


@dataclass(frozen=True, slots=True)
class Row:
    """One honoree with what there is of them."""

    person: PersonLine
    name: str
    place: str
    has_picture: bool
    made: tuple[Made, ...]


@dataclass(frozen=True, slots=True)
class DeskList:
    """One page of the list; `here` is its own address."""

    total: int
    people: int
    rows: tuple[Row, ...]
    pages: PageLinks
    facets: tuple[Facet, ...]
    chosen: tuple[Option, ...]
    sorts: tuple[Option, ...]
    text: str
    here: str
    limit_mb: int


@dataclass(frozen=True, slots=True)
class EpisodePage:
    """One episode with what can be done with it.

    Attributes
    ----------
    naming : Naming, optional
        Whom it is about; None when the register has the row no longer.
    """

    episode: Episode
    made: Made
    naming: Naming | None
    name: str
    recording: Recording
    take_down: TakeDown | None
    limit_mb: int
    message: str = ""

    @property
    def may_be_delivered(self) -> bool:
        """Whether a file or link may come."""
        return self.episode.state in (State.RESERVED, State.DELIVERED)


def list_context(
    catalogue: Catalogue, journal: Journal, wanted: Wanted, page: int, *, length: int,
    address: Address,
) -> DeskList:  # fmt: skip
    """Return one page of the honorees that are wanted."""
    table = Table(catalogue, journal)
    asked = [one for one in table.people if _is_named(one, wanted.text)]
    cube = Counter(table.values(one) for one in asked)
    total, counts = count_facets(
        [(*values, number) for values, number in cube.items()], FACETS, wanted.facets
    )
    found = [one for one in asked if _is_wanted(table.values(one), wanted)]
    _sort(found, wanted, table)
    shown = found[(page - 1) * length : page * length]
    query = wanted.query()
    return DeskList(
        total=total,
        people=len(table.people),
        rows=tuple(_row(one, table) for one in shown),
        pages=page_links(
            page, length=length, shown=len(shown), total=total,
            to=lambda number: address({**query, "page": number}),
        ),
        facets=tuple(_facets(counts, wanted, address)),
        chosen=tuple(
            Option(
                f"{facet_label(facet)}: {value_word(facet, value)}", total,
                address(wanted.choosing(facet, None).query()), True,
            )
            for facet, value in wanted.facets.items()
            if value is not None
        ),
        sorts=tuple(
            Option(gettext(label), 0, address(replace(wanted, sort=sort).query()),
                   sort == wanted.sort)
            for sort, label in SORTS.items()
        ),
        text=wanted.text,
        here=address({**query, **({"page": page} if page > 1 else {})}),
        limit_mb=site_config().media_mb,
    )  # fmt: skip


def episode_context(
    catalogue: Catalogue, journal: Journal, episode_id: int, message: str = ""
) -> EpisodePage:
    """Return one episode."""
    with journal.reading() as connection:
        found = episode_of(connection, episode_id)
        name = found.content or ""
        hidden = take_downs(connection, [name]) if taken_down(connection, [name]) else {}
    naming = _naming(catalogue, found.naming_id)
    return EpisodePage(
        episode=found,
        made=made_of(found.kind, found),
        naming=naming,
        name=naming_person(naming) if naming else found.naming_id,
        recording=recording_of(found, "media_desk.file"),
        take_down=hidden.get(name),
        limit_mb=site_config().media_mb,
        message=message,
    )


def _is_named(one: PersonLine, text: str) -> bool:
    wanted = fold_key(text)
    return not wanted or wanted in fold_key(f"{one.title_fa or ''} {one.honoree_fa}")


def _is_wanted(values: Values, wanted: Wanted) -> bool:
    return all(
        asked is None or asked == value
        for value, asked in zip(values, wanted.facets.values(), strict=True)
    )


def _sort(found: list[PersonLine], wanted: Wanted, table: Table) -> None:
    """Sort in place; what was in the order of names stays so among equals."""
    if wanted.sort == "place":
        found.sort(key=lambda one: (one.district is None, len(one.district or ""), one.district))
    elif wanted.sort == "next":
        found.sort(key=lambda one: _next(one, wanted.today))
    elif wanted.sort == "lacking":
        found.sort(key=lambda one: sum(value not in (NO, NONE) for value in table.values(one)[:-1]))


def _next(one: PersonLine, today: Day) -> tuple[bool, Day]:
    """Somebody's next anniversary as something to sort by; a date that is not whole comes last."""
    died = one.martyrdom_date and PartialDate.fromisoformat(one.martyrdom_date)
    day = next_day(died, today) if died else None
    return day is None, day or today


def _row(one: PersonLine, table: Table) -> Row:
    return Row(
        person=one,
        name=martyr_name(one.honoree_fa, one.title_fa),
        place=place_line(None, one.neighbourhood, one.district),
        has_picture=table.has_picture(one),
        made=tuple(made_of(kind, table.episodes.get((one.martyr_id, kind))) for kind in Kind),
    )


def _facets(
    counts: Mapping[str, Mapping[Any, int]], wanted: Wanted, address: Address
) -> Iterator[Facet]:
    for facet in FACETS:
        options = tuple(
            Option(
                value_word(facet, value),
                counts[facet][value],
                address(
                    wanted.choosing(facet, None if wanted.facets[facet] == value else value).query()
                ),
                wanted.facets[facet] == value,
            )
            for value in in_order(facet, counts[facet])
        )
        if options:
            yield Facet(facet, facet_label(facet), options)


def _naming(catalogue: Catalogue, naming_id: str) -> Naming | None:
    try:
        return catalogue.naming(naming_id)
    except UnknownRecordError:
        return None
