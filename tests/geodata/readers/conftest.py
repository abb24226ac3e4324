"""Small input files, written as offices and GIS programs write them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import geopandas as gpd
import openpyxl
import pytest
import shapely

from geodata.issues import IssueLog
from geodata.readers.gdal import hardened_pyogrio

hardened_pyogrio()

Rows = Sequence[Sequence[object]]

ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="s">'
)
ODS_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"


@pytest.fixture
def issues() -> IssueLog:
    return IssueLog()


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    def write(
        rows: Rows, *, name: str = "registry.csv", encoding: str = "utf-8", delimiter: str = ","
    ) -> Path:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        path = tmp_path / name
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return write


@pytest.fixture
def write_xlsx(tmp_path: Path) -> Callable[..., Path]:
    def write(rows: Rows, *, merges: Sequence[str] = (), name: str = "registry.xlsx") -> Path:
        workbook = openpyxl.Workbook()
        for row in rows:
            workbook.active.append(list(row))
        for merged in merges:
            workbook.active.merge_cells(merged)
        workbook.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def write_ods(tmp_path: Path) -> Callable[..., Path]:
    def write(body: str | Rows, *, name: str = "registry.ods") -> Path:
        xml = body if isinstance(body, str) else "".join(map(ods_row, body))
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", ODS_HEAD + xml + ODS_TAIL)
        return path

    return write


def ods_row(row: Sequence[object]) -> str:
    cells = "".join(
        "<table:table-cell/>"
        if value == ""
        else '<table:table-cell office:value-type="string"><text:p>'
        f"{escape(str(value))}</text:p></table:table-cell>"
        for value in row
    )
    return f"<table:table-row>{cells}</table:table-row>"


@pytest.fixture
def streets() -> gpd.GeoDataFrame:
    """Three lines near Qom's shrine."""
    return gpd.GeoDataFrame(
        {
            "osm_id": ["11", "12", "13"],
            "name": ["هنرستان ۱۹", "كوچه لادن", None],
            "highway": ["residential", "service", "secondary_link"],
        },
        geometry=[
            shapely.LineString([(50.88, 34.64), (50.881, 34.641)]),
            shapely.LineString([(50.881, 34.641), (50.882, 34.641)]),
            shapely.LineString([(50.882, 34.641), (50.883, 34.642)]),
        ],
        crs=4326,
    )


@pytest.fixture
def districts() -> gpd.GeoDataFrame:
    """Two districts as `read_areas` returns them."""
    return gpd.GeoDataFrame(
        {"area_id": ["1", "4"], "name_fa": ["منطقه ۱", "منطقه ۴"], "kind": "district"},
        geometry=[shapely.box(50.8, 34.6, 50.9, 34.7), shapely.box(50.9, 34.6, 51.0, 34.7)],
        crs=4326,
    )
