"""The kinds of layer a tile is made of; each gives its features for one zoom, tile by tile.

Works on Web Mercator geometry in a fixed order. Which layers a city has, with which properties
and zooms, is `content`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from geodata.tiles.commands import Part
from geodata.tiles.cut import Geometries, Tile, cut_lines, cut_points
from geodata.tiles.encode import GeometryType, Property, TileFeature
from geodata.tiles.generalise import lengthen_specks, line_parts, simplify

Properties = Mapping[str, Property]
Thinning = Callable[[Geometries, int], Geometries]
LayerTile = tuple[Tile, list[TileFeature]]

MERGED_STEP = 4
"""Merged lines lie on every fourth unit, which is half a pixel: fewer bytes, same picture."""
EXACT_PX = 0.125
"""Single alleys are enlarged far beyond their tiles' zoom and lie under a highlight of the
exact line, so they may stray one unit only."""


class Layer(Protocol):
    """Anything that draws one layer of the tiles."""

    @property
    def name(self) -> str:
        """The layer's name in the tiles."""

    def tiles(self, zoom: int) -> Iterator[LayerTile]:
        """Yield the tiles of a zoom in which the layer has something, by x and y."""


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Merged lines that look the same, and the zooms that show them."""

    properties: Properties
    zooms: range
    lines: Geometries
    thin: Thinning


@dataclass(frozen=True, slots=True)
class MergedLines:
    """A layer of line groups; in a tile each group is one feature without id."""

    name: str
    groups: Sequence[LineGroup]

    def tiles(self, zoom: int) -> Iterator[LayerTile]:
        """Yield the tiles of a zoom in which the layer has something, by x and y."""
        shown = [group for group in self.groups if zoom in group.zooms]
        if not shown:
            return
        lines = [group.thin(simplify(group.lines, zoom), zoom) for group in shown]
        owners = np.repeat(np.arange(len(lines)), [len(of_group) for of_group in lines])
        for tile, cut in cut_lines(np.concatenate(lines), owners, zoom, step=MERGED_STEP):
            yield tile, [_line_feature(parts, shown[group].properties) for group, parts in cut]


@dataclass(frozen=True, slots=True)
class SingleLines:
    """A layer with one feature per row: its id, its own properties, all of its lines."""

    name: str
    zooms: range
    ids: Sequence[int]
    properties: Sequence[Properties]
    lines: Geometries

    def tiles(self, zoom: int) -> Iterator[LayerTile]:
        """Yield the tiles of a zoom in which the layer has something, by x and y."""
        if zoom not in self.zooms:
            return
        parts, rows = line_parts(self.lines)
        visible = lengthen_specks(simplify(parts, zoom, EXACT_PX), zoom)
        for tile, cut in cut_lines(visible, rows, zoom):
            yield tile, [self._feature(row, lines) for row, lines in cut]

    def _feature(self, row: int, lines: Sequence[Part]) -> TileFeature:
        return _line_feature(lines, self.properties[row], self.ids[row])


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


def _line_feature(
    lines: Sequence[Part], properties: Properties, feature_id: int | None = None
) -> TileFeature:
    return TileFeature(GeometryType.LINESTRING, lines, properties, feature_id)
