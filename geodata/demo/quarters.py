"""Neighbourhoods and districts: blocks gathered around real centres, borders along the streets.

The names and centres of the 36 neighbourhoods are facts; every border here is invented, and so
are the numbered «شهرک» suburbs of a city that outgrows them. Works in the straight plan [m].
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from geodata.crs import WGS84
from geodata.demo.tables import read_rows
from geodata.demo.terrain import FloatArray, ShapeArray, Terrain, shapes_to_lonlat, to_local
from geodata.digits import PERSIAN_DIGITS

_APART_M = 760.0
_SUBURB_APART_M = 1700.0
_SUBURB_BLOCK_M2 = 90_000.0
_BORDER_STEP_M = 70.0
_BORDER_TOLERANCE_M = 26.0
_SUBURB_NAMES = ("مهر", "گلستان", "دانش", "آفتاب", "سپیدار", "نسیم", "باران", "صنوبر")
_SHRINE_QUARTER = "حرم"


@dataclass(frozen=True, slots=True)
class Quarters:
    """Which neighbourhood each block belongs to: `of_block[i]` indexes the other three."""

    names: tuple[str, ...]
    districts: tuple[str, ...]
    centres: FloatArray
    of_block: npt.NDArray[np.int64]

    @property
    def shrine(self) -> int:
        """The index of the shrine's own quarter."""
        return self.names.index(_SHRINE_QUARTER)


def gather_blocks(blocks: list[Polygon], core: BaseGeometry) -> Quarters:
    """Return the quarters of the city: each a connected set of blocks around its centre."""
    rows = read_rows("neighbourhoods")
    lonlat = np.array([[float(row["lon"]), float(row["lat"])] for row in rows])
    middles = np.array([block.representative_point().coords[0] for block in blocks])
    large = np.array([block.area > _SUBURB_BLOCK_M2 for block in blocks])
    known = _push_apart(to_local(lonlat))
    suburbs = _suburb_centres(middles, large, known, core)
    centres = np.vstack([known, suburbs])
    districts = [row["district"] for row in rows] + _districts_of(suburbs, known, rows)
    names = [row["name"] for row in rows] + _suburb_names(len(suburbs))
    seeds = _seed_blocks(middles, centres)
    of_block = _spread(blocks, middles, centres, seeds)
    return Quarters(tuple(names), tuple(districts), centres, of_block)


def area_frames(
    blocks: list[Polygon], quarters: Quarters, terrain: Terrain
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return the neighbourhoods and the districts, EPSG:4326, sharing their borders exactly."""
    whole: list[BaseGeometry] = [
        shapely.union_all(
            [blocks[i] for i in np.flatnonzero(quarters.of_block == number)], grid_size=0.01
        )
        for number in range(len(quarters.names))
    ]
    areas = shapely.coverage_simplify(_bend_areas(whole, terrain), _BORDER_TOLERANCE_M)
    neighbourhoods = gpd.GeoDataFrame(
        {"neighbourhood": list(quarters.names), "district": list(quarters.districts)},
        geometry=_whole_degrees(areas),
        crs=WGS84,
    )
    numbers = sorted(set(quarters.districts))
    unions = [
        shapely.coverage_union_all(areas[np.array(quarters.districts) == number])
        for number in numbers
    ]
    districts = gpd.GeoDataFrame(
        {
            "district": numbers,
            "name": ["منطقه " + number.translate(PERSIAN_DIGITS) for number in numbers],
        },
        geometry=_whole_degrees(np.array(unions, dtype=object)),
        crs=WGS84,
    )
    return neighbourhoods, districts


def _bend_areas(areas: list[BaseGeometry], terrain: Terrain) -> ShapeArray:
    """Return the areas bent [m], with the same vertices on both sides of every shared border.

    The borders are bent as lines and noded anew: thin corners would turn over as polygons.
    """
    network = shapely.union_all([area.boundary for area in areas], grid_size=0.01)
    lines = shapely.get_parts(shapely.segmentize(shapely.line_merge(network), _BORDER_STEP_M))
    noded = shapely.union_all(terrain.bend_shapes(lines), grid_size=0.05)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    rough = shapely.make_valid(
        terrain.bend_shapes(shapely.segmentize(np.array(areas, dtype=object), _BORDER_STEP_M))
    )
    inner = shapely.point_on_surface(faces)
    tree = shapely.STRtree(rough)
    owner = tree.nearest(inner)
    return np.array(
        [shapely.coverage_union_all(faces[owner == number]) for number in range(len(areas))],
        dtype=object,
    )


def _whole_degrees(areas: ShapeArray) -> ShapeArray:
    """Return the areas [m] in degrees EPSG:4326, sound also after rounding."""
    shapes = shapely.make_valid(shapes_to_lonlat(areas), method="structure")
    return np.asarray(shapes, dtype=object)


def _push_apart(centres: FloatArray) -> FloatArray:
    """Return the centres moved until no two are closer than a block or two."""
    moved = centres.copy()
    for _ in range(30):
        gap = moved[:, None] - moved[None]
        far = np.hypot(gap[..., 0], gap[..., 1]) + np.eye(len(moved)) * 1e9
        push = np.clip(_APART_M - far, 0, None) / far
        moved += 0.3 * (gap * push[..., None]).sum(axis=1)
    return moved


def _suburb_centres(
    middles: FloatArray, large: npt.NDArray[np.bool_], known: FloatArray, core: BaseGeometry
) -> FloatArray:
    """Return centres of suburbs: large blocks outside the core, well apart from all others."""
    chosen = list(known)
    beyond = large & ~shapely.contains_xy(core.buffer(300), middles)
    for middle in middles[beyond][np.argsort(np.hypot(*middles[beyond].T), kind="stable")]:
        away = np.hypot(*(np.array(chosen) - middle).T)
        if away.min() > _SUBURB_APART_M:
            chosen.append(middle)
    return np.array(chosen[len(known) :]).reshape(-1, 2)


def _districts_of(
    suburbs: FloatArray, known: FloatArray, rows: tuple[dict[str, str], ...]
) -> list[str]:
    """Return the district of each suburb: that of the nearest known centre, never the shrine's."""
    outer = [i for i, row in enumerate(rows) if row["district"] != "7"]
    return [
        rows[outer[int(np.argmin(np.hypot(*(known[outer] - middle).T)))]]["district"]
        for middle in suburbs
    ]


def _suburb_names(count: int) -> list[str]:
    kinds = len(_SUBURB_NAMES)
    return [
        f"شهرک {_SUBURB_NAMES[i % kinds]} " + str(i // kinds + 1).translate(PERSIAN_DIGITS)
        for i in range(count)
    ]


def _seed_blocks(middles: FloatArray, centres: FloatArray) -> list[int]:
    """Return for each centre a block of its own, the nearest free one."""
    taken: list[int] = []
    for centre in centres:
        order = np.argsort(np.hypot(*(middles - centre).T), kind="stable")
        taken.append(int(next(i for i in order if int(i) not in taken)))
    return taken


def _spread(
    blocks: list[Polygon], middles: FloatArray, centres: FloatArray, seeds: list[int]
) -> npt.NDArray[np.int64]:
    """Return the quarter of each block: quarters grow over shared sides, nearest block first."""
    left, right = shapely.STRtree(blocks).query(blocks, predicate="intersects")
    shared = shapely.length(
        shapely.intersection(np.array(blocks)[left], np.array(blocks)[right], grid_size=0.01)
    )
    neighbours: dict[int, list[int]] = {}
    for one, two, length in zip(left.tolist(), right.tolist(), shared.tolist(), strict=True):
        if one != two and length > 1:
            neighbours.setdefault(one, []).append(two)
    owner = np.full(len(blocks), -1, dtype=np.int64)
    queue = [(0.0, block, quarter) for quarter, block in enumerate(seeds)]
    heapq.heapify(queue)
    while queue:
        _, block, quarter = heapq.heappop(queue)
        if owner[block] >= 0:
            continue
        owner[block] = quarter
        for near in neighbours.get(block, []):
            away = float(np.hypot(*(middles[near] - centres[quarter])))
            heapq.heappush(queue, (away, near, quarter))
    lost = owner < 0
    gaps = np.linalg.norm(middles[lost][:, None] - centres[None], axis=2)
    owner[lost] = gaps.argmin(axis=1)
    return owner
