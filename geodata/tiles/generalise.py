"""Fewer, simpler lines for a zoom: merged networks, borders drawn once, label points.

Everything is in Web Mercator metres and for drawing only. It neither cuts tiles nor decides
which layer is seen when.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from geopandas import GeoDataFrame, GeoSeries

from geodata.crs import WGS84
from geodata.errors import CrsError
from geodata.tiles.cut import Geometries
from geodata.tiles.grid import Floats, pixel_m, to_mercator, unit_m

TOLERANCE_PX = 0.75
"""How far a simplified line may stray: nobody sees less than a pixel."""
SHORTEST_PX = 2.0
"""A line shorter than this is a dot on the map, not a street."""
DOT_PX = 5.0
"""A line that must stay visible is a dot below this length, and of dots in one cell of
`DOT_CELL_PX` one is enough."""
DOT_CELL_PX = 6.0
SNAP_M = 0.5
"""Borders of neighbours closer than this are one border that was digitised twice."""


def project(geometries: Geometries) -> Geometries:
    """Return geometries EPSG:4326 in Web Mercator metres; None stays None."""
    return np.asarray(shapely.transform(geometries, to_mercator), dtype=object)


def require_degrees(frame: GeoDataFrame, role: str, role_fa: str) -> None:
    """Refuse a frame that is not in EPSG:4326 or does not say what it is in.

    Raises
    ------
    CrsError
        The message names the role the frame plays.
    """
    if frame.crs is None or frame.crs != WGS84:
        raise CrsError(
            f"{role} for tiles: coordinate reference system {frame.crs}, expected {WGS84}",
            f"دستگاه مختصات لایهٔ {role_fa} باید {WGS84} باشد.",
        )


def line_parts(geometries: Geometries) -> tuple[Geometries, npt.NDArray[np.int64]]:
    """Return the single lines of (multi-)lines and the index of the geometry each comes from."""
    if (shapely.get_type_id(geometries) == shapely.GeometryType.LINESTRING).all():
        # Nearly always so, and taking apart copies: half a gigabyte for a country.
        there = np.flatnonzero(~shapely.is_empty(geometries))
        return geometries[there], there
    parts, source = shapely.get_parts(geometries, return_index=True)
    is_line = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    is_line &= ~shapely.is_empty(parts)
    return parts[is_line], source[is_line]


def merge_lines(lines: Geometries) -> Geometries:
    """Return the longest lines that the given ones join up to, neighbours close to each other."""
    merged = shapely.line_merge(shapely.multilinestrings(line_parts(lines)[0]))
    return along_curve(line_parts(np.asarray([shapely.normalize(merged)], dtype=object))[0])


def along_curve(lines: Geometries) -> Geometries:
    """Return the lines so ordered that neighbours are close: small steps make small tiles."""
    if not len(lines):
        return lines
    return np.asarray(lines[np.argsort(GeoSeries(lines).hilbert_distance(), kind="stable")])


def simplify(lines: Geometries, zoom: int, tolerance_px: float = TOLERANCE_PX) -> Geometries:
    """Return the lines with no more vertices than a zoom shows."""
    tolerance = tolerance_px * pixel_m(zoom)
    return np.asarray(shapely.simplify(lines, tolerance, preserve_topology=False), dtype=object)


def simplify_areas(polygons: Geometries, zoom: int, tolerance_px: float) -> Geometries:
    """Return valid polygons with no more vertices than a zoom shows."""
    tolerance = tolerance_px * pixel_m(zoom)
    return np.asarray(shapely.simplify(polygons, tolerance), dtype=object)


def drop_small(polygons: Geometries, zoom: int, smallest_px2: float) -> Geometries:
    """Return the polygons that are large enough to be seen at a zoom."""
    return np.asarray(
        polygons[shapely.area(polygons) >= smallest_px2 * pixel_m(zoom) ** 2], dtype=object
    )


def drop_short(lines: Geometries, zoom: int, shortest_px: float = SHORTEST_PX) -> Geometries:
    """Return the lines that are long enough to be seen at a zoom."""
    return np.asarray(lines[shapely.length(lines) >= shortest_px * pixel_m(zoom)], dtype=object)


def is_dot(lines: Geometries, zoom: int) -> npt.NDArray[np.bool_]:
    """Return which lines are so short at a zoom that a dot shows them better."""
    return np.asarray(shapely.length(lines) < DOT_PX * pixel_m(zoom))


def dots(lines: Geometries, zoom: int) -> Geometries:
    """Return points in the middle of lines, one where many meet.

    For what must stay visible from afar: the dots show where it is, not how long.
    """
    middles = _middles(lines)
    # The first of each cell stays where it is: middles of cells would show as a grid.
    _, first = np.unique(
        np.floor(middles / (DOT_CELL_PX * pixel_m(zoom))), axis=0, return_index=True
    )
    return np.asarray(shapely.points(middles[first]), dtype=object)


def lengthen_specks(lines: Geometries, zoom: int, step: int = 1) -> Geometries:
    """Return the lines, those too short for the grid of a zoom as two of its steps across.

    An alley of half a metre is an error of the map, but it must not vanish from it.
    """
    visible, tiny = lines.copy(), _extent(lines) < 2 * step * unit_m(zoom)
    visible[tiny] = _dashes(_middles(lines[tiny]), step * unit_m(zoom))
    return visible


def border_lines(polygons: Geometries, drawn: Geometries) -> Geometries:
    """Return the outlines of areas as lines; what two areas share is there once.

    `drawn` are lines of other borders that must not be drawn again.
    """
    outlines = shapely.union_all(shapely.boundary(polygons), grid_size=SNAP_M)
    if len(drawn):
        already = shapely.union_all(drawn, grid_size=SNAP_M)
        outlines = shapely.difference(outlines, already, grid_size=SNAP_M)
    return merge_lines(np.asarray([outlines], dtype=object))


def label_points(polygons: Geometries) -> Geometries:
    """Return for each area a point inside it."""
    return np.asarray(shapely.point_on_surface(polygons), dtype=object)


def _middles(lines: Geometries) -> Floats:
    left, bottom, right, top = shapely.bounds(lines).T
    return np.column_stack(((left + right) / 2, (bottom + top) / 2))


def _extent(lines: Geometries) -> Floats:
    left, bottom, right, top = shapely.bounds(lines).T
    return np.asarray(np.maximum(right - left, top - bottom))


def _dashes(middles: Floats, half: float) -> Geometries:
    """Return lines from west to east, `half` metres to either side of the places."""
    reach = np.asarray((half, 0.0))
    ends = np.stack((middles - reach, middles + reach), axis=1)
    return np.asarray(shapely.linestrings(ends), dtype=object)
