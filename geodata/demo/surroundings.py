"""What lies around the fictional alleys: river, parks, houses, a railway, places.

All invented, and every name says «نمایشی». Works in metres around the shrine, on the bent city.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.crs import WGS84
from geodata.demo.chance import Dice
from geodata.demo.plan import Plan
from geodata.demo.terrain import ShapeArray, Terrain, shapes_to_lonlat, to_local
from geodata.frames import with_none

TAGS = ("name", "natural", "waterway", "leisure", "landuse", "amenity", "religion",
        "place_of_worship", "railway", "building")  # fmt: skip
_HALF_WIDTH_M = {"trunk": 15.0, "primary": 12.0, "secondary": 10.0, "tertiary": 8.0}
_HALF_ALLEY_M = 3.4
_HOUSES_WITHIN_M = 2300.0
_HOUSE_DEPTH_M = 15.0
_SMALLEST_M2 = 60.0
_SHRINE_REACH_M = 240.0
_AROUND_SHRINE_M = 105.0
_BANK_M = 18.0
_VERGE_M = 16.0
_PARK_M2 = (2_000.0, 260_000.0)
_PARK_SHARE = 0.55
_RAIL_BESIDE_RING_M = 130.0
_BEND_STEP_M = 30.0
_MOSQUE_ASIDE_M = 16.0


def draw_surroundings(
    plan: Plan,
    terrain: Terrain,
    streets: gpd.GeoDataFrame,
    neighbourhoods: gpd.GeoDataFrame,
    dice: Dice,
) -> gpd.GeoDataFrame:
    """Return the ground of the city as OSM tags it: columns `TAGS`, EPSG:4326."""
    lines = shapely.transform(streets.geometry.to_numpy(), to_local)
    network = shapely.STRtree(lines)
    river, shrine = _river(plan, terrain), _shrine(lines)
    open_ground = shapely.union_all([river, shrine[1]["geometry"].buffer(_AROUND_SHRINE_M)])
    rows: list[dict[str, Any]] = [
        {"natural": "water", "name": "رودخانهٔ نمایشی", "geometry": river},
        {"railway": "rail", "geometry": _railway(plan, terrain)},
        *shrine,
        *_parks(_bent(np.array(plan.blocks, dtype=object), terrain), river, network, dice),
        *_houses(open_ground, lines, streets["highway"].to_numpy()),
        *_mosques(lines, neighbourhoods, dice),
        *_schools(lines, neighbourhoods),
    ]
    frame = pd.DataFrame(rows).reindex(columns=[*TAGS, "geometry"])
    shapes = shapes_to_lonlat(np.array(frame.pop("geometry").tolist(), dtype=object))
    return gpd.GeoDataFrame(
        with_none(frame),
        geometry=shapely.make_valid(shapes),
        crs=WGS84,
    )


def _bent(shapes: ShapeArray, terrain: Terrain) -> ShapeArray:
    return terrain.bend_shapes(np.asarray(shapely.segmentize(shapes, _BEND_STEP_M), dtype=object))


def _river(plan: Plan, terrain: Terrain) -> shapely.Geometry:
    """Return the water between the roads on its banks, as far as the city's outskirts."""
    water = plan.skeleton.river.buffer(-_BANK_M).intersection(plan.skeleton.outline.buffer(900))
    return _bent(np.array([water], dtype=object), terrain)[0]


def _railway(plan: Plan, terrain: Terrain) -> shapely.Geometry:
    """Return the line that comes from the south-west and passes outside the ring road."""
    ring = next(street.line for street in plan.skeleton.streets if street.name == "کمربندی")
    beside = shapely.Polygon(ring).buffer(_RAIL_BESIDE_RING_M).exterior
    west = shapely.box(-20_000, -5_000, -1_200, 4_200)
    arc = max(shapely.get_parts(beside.intersection(west)), key=shapely.length)
    points = shapely.get_coordinates(arc)
    ends = [points[0] + 3 * (points[0] - points[8]), points[-1] + 3 * (points[-1] - points[-9])]
    line = shapely.LineString(np.vstack([ends[0], points, ends[1]]))
    return _bent(np.array([line], dtype=object), terrain)[0]


def _shrine(lines: ShapeArray) -> list[dict[str, Any]]:
    """Return the shrine with its courts on the widest ground without a street near the middle."""
    ground = shapely.Point(0, 0).buffer(_SHRINE_REACH_M)
    streets = shapely.buffer(lines[shapely.intersects(lines, ground)], _HALF_ALLEY_M)
    free = ground.difference(shapely.union_all(streets))
    widest = shapely.maximum_inscribed_circle(free, 1.0)
    middle, half = shapely.get_point(widest, 0), 0.62 * widest.length
    walls = _box(middle, (-half, -half, half, half))
    courts = shapely.union_all(
        [
            _box(middle, (-0.85 * half, -0.8 * half, -0.2 * half, 0.8 * half)),
            _box(middle, (0.25 * half, -0.8 * half, 0.85 * half, 0.2 * half)),
        ]
    )
    place = {"amenity": "place_of_worship", "religion": "muslim", "place_of_worship": "shrine"}
    return [
        {"building": "yes", "geometry": shapely.difference(walls, courts)},
        {**place, "name": "حرم (نمایشی)", "geometry": middle},
    ]


def _box(middle: shapely.Point, edges: tuple[float, float, float, float]) -> shapely.Geometry:
    west, south, east, north = edges
    return shapely.box(middle.x + west, middle.y + south, middle.x + east, middle.y + north)


def _parks(
    blocks: ShapeArray, river: shapely.Geometry, network: shapely.STRtree, dice: Dice
) -> list[dict[str, Any]]:
    """Return most of the open blocks as parks; whoever built them planted the verges too."""
    insides = np.asarray(shapely.buffer(blocks, -_VERGE_M), dtype=object)
    crossed = np.unique(network.query(shapely.buffer(blocks, -2 * _VERGE_M), "intersects")[0])
    is_open = np.ones(len(blocks), dtype=bool)
    is_open[crossed] = False
    rows: list[dict[str, Any]] = []
    for inside in insides[is_open]:
        fits = _PARK_M2[0] < inside.area < _PARK_M2[1] and not inside.intersects(river)
        if not fits or not dice.chance(_PARK_SHARE):
            continue
        number = sum("leisure" in row for row in rows) + 1
        park = {"leisure": "park", "name": f"بوستان نمایشی {number}"}
        rows.append({**(park if dice.chance(0.7) else {"landuse": "orchard"}), "geometry": inside})
    return rows


def _houses(open_ground: shapely.Geometry, lines: ShapeArray, classes: Any) -> list[dict[str, Any]]:
    """Return the rows of houses along the alleys near the centre, with the yards behind them."""
    middle = shapely.Point(0, 0).buffer(_HOUSES_WITHIN_M)
    widths = np.array([_HALF_WIDTH_M.get(value, _HALF_ALLEY_M) for value in classes])
    near = shapely.intersects(lines, middle)
    roads = shapely.union_all(shapely.buffer(lines[near], widths[near]))
    along = shapely.union_all(shapely.buffer(lines[near], widths[near] + _HOUSE_DEPTH_M))
    built = along.intersection(middle).difference(roads).difference(open_ground)
    parts = shapely.get_parts(built.simplify(0.8))
    return [
        {"building": "residential", "geometry": part} for part in parts if part.area >= _SMALLEST_M2
    ]


def _mosques(
    lines: ShapeArray, neighbourhoods: gpd.GeoDataFrame, dice: Dice
) -> list[dict[str, Any]]:
    """Return one mosque or two in every neighbourhood, each beside a street."""
    areas = shapely.transform(neighbourhoods.geometry.to_numpy(), to_local)
    middles = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    tree = shapely.STRtree(middles)
    rows: list[dict[str, Any]] = []
    for name, area in zip(neighbourhoods["neighbourhood"], areas, strict=True):
        inside = np.sort(tree.query(area, predicate="contains"))
        for number in range(min(dice.whole(1, 2), len(inside))):
            x, y = shapely.get_coordinates(middles[dice.pick(inside.tolist())])[0]
            at = shapely.Point(x + _MOSQUE_ASIDE_M, y + _MOSQUE_ASIDE_M)
            written = f"مسجد نمایشی {name}" + (" ۲" if number else "")
            tags = {"amenity": "place_of_worship", "religion": "muslim", "name": written}
            rows.append({**tags, "geometry": at})
    return rows


def _schools(lines: ShapeArray, neighbourhoods: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return a school in every second neighbourhood, beside the street nearest to its middle."""
    areas = shapely.transform(neighbourhoods.geometry.to_numpy(), to_local)
    middles = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    tree = shapely.STRtree(middles)
    rows: list[dict[str, Any]] = []
    for name, area in list(zip(neighbourhoods["neighbourhood"], areas, strict=True))[::2]:
        x, y = shapely.get_coordinates(middles[tree.nearest(shapely.centroid(area))])[0]
        at = shapely.Point(x - _MOSQUE_ASIDE_M, y - _MOSQUE_ASIDE_M)
        rows.append({"amenity": "school", "name": f"دبستان نمایشی {name}", "geometry": at})
    return rows
