"""What the tiles of a city show: which layer, with which properties, at which zooms.

Turns the frames of alleys and areas into layers; cutting and encoding happen elsewhere.
Zooms are those of 512-pixel tiles, one less than the map's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geodata.crs import WGS84
from geodata.errors import CrsError
from geodata.model import RoadClass
from geodata.tiles.generalise import (
    border_lines,
    drop_short,
    label_points,
    line_parts,
    merge_lines,
    project,
    shrink_to_dots,
    simplify,
)
from geodata.tiles.grid import to_mercator
from geodata.tiles.layers import Labels, Layer, LineGroup, MergedLines, SingleLines
from geodata.tiles.strokes import join_strokes

if TYPE_CHECKING:
    import geopandas as gpd

    from geodata.tiles.cut import Geometries
    from geodata.tiles.encode import Property

FIRST_ALLEY_ZOOM = 14
"""From here on each alley is a feature; every zoom before shows merged lines."""
DEEPEST = 24
ROAD_ZOOMS = {
    RoadClass.TRUNK: range(5, FIRST_ALLEY_ZOOM),
    RoadClass.PRIMARY: range(6, FIRST_ALLEY_ZOOM),
    RoadClass.SECONDARY: range(8, FIRST_ALLEY_ZOOM),
    RoadClass.TERTIARY: range(10, FIRST_ALLEY_ZOOM),
    RoadClass.RESIDENTIAL: range(12, FIRST_ALLEY_ZOOM),
    RoadClass.ALLEY: range(13, FIRST_ALLEY_ZOOM),
    RoadClass.PATH: range(13, FIRST_ALLEY_ZOOM),
}
SHORTEST_NARROW_PX = {12: 28.0, 13: 12.0}
"""Streets narrower than arterial that are shorter than this at a zoom wait for a deeper one:
in a dense city of 30,000 alleys they would be four fifths of a tile's bytes."""
NARROW_TOLERANCE_PX = {12: 1.75, 13: 1.25}
MOST_ROAD_VERTICES = 2300
"""What keeps the tiles of the densest city below 10 KB, two bytes a vertex and what else is there;
most tiles of a real city hold less."""
NAMED_ZOOMS = range(9, FIRST_ALLEY_ZOOM)
ALLEY_ZOOMS = range(FIRST_ALLEY_ZOOM, DEEPEST)
BORDER_ZOOMS = {"district": range(8, DEEPEST), "neighbourhood": range(12, DEEPEST)}
LABEL_ZOOMS = {"district": range(8, 13), "neighbourhood": range(11, DEEPEST)}

FIELDS = {
    "borders": {"kind": "String"},
    "roads": {"class": "String"},
    "named": {"state": "String"},
    "alleys": {"class": "String", "name": "String", "state": "String"},
    "places": {"kind": "String", "name": "String"},
}
"""Layer → its properties, as the metadata of a tile set describes them."""


@dataclass(frozen=True, slots=True)
class _Area:
    kind: str
    name: str | None
    polygon: shapely.Geometry


def alley_layers(alleys: gpd.GeoDataFrame) -> tuple[Layer, ...]:
    """Return the layers `roads`, `named` and `alleys`; see `pyramid.build_pyramid`."""
    _require_degrees(alleys, "alleys", "معابر")
    ordered = alleys.sort_values("alley_id")
    lines = np.asarray(ordered.geometry.array, dtype=object)
    classes = [RoadClass(value) for value in ordered["road_class"]]
    names, states = _texts(ordered["name_fa"]), _texts(ordered["state"])

    def properties(row: int) -> dict[str, Property]:
        said = {"class": str(classes[row]), "name": names[row], "state": states[row]}
        return _present(said)

    return (
        _roads(lines, classes),
        _named(lines, states),
        SingleLines("alleys", ALLEY_ZOOMS, ordered["alley_id"].to_numpy(), properties, lines),
    )


def area_layers(areas: gpd.GeoDataFrame) -> tuple[Layer, ...]:
    """Return the layers `borders` and `places`; see `pyramid.build_pyramid`."""
    _require_degrees(areas, "areas", "محدوده‌ها")
    ordered = _ordered_areas(areas)
    return _borders(ordered), _places([area for area in ordered if area.name])


def _roads(lines: Geometries, classes: Sequence[str]) -> Layer:
    groups = [
        LineGroup(
            {"class": str(value)},
            zooms,
            _strokes(lines[_where(classes, value)]),
            _thin_arterial if value.is_arterial else _thin_narrow,
        )
        for value, zooms in ROAD_ZOOMS.items()
    ]
    return MergedLines("roads", groups, MOST_ROAD_VERTICES)


def _strokes(lines: Geometries) -> Geometries:
    degrees, line = shapely.get_coordinates(line_parts(lines)[0], return_index=True)
    return join_strokes(to_mercator(degrees), line)


def _thin_arterial(lines: Geometries, zoom: int) -> Geometries:
    return drop_short(simplify(lines, zoom), zoom)


def _thin_narrow(lines: Geometries, zoom: int) -> Geometries:
    simple = simplify(lines, zoom, NARROW_TOLERANCE_PX[zoom])
    return drop_short(simple, zoom, SHORTEST_NARROW_PX[zoom])


def _thin_named(lines: Geometries, zoom: int) -> Geometries:
    return shrink_to_dots(simplify(lines, zoom), zoom)


def _named(lines: Geometries, states: Sequence[str | None]) -> Layer:
    groups = [
        LineGroup(
            {"state": value},
            NAMED_ZOOMS,
            merge_lines(project(lines[_where(states, value)])),
            _thin_named,
        )
        for value in sorted({state for state in states if state})
    ]
    return MergedLines("named", groups)


def _borders(areas: Sequence[_Area]) -> Layer:
    groups: list[LineGroup] = []
    for kind, zooms in BORDER_ZOOMS.items():
        polygons = _geometries(area.polygon for area in areas if area.kind == kind)
        # A neighbourhood's border that is the district's as well is drawn as the district's.
        drawn = [group.lines for group in groups]
        lines = border_lines(polygons, np.concatenate([_geometries(()), *drawn]))
        groups.append(LineGroup({"kind": kind}, zooms, lines, simplify))
    return MergedLines("borders", groups)


def _places(areas: Sequence[_Area]) -> Layer:
    return Labels(
        "places",
        [LABEL_ZOOMS[area.kind] for area in areas],
        [_present({"kind": area.kind, "name": area.name}) for area in areas],
        label_points(_geometries(area.polygon for area in areas)),
    )


def _ordered_areas(areas: gpd.GeoDataFrame) -> list[_Area]:
    polygons = project(np.asarray(areas.geometry.array, dtype=object))
    rows = zip(areas["kind"], _texts(areas["name_fa"]), polygons, strict=True)
    usable = [_Area(*row) for row in rows if row[2] is not None and not row[2].is_empty]
    return sorted(usable, key=lambda area: (area.kind, area.name or "", area.polygon.wkb))


def _require_degrees(frame: gpd.GeoDataFrame, role: str, role_fa: str) -> None:
    if frame.crs is None or frame.crs != WGS84:
        raise CrsError(
            f"{role} for tiles: coordinate reference system {frame.crs}, expected {WGS84}",
            f"دستگاه مختصات لایهٔ {role_fa} باید {WGS84} باشد.",
        )


def _texts(column: Iterable[object]) -> list[str | None]:
    return [value if isinstance(value, str) and value else None for value in column]


def _present(properties: dict[str, str | None]) -> dict[str, Property]:
    return {key: value for key, value in properties.items() if value is not None}


def _where(values: Sequence[str | None], wanted: str) -> list[bool]:
    return [value == wanted for value in values]


def _geometries(items: Iterable[shapely.Geometry]) -> Geometries:
    found = list(items)
    array = np.empty(len(found), dtype=object)
    array[:] = found
    return array
