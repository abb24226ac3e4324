"""What the tiles of a city show: which layer, with which properties, at which zooms.

Turns the frames of alleys and areas into layers; cutting and encoding happen elsewhere.
Zooms are those of 512-pixel tiles, one less than the map's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely

from geodata.model import RoadClass
from geodata.tiles.generalise import (
    border_lines,
    dots,
    drop_short,
    is_dot,
    label_points,
    lengthen_specks,
    line_parts,
    merge_lines,
    project,
    require_degrees,
    simplify,
)
from geodata.tiles.grid import Integers, to_mercator
from geodata.tiles.layers import (
    MERGED_STEP,
    DotGroup,
    Dots,
    Labels,
    Layer,
    LineGroup,
    MergedLines,
    SingleLines,
)
from geodata.tiles.strokes import join_strokes

if TYPE_CHECKING:
    import geopandas as gpd

    from geodata.tiles.cut import Geometries
    from geodata.tiles.encode import Property

FIRST_NAMES_ZOOM = 14
"""From here on what the map writes a name along is a feature of its own, with its id: alleys with
a state, and named streets that lead somewhere."""
FIRST_ALLEY_ZOOM = 15
"""From here on each alley is a feature; before, alleys are merged lines. Ids and places of a
thousand alleys alone are as much as a tile may weigh."""
DEEPEST = 24
ROAD_ZOOMS = {
    RoadClass.TRUNK: range(5, FIRST_NAMES_ZOOM),
    RoadClass.PRIMARY: range(6, FIRST_NAMES_ZOOM),
    RoadClass.SECONDARY: range(8, FIRST_NAMES_ZOOM),
    RoadClass.TERTIARY: range(10, FIRST_NAMES_ZOOM),
    RoadClass.RESIDENTIAL: range(12, FIRST_NAMES_ZOOM),
    RoadClass.ALLEY: range(13, FIRST_NAMES_ZOOM),
    RoadClass.PATH: range(13, FIRST_NAMES_ZOOM),
}
SHORTEST_NARROW_PX = {12: 28.0, 13: 12.0}
"""Streets narrower than arterial that are shorter than this at a zoom wait for a deeper one:
in a dense city of 30,000 alleys they would be four fifths of a tile's bytes."""
NARROW_TOLERANCE_PX = {12: 1.75, 13: 1.25, 14: 1.25}
MOST_ROAD_VERTICES = 1750
"""What keeps the tiles of the densest city below 10 KB, two bytes a vertex and what else is there;
most tiles of a real city hold less."""
NAMED_ZOOMS = range(9, FIRST_NAMES_ZOOM)
NAME_ZOOMS = range(FIRST_NAMES_ZOOM, FIRST_ALLEY_ZOOM)
ALLEY_ZOOMS = range(FIRST_ALLEY_ZOOM, DEEPEST)
BORDER_ZOOMS = {"district": range(8, DEEPEST), "neighbourhood": range(12, DEEPEST)}
LABEL_ZOOMS = {
    "district": range(8, 13),
    "neighbourhood": range(11, DEEPEST),
    "shrine": range(12, DEEPEST),
    "mosque": range(14, DEEPEST),
    "worship": range(14, DEEPEST),
}
PLACES_OF_WORSHIP = ("shrine", "mosque", "worship")

FIELDS = {
    "borders": {"kind": "String"},
    "green": {},
    "water": {},
    "buildings": {},
    "waterway": {},
    "rail": {},
    "roads": {"class": "String"},
    "named": {"state": "String"},
    "dots": {"state": "String"},
    "alleys": {"class": "String", "name": "String", "state": "String"},
    "places": {"kind": "String", "name": "String"},
}
"""Layer → its properties, as the metadata of a tile set describes them."""


@dataclass(frozen=True, slots=True)
class _Area:
    kind: str
    name: str | None
    polygon: shapely.Geometry


@dataclass(frozen=True, slots=True)
class _Site:
    kind: str
    name: str | None
    point: shapely.Geometry


def alley_layers(alleys: gpd.GeoDataFrame) -> tuple[Layer, ...]:
    """Return the layers `roads`, `named`, `dots` and `alleys`; see `pyramid.build_pyramid`."""
    require_degrees(alleys, "alleys", "معابر")
    ordered = alleys.sort_values("alley_id")
    lines = np.asarray(ordered.geometry.array, dtype=object)
    ids = ordered["alley_id"].to_numpy()
    classes = [RoadClass(value) for value in ordered["road_class"]]
    names, states = _texts(ordered["name_fa"]), _texts(ordered["state"])
    stands_out = np.array(
        [
            state is not None or (name is not None and value.is_arterial)
            for value, name, state in zip(classes, names, states, strict=True)
        ],
        dtype=bool,
    )

    def properties(row: int) -> dict[str, Property]:
        return _present({"class": str(classes[row]), "name": names[row], "state": states[row]})

    def single(rows: Integers, zooms: range) -> Layer:
        return SingleLines("alleys", zooms, ids[rows], lambda at: properties(rows[at]), lines[rows])

    return (
        _roads(lines, np.array(classes)),
        _rest(lines[~stands_out], np.array(classes)[~stands_out]),
        *_named(lines, states),
        single(np.flatnonzero(stands_out), NAME_ZOOMS),
        single(np.arange(len(lines)), ALLEY_ZOOMS),
    )


def area_layers(
    areas: gpd.GeoDataFrame, surroundings: gpd.GeoDataFrame | None = None
) -> tuple[Layer, ...]:
    """Return the layers `borders` and `places`; see `pyramid.build_pyramid`."""
    require_degrees(areas, "areas", "محدوده‌ها")
    ordered = _ordered_areas(areas)
    named = [area for area in ordered if area.name]
    return _borders(ordered), _places(named, [] if surroundings is None else _sites(surroundings))


def _roads(lines: Geometries, classes: npt.NDArray[np.str_]) -> Layer:
    groups = [
        LineGroup(
            {"class": str(value)},
            zooms,
            _strokes(lines[classes == value]),
            _thin_arterial if value.is_arterial else _thin_narrow,
        )
        for value, zooms in ROAD_ZOOMS.items()
    ]
    return MergedLines("roads", groups, MOST_ROAD_VERTICES)


def _rest(lines: Geometries, classes: npt.NDArray[np.str_]) -> Layer:
    """Return the streets that do not stand out, all but paths, where the others are single."""
    groups = [
        LineGroup(
            {"class": str(value)},
            NAME_ZOOMS,
            simplify(_strokes(lines[classes == value]), FIRST_NAMES_ZOOM),
            _thin_all,
        )
        for value in ROAD_ZOOMS
        if value is not RoadClass.PATH
    ]
    return MergedLines("roads", groups)


def _strokes(lines: Geometries) -> Geometries:
    degrees, line = shapely.get_coordinates(line_parts(lines)[0], return_index=True)
    return join_strokes(to_mercator(degrees), line)


def _thin_arterial(lines: Geometries, zoom: int) -> Geometries:
    return drop_short(simplify(lines, zoom), zoom)


def _thin_narrow(lines: Geometries, zoom: int) -> Geometries:
    simple = simplify(lines, zoom, NARROW_TOLERANCE_PX[zoom])
    return drop_short(simple, zoom, SHORTEST_NARROW_PX[zoom])


def _thin_all(lines: Geometries, zoom: int) -> Geometries:
    return lengthen_specks(simplify(lines, zoom, NARROW_TOLERANCE_PX[zoom]), zoom, MERGED_STEP)


def _thin_named(lines: Geometries, zoom: int) -> Geometries:
    return simplify(lines[~is_dot(lines, zoom)], zoom)


def _named(lines: Geometries, states: Sequence[str | None]) -> tuple[Layer, Layer]:
    """Return the alleys with a state as lines and, where they are too short for it, as dots."""
    merged = {
        value: merge_lines(project(lines[_where(states, value)]))
        for value in sorted({state for state in states if state})
    }

    def dots_of(value: str) -> Callable[[int], Geometries]:
        return lambda zoom: dots(merged[value][is_dot(merged[value], zoom)], zoom)

    return (
        MergedLines(
            "named",
            [
                LineGroup({"state": value}, NAMED_ZOOMS, found, _thin_named)
                for value, found in merged.items()
            ],
        ),
        Dots("dots", NAMED_ZOOMS, [DotGroup({"state": value}, dots_of(value)) for value in merged]),
    )


def _borders(areas: Sequence[_Area]) -> Layer:
    groups: list[LineGroup] = []
    for kind, zooms in BORDER_ZOOMS.items():
        polygons = _geometries(area.polygon for area in areas if area.kind == kind)
        # A neighbourhood's border that is the district's as well is drawn as the district's.
        drawn = [group.lines for group in groups]
        lines = border_lines(polygons, np.concatenate([_geometries(()), *drawn]))
        groups.append(LineGroup({"kind": kind}, zooms, lines, simplify))
    return MergedLines("borders", groups)


def _places(areas: Sequence[_Area], sites: Sequence[_Site]) -> Layer:
    within = label_points(_geometries(area.polygon for area in areas))
    every: list[_Area | _Site] = [*areas, *sites]
    return Labels(
        "places",
        [LABEL_ZOOMS[place.kind] for place in every],
        [_present({"kind": place.kind, "name": place.name}) for place in every],
        np.concatenate((within, _geometries(site.point for site in sites))),
    )


def _sites(surroundings: gpd.GeoDataFrame) -> list[_Site]:
    """Return the places of worship, always in the same order."""
    there = surroundings[surroundings["kind"].isin(PLACES_OF_WORSHIP)]
    points = project(np.asarray(there.geometry.array, dtype=object))
    rows = zip(there["kind"], _texts(there["name_fa"]), points, strict=True)
    return sorted(
        (_Site(*row) for row in rows), key=lambda site: (site.kind, site.name or "", site.point.wkb)
    )


def _ordered_areas(areas: gpd.GeoDataFrame) -> list[_Area]:
    polygons = project(np.asarray(areas.geometry.array, dtype=object))
    rows = zip(areas["kind"], _texts(areas["name_fa"]), polygons, strict=True)
    usable = [_Area(*row) for row in rows if row[2] is not None and not row[2].is_empty]
    return sorted(usable, key=lambda area: (area.kind, area.name or "", area.polygon.wkb))


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
