from __future__ import annotations

import numpy as np
import pytest
import shapely

from geodata.crs import metric_crs
from geodata.demo import DemoCity, generate
from geodata.demo.chance import Dice
from geodata.demo.city import count_namings
from geodata.demo.numbering import number_alleys
from geodata.demo.plan import Plan, draw_plan
from geodata.demo.tables import read_rows

BBOX = (50.75, 34.53, 51.00, 34.72)
CRS = metric_crs(50.879, 34.6416)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return draw_plan(700, seed=5)


def test_the_same_call_gives_the_same_city() -> None:
    one, two = generate(500, seed=7), generate(500, seed=7)

    assert one.streets.equals(two.streets)
    assert one.neighbourhoods.equals(two.neighbourhoods)
    assert one.districts.equals(two.districts)
    assert one.registry.equals(two.registry)
    assert one.plaques.equals(two.plaques)
    assert one.planted.equals(two.planted)
    assert one.truth.equals(two.truth)


def test_another_seed_gives_another_city() -> None:
    assert not generate(500, seed=7).registry.equals(generate(500, seed=8).registry)


@pytest.mark.parametrize("alleys", [499, 200_001])
def test_a_number_of_alleys_out_of_range_is_refused(alleys: int) -> None:
    with pytest.raises(ValueError, match=str(alleys)):
        generate(alleys)


def test_a_city_has_exactly_as_many_alleys_as_asked_for(plan: Plan) -> None:
    assert len(plan.lines) - len(plan.streets) == 700


@pytest.mark.parametrize(
    ("alleys", "namings"), [(500, 250), (4000, 2000), (6000, 2000), (9000, 3000), (200_000, 66_666)]
)
def test_about_a_third_of_the_alleys_is_named_and_2000_at_least(alleys: int, namings: int) -> None:
    assert count_namings(alleys) == namings


def test_register_and_truth_have_one_row_for_each_naming(city: DemoCity) -> None:
    assert len(city.registry) == 750
    assert list(city.truth["naming_id"]) == list(city.registry["شناسه"])


def test_ids_are_unique(city: DemoCity) -> None:
    assert city.streets["osm_id"].is_unique
    assert city.registry["شناسه"].is_unique
    assert city.plaques["plaque_id"].is_unique


def test_all_streets_lie_in_the_bounding_box_of_qom(city: DemoCity) -> None:
    west, south, east, north = city.streets.total_bounds

    assert BBOX[0] <= west < east <= BBOX[2]
    assert BBOX[1] <= south < north <= BBOX[3]


def test_the_36_neighbourhoods_lie_near_their_real_centres(city: DemoCity) -> None:
    areas = city.neighbourhoods.to_crs(CRS).set_index("neighbourhood").geometry
    rows = read_rows("neighbourhoods")
    lonlat = [[float(row["lon"]), float(row["lat"])] for row in rows]
    centres = shapely.points(lonlat)
    near = city.neighbourhoods.sindex.nearest(centres, return_all=False)

    assert len(near[0]) == len(areas) == 36
    metric = city.neighbourhoods.set_geometry(centres[: len(areas)], crs=4326).to_crs(CRS)
    away = areas.distance(metric.set_index("neighbourhood").geometry)
    assert away.max() < 700


def test_neighbourhoods_cover_their_districts_without_overlap(city: DemoCity) -> None:
    areas = city.neighbourhoods.to_crs(CRS).geometry

    assert areas.is_valid.all()
    assert areas.area.sum() == pytest.approx(areas.union_all().area, rel=1e-4)
    assert city.districts.to_crs(CRS).area.sum() == pytest.approx(areas.area.sum(), rel=1e-4)


def test_there_are_eight_districts_and_the_shrine_is_in_the_seventh(city: DemoCity) -> None:
    shrine = city.districts[city.districts.contains(shapely.Point(50.879, 34.6416))]

    assert list(city.districts["district"]) == list("12345678")
    assert list(shrine["district"]) == ["7"]
    assert shrine["name"].item() == "منطقه ۷"


def test_some_alleys_cross_a_district_border(city: DemoCity) -> None:
    alleys = city.streets[city.streets["name"].str.contains("[0-9۰-۹]$")]

    assert len(alleys.sjoin(city.districts, predicate="crosses")) > 3


def test_every_alley_starts_on_a_vertex_of_another_street(city: DemoCity) -> None:
    lines = city.streets.set_index("osm_id").geometry
    vertices, owner = shapely.get_coordinates(lines.to_numpy(), return_index=True)
    owners: dict[tuple[float, float], set[int]] = {}
    for (lon, lat), number in zip(vertices.tolist(), owner.tolist(), strict=True):
        owners.setdefault((lon, lat), set()).add(number)
    position = {identity: number for number, identity in enumerate(lines.index)}
    for sources in city.truth["source_ids"]:
        if not sources:
            continue
        own = {position[int(source)] for source in sources.split("|")}
        ends = [
            tuple(shapely.get_coordinates(shapely.get_point(lines.iloc[number], end))[0].tolist())
            for number in own
            for end in (0, -1)
        ]
        assert any(owners[end] - own for end in ends)


def test_the_pieces_of_an_alley_touch_each_other(city: DemoCity) -> None:
    lines = city.streets.set_index("osm_id").geometry
    cut = [ids.split("|") for ids in city.truth["source_ids"] if "|" in ids]

    assert len(cut) > 50
    for ids in cut:
        merged = shapely.line_merge(shapely.union_all([lines[int(source)] for source in ids]))
        assert merged.geom_type == "LineString"


def test_coordinates_have_seven_digits(city: DemoCity) -> None:
    points = shapely.get_coordinates(city.streets.geometry.to_numpy())

    assert np.array_equal(points, np.round(points, 7))


def test_odd_numbers_lie_on_one_side_of_a_street_and_even_ones_on_the_other(plan: Plan) -> None:
    addresses = number_alleys(plan, Dice("numbers", 5, 700))
    sides: dict[tuple[int, int], set[bool]] = {}
    touches = plan.touches
    for line, host, end, sine in zip(
        touches.line, touches.host, touches.end, touches.sine, strict=True
    ):
        if addresses.parent[line] == host and addresses.mouth_end[line] == end:
            sides.setdefault((host, addresses.number[line] % 2), set()).add(bool(sine > 0))

    assert len(sides) > 40
    assert all(len(side) == 1 for side in sides.values())


def test_no_two_alleys_of_a_street_have_one_number(plan: Plan) -> None:
    addresses = number_alleys(plan, Dice("numbers", 5, 700))
    taken = list(zip(addresses.parent, addresses.number, strict=True))
    named = [pair for pair in taken if pair[0] >= 0]

    assert len(named) == len(set(named)) == 700


def test_the_map_holds_every_sort_of_street_and_name(city: DemoCity) -> None:
    names = city.streets["name"]

    assert {"trunk", "primary", "secondary", "tertiary", "residential", "living_street"} <= set(
        city.streets["highway"]
    )
    assert (names == "").sum() > 50
    for pattern in (
        r"^[^\d]+ [۰-۹]+$",
        r"^کوچه [۰-۹]+$",
        r"^[۰-۹]+ (?!متری)[^\d]+$",
        r"[۰-۹]+/[۰-۹]+$",
        r" - شهید",
        r"\(شهید",
        r"\+ شهید",
        r"[۰-۹] - .+ [۰-۹]+$",
        r"^شهید .+ [۰-۹]+$",
        r"متری",
        r"بن‌بست",
        r"شهیدان",
        r"خرداد|بهمن|دی\b",
    ):
        assert names.str.contains(pattern).any(), pattern
    assert (city.streets["old_name"] != "").any()
    assert (city.streets["alt_name"] != "").any()
