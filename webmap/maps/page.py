"""The city map as parts that a page template puts together.

Renders the map without data. It neither fetches nor caches: the caller keeps the parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from webmap.maps.citymap import CityMap
from webmap.maps.layers import with_alleys
from webmap.maps.styles import style_table

LEAFLET = "vendor/leaflet-1.9.4"
ENTRY_MODULE = "js/map/citymap.js"
MODULES = tuple(
    f"js/map/{name}.js"
    for name in (
        "address",
        "alleylayer",
        "drawing",
        "highlight",
        "labels",
        "mvt",
        "picking",
        "placing",
        "search",
        "selection",
        "styles",
        "tilecache",
    )
)
"""What the entry module imports, directly or not."""


@dataclass(frozen=True, slots=True)
class MapTexts:
    """What the map says to people, whole sentences; {count} becomes a number."""

    map_label: str = "نقشهٔ کوچه‌های شهر؛ با کلیدهای جهت‌نما جابه‌جا می‌شود"
    zoom_in: str = "نزدیک‌تر"
    zoom_out: str = "دورتر"
    close_card: str = "بستن"
    closer: str = "برای دیدن نام کوچه‌ها نقشه را نزدیک‌تر کنید."
    in_view: str = "در این نما {count} کوچهٔ نام‌گذاری‌شده دیده می‌شود."
    none_in_view: str = "در این نما کوچهٔ نام‌گذاری‌شده‌ای نیست."
    tiles_missing: str = "بخشی از نقشه نرسید؛ با جابه‌جا کردن نقشه دوباره تلاش می‌شود."
    card_missing: str = "اطلاعات این کوچه نرسید؛ لطفاً دوباره آن را برگزینید."
    search_missing: str = "پاسخ جست‌وجو نرسید؛ لطفاً دوباره تلاش کنید."


@dataclass(frozen=True, slots=True)
class CityMapOptions:
    """What the map has to know.

    Parameters
    ----------
    centre_lat, centre_lon : float
        The middle of the first view [degrees EPSG:4326].
    zoom, min_zoom, max_zoom : int
        The first, the farthest and the nearest zoom.
    bounds : (west, south, east, north)
        Where there is something to see [degrees EPSG:4326].
    tile_url : str
        Address of a vector tile, with {z}, {x} and {y} in it.
    asset_url : callable
        Gives the address of a file under webmap/static. Modules import each other by relative
        address, so a version belongs into the folder or nowhere, not into a query.
    card_url, alley_url : str
        Addresses of an alley's card (HTML fragment) and of its GeoJSON, with {id} in them.
    attribution : str
        Whose data it is, as plain text.
    """

    centre_lat: float
    centre_lon: float
    zoom: int
    bounds: tuple[float, float, float, float]
    tile_url: str
    asset_url: Callable[[str], str]
    min_zoom: int = 10
    max_zoom: int = 19
    card_url: str = "/alleys/{id}/card"
    alley_url: str = "/api/alleys/{id}"
    attribution: str = "© مشارکت‌کنندگان OpenStreetMap"
    texts: MapTexts = field(default_factory=MapTexts)


@dataclass(frozen=True, slots=True)
class CityMapParts:
    """What a page template needs to show the map.

    Parameters
    ----------
    stylesheets : tuple of str
        Addresses for link elements.
    scripts : tuple of str
        Addresses of classic scripts, to load before `script`.
    body : Markup
        The map's element.
    script : Markup
        The text of an inline module script.
    modules : tuple of str
        Addresses the script will import; a page may preload them.
    """

    stylesheets: tuple[str, ...]
    scripts: tuple[str, ...]
    body: Markup
    script: Markup
    modules: tuple[str, ...]


def render_city_map(options: CityMapOptions) -> CityMapParts:
    """Return the parts of the map; equal options give equal bytes."""
    city_map = _compose(options)
    body, script = city_map.rendered()
    entry = options.asset_url(ENTRY_MODULE)
    names = "AlleyTiles, createCityMap, startCityMap"
    imports = f"import {{{names}}} from {htmlsafe_json_dumps(entry)};\n"
    # Safe: folium got numbers, addresses and our own texts, and its templates use tojson.
    return CityMapParts(
        stylesheets=tuple(address for _, address in city_map.default_css),
        scripts=tuple(address for _, address in city_map.default_js),
        body=Markup(body),  # noqa: S704
        script=Markup(imports + script),  # noqa: S704
        modules=(entry, *(options.asset_url(module) for module in MODULES)),
    )


def _compose(options: CityMapOptions) -> CityMap:
    asset_url = options.asset_url
    city_map = CityMap(
        options.centre_lat,
        options.centre_lon,
        options.zoom,
        view=_view(options),
        scripts=(("leaflet", asset_url(f"{LEAFLET}/leaflet.js")),),
        stylesheets=(
            ("leaflet", asset_url(f"{LEAFLET}/leaflet.css")),
            ("citymap", asset_url("css/map.css")),
        ),
    )
    west, south, east, north = options.bounds
    tile_options = {"bounds": [[south, west], [north, east]], "styles": style_table()}
    settings = {
        "texts": asdict(options.texts),
        "cardUrl": options.card_url,
        "alleyUrl": options.alley_url,
    }
    return with_alleys(city_map, options.tile_url, options=tile_options, settings=settings)


def _view(options: CityMapOptions) -> dict[str, Any]:
    west, south, east, north = options.bounds
    # Room around the city, so that an alley at its edge can be pulled out from under the card.
    room_lon, room_lat = (east - west) / 2, (north - south) / 2
    return {
        "minZoom": options.min_zoom,
        "maxZoom": options.max_zoom,
        "maxBounds": [
            [south - room_lat, west - room_lon],
            [north + room_lat, east + room_lon],
        ],
        "attribution": options.attribution,
        "texts": {
            "label": options.texts.map_label,
            "zoomIn": options.texts.zoom_in,
            "zoomOut": options.texts.zoom_out,
        },
    }
