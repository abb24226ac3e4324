import gzip
import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geodata.errors import CrsError
from geodata.tiles.archive import TileArchive, write_archive
from geodata.tiles.content import MOST_ROAD_VERTICES
from geodata.tiles.encode import EXTENT
from geodata.tiles.grid import BUFFER, to_mercator, to_units
from geodata.tiles.ground import MOST_AREA_VERTICES
from geodata.tiles.pyramid import build_pyramid, pyramid_metadata
from tests.geodata.tiles.mvt_decoder import decode_tile

BIG = 2**40 - 7
LON, LAT = 50.88, 34.64
"""The middle of the little city; 0.001 degrees are about 100 m."""
MASHHAD = Path(__file__).parents[4] / "shared/data/mashhad/streets.gpkg"


def alley_frame(*rows):
    """Return alleys from (id, name, class, state, geometry around the middle in 0.001 deg)."""
    ids, names, classes, states, shapes = zip(*rows, strict=True) if rows else [[]] * 5
    geometry = [shapely.transform(shape, lambda c: c / 1000 + (LON, LAT)) for shape in shapes]
    columns = {"alley_id": ids, "name_fa": names, "road_class": classes, "state": states}
    return gpd.GeoDataFrame(columns, geometry=geometry, crs=4326)


def area_frame(*rows):
    kinds, names, shapes = zip(*rows, strict=True) if rows else [[]] * 3
    geometry = [shapely.transform(shape, lambda c: c / 1000 + (LON, LAT)) for shape in shapes]
    return gpd.GeoDataFrame({"kind": kinds, "name_fa": names}, geometry=geometry, crs=4326)


def line(*points):
    return shapely.LineString(points)


def city():
    """Return a grid of 12 × 12 alleys of one and two lines between four boulevards."""
    classes = ["trunk", *["residential", "alley", "path"] * 4]
    states = [None, "named", None, "installed", "damaged"]
    rows = []
    for i in range(13):
        for j in range(12):
            number = len(rows)
            shape = line((i * 2, j * 2), (i * 2 + 0.3, j * 2 + 1), (i * 2, j * 2 + 1.7))
            if number % 5 == 0:
                shape = shapely.MultiLineString([shape, line((i * 2, j * 2), (i * 2 - 1.5, j * 2))])
            name = None if number % 3 else f"کوچهٔ {number}"
            rows.append((BIG - number, name, classes[i], states[number % 5], shape))
    return alley_frame(*rows)


def areas():
    return area_frame(
        ("district", "منطقهٔ ۱", shapely.box(-1, -1, 12, 25)),
        ("district", "منطقهٔ ۲", shapely.box(12, -1, 26, 25)),
        ("neighbourhood", "باجک", shapely.box(-1, -1, 12, 12)),
        ("neighbourhood", "نیروگاه", shapely.box(-1, 12, 12, 25)),
    )


def ground_frame(*rows):
    kinds, names, shapes = zip(*rows, strict=True) if rows else [[]] * 3
    geometry = [shapely.transform(shape, lambda c: c / 1000 + (LON, LAT)) for shape in shapes]
    return gpd.GeoDataFrame({"kind": kinds, "name_fa": names}, geometry=geometry, crs=4326)


def surroundings():
    """Return a lake with an island and its river, a park, a row of houses, rails and a mosque."""
    lake = shapely.box(3, 3, 9, 9).difference(shapely.box(5, 5, 7, 7))
    return ground_frame(
        ("water", None, lake),
        ("water", "رود", line((9, 6), (25, 6.5))),
        ("green", "بوستان", shapely.box(13, 13, 18, 16)),
        ("building", None, shapely.box(1, 1, 1.2, 1.2)),
        ("building", None, shapely.box(1.2, 1, 1.4, 1.2)),
        ("rail", None, line((-1, 20), (26, 21))),
        ("mosque", "مسجد نمونه", shapely.Point(1.1, 1.1)),
        ("shrine", None, shapely.Point(12, 12)),
    )


def tiles(alleys=None, zones=None, ground=None, **zooms):
    """Return {zoom: {(x, y): layers}} of the pyramid, decoded."""
    alleys = alley_frame() if alleys is None else alleys
    zones = area_frame() if zones is None else zones
    found = defaultdict(dict)
    for z, x, y, data in build_pyramid(alleys, zones, ground, **zooms):
        found[z][x, y] = decode_tile(data)
    return found


def features(found, zoom, layer):
    at_zoom = found[zoom].values()
    return [feature for layers in at_zoom if layer in layers for feature in layers[layer].features]


def zooms_with(found, layer, **properties):
    wanted = properties.items()
    return [
        zoom
        for zoom in sorted(found)
        if any(wanted <= f.properties.items() for f in features(found, zoom, layer))
    ]


def test_every_alley_is_at_the_deepest_zoom():
    assert {f.id for f in features(tiles(city()), 15, "alleys")} == set(city().alley_id)


def test_one_zoom_before_alleys_with_a_state_and_named_arteries_are_single():
    found = tiles(city(), min_zoom=14, max_zoom=14)
    alleys = city()
    is_artery = alleys.road_class.eq("trunk") & alleys.name_fa.notna()
    single = set(alleys.alley_id[alleys.state.notna() | is_artery])
    assert {f.id for f in features(found, 14, "alleys")} == single
    merged = {f.properties["class"] for f in features(found, 14, "roads")}
    assert merged == set(alleys.road_class) - {"path"}


def test_an_alley_of_half_a_metre_is_not_lost():
    speck = line((0, 0), (0.000_5, 0))
    found = tiles(alley_frame((5, None, "alley", None, speck), (6, None, "alley", "named", speck)))
    assert [f.id for f in features(found, 14, "alleys")] == [6]
    assert len(features(found, 14, "roads")) == 1
    assert [f.id for f in features(found, 15, "alleys")] == [5, 6]


def test_an_alley_carries_class_name_and_state():
    found = tiles(alley_frame((BIG, "شهید ظفری", "alley", "installed", line((0, 0), (1, 1)))))
    expected = {"class": "alley", "name": "شهید ظفری", "state": "installed"}
    assert [f.properties for f in features(found, 15, "alleys")] == [expected]


@pytest.mark.parametrize("unknown", [None, float("nan"), ""])
def test_what_is_unknown_is_absent(unknown):
    found = tiles(alley_frame((1, unknown, "path", unknown, line((0, 0), (1, 1)))))
    assert [f.properties for f in features(found, 15, "alleys")] == [{"class": "path"}]
    assert not zooms_with(found, "named")


def test_the_lines_of_an_alley_stay_one_feature():
    double = shapely.MultiLineString([[(0, 0), (1, 0)], [(0, 1), (1, 1)]])
    (alley,) = features(tiles(alley_frame((1, None, "alley", "named", double))), 14, "alleys")
    assert len(alley.parts) == 2


@pytest.mark.parametrize(
    ("road_class", "first"),
    [
        ("trunk", 5),
        ("primary", 6),
        ("secondary", 8),
        ("tertiary", 10),
        ("residential", 12),
        ("alley", 13),
        ("path", 13),
    ],
)
def test_a_road_class_is_seen_from_its_zoom_on(road_class, first):
    long = line((-500, 0), (500, 0))
    found = tiles(alley_frame((1, "x", road_class, None, long)))
    is_artery = road_class in ("trunk", "primary", "secondary", "tertiary")
    is_single = is_artery or road_class == "path"
    assert zooms_with(found, "roads") == list(range(first, 14 if is_single else 15))
    assert zooms_with(found, "alleys") == ([14, 15] if is_artery else [15])


def test_merged_roads_carry_a_class_and_nothing_else():
    roads = features(tiles(city()), 13, "roads")
    assert {f.id for f in roads} == {None}
    assert {frozenset(f.properties) for f in roads} == {frozenset({"class"})}


def test_segments_of_a_road_are_one_line_from_afar():
    parts = [(i, None, "primary", None, line((i, 0), (i + 1, 0))) for i in range(9)]
    roads = features(tiles(alley_frame(*parts)), 13, "roads")
    assert {tuple(len(part) for part in road.parts) for road in roads} == {(2,)}


def test_named_alleys_are_seen_from_afar_with_their_state():
    short = alley_frame((1, "x", "alley", "damaged", line((0, 0), (0.5, 0.5))))
    found = tiles(short)
    as_dot, as_line = (zooms_with(found, layer, state="damaged") for layer in ("dots", "named"))
    assert as_dot + as_line == list(range(9, 14))
    assert 9 in as_dot
    assert 13 in as_line


def test_borders_are_seen_from_their_zooms_on():
    found = tiles(zones=areas())
    assert zooms_with(found, "borders", kind="district") == list(range(8, 16))
    assert zooms_with(found, "borders", kind="neighbourhood") == list(range(12, 16))


def test_labels_are_seen_at_their_zooms():
    found = tiles(zones=areas())
    assert zooms_with(found, "places", kind="district", name="منطقهٔ ۲") == list(range(8, 13))
    assert zooms_with(found, "places", kind="neighbourhood", name="باجک") == list(range(11, 16))


def test_a_label_is_in_exactly_one_tile():
    found = tiles(zones=areas())
    names = [f.properties["name"] for f in features(found, 12, "places")]
    assert sorted(names) == sorted(areas().name_fa)


def test_an_area_without_name_has_a_border_and_no_label():
    found = tiles(zones=area_frame(("district", None, shapely.box(0, 0, 9, 9))))
    assert zooms_with(found, "borders")
    assert not zooms_with(found, "places")


def test_a_shared_border_is_drawn_once():
    whole = area_frame(("district", "a", shapely.box(0, 0, 9, 9)))
    halves = area_frame(
        ("district", "a", shapely.box(0, 0, 9, 9)),
        ("neighbourhood", "b", shapely.box(0, 0, 5, 9)),
        ("neighbourhood", "c", shapely.box(5, 0, 9, 9)),
    )

    def drawn(zones, kind):
        borders = features(tiles(zones=zones, min_zoom=12, max_zoom=12), 12, "borders")
        parts = [part for f in borders if f.properties["kind"] == kind for part in f.parts]
        return sum(shapely.LineString(part).length for part in parts)

    assert drawn(halves, "district") == drawn(whole, "district")
    side = drawn(whole, "district") / 4
    assert drawn(halves, "neighbourhood") == pytest.approx(side, rel=0.2)


@pytest.mark.parametrize(
    ("layer", "zoom"),
    [("roads", 9), ("roads", 13), ("alleys", 14), ("alleys", 15), ("borders", 9), ("borders", 15)],
)
def test_lines_go_on_in_the_neighbours_buffer(layer, zoom):
    alleys = alley_frame((1, "x", "trunk", None, line((-300, 10), (300, 10))))
    zones = area_frame(("district", "a", shapely.box(-300, 10, 300, 14)))
    found = tiles(alleys, zones, min_zoom=zoom, max_zoom=zoom)[zoom]
    across = {
        tile: [x for feature in layers[layer].features for part in feature.parts for x, _ in part]
        for tile, layers in found.items()
        if layer in layers
    }
    neighbours = [((x, y), (x + 1, y)) for x, y in across if (x + 1, y) in across]
    assert neighbours
    for west, east in neighbours:
        assert (max(across[west]), min(across[east])) == (EXTENT + BUFFER, -BUFFER)


def test_nothing_lies_beyond_the_buffer():
    points = [
        point
        for layers in tiles(city(), areas())[15].values()
        for layer in layers.values()
        for feature in layer.features
        for part in feature.parts
        for point in part
    ]
    assert min(map(min, points)) >= -BUFFER
    assert max(map(max, points)) <= EXTENT + BUFFER


def test_the_order_of_rows_makes_no_difference():
    expected = list(build_pyramid(city(), areas()))
    shuffled = city().sample(frac=1, random_state=3), areas().sample(frac=1, random_state=4)
    assert list(build_pyramid(*shuffled)) == expected


def test_no_tile_is_empty_and_tiles_come_in_order():
    found = list(build_pyramid(city(), areas()))
    assert all(data for *_, data in found)
    assert all(one[:3] < other[:3] for one, other in pairwise(found))


def test_only_the_zooms_asked_for_are_built():
    assert sorted(tiles(city(), min_zoom=12, max_zoom=14)) == [12, 13, 14]


def test_progress_counts_the_zooms():
    told = []
    list(build_pyramid(city(), areas(), progress=lambda *step: told.append(step)))
    assert told == [(done, 11) for done in range(1, 12)]


def test_without_geometry_there_is_nothing():
    empty = alley_frame((1, "x", "alley", "named", line((0, 0), (1, 1))))
    empty.geometry = [None]
    assert not tiles(empty)


def test_an_empty_city_makes_an_archive_without_tiles(tmp_path):
    path = tmp_path / "empty.mbtiles"
    metadata = pyramid_metadata("nothing", attribution="", bounds=(50, 34, 51, 35))
    write_archive(path, build_pyramid(alley_frame(), area_frame()), metadata)
    archive = TileArchive(path)
    assert (archive.min_zoom, archive.max_zoom, archive.get(5, 20, 12)) == (5, 15, None)
    archive.close()


def test_a_city_comes_back_from_its_archive(tmp_path):
    path = tmp_path / "city.mbtiles"
    metadata = pyramid_metadata("city", attribution="", bounds=(50, 34, 51, 35))
    write_archive(path, build_pyramid(city(), areas()), metadata)
    archive = TileArchive(path)
    found = [
        (z, x, y, gzip.decompress(archive.get(z, x, y)))
        for z, x, y, _ in build_pyramid(city(), areas())
    ]
    archive.close()
    assert found == list(build_pyramid(city(), areas()))


def test_the_metadata_names_every_layer_and_property_in_the_tiles():
    metadata = pyramid_metadata("city", attribution="", bounds=(50, 34, 51, 35))
    told = {at["id"]: set(at["fields"]) for at in json.loads(metadata["json"])["vector_layers"]}
    found = defaultdict(set)
    for at_zoom in tiles(city(), areas(), surroundings()).values():
        for layers in at_zoom.values():
            for name, layer in layers.items():
                found[name].update(*(f.properties for f in layer.features))
    assert found == told


def test_in_an_overfull_tile_the_shortest_narrow_streets_wait():
    rows = [(1, None, "primary", None, line((0, 0), (6, 0)))]
    for i in range(1200):
        reach = 6 if i % 2 else 2
        zigzag = [(x, i / 400 + 0.35 * (x % 2)) for x in range(reach)]
        rows.append((2 + i, None, "residential", None, line(*zigzag)))
    (found,) = tiles(alley_frame(*rows), min_zoom=13, max_zoom=13)[13].values()
    vertices = {
        f.properties["class"]: [len(part) for part in f.parts] for f in found["roads"].features
    }
    assert sum(map(sum, vertices.values())) <= MOST_ROAD_VERTICES
    assert vertices["primary"] == [2]
    assert set(vertices["residential"]) == {6}


@pytest.mark.parametrize(
    ("layer", "zoom"),
    [("water", 9), ("green", 10), ("rail", 10), ("waterway", 11), ("buildings", 15)],
)
def test_the_ground_is_seen_from_its_zoom_on(layer, zoom):
    assert zooms_with(tiles(None, None, surroundings()), layer) == list(range(zoom, 16))


@pytest.mark.parametrize(("kind", "zoom"), [("shrine", 12), ("mosque", 14)])
def test_places_of_worship_are_seen_from_their_zoom_on(kind, zoom):
    found = tiles(None, None, surroundings())
    assert zooms_with(found, "places", kind=kind) == list(range(zoom, 16))


def signed_area(ring):
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]])) / 2


def test_an_island_is_a_hole_in_its_lake():
    found = tiles(None, None, surroundings(), min_zoom=13, max_zoom=13)
    areas_ = sorted(signed_area(ring) for f in features(found, 13, "water") for ring in f.parts)
    assert areas_[0] < 0 < areas_[-1]


def test_water_covers_all_of_its_ground_and_no_more_across_tile_borders():
    lake = shapely.box(-40, -40, 40, 40)
    found = tiles(None, None, ground_frame(("water", None, lake)), min_zoom=13, max_zoom=13)
    covered = 0
    for layers in found[13].values():
        for feature in layers["water"].features:
            for ring in feature.parts:
                inside = shapely.box(0, 0, EXTENT, EXTENT)
                covered += shapely.intersection(shapely.Polygon(ring), inside).area
    west, south, east, north = shapely.transform(lake, lambda c: c / 1000 + (LON, LAT)).bounds
    (left, bottom), (right, top) = to_units(to_mercator([[west, south], [east, north]]), 13)
    assert covered == pytest.approx((right - left) * (bottom - top), rel=0.005)


def test_houses_wall_to_wall_are_one_block():
    found = tiles(None, None, surroundings())
    assert [len(f.parts) for f in features(found, 15, "buildings")] == [1]


def test_in_an_overfull_tile_the_smallest_houses_wait():
    houses = [
        ("building", None, shapely.box(x / 10, y / 10, x / 10 + size, y / 10 + size))
        for x in range(40)
        for y in range(40)
        for size in [0.05 if (x + y) % 2 else 0.03]
    ]
    found = tiles(None, None, ground_frame(*houses), min_zoom=15, max_zoom=15)
    for layers in found[15].values():
        (block,) = layers["buildings"].features
        sizes = {round(max(abs(signed_area(ring)), 1) ** 0.5 / 5) for ring in block.parts}
        assert sum(map(len, block.parts)) <= MOST_AREA_VERTICES["building"]
        if sum(map(len, block.parts)) > MOST_AREA_VERTICES["building"] - 5:
            assert len(sizes) == 1


@pytest.mark.parametrize("frame", ["alleys", "areas", "surroundings"])
@pytest.mark.parametrize("crs", [None, 32639])
def test_a_frame_that_is_not_in_degrees_is_refused(frame, crs):
    frames = {"alleys": city(), "areas": areas(), "surroundings": surroundings()}
    frames[frame] = frames[frame].set_crs(crs, allow_override=True)
    with pytest.raises(CrsError, match=frame):
        build_pyramid(**frames)


def test_an_unknown_road_class_is_refused():
    with pytest.raises(ValueError, match="motorway"):
        build_pyramid(alley_frame((1, None, "motorway", None, line((0, 0), (1, 1)))), areas())


@pytest.mark.slow
@pytest.mark.skipif(not MASHHAD.exists(), reason="the streets of Mashhad are not at hand")
def test_the_tiles_of_a_real_city_are_small_enough_for_a_phone():
    streets = gpd.read_file(MASHHAD)
    alleys = streets.rename(columns={"way_id": "alley_id", "name": "name_fa"})
    alleys["road_class"] = streets.highway
    every_twentieth = np.arange(len(streets)) % 20 == 0
    alleys["state"] = np.where(every_twentieth, "named", None)
    largest = defaultdict(int)
    for zoom, _, _, data in build_pyramid(alleys, area_frame()):
        largest[zoom] = max(largest[zoom], len(gzip.compress(data, 9)))
    assert max(largest[zoom] for zoom in range(5, 14)) <= 10_240
    assert largest[14] <= 25_000
    assert largest[15] <= 12_000
