"""The city map as parts that a page template puts together.

Renders the map without data. It neither fetches nor caches: the caller keeps the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from webmap.maps.city_styles import planner_table, style_table
from webmap.maps.citymap import CityMap, script_json
from webmap.maps.layers import with_alleys
from webmap.maps.styles import Json
from webmap.maps.texts import map_label, map_texts

LEAFLET = "vendor/leaflet-1.9.4"
LEAFLET_MAP = f"{LEAFLET}/leaflet-map.js"
"""The part of Leaflet that the residents' map needs; see `scripts/leaflet_map.js`."""
LEAFLET_ALL = f"{LEAFLET}/leaflet.js"
STYLESHEET = "css/citymap.css"
"""Leaflet's stylesheet and the map's."""
CITY_ENTRY, COVERAGE_ENTRY = "js/citymap.js", "js/coveragemap.js"
EXPLORE_ENTRY, WALK_ENTRY = "js/exploremap.js", "js/walkmap.js"
TOUR_ENTRY = "js/tourmap.js"
"""The modules of the maps, each joined into one; see `bundle`."""


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
        Gives the address of a file under webmap/static.
    state_url : str
        Address of what has changed since the tiles were cut; "" when nothing ever does.
    card_url, alley_url, alley_page : str
        Addresses of an alley's card (HTML fragment), of its GeoJSON and of its page, with {id}.
    attribution : str
        Whose data it is, as plain text.
    language : str
        The reader's language; the texts are those of the request that renders.
    """

    centre_lat: float
    centre_lon: float
    zoom: int
    bounds: tuple[float, float, float, float]
    tile_url: str
    asset_url: Callable[[str], str]
    min_zoom: int = 10
    max_zoom: int = 19
    state_url: str = ""
    card_url: str = "/alleys/{id}/card"
    alley_url: str = "/api/alleys/{id}"
    alley_page: str = "/alleys/{id}"
    attribution: str = "© مشارکت‌کنندگان OpenStreetMap"
    language: str = "fa"


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
    module : str
        Address the script imports from; a page may preload it.
    """

    stylesheets: tuple[str, ...]
    scripts: tuple[str, ...]
    body: Markup
    script: Markup
    module: str


def render_city_map(options: CityMapOptions) -> CityMapParts:
    """Return the parts of the residents' map; equal options give equal bytes."""
    settings = {
        "stateUrl": options.state_url,
        "cardUrl": options.card_url,
        "alleyUrl": options.alley_url,
        "alleyPage": options.alley_page,
    }
    wanted = _Wanted(CITY_ENTRY, "startCityMap", LEAFLET_MAP, style_table(), settings)
    return _rendered(options, wanted)


def render_coverage_map(options: CityMapOptions, areas_url: str) -> CityMapParts:
    """Return the parts of the planners' map.

    Parameters
    ----------
    areas_url : str
        Address of the areas with their numbers, as GeoJSON.
    """
    settings = {"areasUrl": areas_url, "areaPage": "/coverage/{id}"}
    wanted = _Wanted(COVERAGE_ENTRY, "startCoverageMap", LEAFLET_ALL, planner_table(), settings)
    return _rendered(options, wanted)


def render_explore_map(options: CityMapOptions, lines_url: str) -> CityMapParts:
    """Return the parts of the map beside a filtered list.

    Parameters
    ----------
    lines_url : str
        Address of the listed alleys as lines, see `webmap.explore`.
    """
    settings = {"linesUrl": lines_url, "alleyPage": options.alley_page}
    wanted = _Wanted(EXPLORE_ENTRY, "startExploreMap", LEAFLET_MAP, style_table(), settings)
    return _rendered(options, wanted)


def render_walk_map(options: CityMapOptions, walk: Mapping[str, object]) -> CityMapParts:
    """Return the parts of the map of a walk.

    Parameters
    ----------
    walk : mapping
        Numbers only: `line` as (lat, lon) pairs, `stops`, `start` and `goal` as such pairs, and
        `isLoop`.
    """
    settings = {"walk": walk, "alleyPage": options.alley_page}
    wanted = _Wanted(WALK_ENTRY, "startWalkMap", LEAFLET_MAP, style_table(), settings)
    return _rendered(options, wanted)


def render_tour_map(options: CityMapOptions, stops_url: str) -> CityMapParts:
    """Return the parts of the map of a curated tour.

    Parameters
    ----------
    stops_url : str
        Address of its stops and ways, see `webmap.tours`.
    """
    settings = {"stopsUrl": stops_url}
    wanted = _Wanted(TOUR_ENTRY, "startTourMap", LEAFLET_MAP, style_table(), settings)
    return _rendered(options, wanted)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What tells one map of the site from another."""

    entry: str
    starter: str
    leaflet: str
    styles: Json
    settings: Mapping[str, object]


def _rendered(options: CityMapOptions, wanted: _Wanted) -> CityMapParts:
    city_map = _composed(options, wanted)
    body, script = city_map.rendered()
    module = options.asset_url(wanted.entry)
    names = f"AlleyTiles, createCityMap, {wanted.starter}"
    imports = f"import {{{names}}} from {script_json(module)};\n"
    # Safe: folium got numbers, addresses and our own texts, and its templates write them as JSON.
    return CityMapParts(
        stylesheets=tuple(address for _, address in city_map.default_css),
        scripts=tuple(address for _, address in city_map.default_js),
        body=Markup(body),  # noqa: S704 # nosec B704
        script=Markup(imports + script),  # noqa: S704 # nosec B704
        module=module,
    )


def _composed(options: CityMapOptions, wanted: _Wanted) -> CityMap:
    city_map = CityMap(
        options.centre_lat,
        options.centre_lon,
        options.zoom,
        view=map_view(options),
        scripts=(("leaflet", options.asset_url(wanted.leaflet)),),
        stylesheets=(("citymap", options.asset_url(STYLESHEET)),),
    )
    return with_alleys(
        city_map,
        script_json(options.tile_url),
        wanted.starter,
        options=tile_options(options.bounds, wanted.styles),
        settings={"texts": map_texts(), **wanted.settings},
    )


def tile_options(bounds: tuple[float, float, float, float], styles: Json) -> Json:
    """Return the options of the tile layer: where there are tiles and how they look."""
    west, south, east, north = bounds
    return {"bounds": [[south, west], [north, east]], "styles": styles}


def map_view(options: CityMapOptions) -> Json:
    """Return the options of the Leaflet map but its centre and zoom."""
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
        "label": map_label(),
    }
