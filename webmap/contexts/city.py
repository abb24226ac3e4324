"""The map page: the empty map, the list beside it and the chosen alley's card."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from geodata.catalogue import Catalogue
from geodata.catalogue.records import Alley, BBox, CoverageRow, Moved
from geodata.errors import UnknownRecordError
from webmap.contexts.alley import AlleyContext, alley_context
from webmap.contexts.results import ResultsContext, found
from webmap.i18n import current_language
from webmap.maps import CityMapOptions, CityMapParts, render_city_map

FIRST_ZOOMS = (13, 16)
"""Farthest and nearest first view: from 13 on alleys can be told apart, and tiles stay light."""

VIEW_PX = 600
"""How much of a screen the city should fill at first [CSS px]."""

WORLD_PX = 256
"""Width of the world at zoom 0 [CSS px]."""


@dataclass(frozen=True, slots=True)
class CityContext:
    """What the map page shows before any script has run.

    Parameters
    ----------
    is_unknown : bool
        Whether the address asks for an alley that nobody knows.
    """

    parts: CityMapParts
    results: ResultsContext
    card: AlleyContext | None
    is_unknown: bool
    city: CoverageRow | None
    districts: tuple[CoverageRow, ...]


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
        parts=_parts(_options(catalogue, asset_url)),
        results=found(catalogue, query),
        card=alley_context(chosen) if chosen else None,
        is_unknown=is_unknown,
        city=next(iter(catalogue.coverage("city")), None),
        districts=tuple(row for row in catalogue.coverage("district") if row.area_id),
    )


def chosen_alley(catalogue: Catalogue, alley_id: int) -> Alley | Moved | None:
    """Return the alley an address asks for or what became of it, None when nobody knows it."""
    try:
        return catalogue.alley(alley_id)
    except UnknownRecordError:
        return None


# Equal options give equal bytes, so the map is composed once for every generation of the data.
_parts = lru_cache(maxsize=4)(render_city_map)


def _first_zoom(bounds: BBox) -> int:
    """The zoom at which a small city fills the view, and of a large one its middle."""
    west, _, east, _ = bounds
    filling = math.log2(360 * VIEW_PX / (WORLD_PX * max(east - west, 1e-6)))
    farthest, nearest = FIRST_ZOOMS
    return min(max(int(filling), farthest), nearest)


def _options(catalogue: Catalogue, asset_url: Callable[[str], str]) -> CityMapOptions:
    info = catalogue.info
    return CityMapOptions(
        centre_lat=info.centre_lat,
        centre_lon=info.centre_lon,
        zoom=_first_zoom(info.view),
        bounds=info.bounds,
        tile_url=f"/tiles/{info.dataset_id}/{{z}}/{{x}}/{{y}}.pbf",
        asset_url=asset_url,
        state_url="/tiles/state.json",
        attribution=info.attribution_fa,
        language=current_language(),
    )
