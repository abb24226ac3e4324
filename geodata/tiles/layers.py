"""The kinds of layer a tile is made of; each gives its features for one zoom, tile by tile.

Works on Web Mercator geometry in a fixed order. Which layers a city has, with which properties
and zooms, is `content`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

import numpy as np
import shapely

from geodata.tiles.commands import Part
from geodata.tiles.cut import Geometries, Tile, bands, cut_areas, cut_lines, cut_points
from geodata.tiles.encode import GeometryType, Property, TileFeature
from geodata.tiles.generalise import lengthen_specks, line_parts, project, simplify
from geodata.tiles.grid import Integers

Properties = Mapping[str, Property]
Thinning = Callable[[Geometries, int], Geometries]
LayerTile = tuple[Tile, list[TileFeature]]

MERGED_STEP = 4
"""Merged lines lie on every fourth unit, which is half a pixel: fewer bytes, same picture."""
DOT_STEP, DOT_ROW = 8, 64
"""Dots lie on whole pixels and are written in rows eight pixels high."""
EXACT_PX = 0.125
"""Single alleys are enlarged far beyond their tiles' zoom and lie under a highlight of the exact
line, so they may stray one unit only."""


class Layer(Protocol):
    """Anything that draws one layer of the tiles."""

    @property
    def name(self) -> str:
        """The layer's name in the tiles."""

    def tiles(self, zoom: int) -> Iterator[LayerTile]:
        """Yield the tiles of a zoom in which the layer has something, by x and y."""


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Merged lines that look the same, and the zooms that show them; `thin` makes them fewer."""

    properties: Properties
    zooms: range
    lines: Geometries
    thin: Thinning


@dataclass(frozen=True, slots=True)
class MergedLines:
    """A layer of line groups; in a tile each group is one feature without id.

    `most_vertices` is what a tile may hold: in a fuller one the lines of the last groups wait for
    a deeper zoom, the shortest first. How long a line is as a whole counts, so that neighbouring
    tiles choose alike.
    """

    name: str
    groups: Sequence[LineGroup]
    most_vertices: int | None = None

    def tiles(self, zoom: int) -> Iterator[LayerTile]:
        """Yield the tiles of a zoom in which the layer has something, by x and y."""
        shown = [group for group in self.groups if zoom in group.zooms]
        if not shown:
            return
        lines = [group.thin(group.lines, zoom) for group in shown]
        group = np.repeat(np.arange(len(lines)), [len(of_group) for of_group in lines])
        every = np.concatenate(lines)
        rank = np.empty(len(every), dtype=np.int64)
        rank[np.lexsort((-shapely.length(every), group))] = np.arange(len(every))
        for tile, cut in cut_lines(every, np.arange(len(every)), zoom, step=MERGED_STEP):
            kept = _most_important(cut, rank, self.most_vertices)
            yield (
                tile,
                [
                    _line_feature(
                        [part for _, parts in same for part in parts], shown[at].properties
                    )
                    for at, same in groupby(kept, key=lambda owned: int(group[owned[0]]))
                ],
            )


@dataclass(frozen=True, slots=True)
class MergedAreas:
    """A layer of polygons that look the same: one feature in a tile, without id or property.

    `most_vertices` is what a tile may hold; in a fuller one the smallest wait.
    """

    name: str
    zooms: range
    polygons: Geometries
    thin: Thinning
    most_vertices: int

    def tiles(self, zoom: int) -> Iterator[LayerTile]:
        """Yield the tiles of a zoom in which the layer has something, by x and y."""
        if zoom not in self.zooms:
            return
        shown = self.thin(self.polygons, zoom)
        rank = np.empty(len(shown), dtype=np.int64)
        rank[np.argsort(-shapely.area(shown), kind="stable")] = np.arange(len(shown))
        for tile, cut in cut_areas(shown, zoom, step=MERGED_STEP):
            kept = _most_important(cut, rank, self.most_vertices)
            rings = [ring for _, of_one in kept for ring in of_one]
            yield tile, [TileFeature(GeometryType.POLYGON, rings, {})]


@dataclass(frozen=True, slots=True)
class SingleLines:
    """A layer with one feature per row: its id, its own properties, all of its lines.

    `lines` are (multi-)lines EPSG:4326: projected, simplified and cut band by band, a city of
    millions is in memory once and not at every stage of the work.
    """

    name: str
    zooms: range
    ids: Sequence[int]
    properties: Callable[[int], Properties]
    lines: Geometries

    def tiles(self, zoom: int) -> Iterator[LayerTile]:
        """Yield the tiles of a zoom in which the layer has something, by x and y."""
        if zoom not in self.zooms:
            return
        for rows, columns in bands(self.lines, zoom):
            parts, source = line_parts(project(self.lines[rows]))
            visible = lengthen_specks(simplify(parts, zoom, EXACT_PX), zoom)
            for tile, cut in cut_lines(visible, rows[source], zoom, columns=columns):
                yield tile, [self._feature(row, lines) for row, lines in cut]

    def _feature(self, row: int, lines: Sequence[Part]) -> TileFeature:
        return _line_feature(lines, self.properties(row), int(self.ids[row]))


@dataclass(frozen=True, slots=True)
class DotGroup:
    """Points that look the same; `of` gives those of a zoom [Web Mercator m]."""

    properties: Properties
    of: Callable[[int], Geometries]


@dataclass(frozen=True, slots=True)
class Dots:
    """A layer of points without id: in a tile each group is one feature."""

    name: str
    zooms: range
    groups: Sequence[DotGroup]

    def tiles(self, zoom: int) -> Iterator[LayerTile]:
        """Yield the tiles of a zoom in which the layer has something, by x and y."""
        if zoom not in self.zooms or not self.groups:
            return
        points = [group.of(zoom) for group in self.groups]
        group = np.repeat(np.arange(len(points)), [len(of_group) for of_group in points])
        for tile, cut in cut_points(np.concatenate(points), zoom):
            by_group = groupby(cut, key=lambda owned: int(group[owned[0]]))
            yield tile, [self._feature(at, [part for _, part in same]) for at, same in by_group]

    def _feature(self, at: int, parts: Sequence[Part]) -> TileFeature:
        points = [
            (x // DOT_STEP * DOT_STEP, y // DOT_STEP * DOT_STEP) for part in parts for x, y in part
        ]
        # Row by row, each step to the next dot is a small number: a third fewer bytes.
        points.sort(key=lambda point: (point[1] // DOT_ROW, point))
        return TileFeature(GeometryType.POINT, [points], self.groups[at].properties)


@dataclass(frozen=True, slots=True)
class Labels:
    """A layer of points that carry a text, each in exactly one tile of a zoom."""

    name: str
    zooms: Sequence[range]
    properties: Sequence[Properties]
    points: Geometries

    def tiles(self, zoom: int) -> Iterator[LayerTile]:
        """Yield the tiles of a zoom in which the layer has something, by x and y."""
        shown = [row for row, zooms in enumerate(self.zooms) if zoom in zooms]
        for tile, cut in cut_points(self.points[shown], zoom):
            yield tile, [self._feature(shown[index], point) for index, point in cut]

    def _feature(self, row: int, point: Part) -> TileFeature:
        return TileFeature(GeometryType.POINT, [point], self.properties[row])


def _most_important(
    cut: list[tuple[int, list[Part]]], rank: Integers, most_vertices: int | None
) -> list[tuple[int, list[Part]]]:
    """Return the lines of a tile that fit into it, in the order they came."""
    vertices = np.array([sum(map(len, parts)) for _, parts in cut])
    if most_vertices is None or vertices.sum() <= most_vertices:
        return cut
    order = np.argsort(rank[[line for line, _ in cut]])
    fits = np.cumsum(vertices[order]) <= most_vertices
    fits[0] = True
    return [cut[at] for at in sorted(order[fits].tolist())]


def _line_feature(
    lines: Sequence[Part], properties: Properties, feature_id: int | None = None
) -> TileFeature:
    return TileFeature(GeometryType.LINESTRING, lines, properties, feature_id)
