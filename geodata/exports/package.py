"""Rows as a GeoPackage, written by GDAL: the only module here that loads GeoPandas."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd
from shapely.geometry import shape

from geodata.crs import WGS84
from geodata.exports.geo_files import GEOMETRY
from geodata.exports.table import Row, columns_of


def write_gpkg(path: Path, rows: Iterable[Row], layer: str) -> int:
    """Write rows as one layer, EPSG:4326, columns by their keys; return how many there are."""
    found = list(rows)
    keys = [column.key for column in columns_of(layer)]
    shapes = [shape(row[GEOMETRY]) if row.get(GEOMETRY) else None for row in found]
    frame = gpd.GeoDataFrame(
        {key: [row.get(key) for row in found] for key in keys},
        geometry=gpd.GeoSeries(shapes, crs=WGS84),
        crs=WGS84,
    )
    path.unlink(missing_ok=True)
    frame.to_file(path, layer=layer, driver="GPKG", index=False, promote_to_multi=True)
    return len(frame)
