"""The city put together: plan, names, register and plaques in the right order.

Everything depends on nothing but the number of alleys and the seed.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.crs import WGS84
from geodata.demo.chance import Dice
from geodata.demo.designations import AlleyName, StreetName, name_alleys, name_streets
from geodata.demo.map_names import MapName, name_on_map, slip
from geodata.demo.namings import Naming, Place, draw_namings
from geodata.demo.numbering import Addresses, number_alleys
from geodata.demo.plan import Plan, draw_plan
from geodata.demo.plaques import AlleyEnds, hang_plaques
from geodata.demo.quarters import area_frames
from geodata.demo.register import naming_id, write_register
from geodata.demo.segments import Segments, cut_segments
from geodata.demo.surroundings import draw_surroundings
from geodata.demo.terrain import FloatArray, make_terrain

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
    as written; `surroundings` are tagged as OSM does, EPSG:4326; `truth` (naming_id, source_ids,
    tags) is what a perfect join would find.
    """

    streets: gpd.GeoDataFrame
    districts: gpd.GeoDataFrame
    neighbourhoods: gpd.GeoDataFrame
    registry: pd.DataFrame
    plaques: pd.DataFrame
    surroundings: gpd.GeoDataFrame
    truth: pd.DataFrame


def count_namings(alleys: int) -> int:
    """Return how many namings a city of that size has: a third, 2,000 at least, half at most."""
    return alleys // 2 if alleys < 4000 else max(2000, alleys // 3)


def build_city(alleys: int, seed: int) -> DemoCity:
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
    places = _places(ends.mouths, alley_names, neighbourhoods)
    namings = draw_namings(count_namings(alleys), places, dice("namings"))
    map_names = _map_names(alley_names, namings, dice("map names"))
    streets, ids = _street_rows(plan, segments, street_names, map_names, dice("streets"))
    registry, tags = write_register(
        namings, ends.mouths, others=list(plan.quarters.names), dice=dice("register")
    )
    return DemoCity(
        streets,
        districts,
        neighbourhoods,
        registry,
        hang_plaques(namings, ends, dice("plaques")),
        draw_surroundings(plan, terrain, streets, neighbourhoods, dice("surroundings")),
        _truth(namings, tags, ids, map_names),
    )


def _alley_ends(plan: Plan, addresses: Addresses, points: list[FloatArray]) -> AlleyEnds:
    first = len(plan.streets)
    at_finish = addresses.mouth_end[first:] == 1
    starts = np.array([line[0] for line in points[first:]])
    finishes = np.array([line[-1] for line in points[first:]])
    turned = at_finish[:, None]
    return AlleyEnds(np.where(turned, finishes, starts), np.where(turned, starts, finishes))


def _places(
    mouths: FloatArray, names: list[AlleyName], neighbourhoods: gpd.GeoDataFrame
) -> list[Place]:
    tree = shapely.STRtree(neighbourhoods.geometry.to_numpy())
    nearest = tree.nearest(shapely.points(mouths))
    quarter = neighbourhoods["neighbourhood"].to_numpy()[nearest]
    district = neighbourhoods["district"].to_numpy()[nearest]
    return [
        Place(alley, name, str(district[alley]), str(quarter[alley]))
        for alley, name in enumerate(names)
    ]


def _map_names(names: list[AlleyName], namings: list[Naming], dice: Dice) -> list[MapName]:
    honoured: dict[int, tuple[int, ...]] = {}
    for index, naming in enumerate(namings):
        if naming.place.alley is not None and naming.again is None:
            honoured[naming.place.alley] = (*honoured.get(naming.place.alley, ()), index)
    written = []
    for alley, name in enumerate(names):
        rows = honoured.get(alley)
        people = tuple(p for row in rows for p in namings[row].people) if rows else None
        written.append(name_on_map(name, people, dice))
    return written


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
    namings: list[Naming],
    tags: list[list[str]],
    ids: dict[int, list[int]],
    map_names: list[MapName],
) -> pd.DataFrame:
    rows = []
    for number, (naming, marks) in enumerate(zip(namings, tags, strict=True), start=1):
        alley = naming.place.alley
        sources = sorted(ids[alley]) if alley is not None else []
        on_map = [map_names[alley].tag] if alley is not None else []
        rows.append(
            (
                naming_id(number),
                "|".join(map(str, sources)),
                "|".join(dict.fromkeys(marks + on_map)),
            )
        )
    return pd.DataFrame(rows, columns=["naming_id", "source_ids", "tags"])
