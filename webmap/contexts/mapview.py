"""Which map a published version wants: its place, its tiles and where to ask for the rest."""

from __future__ import annotations

import math
from collections.abc import Callable

from geodata.catalogue import BBox, Catalogue
from webmap.i18n import current_language, gettext
from webmap.maps import CityMapOptions

FIRST_ZOOMS = (13, 16)
"""Farthest and nearest first view: from 13 on alleys can be told apart, and tiles stay light."""

VIEW_PX = 600
"""How much of a screen the city should fill at first [CSS px]."""

WORLD_PX = 256
"""Width of the world at zoom 0 [CSS px]."""


def map_options(
    catalogue: Catalogue, asset_url: Callable[[str], str], view: BBox | None = None
) -> CityMapOptions:
    """Return the options of the map of a catalogue, in the language of this request.

    Parameters
    ----------
    view : (west, south, east, north), optional
        What to show first [degrees]; where the alleys are, unless given.
    """
    info = catalogue.info
    west, south, east, north = view or info.view
    centre = (
        ((south + north) / 2, (west + east) / 2) if view else (info.centre_lat, info.centre_lon)
    )
    return CityMapOptions(
        centre_lat=centre[0],
        centre_lon=centre[1],
        zoom=_first_zoom((west, south, east, north)),
        bounds=info.bounds,
        tile_url=f"/tiles/{info.dataset_id}/{{z}}/{{x}}/{{y}}.pbf",
        asset_url=asset_url,
        state_url="/tiles/state.json",
        attribution=gettext(info.attribution_fa),
        language=current_language(),
    )


def _first_zoom(bounds: BBox) -> int:
    """The zoom at which a small city fills the view, and of a large one its middle."""
    west, _, east, _ = bounds
    filling = math.log2(360 * VIEW_PX / (WORLD_PX * max(east - west, 1e-6)))
    farthest, nearest = FIRST_ZOOMS
    return min(max(int(filling), farthest), nearest)
