"""The city's input files, byte for byte the same for the same city.

The truth is not written, a build has to find it; `planted.csv` tells the errors made on purpose.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from openpyxl import Workbook
from openpyxl.styles import Alignment

from geodata.demo.city import DemoCity
from geodata.workbooks import WRITTEN_AT, without_time

_DISTRICT_COLUMN = "منطقه"
_MERGE_ROWS = (3, 6)
_MOST_MERGES = 12


def write_city(city: DemoCity, out: Path, progress: Callable[[str], None] | None = None) -> None:
    """Write the six files and the list of errors; see `geodata.demo.write`."""
    out.mkdir(parents=True, exist_ok=True)
    tasks: dict[str, Callable[[Path], None]] = {
        "streets.gpkg": lambda path: _write_layer(city.streets, path, layer="streets"),
        "districts.geojson": lambda path: _write_layer(city.districts, path),
        "neighbourhoods.geojson": lambda path: _write_layer(city.neighbourhoods, path),
        "registry.xlsx": lambda path: _write_register(city.registry, path),
        "plaques.csv": lambda path: _write_csv(city.plaques, path),
        "surroundings.gpkg": lambda path: _write_shapes(city.surroundings, path),
        "planted.csv": lambda path: _write_csv(city.planted, path),
    }
    for name, task in tasks.items():
        if progress is not None:
            progress(name)
        task(out / name)


def _write_layer(frame: gpd.GeoDataFrame, path: Path, layer: str | None = None) -> None:
    path.unlink(missing_ok=True)
    driver = "GPKG" if path.suffix == ".gpkg" else "GeoJSON"
    options = {} if driver == "GPKG" else {"COORDINATE_PRECISION": 7}
    with _frozen_clock():
        pyogrio.write_dataframe(
            frame, path, driver=driver, layer=layer or path.stem, layer_options=options
        )


def _write_shapes(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write points, lines and areas as a layer each, as extracts of OSM come; empty tags not."""
    path.unlink(missing_ok=True)
    layers = {"Point": "points", "LineString": "lines"}
    layer_of = frame.geometry.geom_type.map(layers).fillna("multipolygons")
    for layer, shapes in frame.groupby(layer_of, sort=True):
        with _frozen_clock():
            pyogrio.write_dataframe(
                shapes.dropna(axis=1, how="all"),
                path,
                driver="GPKG",
                layer=str(layer),
                promote_to_multi=layer == "multipolygons",
                append=path.exists(),
            )


@contextmanager
def _frozen_clock() -> Iterator[None]:
    """Let GDAL write a fixed time of last change while the block runs."""
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": WRITTEN_AT})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    frame.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n", float_format="%.7f")


def _write_register(registry: pd.DataFrame, path: Path) -> None:
    path.write_bytes(_workbook(registry))


def _workbook(registry: pd.DataFrame) -> bytes:
    """Return the register as a right-to-left sheet, some equal districts merged."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "دفتر نام‌گذاری"
    sheet.sheet_view.rightToLeft = True
    sheet.freeze_panes = "A2"
    sheet.append(list(registry.columns))
    for row in registry.itertuples(index=False, name=None):
        sheet.append([cell or None for cell in row])
    column = list(registry.columns).index(_DISTRICT_COLUMN) + 1
    for first, last in _equal_runs(registry[_DISTRICT_COLUMN].tolist()):
        sheet.merge_cells(
            start_row=first + 2, end_row=last + 2, start_column=column, end_column=column
        )
        sheet.cell(first + 2, column).alignment = Alignment(vertical="center")
    packed = io.BytesIO()
    book.save(packed)
    return without_time(packed.getvalue())


def _equal_runs(texts: list[str]) -> list[tuple[int, int]]:
    """Return first and last positions of the first runs of one text worth merging."""
    runs, start = [], 0
    for index in range(1, len(texts) + 1):
        if index < len(texts) and texts[index] == texts[start]:
            continue
        if texts[start] and _MERGE_ROWS[0] <= index - start <= _MERGE_ROWS[1]:
            runs.append((start, index - 1))
        start = index
    return runs[:_MOST_MERGES]
