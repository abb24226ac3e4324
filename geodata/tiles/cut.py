"""Cuts lines into tiles: every tile gets the pieces inside it and its buffer, on its own grid.

Geometry only; what a line is called and how it is drawn is the caller's. All lines of a zoom
are shifted, clipped and rounded together, because a shapely call costs far more than a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter

import numpy as np
import numpy.typing as npt
import shapely

from geodata.tiles.commands import Part
from geodata.tiles.encode import EXTENT
from geodata.tiles.grid import BUFFER, Integers, covering_tiles, to_mercator, to_units

Geometries = npt.NDArray[np.object_]
Tile = tuple[int, int]
CutTile = tuple[Tile, list[tuple[int, list[Part]]]]

LONGEST_PIECE = 64
"""Vertices a line may have before it is cut up: the box of a highway across a country covers
thousands of tiles it never touches."""
PAIRS_AT_ONCE = 50_000
"""Lines × tiles worked on together: enough to be fast, few enough to fit a small machine."""
GEOMETRIES_AT_ONCE = 100_000


def cut_lines(
    lines: Geometries, owners: Integers, zoom: int, *, step: int = 1, columns: range | None = None
) -> Iterator[CutTile]:
    """Yield ((x, y), [(owner, parts), …]) for each tile with something in it, by x, y and owner.

    Parameters
    ----------
    lines : array of LineString
        In Web Mercator metres. Empty lines and None are passed over.
    owners : array of int
        For each line the feature it belongs to; lines of one owner become its parts.
    zoom : int
        Zoom of the tiles.
    step : int
        Coordinates are whole multiples of this many tile units.
    columns : range, optional
        Only tiles of these columns.
    """
    usable = ~(shapely.is_missing(lines) | shapely.is_empty(lines))
    lines, whole = _pieces(lines[usable])
    lines, owners = shapely.transform(lines, lambda m: to_units(m, zoom)), owners[usable][whole]
    line, x, y = covering_tiles(shapely.bounds(lines), zoom)
    if columns is not None:
        asked = (x >= columns.start) & (x < columns.stop)
        line, x, y = line[asked], x[asked], y[asked]
    order = np.lexsort((line, owners[line], y, x))
    line, tiles = line[order], np.column_stack((x, y))[order]
    for chunk in _chunks(tiles):
        yield from _cut(lines[line[chunk]], owners[line[chunk]], tiles[chunk], step)


def cut_areas(polygons: Geometries, zoom: int, *, step: int = 1) -> Iterator[CutTile]:
    """Yield ((x, y), [(index, rings), …]) for each tile with an area in it, by x, y and index.

    Outer rings all wind one way and holes the other.

    Parameters
    ----------
    polygons : array of Polygon
        Valid, in Web Mercator metres.
    """
    units = shapely.transform(polygons, lambda metres: to_units(metres, zoom))
    area, x, y = covering_tiles(shapely.bounds(units), zoom)
    order = np.lexsort((area, y, x))
    area, tiles = area[order], np.column_stack((x, y))[order]
    for chunk in _chunks(tiles):
        pieces, source = shapely.get_parts(
            _clip(units[area[chunk]], tiles[chunk]), return_index=True
        )
        is_area = shapely.get_type_id(pieces) == shapely.GeometryType.POLYGON
        whole = shapely.orient_polygons(pieces[is_area])
        rings, piece = shapely.get_rings(whole, return_index=True)
        source = source[is_area][piece]
        grid, ring = shapely.get_coordinates(rings, return_index=True)
        grid, ring = _without_repeats(np.rint(grid / step).astype(np.int64) * step, ring)
        points = np.split(grid, np.flatnonzero(np.diff(ring)) + 1)
        # Three points and the first again: less encloses nothing.
        rows = [
            (tuple(tiles[chunk][source[at]].tolist()), int(area[chunk][source[at]]), part.tolist())
            for at, part in zip(ring[_first_of_runs(ring[:, None])], points, strict=True)
            if len(part) > 3
        ]
        for tile, group in groupby(rows, key=itemgetter(0)):
            owned = groupby(group, key=itemgetter(1))
            yield tile, [(owner, [part for *_, part in same]) for owner, same in owned]


def bands(geometries: Geometries, zoom: int) -> Iterator[tuple[Integers, range]]:
    """Yield the city in bands of tile columns from west to east: (rows, columns).

    The rows are those of the geometries, EPSG:4326, that reach into the columns or their
    buffer. So many are worked on together that it is fast and fits into a small machine.
    """
    west, _, east, _ = shapely.bounds(geometries).T
    there = np.flatnonzero(~np.isnan(west))
    edges = np.column_stack((west[there], east[there])).ravel()
    units = to_units(to_mercator(np.column_stack((edges, np.zeros_like(edges)))), zoom)[:, 0]
    first = np.floor((units[::2] - BUFFER) / EXTENT).astype(np.int64)
    last = np.floor((units[1::2] + BUFFER) / EXTENT).astype(np.int64)
    begins, inside = np.unique(first, return_counts=True)
    band = np.cumsum(inside) // GEOMETRIES_AT_ONCE
    starts = begins[np.flatnonzero(np.diff(band, prepend=-1))].tolist()
    for start, stop in pairwise([*starts, 1 << zoom]):
        yield there[(first < stop) & (last >= start)], range(start, stop)


def cut_points(points: Geometries, zoom: int) -> Iterator[tuple[Tile, list[tuple[int, Part]]]]:
    """Yield ((x, y), [(index, part), …]) with each point [Web Mercator m] in exactly one tile."""
    units = np.floor(to_units(shapely.get_coordinates(points), zoom)).astype(np.int64)
    tiles = units // EXTENT
    rows = sorted(
        ((x, y), index, [(a, b)])
        for index, ((x, y), (a, b)) in enumerate(
            zip(tiles.tolist(), (units - tiles * EXTENT).tolist(), strict=True)
        )
    )
    for tile, group in groupby(rows, key=itemgetter(0)):
        yield tile, [(index, part) for _, index, part in group]


def _pieces(lines: Geometries) -> tuple[Geometries, Integers]:
    """Return the lines in pieces of at most `LONGEST_PIECE` vertices, and whose piece each is."""
    coordinates, line = shapely.get_coordinates(lines, return_index=True)
    starts = _first_of_runs(line[:, None])
    nth = np.arange(len(line)) - starts[line]
    is_last = np.append(np.diff(line), 1) > 0
    ends_piece = (nth % (LONGEST_PIECE - 1) == 0) & (nth > 0) & ~is_last
    # The vertex between two pieces belongs to both: once as an end, once as a start.
    vertex = np.repeat(np.arange(len(line)), ends_piece + 1)
    starts_piece = (nth[vertex] == 0) | np.insert(vertex[1:] == vertex[:-1], 0, False)
    pieces = shapely.linestrings(coordinates[vertex], indices=np.cumsum(starts_piece) - 1)
    return pieces, line[vertex[starts_piece]]


def _chunks(tiles: Integers) -> Iterator[slice]:
    """Yield slices of about `PAIRS_AT_ONCE` rows that never divide a tile."""
    starts = _first_of_runs(tiles)
    first = 0
    while first < len(tiles):
        at = np.searchsorted(starts, first + PAIRS_AT_ONCE)
        end = int(starts[at]) if at < len(starts) else len(tiles)
        yield slice(first, end)
        first = end


def _cut(lines: Geometries, owners: Integers, tiles: Integers, step: int) -> Iterator[CutTile]:
    pieces, source = shapely.get_parts(_clip(lines, tiles), return_index=True)
    is_line = shapely.get_type_id(pieces) == shapely.GeometryType.LINESTRING
    pieces, source = pieces[is_line], source[is_line]
    grid, piece = shapely.get_coordinates(pieces, return_index=True)
    grid, piece = _without_repeats(np.rint(grid / step).astype(np.int64) * step, piece)
    starts = _first_of_runs(piece[:, None])
    ends = np.append(starts[1:], len(piece))
    # A line that rounds to one point has no length to draw.
    long = ends - starts > 1
    starts, ends = starts[long], ends[long]
    source = source[piece[starts]]
    points = grid.tolist()
    parts = (points[start:end] for start, end in zip(starts, ends, strict=True))
    rows = zip(map(tuple, tiles[source].tolist()), owners[source].tolist(), parts, strict=True)
    for tile, group in groupby(rows, key=itemgetter(0)):
        owned = groupby(group, key=itemgetter(1))
        yield tile, [(owner, [part for *_, part in same]) for owner, same in owned]


def _clip(shapes: Geometries, tiles: Integers) -> Geometries:
    """Return each shape in the units of its tile, without what lies beyond the buffer."""
    of_vertex = np.repeat(np.arange(len(shapes)), shapely.get_num_coordinates(shapes))
    local = shapely.transform(shapes, lambda units: units - tiles[of_vertex] * float(EXTENT))
    low, high = -BUFFER, EXTENT + BUFFER
    clipped: Geometries = shapely.clip_by_rect(local, low, low, high, high)
    return clipped


def _without_repeats(grid: Integers, piece: Integers) -> tuple[Integers, Integers]:
    keep = np.ones(len(grid), dtype=bool)
    keep[1:] = (grid[1:] != grid[:-1]).any(axis=1) | (piece[1:] != piece[:-1])
    return grid[keep], piece[keep]


def _first_of_runs(rows: Integers) -> Integers:
    """Return the indices at which a row differs from the one before it."""
    if not len(rows):
        return np.empty(0, dtype=np.int64)
    changes = (rows[1:] != rows[:-1]).any(axis=1)
    return np.concatenate(([0], np.flatnonzero(changes) + 1))
