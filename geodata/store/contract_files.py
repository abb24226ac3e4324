"""The tables a build leaves for people: matches, issues and a GeoPackage.

Same inputs, same bytes: sorted rows, no clock, no machine in them.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from geodata.crs import WGS84
from geodata.issues import IssueLog
from geodata.standing import FURTHER

MATCH_COLUMNS = (
    "naming_id", "alley_id", "source_ids", "verdict", "method", "score", "reason_fa",
    "alternatives",
)  # fmt: skip
ISSUE_COLUMNS = (
    "source", "row", "field", "code", "severity", "value", "message_fa", "message_en",
)  # fmt: skip
ALLEY_COLUMNS = (
    "alley_id", "source_ids", "name_fa", "kind", "parent_fa", "number", "district",
    "neighbourhood", "length_m", "eligible", "road_class", "state", "code", "mouth_lon",
    "mouth_lat", "parent_id",
)  # fmt: skip
NAMING_COLUMNS = (
    "naming_id", "martyr_id", "full_name", "title", "father_name", "birth_date",
    "martyrdom_date", "martyrdom_place", "burial_place", "district", "neighbourhood",
    "main_street", "old_name", "new_name", "decree_no", "decree_date", "plaque_status",
    "verdict", "method", "score", "reason_fa", "alley_id",
)  # fmt: skip
PLAQUE_COLUMNS = (
    "plaque_id", "naming_id", "plaque_status", "plaque_date", "end", "plaque_text", "note",
)  # fmt: skip
_TIMELESS = "1970-01-01T00:00:00.000Z"


def write_matches(path: Path, namings: pd.DataFrame, source_ids: Mapping[int, str]) -> None:
    """Write `matches.csv`, one line per naming in the order of their ids.

    Of a naming on several alleys `alley_id` is the first, `source_ids` are those of all.
    """
    ordered = namings.sort_values("naming_id")
    columns = [ordered[c].tolist() for c in MATCH_COLUMNS if c != "source_ids"]
    rows = (
        (
            naming_id,
            "" if pd.isna(alley_id) else alley_id,
            "" if pd.isna(alley_id) else "|".join(source_ids[a] for a in (alley_id, *further)),
            verdict,
            method,
            "" if pd.isna(score) else f"{score:.4f}",
            reason_fa,
            "|".join(f"{alley}:{probability:.4f}" for alley, probability in alternatives),
        )
        for naming_id, alley_id, verdict, method, score, reason_fa, alternatives, further in zip(
            *columns, ordered[FURTHER], strict=True
        )
    )
    _write_csv(path, MATCH_COLUMNS, rows)


def write_issues(path: Path, issues: IssueLog) -> None:
    """Write `issues.csv` in the order of files, rows and columns."""
    _write_csv(path, ISSUE_COLUMNS, ([getattr(i, c) for c in ISSUE_COLUMNS] for i in issues))


def write_geopackage(
    path: Path,
    *,
    alleys: gpd.GeoDataFrame,
    namings: pd.DataFrame,
    plaques: pd.DataFrame,
    areas: gpd.GeoDataFrame,
    coverage: pd.DataFrame,
) -> None:
    """Write `alleys.gpkg` with its six layers, EPSG:4326, openable in QGIS."""
    listed = alleys.assign(source_ids=alleys["source_ids"].map("|".join))
    mouths = alleys.set_index("alley_id")[["mouth_lon", "mouth_lat"]]
    accepted = namings["alley_id"].where(namings["verdict"] == "accepted")
    at = mouths.reindex(accepted)
    points = gpd.GeoSeries.from_xy(at["mouth_lon"], at["mouth_lat"], crs=WGS84)
    signs = gpd.GeoSeries.from_xy(plaques["lon"], plaques["lat"], crs=WGS84)
    polygons = areas.set_index(["kind", "area_id"]).geometry
    covered = pd.MultiIndex.from_frame(coverage[["kind", "area_id"]])
    layers = {
        "alleys": (listed[[*ALLEY_COLUMNS, "geometry"]], "MultiLineString"),
        "namings": (_layer(namings[list(NAMING_COLUMNS)], points), "Point"),
        "plaques": (_layer(plaques[list(PLAQUE_COLUMNS)], signs), "Point"),
        "districts": (areas[areas["kind"] == "district"], "MultiPolygon"),
        "neighbourhoods": (areas[areas["kind"] == "neighbourhood"], "MultiPolygon"),
        "coverage": (_layer(coverage, polygons.reindex(covered)), "MultiPolygon"),
    }
    with _timeless():
        for name, (layer, geometry_type) in layers.items():
            layer.to_file(
                path, layer=name, driver="GPKG", geometry_type=geometry_type,
                promote_to_multi=geometry_type.startswith("Multi"), index=False,
            )  # fmt: skip


def _layer(table: pd.DataFrame, points: gpd.GeoSeries) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        table.reset_index(drop=True), geometry=points.reset_index(drop=True), crs=WGS84
    )


@contextmanager
def _timeless() -> Iterator[None]:
    """GDAL writes the time of day into a GeoPackage; the same inputs must give the same bytes."""
    before = os.environ.get("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _TIMELESS})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
