"""Files to take away, read back by what people open them with."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
from io import BytesIO, StringIO
from itertools import product
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import openpyxl
import pytest
import shapely
from flask.testing import FlaskClient
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from geodata.__main__ import main
from geodata.catalogue import Catalogue
from geodata.pipeline import build
from tests.conftest import TINY, tiny_inputs
from tests.webmap.conftest import site

CHOICES = {
    "district": (None, "1", "2"),
    "status": (None, "installed", "named", "unmapped", "damaged"),
    "biography": (None, "1"),
    "year": (None, "1365", "1366"),
    "sort": (None, "newest", "place"),
}


def query(choice: tuple[str | None, ...]) -> str:
    chosen = zip(CHOICES, choice, strict=True)
    return "&".join(f"{name}={value}" for name, value in chosen if value)


def sheet_of(client: FlaskClient, address: str) -> Worksheet:
    answer = client.get(address)
    assert answer.status_code == 200
    book = openpyxl.load_workbook(BytesIO(answer.data))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def header_row(sheet: Worksheet) -> int:
    """The row above the frozen line."""
    return int(re.sub(r"\D", "", sheet.freeze_panes or "")) - 1


def counter(page: str) -> int:
    """How many rows a page says there are."""
    said = re.search(r'class="tally" role="status">([^<]*)<', page)
    assert said is not None
    digits = re.findall("[۰-۹]+", said[1])
    return int(digits[-1]) if digits else 0


@pytest.mark.parametrize(
    "choice", Random(11).sample(list(product(*CHOICES.values())), 30), ids=query
)
def test_a_sheet_has_as_many_rows_as_the_page_says(
    client: FlaskClient, choice: tuple[str | None, ...]
) -> None:
    page = client.get(f"/explore?{query(choice)}").text
    listed = len(re.findall('class="hit-name"', page))
    assert counter(page) == listed
    sheet = sheet_of(client, f"/alleys.xlsx?{query(choice)}")
    rows = sheet.max_row - header_row(sheet)
    assert rows == listed
    told = [row[0].value for row in sheet.iter_rows(max_row=header_row(sheet))]
    assert any(f"{str(listed).translate(str.maketrans('0123456789', '۰۱۲۳۴۵۶۷۸۹'))} ردیف" == one
               for one in told)  # fmt: skip
    # A reader that is not ours counts the same.
    data = client.get(f"/alleys.xlsx?{query(choice)}").data
    read = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert len(read) == sheet.max_row


def test_a_sheet_reads_from_right_to_left_with_persian_heads_filters_and_date(
    client: FlaskClient,
) -> None:
    sheet = sheet_of(client, "/alleys.xlsx?district=1&status=installed")
    assert sheet.sheet_view.rightToLeft
    head = [cell.value for cell in sheet[header_row(sheet)]]
    assert head[:3] == ["شناسه", "نام شهید", "فرزند"]
    notes = [str(row[0].value) for row in sheet.iter_rows(max_row=header_row(sheet) - 1)]
    assert any("منطقه: " in note for note in notes)
    assert any(note.startswith("داده‌ها تا ") for note in notes)
    assert sheet.auto_filter.ref
    first = dict(zip(head, sheet[header_row(sheet) + 1], strict=True))
    assert first["طول کوچه (متر)"].data_type == "n"
    assert first["تاریخ شهادت (شمسی)"].value == "۱۳۶۵/۱۰/۰۴"
    assert first["تاریخ شهادت (میلادی)"].value == "1986-12-25"
    link = first["صفحهٔ کوچه یا شهید"].hyperlink
    assert link is not None
    assert "/alleys/" in str(link.target)


def test_an_empty_list_is_a_file_with_heads_that_says_none(client: FlaskClient) -> None:
    address = "/alleys.xlsx?district=2&status=installed&year=1366"
    sheet = sheet_of(client, address)
    assert sheet.max_row == header_row(sheet)
    told = [str(row[0].value) for row in sheet.iter_rows(max_row=header_row(sheet))]
    assert "۰ ردیف" in told
    answer = client.get(address.replace("xlsx", "csv"))
    assert len(list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))) == 1
    assert client.get(address.replace("xlsx", "geojson")).get_json()["features"] == []


@pytest.fixture(scope="module")
def computing(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A register whose texts a spreadsheet would compute."""
    folder = tmp_path_factory.mktemp("computing")
    for source in TINY.iterdir():
        (folder / source.name).write_bytes(source.read_bytes())
    register = folder / "registry.csv"
    text = register.read_text("utf-8").replace("سعید,ظفری,محمود", "=1+1,ظفری,@SUM(A1)")
    register.write_text(text.replace("DEMO-3,محمد", "DEMO-3,+محمد"), "utf-8")
    build(tiny_inputs(folder), folder / "dataset")
    return site(folder / "dataset").test_client()


def test_nothing_in_a_file_is_computed(computing: FlaskClient) -> None:
    sheet = sheet_of(computing, "/alleys.xlsx")
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert "@SUM(A۱)" in [cell.value for cell in cells]
    lines = computing.get("/alleys.csv").data.decode("utf-8-sig")
    for row in csv.reader(StringIO(lines)):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert "'@SUM(A۱)" in lines


def test_maps_and_receivers_read_the_same_rows(client: FlaskClient, tmp_path: Path) -> None:
    counts = {}
    for file_format in ("geojson", "gpkg"):
        path = tmp_path / f"x.{file_format}"
        path.write_bytes(client.get(f"/alleys.{file_format}?district=1").data)
        frame = gpd.read_file(path)
        assert frame.crs == "EPSG:4326"
        counts[file_format] = (len(frame), int(frame.geometry.notna().sum()))
    assert counts["geojson"] == counts["gpkg"]
    track = ElementTree.fromstring(client.get("/alleys.gpx?district=1").data)
    points = [one for one in track if one.tag.endswith("wpt")]
    assert len(points) == counts["geojson"][1]


def surveyed(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The same to the millimetre, with corners of 2 m that a screen would not show."""
    fine = shapely.segmentize(layer.geometry.to_numpy(), 0.0004)
    fine = shapely.transform(fine, lambda xy: xy + 0.000_012_3 * np.sin(1e5 * xy.sum(1))[:, None])
    return layer.set_geometry(gpd.GeoSeries(fine, index=layer.index, crs=layer.crs))


@pytest.fixture(scope="module")
def surveyed_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny city in the precision of a land registry."""
    folder = tmp_path_factory.mktemp("surveyed")
    for source in TINY.iterdir():
        if source.suffix == ".geojson":
            layer = surveyed(gpd.read_file(source))
            layer.to_file(folder / source.name, COORDINATE_PRECISION=9)
        else:
            (folder / source.name).write_bytes(source.read_bytes())
    build(tiny_inputs(folder), folder / "dataset")
    return folder / "dataset"


@pytest.mark.parametrize(
    ("address", "layer", "key"),
    [
        ("/alleys.geojson", "alleys", "code"),
        ("/alleys.gpkg", "alleys", "code"),
        ("/coverage.gpkg?by=district", "coverage", "area_id"),
        ("/ogc/collections/districts/items", "coverage", "area_id"),
        ("/ogc/collections/alleys/items", "alleys", "code"),
    ],
)
def test_a_file_has_places_exactly_as_they_were_published(
    surveyed_dataset: Path, tmp_path: Path, address: str, layer: str, key: str
) -> None:
    path = tmp_path / ("x.gpkg" if ".gpkg" in address else "x.geojson")
    path.write_bytes(site(surveyed_dataset).test_client().get(address).data)
    taken = gpd.read_file(path).dropna(subset=["geometry"]).drop_duplicates(key).set_index(key)
    package = surveyed_dataset / "current" / "alleys.gpkg"
    whole = gpd.read_file(package, layer=layer).drop_duplicates(key).set_index(key)
    published = whole.loc[taken.index]
    assert len(taken) > 1
    astray = shapely.hausdorff_distance(taken.geometry.values, published.geometry.values)
    assert astray.max() < 1e-9


def test_a_coverage_sheet_has_the_rows_of_the_page(
    client: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    sheet = sheet_of(client, "/coverage.xlsx?by=district")
    areas = tiny_catalogue.coverage("district")
    body = list(sheet.iter_rows(min_row=header_row(sheet) + 1, values_only=True))
    assert len(body) == len(areas)
    assert [row[3] for row in body] == [area.eligible for area in areas]
    heads = [cell.value for cell in sheet[header_row(sheet)]]
    share = heads.index("سهم نام‌گذاری‌شده از واجد شرایط")
    assert [row[share] for row in body] == [area.share_named for area in areas]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/alleys.exe", 404),
        ("/alleys.xlsx?district=99", 400),
        ("/alleys.xlsx?status=broken", 400),
        ("/alleys.xlsx?sort=size", 400),
        ("/coverage.gpx", 404),
        ("/coverage.xlsx?by=planet", 400),
    ],
)
def test_what_cannot_be_written_is_refused(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize(
    ("what", "file_format"),
    [(w, f) for w in ("alleys", "namings", "coverage") for f in ("gpkg", "geojson", "csv", "xlsx")]
    + [("issues", "csv"), ("issues", "xlsx"), ("namings", "gpx")],
)
def test_the_command_line_writes_the_same(
    tiny_dataset: Path, tmp_path: Path, what: str, file_format: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    out = tmp_path / f"x.{file_format}"
    asked = ["--dataset", str(tiny_dataset), "--what", what, "--format", file_format]
    assert main(["export", *asked, "--out", str(out)]) == 0
    assert out.stat().st_size > 100
    assert "ردیف" in capsys.readouterr().out
    assert [file.name for file in tmp_path.iterdir()] == [out.name]


def test_the_command_line_refuses_what_has_no_place(tiny_dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["export", "--dataset", str(tiny_dataset), "--what", "issues", "--format", "gpkg",
              "--out", str(tmp_path / "x.gpkg")])  # fmt: skip
    assert stopped.value.code == 2


def test_coverage_as_geojson_has_outlines_as_published(
    client: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    answer = client.get("/coverage.geojson?by=neighbourhood")
    assert "attachment" in answer.headers["Content-Disposition"]
    told = {one["properties"]["area_id"]: one for one in answer.get_json(force=True)["features"]}
    rows = tiny_catalogue.coverage("neighbourhood")
    assert len(told) == len(rows)
    for row in rows:
        outline = tiny_catalogue.features.outline(row.kind, row.area_id)
        assert told[row.area_id]["geometry"] == json.loads(json.dumps(outline))
        assert told[row.area_id]["properties"]["eligible"] == row.eligible


def test_libreoffice_opens_sheets_with_the_rows_the_page_counts(
    client: FlaskClient, tmp_path: Path
) -> None:
    """Thirty other filters than above, all opened by one start of the real program."""
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("CI"):
            pytest.fail("sheets must be opened by LibreOffice in CI, but soffice is not there")
        pytest.skip("soffice of LibreOffice is not installed")
    counted: dict[Path, int] = {}
    for number, choice in enumerate(Random(12).sample(list(product(*CHOICES.values())), 30)):
        sheet = tmp_path / f"{number}.xlsx"
        sheet.write_bytes(client.get(f"/alleys.xlsx?{query(choice)}").data)
        counted[sheet] = counter(client.get(f"/explore?{query(choice)}").text)
    for what in ("coverage.xlsx?by=neighbourhood", "findings.xlsx", "work/eligible.xlsx"):
        sheet = tmp_path / f"{what.partition('.')[0].replace('/', '-')}.xlsx"
        sheet.write_bytes(client.get(f"/{what}").data)
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
               "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir",
               str(tmp_path / "csv"), *map(str, tmp_path.glob("*.xlsx"))]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert len(list((tmp_path / "csv").iterdir())) == 33
    for sheet, total in counted.items():
        text = (tmp_path / "csv" / f"{sheet.stem}.csv").read_text(encoding="utf-8")
        rows = list(csv.reader(StringIO(text)))
        header = next(at for at, row in enumerate(rows) if row[0] == "شناسه")
        assert len(rows) - header - 1 == total, sheet.name
    assert sum(counted.values()) > 10
