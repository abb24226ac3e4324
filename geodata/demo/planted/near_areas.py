"""Which quarters and districts people would take an alley's own for: those next to it."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geodata.demo.namings import Place
from geodata.demo.terrain import ShapeArray, to_local

_NEAR_M = 800.0


@dataclass(frozen=True, slots=True)
class NearAreas:
    """The quarters in local metres, their names and districts, and the alleys' middles."""

    quarters: ShapeArray
    names: tuple[str, ...]
    districts: tuple[str, ...]
    middles: ShapeArray

    @classmethod
    def of(cls, neighbourhoods: gpd.GeoDataFrame, lines: ShapeArray) -> NearAreas:
        """Return the areas around the alleys, whose lines are in local metres."""
        shapes = shapely.transform(neighbourhoods.geometry.to_numpy(), to_local)
        shapely.prepare(shapes)
        return cls(
            shapes,
            tuple(neighbourhoods["neighbourhood"]),
            tuple(neighbourhoods["district"]),
            shapely.line_interpolate_point(lines, 0.5, normalized=True),
        )

    def other_quarters(self, place: Place) -> list[str]:
        """Return the other quarters near an alley, the nearest first; the nearest always."""
        names = [self.names[i] for i in self._nearest(place)]
        return [name for name in names if name != place.neighbourhood]

    def other_districts(self, place: Place) -> list[str]:
        """Return the districts of the quarters near an alley that are not its own."""
        districts = [self.districts[i] for i in self._nearest(place)]
        return [district for district in districts if district != place.district]

    def _nearest(self, place: Place) -> npt.NDArray[np.int64]:
        away = shapely.distance(self.quarters, self.middles[place.alley])
        order = np.argsort(away, kind="stable")
        near = int((away <= _NEAR_M).sum())
        return np.asarray(order[: max(near, 2)])
