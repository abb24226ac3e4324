"""The city map: the only package of the site that knows folium and Leaflet."""

from webmap.maps.page import CityMapOptions, CityMapParts, MapTexts, render_city_map
from webmap.maps.styles import LineStyle, legend

__all__ = [
    "CityMapOptions",
    "CityMapParts",
    "LineStyle",
    "MapTexts",
    "legend",
    "render_city_map",
]
