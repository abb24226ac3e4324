"""What of the surroundings is seen at which zoom: green, water, rail, buildings and places.

Ground for the alleys, so it is simplified hard and budgeted: a tile from afar must stay small.
Zooms are those of 512-pixel tiles, one less than the map's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geodata.model import SurroundingKind
from geodata.tiles.cut import Geometries
from geodata.tiles.generalise import (
    drop_small,
    merge_lines,
    project,
    require_degrees,
    simplify,
    simplify_areas,
)
from geodata.tiles.layers import Layer, LineGroup, MergedAreas, MergedLines

if TYPE_CHECKING:
    import geopandas as gpd

DEEPEST = 24
AREA_ZOOMS = {
    SurroundingKind.WATER: range(9, DEEPEST),
    SurroundingKind.GREEN: range(10, DEEPEST),
    SurroundingKind.BUILDING: range(15, DEEPEST),
}
AREA_LAYERS = {
    SurroundingKind.GREEN: "green",
    SurroundingKind.WATER: "water",
    SurroundingKind.BUILDING: "buildings",
}
LINE_ZOOMS = {"waterway": range(11, DEEPEST), "rail": range(10, DEEPEST)}
MOST_AREA_VERTICES = {
    SurroundingKind.WATER: 400,
    SurroundingKind.GREEN: 500,
    SurroundingKind.BUILDING: 1500,
}
TOLERANCE_PX = {
    SurroundingKind.WATER: 0.75,
    SurroundingKind.GREEN: 1.0,
    SurroundingKind.BUILDING: 3.0,
}
SMALLEST_PX2 = 12.0
JOINED_M = 0.6
"""Buildings closer than this [Web Mercator m] stand wall to wall and are drawn as one."""


def ground_layers(surroundings: gpd.GeoDataFrame) -> tuple[Layer, ...]:
    """Return the layers `green`, `water`, `buildings`, `waterway` and `rail`.

    Parameters
    ----------
    surroundings : GeoDataFrame, EPSG:4326
        `kind` of `SurroundingKind`; single polygons, lines and points.
    """
    require_degrees(surroundings, "surroundings", "زمینهٔ نقشه")
    shapes = project(np.asarray(surroundings.geometry.array, dtype=object))
    kinds = surroundings["kind"].to_numpy()
    is_area = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    is_line = shapely.get_type_id(shapes) == shapely.GeometryType.LINESTRING
    areas = {kind: shapes[is_area & (kinds == kind.value)] for kind in AREA_LAYERS}
    lines = {
        "waterway": shapes[is_line & (kinds == SurroundingKind.WATER.value)],
        "rail": shapes[is_line & (kinds == SurroundingKind.RAIL.value)],
    }
    return (
        *(_areas(kind, polygons) for kind, polygons in areas.items()),
        *(_lines(name, drawn) for name, drawn in lines.items()),
    )


def _areas(kind: SurroundingKind, polygons: Geometries) -> Layer:
    return MergedAreas(
        AREA_LAYERS[kind],
        AREA_ZOOMS[kind],
        _joined(polygons),
        lambda shapes, zoom: drop_small(
            simplify_areas(shapes, zoom, TOLERANCE_PX[kind]), zoom, SMALLEST_PX2
        ),
        MOST_AREA_VERTICES[kind],
    )


def _joined(polygons: Geometries) -> Geometries:
    """Return areas that touch as one: a row of houses is one block, a park's lawns the park."""
    if not len(polygons):
        return polygons
    grown = shapely.buffer(polygons, JOINED_M, join_style="mitre", cap_style="square")
    joined = shapely.buffer(shapely.union_all(grown), -JOINED_M, join_style="mitre")
    parts = shapely.get_parts(joined)
    order = np.lexsort((shapely.bounds(parts)[:, 1], shapely.bounds(parts)[:, 0]))
    return np.asarray(parts[order], dtype=object)


def _lines(name: str, lines: Geometries) -> Layer:
    group = LineGroup({}, LINE_ZOOMS[name], merge_lines(lines), _thin)
    return MergedLines(name, [group])


def _thin(lines: Geometries, zoom: int) -> Geometries:
    simple = simplify(lines, zoom)
    return np.asarray(simple[shapely.length(simple) > 0], dtype=object)
