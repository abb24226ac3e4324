import geopandas as gpd
import pytest
import shapely

from geodata.errors import SchemaError
from geodata.model import AreaKind
from geodata.readers import read_areas

LEFT, RIGHT = shapely.box(50.8, 34.6, 50.9, 34.7), shapely.box(50.9, 34.6, 51.0, 34.7)


def save(path, columns, geometry):
    gpd.GeoDataFrame(columns, geometry=geometry, crs=4326).to_file(path)
    return path


@pytest.mark.parametrize("column", ["district", "منطقه", "شماره منطقه", "name", "ref"])
def test_districts_are_numbered_however_they_are_written(tmp_path, issues, column):
    path = save(tmp_path / "d.gpkg", {column: ["منطقه دهم", "۴"]}, [LEFT, RIGHT])
    frame = read_areas(path, issues, kind=AreaKind.DISTRICT)
    assert list(frame["area_id"]) == ["4", "10"]
    assert list(frame["name_fa"]) == ["منطقه ۴", "منطقه ۱۰"]
    assert set(frame["kind"]) == {"district"}


def test_neighbourhoods_carry_their_district_when_the_file_says_it(tmp_path, issues):
    columns = {"محله": ["صفائیه", "باجك"], "منطقه": ["۱", "منطقه چهار"]}
    path = save(tmp_path / "n.gpkg", columns, [LEFT, RIGHT])
    frame = read_areas(path, issues, kind=AreaKind.NEIGHBOURHOOD)
    assert list(frame["name_fa"]) == ["باجک", "صفائیه"]
    assert list(frame["district"]) == ["4", "1"]


def test_two_neighbourhoods_of_one_name_are_told_apart_by_district(tmp_path, issues):
    columns = {"name": ["امام", "امام"], "district": ["1", "4"]}
    frame = read_areas(
        save(tmp_path / "n.gpkg", columns, [LEFT, RIGHT]), issues, kind=AreaKind.NEIGHBOURHOOD
    )
    assert list(frame["area_id"]) == ["امام (1)", "امام (4)"]


def test_a_self_crossing_polygon_is_repaired_and_reported(tmp_path, issues):
    bow = shapely.Polygon([(50.8, 34.6), (50.9, 34.7), (50.9, 34.6), (50.8, 34.7)])
    frame = read_areas(
        save(tmp_path / "d.gpkg", {"district": ["1"]}, [bow]), issues, kind=AreaKind.DISTRICT
    )
    assert frame.geometry.is_valid.all()
    assert [(issue.code, issue.row) for issue in issues] == [("area_invalid", 1)]


@pytest.mark.parametrize(
    ("east", "told"),
    [(50.9005, []), (50.92, [("2", 2, "this area overlaps منطقه ۱ (20 % of it)")])],
)
def test_areas_that_share_more_than_a_border_are_reported(tmp_path, issues, east, told):
    wider = shapely.box(50.8, 34.6, east, 34.7)
    path = save(tmp_path / "d.gpkg", {"district": ["1", "2"]}, [wider, RIGHT])
    read_areas(path, issues, kind=AreaKind.DISTRICT)
    assert [(i.value, i.row, i.message_en) for i in issues] == told


@pytest.mark.parametrize(
    ("columns", "geometry", "expected"),
    [
        ({"district": ["1"]}, [shapely.LineString([(50, 34), (51, 35)])], "areas need polygon"),
        ({"colour": ["red"]}, [LEFT], "no column says the district; expected one of district"),
        (
            {"district": ["1", "۱"]},
            [LEFT, RIGHT],
            "district: 1 already stands in feature 1",
        ),
        ({"district": ["1", None]}, [LEFT, RIGHT], "feature 2, district: empty"),
        ({"district": ["1", "2"]}, [LEFT, None], "feature 2: no usable geometry"),
    ],
)
def test_a_bad_areas_file_is_refused_with_its_place(tmp_path, issues, columns, geometry, expected):
    path = save(tmp_path / "d.gpkg", columns, geometry)
    with pytest.raises(SchemaError) as caught:
        read_areas(path, issues, kind=AreaKind.DISTRICT)
    assert caught.value.message_en.startswith("d.gpkg: ")
    assert expected in caught.value.message_en
