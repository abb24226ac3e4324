"""The alleys around a place."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geodata.crs import WGS84
from geodata.worklists.row import Candidate

FARTHEST_M = 100.0
MOST = 3


class AlleysAround:
    """Alleys to be found by place.

    Parameters
    ----------
    alleys : GeoDataFrame, EPSG:4326
        Column `alley_id`; may be empty.
    crs : str
        The metric system of the city.
    """

    def __init__(self, alleys: gpd.GeoDataFrame, crs: str) -> None:
        self._ids = alleys["alley_id"].to_numpy()
        self._lines = np.asarray(alleys.geometry.to_crs(crs), dtype=object)
        self._tree = shapely.STRtree(self._lines)
        self._metric = pyproj.Transformer.from_crs(WGS84, crs, always_xy=True)

    def nearest(self, lon: float | None, lat: float | None) -> list[Candidate]:
        """Return the nearest alleys of a place [degrees], at most `MOST` within `FARTHEST_M`."""
        if lon is None or lat is None:
            return []
        point = shapely.Point(self._metric.transform(lon, lat))
        found = self._tree.query(point, predicate="dwithin", distance=FARTHEST_M)
        distances = shapely.distance(self._lines[found], point)
        nearest = sorted(zip(distances.tolist(), self._ids[found].tolist(), strict=True))
        return [
            Candidate(alley_id=alley_id, distance_m=round(distance))
            for distance, alley_id in nearest[:MOST]
        ]
