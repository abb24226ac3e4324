import gzip
import shutil
import zipfile

import numpy as np
import osmium
import pandas as pd
import pytest
import shapely

from geodata.errors import CrsError, FormatRefusedError, MissingInputError, SchemaError
from geodata.issues import Severity
from geodata.readers import read_streets
from geodata.readers.streets import COLUMNS, road_class


def codes(issues):
    return [(issue.code, issue.row, issue.severity) for issue in issues]


def save(frame, path, **options):
    frame.to_file(path, **options)
    return path


def first_points(frame):
    return frame.set_geometry(shapely.get_point(frame.geometry.array, 0), crs=frame.crs)


def zipped(shape):
    path = shape.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        for part in shape.parent.glob(f"{shape.stem}.*"):
            if part != path:
                archive.write(part, f"gis/{part.name}")
    return path


@pytest.mark.parametrize("name", ["s.gpkg", "s.geojson", "s.json", "s.fgb", "s.shp", "قم.gpkg"])
def test_every_vector_format_gives_the_same_lines(tmp_path, streets, issues, name):
    options = {"driver": "GeoJSON"} if name.endswith("json") else {}
    frame = read_streets(save(streets, tmp_path / name, **options), issues)
    assert tuple(frame.columns) == COLUMNS
    assert set(frame["name"]) == {"هنرستان ۱۹", "كوچه لادن", None}
    assert sorted(frame["source_id"]) == ["11", "12", "13"]
    assert sorted(frame["road_class"]) == ["alley", "residential", "secondary"]
    assert frame.crs.to_epsg() == 4326
    assert not codes(issues)


def test_a_zipped_shapefile_and_a_gzipped_geojson_are_read(tmp_path, streets, issues):
    shape = save(streets, tmp_path / "s.shp")
    assert len(read_streets(zipped(shape), issues)) == 3
    plain = save(streets, tmp_path / "s.geojson", driver="GeoJSON")
    (tmp_path / "t.geojson.gz").write_bytes(gzip.compress(plain.read_bytes()))
    assert len(read_streets(tmp_path / "t.geojson.gz", issues)) == 3


def test_openstreetmap_keeps_every_highway_line_and_drops_the_rest(tmp_path, issues):
    path = tmp_path / "city.osm.pbf"
    tags = [
        {"highway": "service", "name": "بن‌بست یاس", "name:fa": "یاس", "loc_name": "کوچه مسجد"},
        {"highway": "living_street"},
        {"highway": "footway", "bridge": "yes"},
        {"waterway": "canal", "name": "جوی"},
        {"building": "yes"},
    ]
    writer = osmium.SimpleWriter(str(path))
    for number in range(6):
        writer.add_node(
            osmium.osm.mutable.Node(id=number + 1, location=(50.88 + number / 1e3, 34.64))
        )
    for number, tag in enumerate(tags):
        nodes = [number + 1, number + 2]
        writer.add_way(osmium.osm.mutable.Way(id=100 + number, nodes=nodes, tags=tag))
    writer.close()
    frame = read_streets(path, issues)
    assert list(frame["source_id"]) == ["100", "101", "102"]
    assert list(frame["road_class"]) == ["alley", "alley", "path"]
    assert list(frame["structure"]) == [None, None, "bridge"]
    first = frame.iloc[0]
    assert (first["name"], first["name_fa"], first["loc_name"]) == ("بن‌بست یاس", "یاس", "کوچه مسجد")


def test_a_multi_part_line_gives_rows_of_one_source_id(tmp_path, streets, issues):
    lines = list(streets.geometry)
    frame = streets.iloc[:1].set_geometry([shapely.MultiLineString([lines[0], lines[2]])], crs=4326)
    read = read_streets(save(frame, tmp_path / "s.gpkg"), issues)
    assert list(read["source_id"]) == ["11", "11"]
    assert list(read["row"]) == [1, 1]


def test_a_metric_layer_comes_out_in_degrees_without_heights(tmp_path, streets, issues):
    raised = streets.to_crs(32639).set_geometry(
        shapely.force_3d(streets.to_crs(32639).geometry, 900)
    )
    frame = read_streets(save(raised, tmp_path / "s.gpkg"), issues)
    assert frame.geometry.iloc[0].coords[0] == pytest.approx((50.88, 34.64), abs=1e-7)
    assert not frame.has_z.any()


ARABIC_LETTERS = ["كوچه لادن", "گذر پيروزي", "بن بست چهارم"]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256"])
def test_a_shapefile_without_cpg_is_read_in_its_encoding(tmp_path, streets, issues, encoding):
    streets["name"] = ARABIC_LETTERS
    shape = save(streets, tmp_path / "s.shp", encoding=encoding)
    shape.with_suffix(".cpg").unlink(missing_ok=True)
    assert list(read_streets(shape, issues)["name"]) == ARABIC_LETTERS


def test_a_cpg_is_respected(tmp_path, streets, issues):
    streets["name"] = ARABIC_LETTERS
    shape = save(streets, tmp_path / "s.shp", encoding="windows-1256")
    shape.with_suffix(".cpg").write_text("1256", encoding="ascii")
    assert list(read_streets(shape, issues)["name"]) == ARABIC_LETTERS


def test_empty_and_nan_names_are_unknown(tmp_path, streets, issues):
    streets["name"] = ["", "nan", " لادن "]
    frame = read_streets(save(streets, tmp_path / "s.gpkg"), issues)
    assert list(frame["name"]) == [None, None, "لادن"]


def test_the_id_is_the_chosen_field_else_the_feature_number(tmp_path, streets, issues):
    streets["code"] = [7.0, 8.0, 9.0]
    path = save(streets, tmp_path / "s.gpkg")
    assert list(read_streets(path, issues, id_field="code")["source_id"]) == ["7", "8", "9"]
    plain = save(streets[["name", "geometry"]], tmp_path / "t.fgb", SPATIAL_INDEX="NO")
    assert list(read_streets(plain, issues)["source_id"]) == ["1", "2", "3"]


def test_a_repeated_id_is_an_error_that_names_both_features(tmp_path, streets, issues):
    streets["osm_id"] = ["11", "12", "11"]
    read_streets(save(streets, tmp_path / "s.gpkg"), issues)
    assert codes(issues) == [("duplicate_source_id", 3, Severity.ERROR)]
    assert "feature 1" in next(iter(issues)).message_en


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("motorway_link", "trunk"),
        ("trunk", "trunk"),
        ("unclassified", "residential"),
        ("road", "residential"),
        ("living_street", "alley"),
        ("steps", "path"),
        ("cycleway", "path"),
        ("کوچه", "alley"),
        ("بن بست", "alley"),
        ("خيابان", "residential"),
        ("بلوار", "primary"),
        ("چیز دیگر", "residential"),
        (None, "residential"),
    ],
)
def test_the_class_comes_from_osm_and_persian_words(value, expected):
    assert road_class(value) == expected


def test_bad_geometries_are_reported_and_left_out(tmp_path, streets, issues):
    whole = streets.iloc[:1].assign(osm_id="14")
    with np.errstate(invalid="ignore"):
        broken = shapely.LineString([(50.88, 34.64), (np.nan, 34.65)])
    flat = shapely.LineString([(50.88, 34.64), (50.88, 34.64)])
    streets = streets.set_geometry([broken, None, flat], crs=4326)
    streets = pd.concat([streets, whole], ignore_index=True)
    frame = read_streets(save(streets, tmp_path / "s.gpkg"), issues)
    assert list(frame["source_id"]) == ["14"]
    assert codes(issues) == [
        ("geometry_invalid", 1, Severity.ERROR),
        ("geometry_missing", 2, Severity.WARNING),
        ("geometry_zero_length", 3, Severity.INFO),
    ]


def test_the_line_layer_is_chosen_of_several(tmp_path, streets, issues):
    path = tmp_path / "s.gpkg"
    first_points(streets).to_file(path, layer="signs")
    streets.to_file(path, layer="old", mode="a")
    streets.iloc[:2].to_file(path, layer="streets", mode="a")
    assert len(read_streets(path, issues)) == 2
    assert [issue.value for issue in issues] == ["streets"]


def no_crs(path, streets):
    with pytest.warns(UserWarning, match="crs"):
        streets.set_crs(None, allow_override=True).to_file(path)


def wrong_crs(path, streets):
    streets.to_crs(32639).set_crs(4326, allow_override=True).to_file(path)


def points(path, streets):
    first_points(streets).to_file(path)


def nothing(path, streets):
    streets.iloc[:0].to_file(path, geometry_type="LineString")


def empty_file(path, streets):
    path.write_bytes(b"")


def not_there(path, streets):
    pass


def text(path, streets):
    path.write_text("این یک نقشه نیست", encoding="utf-8")


def cut(path, streets):
    whole = path.with_name("whole" + path.suffix)
    streets.iloc[np.zeros(400, dtype=int)].to_file(whole)
    for part in whole.parent.glob("whole.*"):
        shutil.copy(part, path.with_suffix(part.suffix))
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])


@pytest.mark.parametrize(
    ("name", "spoil", "error", "expected"),
    [
        ("s.gpkg", no_crs, CrsError, "does not say its coordinate reference system"),
        ("s.fgb", no_crs, CrsError, "does not say its coordinate reference system"),
        ("s.shp", no_crs, CrsError, "does not say its coordinate reference system"),
        ("s.gpkg", wrong_crs, CrsError, "not degrees"),
        ("s.gpkg", points, SchemaError, "streets need line geometry; found Point"),
        ("s.gpkg", nothing, SchemaError, "has no features; expected at least one"),
        ("s.gpkg", empty_file, FormatRefusedError, "the file is empty"),
        ("s.gpkg", not_there, MissingInputError, "there is no such file"),
        ("s.gpkg", text, FormatRefusedError, "the content is not GeoPackage"),
        ("s.geojson", text, FormatRefusedError, "the content is not GeoJSON"),
        ("s.fgb", text, FormatRefusedError, "the content is not FlatGeobuf"),
        ("s.osm.pbf", text, FormatRefusedError, "the content is not OpenStreetMap PBF"),
        ("s.zip", text, FormatRefusedError, "expected a sound zip"),
        ("s.geojson.gz", text, FormatRefusedError, "expected a sound gzip"),
        ("s.kml", text, FormatRefusedError, "expected one of .gpkg"),
        ("s.gpkg", cut, FormatRefusedError, "broken or incomplete"),
        ("s.geojson", cut, FormatRefusedError, "broken or incomplete"),
        ("s.fgb", cut, FormatRefusedError, "broken or incomplete"),
        ("s.shp", cut, FormatRefusedError, "the file is incomplete"),
    ],
)
def test_a_bad_street_file_is_refused_by_name(
    tmp_path, streets, issues, name, spoil, error, expected
):
    path = tmp_path / name
    spoil(path, streets)
    with pytest.raises(error) as caught:
        read_streets(path, issues)
    assert name in caught.value.message_en
    assert expected in caught.value.message_en
    assert caught.value.message_en.isascii()
    assert name in caught.value.message_fa


def test_a_missing_id_field_is_refused_with_the_columns_there_are(tmp_path, streets, issues):
    path = save(streets, tmp_path / "s.gpkg")
    with pytest.raises(SchemaError, match=r"id field code is not .* its columns are osm_id"):
        read_streets(path, issues, id_field="code")


def test_a_shapefile_needs_its_table(tmp_path, streets, issues):
    shape = save(streets, tmp_path / "s.shp")
    shape.with_suffix(".dbf").unlink()
    with pytest.raises(FormatRefusedError, match=r"needs its \.dbf file"):
        read_streets(shape, issues)


def test_a_line_without_a_length_is_left_out_however_little_it_has(tmp_path, streets, issues):
    streets.geometry = [shapely.LineString([(0, 0), (1e-27, 0)]), *streets.geometry[1:]]
    read = read_streets(save(streets, tmp_path / "s.gpkg"), issues)
    assert len(read) == len(streets) - 1
    assert [code for code, *_ in codes(issues)] == ["geometry_zero_length"]


def test_a_network_without_any_line_of_use_is_refused(tmp_path, streets, issues):
    streets.geometry = [shapely.LineString([(50.88, 34.64)] * 2)] * len(streets)
    with pytest.raises(SchemaError, match=r"s\.gpkg: no segment of the file is of use"):
        read_streets(save(streets, tmp_path / "s.gpkg"), issues)
