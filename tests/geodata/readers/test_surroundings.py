from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import osmium
import pytest
import shapely

from geodata.errors import FormatRefusedError
from geodata.issues import IssueLog
from geodata.readers import read_surroundings

BOUNDS = (50.87, 34.63, 50.89, 34.65)
BOX = shapely.box(50.88, 34.64, 50.881, 34.641)
LINE = shapely.LineString([(50.88, 34.64), (50.885, 34.645)])
POINT = shapely.Point(50.88, 34.64)


def save(path: Path, geometry: list[object], **columns: list[object]) -> Path:
    gpd.GeoDataFrame(columns, geometry=geometry, crs=4326).to_file(path)
    return path


def kinds(path: Path, issues: IssueLog) -> list[str]:
    return list(read_surroundings(path, issues, bounds=BOUNDS)["kind"])


@pytest.mark.parametrize(
    ("tag", "value", "shape", "kind"),
    [
        ("natural", "water", BOX, "water"),
        ("waterway", "canal", LINE, "water"),
        ("leisure", "park", BOX, "green"),
        ("landuse", "cemetery", BOX, "green"),
        ("railway", "rail", LINE, "rail"),
        ("building", "house", BOX, "building"),
        ("amenity", "place_of_worship", POINT, "mosque"),
        ("place_of_worship", "shrine", POINT, "shrine"),
        ("kind", "پارک", BOX, "green"),
    ],
)
def test_usual_tags_say_what_lies_around(tmp_path, issues, tag, value, shape, kind):
    assert kinds(save(tmp_path / "s.gpkg", [shape], **{tag: [value]}), issues) == [kind]
    assert not len(issues)


def test_a_mosque_drawn_as_a_building_is_a_building_and_a_named_place(tmp_path, issues):
    columns = {"amenity": ["place_of_worship"], "building": ["mosque"], "name": ["مسجد جامع"]}
    frame = read_surroundings(save(tmp_path / "s.gpkg", [BOX], **columns), issues, bounds=BOUNDS)
    assert list(frame["kind"]) == ["building", "mosque"]
    assert list(frame["name_fa"]) == ["مسجد جامع"] * 2
    assert list(frame.geometry.geom_type) == ["Polygon", "Point"]


def test_a_church_is_not_drawn_as_a_mosque(tmp_path, issues):
    columns = {"amenity": ["place_of_worship"], "religion": ["christian"]}
    assert kinds(save(tmp_path / "s.gpkg", [POINT], **columns), issues) == ["worship"]


def test_what_is_not_drawn_is_counted_and_named(tmp_path, issues):
    columns = {"landuse": ["grass", "industrial", "industrial"]}
    assert kinds(save(tmp_path / "s.gpkg", [BOX] * 3, **columns), issues) == ["green"]
    (issue,) = issues
    assert (issue.code, issue.value) == ("surroundings_others", "2")
    assert "landuse=industrial (2)" in issue.message_en


def test_a_station_is_no_railway_line_and_is_counted(tmp_path, issues):
    assert kinds(save(tmp_path / "s.gpkg", [LINE, POINT], railway=["rail"] * 2), issues) == ["rail"]
    assert [(issue.code, issue.value) for issue in issues] == [("surroundings_shape", "1")]


def test_bad_geometry_is_left_out_or_repaired_and_reported_by_row(tmp_path, issues):
    bow = shapely.Polygon([(50.88, 34.64), (50.881, 34.641), (50.881, 34.64), (50.88, 34.641)])
    path = save(tmp_path / "s.gpkg", [BOX, None, bow], leisure=["park"] * 3)
    frame = read_surroundings(path, issues, bounds=BOUNDS)
    assert frame.geometry.is_valid.all()
    assert set(frame["kind"]) == {"green"}
    found = {(issue.code, issue.row) for issue in issues}
    assert found == {("surroundings_geometry", 2), ("surroundings_repaired", 3)}


def test_what_lies_far_from_the_streets_is_left_out_and_counted(tmp_path, issues):
    far = shapely.transform(BOX, lambda c: c + 1)
    assert kinds(save(tmp_path / "s.gpkg", [BOX, far], leisure=["park"] * 2), issues) == ["green"]
    assert [(issue.code, issue.value) for issue in issues] == [("surroundings_outside", "1")]


def test_every_layer_of_a_file_is_read(tmp_path, issues):
    path = tmp_path / "s.gpkg"
    for layer, shape, tag in (("lines", LINE, "railway"), ("areas", BOX, "leisure")):
        value = {"railway": "rail", "leisure": "park"}[tag]
        gpd.GeoDataFrame({tag: [value]}, geometry=[shape], crs=4326).to_file(path, layer=layer)
    assert sorted(kinds(path, issues)) == ["green", "rail"]


def test_an_openstreetmap_extract_gives_points_lines_and_areas(tmp_path, issues):
    path = tmp_path / "city.osm.pbf"
    writer = osmium.SimpleWriter(str(path))
    corners = [(50.88, 34.64), (50.881, 34.64), (50.881, 34.641), (50.88, 34.641)]
    mosque = {"amenity": "place_of_worship", "religion": "muslim", "name": "مسجد"}
    for number, place in enumerate(corners, start=1):
        tags = mosque if number == 1 else {}
        writer.add_node(osmium.osm.mutable.Node(id=number, location=place, tags=tags))
    ways = [([1, 2, 3, 4, 1], {"leisure": "park"}), ([1, 3], {"railway": "rail"}),
            ([1, 2], {"highway": "residential"})]  # fmt: skip
    for number, (nodes, tags) in enumerate(ways, start=10):
        writer.add_way(osmium.osm.mutable.Way(id=number, nodes=nodes, tags=tags))
    writer.close()
    frame = read_surroundings(path, issues, bounds=BOUNDS)
    assert sorted(frame["kind"]) == ["green", "mosque", "rail"]
    assert not len(issues)


def test_a_file_that_is_no_vector_file_is_refused(tmp_path, issues):
    (tmp_path / "s.gpkg").write_text("no database")
    with pytest.raises(FormatRefusedError):
        read_surroundings(tmp_path / "s.gpkg", issues, bounds=BOUNDS)
