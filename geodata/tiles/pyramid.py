"""The vector tiles of a city, from its frames to the bytes of every tile.

Low zooms draw the network as merged lines without names; the deepest draws every alley by itself,
with the id that pages and clicks use, and the one before it those that stand out. Writes no file:
that is `archive`'s.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from geodata.tiles.content import FIELDS, alley_layers, area_layers
from geodata.tiles.encode import TileFeature, TileLayer, encode_tile
from geodata.tiles.ground import ground_layers

if TYPE_CHECKING:
    import geopandas as gpd

    from geodata.tiles.cut import Tile
    from geodata.tiles.layers import Layer

MIN_ZOOM, MAX_ZOOM = 5, 15

Progress = Callable[[int, int], None]
PyramidTile = tuple[int, int, int, bytes]


def build_pyramid(
    alleys: gpd.GeoDataFrame,
    areas: gpd.GeoDataFrame,
    surroundings: gpd.GeoDataFrame | None = None,
    *,
    min_zoom: int = MIN_ZOOM,
    max_zoom: int = MAX_ZOOM,
    progress: Progress | None = None,
) -> Iterator[PyramidTile]:
    """Return the tiles that are not empty, as (zoom, x, y, bytes), by zoom, x and y.

    The order of the rows makes no difference. Bytes are not compressed; y counts from the north.

    Parameters
    ----------
    alleys : GeoDataFrame, EPSG:4326
        `alley_id` whole number, unique; `name_fa` text or None; `road_class` of `RoadClass`;
        `state` None, 'named', 'installed' or 'damaged'; (multi-)lines.
    areas : GeoDataFrame, EPSG:4326
        `kind` 'district' or 'neighbourhood'; `name_fa` text or None; (multi-)polygons.
    surroundings : GeoDataFrame, EPSG:4326, optional
        `kind` of `SurroundingKind`; `name_fa` text or None; single polygons, lines, points.
    progress : callable, optional
        Called with (zooms done, zooms in all) after each zoom.

    Raises
    ------
    CrsError
        A frame is not in EPSG:4326 or does not say what it is in.
    ValueError
        A `road_class` that `RoadClass` does not know.
    """
    ground = () if surroundings is None else ground_layers(surroundings)
    layers = (*ground, *alley_layers(alleys), *area_layers(areas, surroundings))
    return _zooms(layers, range(min_zoom, max_zoom + 1), progress)


def pyramid_metadata(
    name: str, *, attribution: str, bounds: tuple[float, float, float, float]
) -> dict[str, str]:
    """Return what an archive of `build_pyramid`'s tiles says about itself (MBTiles 1.3).

    Parameters
    ----------
    name, attribution : str
        What the tiles show and whose data they are made of.
    bounds : tuple of float
        West, south, east, north in degrees EPSG:4326.
    """
    layers = [{"id": layer, "fields": fields} for layer, fields in FIELDS.items()]
    return {
        "name": name,
        "attribution": attribution,
        "bounds": ",".join(f"{degrees:.6f}" for degrees in bounds),
        "type": "overlay",
        "minzoom": str(MIN_ZOOM),
        "maxzoom": str(MAX_ZOOM),
        "json": json.dumps({"vector_layers": layers}),
    }


def _zooms(
    layers: Sequence[Layer], zooms: range, progress: Progress | None
) -> Iterator[PyramidTile]:
    for done, zoom in enumerate(zooms, start=1):
        for (x, y), found in _by_tile(layers, zoom):
            yield zoom, x, y, encode_tile(found)
        if progress:
            progress(done, len(zooms))


def _by_tile(layers: Iterable[Layer], zoom: int) -> Iterator[tuple[Tile, list[TileLayer]]]:
    """Yield what the layers have for each tile, in one pass over all of them."""
    first = itemgetter(0)
    for tile, found in groupby(merge(*(_named(at, zoom) for at in layers), key=first), key=first):
        yield tile, [TileLayer(name, features) for _, name, features in found]


def _named(layer: Layer, zoom: int) -> Iterator[tuple[Tile, str, list[TileFeature]]]:
    return ((tile, layer.name, features) for tile, features in layer.tiles(zoom))
