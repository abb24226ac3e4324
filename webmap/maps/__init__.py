"""The city map: the only package of the site that knows folium and Leaflet."""

from webmap.maps.page import CityMapOptions, CityMapParts, render_city_map

__all__ = ["CityMapOptions", "CityMapParts", "render_city_map"]
