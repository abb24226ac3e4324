"""What lies around the alleys: water, green, rail, buildings, places of worship and schools.

Ground for the map, nothing more: no alley, naming or number depends on it, so that a bad feature
is left out and reported and never stops a build.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.crs import WGS84
from geodata.issues import IssueLog
from geodata.model import SurroundingKind
from geodata.names import clean_name, fold_key
from geodata.readers.coordinates import Bounds
from geodata.readers.crossings import repairable
from geodata.readers.staging import staged
from geodata.readers.streets import as_text
from geodata.readers.vectors import has_finite_coordinates, read_every_layer
from geodata.vocab import read_vocab

COLUMNS = ("kind", "name_fa", "geometry")
NAME_FIELDS = ("name:fa", "name_fa", "name", "نام")
OSM_LAYERS = {
    "points": ("amenity", "place_of_worship"),
    "lines": ("waterway", "railway"),
    "multipolygons": ("natural", "waterway", "leisure", "landuse", "amenity", "building"),
}
"""OSM layer → the tags one of which a feature needs to be read at all."""
OSM_CONFIG = "surroundings.ini"
MARGIN_DEG = 0.03
"""What lies further than this beyond the streets is not part of the city's picture."""
OTHERS_TOLD = 5
_OF_WORSHIP = frozenset({SurroundingKind.MOSQUE, SurroundingKind.SHRINE, SurroundingKind.WORSHIP})
_PLACES = _OF_WORSHIP | {SurroundingKind.SCHOOL}
_SHAPES = {
    SurroundingKind.WATER: ("Polygon", "LineString"),
    SurroundingKind.GREEN: ("Polygon",),
    SurroundingKind.RAIL: ("LineString",),
    SurroundingKind.BUILDING: ("Polygon",),
    **dict.fromkeys(_PLACES, ("Point",)),
}


def no_surroundings() -> gpd.GeoDataFrame:
    """Return the frame of a city of which only streets are known."""
    return gpd.GeoDataFrame({"kind": [], "name_fa": []}, geometry=[], crs=WGS84)


def read_surroundings(path: Path, issues: IssueLog, *, bounds: Bounds) -> gpd.GeoDataFrame:
    """Return what a file knows of the ground around the streets, EPSG:4326, in file order.

    Parameters
    ----------
    bounds : tuple of float
        West, south, east, north of the streets; see `MARGIN_DEG`.

    Returns
    -------
    GeoDataFrame
        Columns `COLUMNS`: `kind` a `SurroundingKind` value, `name_fa` text or None, single
        geometries. A mosque drawn as a building is two rows, a building and a place.

    Raises
    ------
    InputRefusedError
        The file cannot be read; bad features are issues.
    """
    with staged(path) as file:
        layers = read_every_layer(file, osm_layers=OSM_LAYERS, osm_config=OSM_CONFIG)
    frames = [_of_layer(layer, name, issues, path.name) for name, layer in layers]
    found = gpd.GeoDataFrame(pd.concat([no_surroundings(), *frames], ignore_index=True), crs=WGS84)
    return _near(found, issues, path.name, bounds)


def _of_layer(layer: gpd.GeoDataFrame, name: str, issues: IssueLog, file: str) -> gpd.GeoDataFrame:
    layer = _sound(layer.reset_index(drop=True), name, issues, file)
    names = _names(layer)
    rows: list[tuple[int, SurroundingKind]] = []
    others: Counter[str] = Counter()
    for position, kinds in enumerate(_kinds(layer)):
        rows += [(position, kind) for kind in kinds]
        others.update([] if kinds else [_said(layer, position)])
    frame = _drawn(layer, rows, names)
    undrawn = len(layer) - len({position for position, _ in rows})
    if undrawn:
        told = "، ".join(f"{what} ({n})" for what, n in others.most_common(OTHERS_TOLD))
        issues.add("surroundings_others", source=file, column=name, value=undrawn, others=told)
    misfits = len(rows) - frame["position"].nunique() if len(rows) else 0
    if misfits > 0:
        issues.add("surroundings_shape", source=file, column=name, value=misfits)
    return frame[list(COLUMNS)]


def _sound(layer: gpd.GeoDataFrame, name: str, issues: IssueLog, file: str) -> gpd.GeoDataFrame:
    """Return the features with usable geometry, crossed polygons repaired; report the others."""
    usable = has_finite_coordinates(layer) & ~(layer.geometry.isna() | layer.geometry.is_empty)
    usable = np.array(usable, dtype=bool)
    valid = shapely.is_valid(layer.geometry.array)
    crossed = np.flatnonzero(usable & ~valid)
    usable[crossed] = repairable(layer.geometry.iloc[position] for position in crossed)
    for position in np.flatnonzero(~usable):
        issues.add("surroundings_geometry", source=file, row=int(position) + 1, column=name)
    for position in np.flatnonzero(usable & ~valid):
        issues.add("surroundings_repaired", source=file, row=int(position) + 1, column=name)
    kept = layer[usable]
    repaired = kept.geometry.where(valid[usable], kept.geometry.make_valid())
    return kept.set_geometry(repaired).reset_index(drop=True)


def _kinds(layer: gpd.GeoDataFrame) -> Iterator[tuple[SurroundingKind, ...]]:
    """Yield for each feature what it is drawn as: one kind of ground, one kind of place."""
    fields = {str(column).lower(): column for column in layer.columns}
    tags = [tag for tag in dict.fromkeys(tag for tag, _ in _table()) if tag in fields]
    said = [[as_text(value) for value in layer[fields[tag]]] for tag in tags]
    religions: list[str | None] = [None] * len(layer)
    if "religion" in fields:
        religions = [as_text(value) for value in layer[fields["religion"]]]
    for *values, religion in zip(*said, religions, strict=True) if said else []:
        found = [kind for kind in map(_kind, tags, values) if kind is not None]
        ground = [kind for kinds in found for kind in kinds if kind not in _PLACES]
        places = [kind for kinds in found for kind in kinds if kind in _PLACES]
        if religion not in (None, "muslim"):
            places = [SurroundingKind.WORSHIP if one in _OF_WORSHIP else one for one in places]
        yield (*ground[:1], *sorted(places, key=_rank)[:1])
    if not said:
        yield from [()] * len(layer)


def _rank(kind: SurroundingKind) -> int:
    """A shrine is one also where it is called a mosque too."""
    return 0 if kind is SurroundingKind.SHRINE else 1


def _kind(tag: str, value: str | None) -> tuple[SurroundingKind, ...] | None:
    if value is None or value == "no":
        return None
    exact = _table().get((tag, fold_key(value)), ())
    return (*exact, *_table().get((tag, "*"), ())) or None


@cache
def _table() -> dict[tuple[str, str], tuple[SurroundingKind, ...]]:
    table: dict[tuple[str, str], tuple[SurroundingKind, ...]] = {}
    for row in read_vocab("surroundings"):
        key = (row["tag"], row["value"] if row["value"] == "*" else fold_key(row["value"]))
        table[key] = (*table.get(key, ()), SurroundingKind(row["kind"]))
    return table


def _said(layer: gpd.GeoDataFrame, position: int) -> str:
    """Return the first tag of a feature that is no name, for a message."""
    row = layer.iloc[position]
    for column in layer.columns:
        if column != layer.geometry.name and column not in NAME_FIELDS:
            text = as_text(row[column])
            if text is not None:
                return f"{column}={text}"
    return "—"


def _names(layer: gpd.GeoDataFrame) -> list[str | None]:
    names: list[str | None] = [None] * len(layer)
    for field in NAME_FIELDS:
        if field in layer.columns:
            texts = [as_text(value) for value in layer[field]]
            names = [old or new for old, new in zip(names, texts, strict=True)]
    return [None if name is None else clean_name(name) for name in names]


def _drawn(
    layer: gpd.GeoDataFrame, rows: list[tuple[int, SurroundingKind]], names: list[str | None]
) -> gpd.GeoDataFrame:
    """Return a row for each single geometry of the shape its kind is drawn with."""
    at = [position for position, _ in rows]
    geometry = layer.geometry.to_numpy()[at]
    is_place = np.array([kind in _PLACES for _, kind in rows], dtype=bool)
    geometry[is_place] = shapely.point_on_surface(geometry[is_place])
    frame = gpd.GeoDataFrame(
        {
            "kind": [kind.value for _, kind in rows],
            "name_fa": pd.Series([names[position] for position in at], dtype=object),
            "position": np.arange(len(rows)),
        },
        geometry=geometry,
        crs=WGS84,
    ).explode(index_parts=False, ignore_index=True)
    fits = [
        shape in _SHAPES[SurroundingKind(kind)]
        for kind, shape in zip(frame["kind"], frame.geometry.geom_type, strict=True)
    ]
    return frame[np.array(fits, dtype=bool)]


def _near(frame: gpd.GeoDataFrame, issues: IssueLog, file: str, bounds: Bounds) -> gpd.GeoDataFrame:
    west, south, east, north = bounds
    reach = shapely.box(
        west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG
    )
    near = shapely.intersects(frame.geometry.array, reach)
    if not near.all():
        issues.add("surroundings_outside", source=file, value=int((~near).sum()))
    return frame[near].reset_index(drop=True)
