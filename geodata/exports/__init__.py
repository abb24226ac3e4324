"""Rows to take away: Excel, CSV, GeoJSON and GPX of exactly what a page lists.

Reads the catalogue only; imports neither pandas nor GDAL, so that the site can stream.
"""
