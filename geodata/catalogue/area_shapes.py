"""The outlines of areas, from the GeoPackage every version is published with.

The catalogue knows areas by their numbers; their polygons lie in the file for QGIS, which is read
here as the standard describes it (OGC 12-128, clause 2.1.3), without GDAL in the serving process.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely

PACKAGE = "alleys.gpkg"
STRAY_DEG = 0.00005
"""How far an outline on a screen may stray [degrees], some 5 m."""
_ENVELOPES = (0, 32, 48, 48, 64)
"""Bytes of the envelope before the geometry, by its kind."""
_HEADER = 8

Shapes = Mapping[tuple[str, str], shapely.Geometry]


@lru_cache(maxsize=4)
def area_shapes(version: Path) -> Shapes:
    """Return the outline of each area of a published version, exact, EPSG:4326, by kind and id."""
    address = f"{(version / PACKAGE).absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as package:
        rows = package.execute("SELECT kind, area_id, geom FROM coverage WHERE geom IS NOT NULL")
        return {(kind, area_id): _shape(blob) for kind, area_id, blob in rows}


@lru_cache(maxsize=4)
def screen_shapes(version: Path) -> Shapes:
    """Return the same as far as a screen shows it, for a slow network; never for a file."""
    return {key: shapely.simplify(shape, STRAY_DEG) for key, shape in area_shapes(version).items()}


def screen_geojson(shape: shapely.Geometry | None) -> dict[str, Any] | None:
    """Return a geometry as GeoJSON with coordinates to about a metre."""
    if shape is None:
        return None
    rounded = shapely.set_precision(shape, 0.00001)
    geometry: dict[str, Any] = rounded.__geo_interface__
    return geometry


def inner_point(shape: shapely.Geometry | None) -> tuple[float, float] | None:
    """Return a place inside a shape for a number to stand on, as lon, lat."""
    if shape is None:
        return None
    widest = max(shapely.get_parts(shape), key=lambda part: part.area)
    point = shapely.centroid(widest)
    if not widest.contains(point):
        point = shapely.point_on_surface(widest)
    return round(point.x, 5), round(point.y, 5)


def _shape(blob: bytes) -> shapely.Geometry:
    envelope = _ENVELOPES[blob[3] >> 1 & 0b111]
    return shapely.from_wkb(blob[_HEADER + envelope :])
