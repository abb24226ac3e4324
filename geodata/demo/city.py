"""The city put together: plan, names, register and plaques in the right order.

Everything depends on nothing but the number of alleys and the seed.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.areas import assign_areas
from geodata.crs import WGS84
from geodata.demo.chance import Dice
from geodata.demo.designations import AlleyName, StreetName, name_alleys, name_streets
from geodata.demo.map_names import BOTH_NAMES, OLD_NAME, MapName, name_on_map, slip
from geodata.demo.namings import Naming, Place, draw_namings
from geodata.demo.numbering import Addresses, number_alleys
from geodata.demo.plan import Plan, draw_plan
from geodata.demo.planted import (
    Planted,
    choose_errors,
    choose_left_out,
    planted_frame,
    spoil_register,
    spoil_signs,
)
from geodata.demo.planted.near_areas import NearAreas
from geodata.demo.plaques import AlleyEnds, hang_signs, plaque_frame
from geodata.demo.quarters import area_frames
from geodata.demo.register import Row, naming_id, register_frame, write_rows
from geodata.demo.segments import Segments, cut_segments
from geodata.demo.surroundings import draw_surroundings
from geodata.demo.terrain import FloatArray, ShapeArray, make_terrain, to_local

FEWEST_ALLEYS = 500
MOST_ALLEYS = 200_000
_ALLEY_CLASSES = ("residential",) * 14 + ("living_street",) * 3 + ("service",) * 2 + ("footway",)
_OLD_TOWN_CLASSES = ("residential",) * 6 + ("living_street",) * 4 + ("pedestrian", "footway")
_OLD_TOWN_DEG = 0.009
_COURT_M = 260.0
_FIRST_ID = 410_000_000


@dataclass(frozen=True)
class DemoCity:
    """A fictional city as its input files will hold it.

    `streets` (osm_id, name, alt_name, old_name, highway), `districts` (district, name) and
    `neighbourhoods` (neighbourhood, district) are EPSG:4326; `registry` and `plaques` are text
    as written; `surroundings` are tagged as OSM does, EPSG:4326; `planted` (see `planted.record`)
    tells the errors made on purpose; `truth` (naming_id, honoree, source_ids, tags) is who is
    honoured and what a perfect join would find.
    """

    streets: gpd.GeoDataFrame
    districts: gpd.GeoDataFrame
    neighbourhoods: gpd.GeoDataFrame
    registry: pd.DataFrame
    plaques: pd.DataFrame
    surroundings: gpd.GeoDataFrame
    planted: pd.DataFrame
    truth: pd.DataFrame


def count_namings(alleys: int) -> int:
    """Return how many namings a city of that size has: a third, 2,000 at least, half at most."""
    return alleys // 2 if alleys < 4000 else max(2000, alleys // 3)


def build_city(alleys: int, seed: int, *, clean: bool = False) -> DemoCity:
    """Return the city; see `geodata.demo.generate`.

    Raises
    ------
    ValueError
        When `alleys` is not between 500 and 200,000.
    """
    if not FEWEST_ALLEYS <= alleys <= MOST_ALLEYS:
        raise ValueError(f"alleys: {alleys} is not between {FEWEST_ALLEYS} and {MOST_ALLEYS}")

    def dice(subject: str) -> Dice:
        return Dice(subject, seed, alleys)

    plan = draw_plan(alleys, seed)
    terrain = make_terrain(dice("terrain"))
    addresses = number_alleys(plan, dice("numbers"))
    street_names = name_streets(plan, dice("street names"))
    alley_names = name_alleys(plan, addresses, street_names, dice("alley names"))
    neighbourhoods, districts = area_frames(list(plan.blocks), plan.quarters, terrain)
    segments, points = cut_segments(plan, terrain, dice("segments"))
    ends = _alley_ends(plan, addresses, points)
    lines = _local_lines(points[len(plan.streets) :])
    places = _places(lines, alley_names, neighbourhoods, districts)
    namings = draw_namings(count_namings(alleys), places, dice("namings"))
    if not clean:
        namings = choose_errors(namings, to_local(ends.mouths), dice("errors"))
    map_names = _map_names(alley_names, namings, dice("map names"))
    streets, ids = _street_rows(plan, segments, street_names, map_names, dice("streets"))
    signs = hang_signs(namings, ends, dice("plaques"))
    rows = write_rows(namings, ends.mouths, dice("register"))
    planted: list[Planted] = []
    left_out: set[int] = set()
    if not clean:
        near = NearAreas.of(neighbourhoods, lines)
        left_out, planted = choose_left_out(plan, addresses, alley_names, map_names, dice("gaps"))
        planted += spoil_signs(signs, namings, lines, dice("crews"))
        planted += spoil_register(rows, namings, signs, near, dice("clerks"))
    return DemoCity(
        _drawn(streets, ids, left_out),
        districts,
        neighbourhoods,
        register_frame(rows),
        plaque_frame(signs),
        draw_surroundings(plan, terrain, streets, neighbourhoods, dice("surroundings")),
        planted_frame(planted),
        _truth(namings, rows, ids, map_names),
    )


def _alley_ends(plan: Plan, addresses: Addresses, points: list[FloatArray]) -> AlleyEnds:
    first = len(plan.streets)
    at_finish = addresses.mouth_end[first:] == 1
    starts = np.array([line[0] for line in points[first:]])
    finishes = np.array([line[-1] for line in points[first:]])
    turned = at_finish[:, None]
    return AlleyEnds(np.where(turned, finishes, starts), np.where(turned, starts, finishes))


def _local_lines(points: list[FloatArray]) -> ShapeArray:
    """Return the lines of the alleys in local metres."""
    index = np.repeat(np.arange(len(points)), [len(line) for line in points])
    return np.asarray(shapely.linestrings(to_local(np.vstack(points)), indices=index))


def _places(
    lines: ShapeArray,
    names: list[AlleyName],
    neighbourhoods: gpd.GeoDataFrame,
    districts: gpd.GeoDataFrame,
) -> list[Place]:
    """Return the alleys where they lie for the greatest part, as the files have the borders."""
    quarter = _areas(lines, neighbourhoods, "neighbourhood")
    district = _areas(lines, districts, "district")
    return [Place(alley, name, district[alley], quarter[alley]) for alley, name in enumerate(names)]


def _areas(lines: ShapeArray, areas: gpd.GeoDataFrame, column: str) -> list[str]:
    shapes = np.asarray(shapely.transform(areas.geometry.to_numpy(), to_local), dtype=object)
    inside = assign_areas(lines, shapes)
    nearest = shapely.STRtree(shapes).nearest(lines)
    names = areas[column].to_numpy()[np.where(inside >= 0, inside, nearest)]
    return [str(name) for name in names]


def _drawn(
    streets: gpd.GeoDataFrame, ids: dict[int, list[int]], left_out: set[int]
) -> gpd.GeoDataFrame:
    """Return the streets without the alleys that nobody drew."""
    missing = {identity for alley in left_out for identity in ids[alley]}
    return streets[~streets["osm_id"].isin(missing)].reset_index(drop=True)


def _map_names(names: list[AlleyName], namings: list[Naming], dice: Dice) -> list[MapName]:
    honoured: dict[int, list[Naming]] = {}
    for naming in namings:
        if naming.place.alley is not None and naming.again is None:
            honoured.setdefault(naming.place.alley, []).append(naming)
    written = []
    for alley, name in enumerate(names):
        rows = honoured.get(alley, [])
        people = tuple(person for naming in rows for person in naming.people) or None
        written.append(name_on_map(name, people, dice, shown=_shown(rows)))
    return written


def _shown(namings: list[Naming]) -> frozenset[str] | None:
    """Return what the map may say of an alley with these namings, None when there is no need."""
    if any(naming.is_named for naming in namings):
        return BOTH_NAMES
    return OLD_NAME if any(naming.is_found for naming in namings) else None


def _street_rows(
    plan: Plan,
    segments: Segments,
    street_names: list[StreetName],
    map_names: list[MapName],
    dice: Dice,
) -> tuple[gpd.GeoDataFrame, dict[int, list[int]]]:
    """Return the street rows in no telling order, and each alley's osm_ids."""
    first = len(plan.streets)
    count = len(segments.line)
    steps = dice.numpy.integers(1, 40, count)
    osm_id = dice.numpy.permutation(_FIRST_ID + np.cumsum(steps))
    rows = []
    classes = _line_classes(plan, dice)
    ids: dict[int, list[int]] = {}
    for line, identity in zip(segments.line.tolist(), osm_id.tolist(), strict=True):
        if line < first:
            tags = (street_names[line].full, "", "")
        else:
            alley = map_names[line - first]
            name = slip(alley.name, dice) if dice.chance(0.06) else alley.name
            tags = (name, alley.alt_name, alley.old_name)
            ids.setdefault(line - first, []).append(identity)
        rows.append((identity, *tags, classes[line]))
    frame = gpd.GeoDataFrame(
        pd.DataFrame(rows, columns=["osm_id", "name", "alt_name", "old_name", "highway"]),
        geometry=segments.shapes,
        crs=WGS84,
    )
    return frame.sort_values("osm_id").reset_index(drop=True), ids


def _line_classes(plan: Plan, dice: Dice) -> list[str]:
    middles = shapely.get_coordinates(
        shapely.line_interpolate_point(plan.lines, 0.5, normalized=True)
    )
    away = np.hypot(middles[:, 0], middles[:, 1])
    classes = []
    for line, metres in enumerate(away.tolist()):
        if line < len(plan.streets):
            highway = plan.streets[line].highway
            court = highway == "residential" and metres < _COURT_M
            classes.append("pedestrian" if court else highway)
        else:
            old = metres < _OLD_TOWN_DEG * 111_000
            classes.append(dice.pick(_OLD_TOWN_CLASSES if old else _ALLEY_CLASSES))
    return classes


def _truth(
    namings: list[Naming], rows: list[Row], ids: dict[int, list[int]], map_names: list[MapName]
) -> pd.DataFrame:
    told = []
    for number, (naming, row) in enumerate(zip(namings, rows, strict=True), start=1):
        alley = naming.place.alley
        sources = sorted(ids[alley]) if alley is not None else []
        on_map = [map_names[alley].tag] if alley is not None else []
        told.append(
            (
                naming_id(number),
                "|".join(person.full for person in naming.people),
                "|".join(map(str, sources)),
                "|".join(dict.fromkeys(row.tags + on_map)),
            )
        )
    return pd.DataFrame(told, columns=["naming_id", "honoree", "source_ids", "tags"])
