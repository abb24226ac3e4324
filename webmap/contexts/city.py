"""The map page: the empty map, the list beside it and the chosen alley's card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from flask import url_for

from geodata.catalogue import Catalogue
from geodata.catalogue.records import Alley, CoverageRow, Moved
from geodata.errors import UnknownRecordError
from webmap.anniversary_query import today
from webmap.contexts.alley import AlleyContext, alley_context
from webmap.contexts.anniversaries import TodayContext, today_context
from webmap.contexts.mapview import map_options
from webmap.contexts.results import ResultsContext, found
from webmap.maps import CityMapParts, render_city_map
from webmap.params import unknown_value
from webmap.places import area_name


@dataclass(frozen=True, slots=True)
class CityContext:
    """What the map page shows before any script has run.

    Parameters
    ----------
    is_unknown : bool
        Whether the address asks for an alley that nobody knows.
    today : TodayContext, optional
        Whoever is remembered today; None when nobody is.
    """

    parts: CityMapParts
    results: ResultsContext
    card: AlleyContext | None
    is_unknown: bool
    city: CoverageRow | None
    districts: tuple[CoverageRow, ...]
    today: TodayContext | None


def city_context(
    catalogue: Catalogue,
    *,
    query: str,
    chosen: Alley | None,
    is_unknown: bool,
    asset_url: Callable[[str], str],
) -> CityContext:
    """Return the map page of a catalogue with the list and the card the address asks for."""
    return CityContext(
        parts=_parts(map_options(catalogue, asset_url)),
        results=found(catalogue, query),
        card=alley_context(chosen) if chosen else None,
        is_unknown=is_unknown,
        city=next(iter(catalogue.coverage("city")), None),
        districts=tuple(row for row in catalogue.coverage("district") if row.area_id),
        today=today_context(catalogue, today()),
    )


@dataclass(frozen=True, slots=True)
class EmbedContext:
    """The map alone; `address` leads to the same on the site, `label` says what it shows."""

    parts: CityMapParts
    card: AlleyContext | None
    label: str
    address: str


def embed_context(
    catalogue: Catalogue,
    *,
    chosen: Alley | None,
    district: str | None,
    asset_url: Callable[[str], str],
) -> EmbedContext:
    """Return the map for a frame, of the whole city or of one district.

    Raises
    ------
    QueryError
        For a district this dataset does not have.
    """
    card = alley_context(chosen) if chosen else None
    view = catalogue.features.area_box("district", district) if district else None
    if district and view is None:
        raise unknown_value("district", district)
    place = area_name(district, "district") if district else catalogue.info.city_fa
    return EmbedContext(
        parts=_parts(map_options(catalogue, asset_url, view)),
        card=card,
        label=card.title if card else place,
        address=url_for("residents.city", alley=chosen.alley_id if chosen else None),
    )


def chosen_alley(catalogue: Catalogue, alley_id: int) -> Alley | Moved | None:
    """Return the alley an address asks for or what became of it, None when nobody knows it."""
    try:
        return catalogue.alley(alley_id)
    except UnknownRecordError:
        return None


# Equal options give equal bytes, so the map is composed once for every generation of the data.
_parts = lru_cache(maxsize=32)(render_city_map)
