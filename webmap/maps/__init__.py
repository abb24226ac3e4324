"""The city map: the only package of the site that knows folium and Leaflet."""

from webmap.maps.page import (
    CityMapOptions,
    CityMapParts,
    render_city_map,
    render_coverage_map,
    render_explore_map,
    render_tour_map,
    render_walk_map,
)
from webmap.maps.standalone import StandaloneCityMap, city_map, write_city_page

__all__ = [
    "CityMapOptions",
    "CityMapParts",
    "StandaloneCityMap",
    "city_map",
    "render_city_map",
    "render_coverage_map",
    "render_explore_map",
    "render_tour_map",
    "render_walk_map",
    "write_city_page",
]
