from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from openpyxl import load_workbook

from geodata.__main__ import main
from geodata.demo import DemoCity, write

FILES = [
    "streets.gpkg",
    "districts.geojson",
    "neighbourhoods.geojson",
    "registry.xlsx",
    "plaques.csv",
    "surroundings.gpkg",
    "planted.csv",
]


@pytest.fixture(scope="module")
def folder(city: DemoCity, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "city"
    write(city, out)
    return out


def test_progress_names_each_file_and_no_other_is_written(city: DemoCity, tmp_path: Path) -> None:
    named: list[str] = []
    write(city, tmp_path, progress=named.append)

    assert named == FILES
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)


def test_writing_again_gives_the_same_bytes(city: DemoCity, folder: Path, tmp_path: Path) -> None:
    write(city, tmp_path)
    write(city, tmp_path)

    for name in FILES:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_the_streets_come_back_in_degrees(city: DemoCity, folder: Path) -> None:
    streets = gpd.read_file(folder / "streets.gpkg", layer="streets")

    assert streets.crs == "EPSG:4326"
    assert list(streets["osm_id"]) == list(city.streets["osm_id"])
    assert streets.geometry.geom_equals(city.streets.geometry).all()


def test_the_areas_come_back_with_their_names(folder: Path) -> None:
    assert "منطقه ۷" in set(gpd.read_file(folder / "districts.geojson")["name"])
    assert "حرم" in set(gpd.read_file(folder / "neighbourhoods.geojson")["neighbourhood"])


def test_the_register_is_a_right_to_left_sheet_with_its_header_in_row_1(
    city: DemoCity, folder: Path
) -> None:
    sheet = load_workbook(folder / "registry.xlsx").worksheets[0]

    assert sheet.sheet_view.rightToLeft
    assert [cell.value for cell in sheet[1]] == list(city.registry.columns)
    assert sheet.max_row == len(city.registry) + 1
    assert sheet["A2"].value == "DEMO-00001"


def test_some_districts_are_merged_cells_of_one_text(city: DemoCity, folder: Path) -> None:
    sheet = load_workbook(folder / "registry.xlsx").worksheets[0]

    assert 3 <= len(sheet.merged_cells.ranges) <= 12
    for merged in sheet.merged_cells.ranges:
        assert sheet.cell(1, merged.min_col).value == "منطقه"
        texts = city.registry["منطقه"].iloc[merged.min_row - 2 : merged.max_row - 1]
        assert texts.nunique() == 1


def test_the_plaques_are_a_csv_with_a_byte_order_mark(city: DemoCity, folder: Path) -> None:
    raw = (folder / "plaques.csv").read_bytes()
    header = raw.decode("utf-8-sig").splitlines()[0]

    assert raw.startswith(b"\xef\xbb\xbf")
    assert header == ("plaque_id,naming_id,plaque_status,plaque_date,end,lon,lat,plaque_text,note")
    assert len(pd.read_csv(folder / "plaques.csv")) == len(city.plaques)


def test_the_planted_errors_are_a_csv_with_a_byte_order_mark(city: DemoCity, folder: Path) -> None:
    raw = (folder / "planted.csv").read_bytes()

    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.decode("utf-8-sig").splitlines()[0] == "code,naming_id,plaque_id,other,note_fa"
    assert len(pd.read_csv(folder / "planted.csv")) == len(city.planted)


def test_a_clean_city_is_written_with_an_empty_list_of_errors(tmp_path: Path) -> None:
    assert main(["demo", "--out", str(tmp_path), "--alleys", "500", "--clean"]) == 0

    listed = (tmp_path / "planted.csv").read_text(encoding="utf-8-sig")
    assert listed == "code,naming_id,plaque_id,other,note_fa\n"
