"""One layer of a vector file as a frame in EPSG:4326, two-dimensional, in file order.

Chooses the layer, reads it with the driver its ending promised and puts it into degrees; what
the columns mean is the business of `streets` and `areas`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import as_file, files
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geodata.crs import WGS84
from geodata.errors import CrsError, FormatRefusedError, GeodataError, SchemaError
from geodata.issues import IssueLog
from geodata.readers.gdal import hardened_pyogrio, quiet_and_offline
from geodata.readers.refusals import refusal
from geodata.readers.staging import StagedFile

MAX_FEATURES = 5_000_000
FID_COLUMN = "fid"
_ANY_GEOMETRY = ("Unknown", "GeometryCollection")
_OSM_LINES = "lines"
_WAYS, _WAYS_CONFIG = "SELECT * FROM lines WHERE highway IS NOT NULL", "osmconf.ini"
_SLACK_DEG = 1e-6


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a role needs of a layer: its geometry types, usual layer names, and the refusal."""

    geometry_words: tuple[str, ...]
    layer_names: tuple[str, ...]
    refusal_code: str


LINES = Wanted(
    ("LineString", "MultiCurve", "CompoundCurve"),
    ("streets", "roads", "lines", "alleys", "معابر"),
    "lines_expected",
)
POLYGONS = Wanted(
    ("Polygon", "MultiSurface"), ("districts", "neighbourhoods", "areas"), "polygons_expected"
)


def read_layer(
    staged: StagedFile, issues: IssueLog, wanted: Wanted, *, preferred: str | None = None
) -> gpd.GeoDataFrame:
    """Return the wanted layer in EPSG:4326, 2-D, with feature numbers 0… as index.

    Broken geometries are None; NaN and infinite coordinates are left for the caller to report.
    A feature id that the format itself keeps is in column `fid` unless the file has one.

    Raises
    ------
    FormatRefusedError
        When GDAL cannot read the file to its end.
    SchemaError
        When no layer has the wanted geometry or the layer is empty.
    CrsError
        When the layer has no coordinate reference system, or one its coordinates contradict.
    """
    layer = _choose_layer(staged, issues, wanted, preferred)
    if staged.driver == "OSM":
        frame = _guarded(staged, partial(_read_osm, staged=staged))
    else:
        frame = _guarded(staged, partial(_read, staged=staged, layer=layer))
    if not len(frame):
        raise refusal(SchemaError, "layer_empty", file=staged.file, layer=layer)
    if not isinstance(frame, gpd.GeoDataFrame):
        raise refusal(SchemaError, wanted.refusal_code, file=staged.file, found="—")
    return _to_degrees(frame, staged.file, layer)


def read_every_layer(
    staged: StagedFile, *, osm_layers: Mapping[str, Sequence[str]], osm_config: str
) -> list[tuple[str, gpd.GeoDataFrame]]:
    """Return every layer that has geometry and features, by name; see `read_layer`.

    Of an OSM extract those of `osm_layers`, each with the features that carry one of its tags;
    `osm_config` is the file beside this module that says which tags are handed over.

    Raises
    ------
    FormatRefusedError
        When GDAL cannot read the file to its end.
    SchemaError
        When nothing in the file has a geometry.
    CrsError
        When a layer has no coordinate reference system, or one its coordinates contradict.
    """
    if staged.driver == "OSM":
        names = list(osm_layers)
    else:
        layers = _guarded(staged, lambda pyogrio: pyogrio.list_layers(staged.path).tolist())
        names = [str(name) for name, kind in layers if kind is not None]
    found = []
    for name in names:
        if staged.driver == "OSM":
            any_tag = " OR ".join(f'"{tag}" IS NOT NULL' for tag in osm_layers[name])
            sql = f"SELECT * FROM {name} WHERE {any_tag}"  # noqa: S608 constants of our own # nosec B608
            frame = _guarded(staged, partial(_read_osm, staged=staged, sql=sql, config=osm_config))
        else:
            frame = _guarded(staged, partial(_read, staged=staged, layer=name))
        if len(frame) and isinstance(frame, gpd.GeoDataFrame):
            found.append((name, _to_degrees(frame, staged.file, name)))
    if not names:
        raise refusal(SchemaError, "layer_missing", file=staged.file)
    return found


def has_finite_coordinates(frame: gpd.GeoDataFrame) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return per feature whether all its coordinates are finite (bounds would hide a NaN)."""
    finite = np.ones(len(frame), dtype=bool)
    coordinates, owner = shapely.get_coordinates(frame.geometry.array, return_index=True)
    finite[owner[~np.isfinite(coordinates).all(axis=1)]] = False
    return finite


def geometry_types(frame: gpd.GeoDataFrame) -> str:
    """Return the geometry types of a frame for a message."""
    return ", ".join(sorted(frame.geometry.geom_type.dropna().unique())) or "—"


def _choose_layer(
    staged: StagedFile, issues: IssueLog, wanted: Wanted, preferred: str | None
) -> str:
    if staged.driver == "OSM":
        return _OSM_LINES
    layers = _guarded(staged, lambda pyogrio: pyogrio.list_layers(staged.path).tolist())
    if not layers:
        raise refusal(SchemaError, "layer_missing", file=staged.file)
    fitting = [str(name) for name, kind in layers if _fits(kind, wanted)]
    if not fitting:
        found = ", ".join(sorted({str(kind or "—") for _, kind in layers}))
        raise refusal(SchemaError, wanted.refusal_code, file=staged.file, found=found)
    names = (preferred, *wanted.layer_names)
    chosen = next((name for name in names if name in fitting), fitting[0])
    if len(fitting) > 1:
        issues.add("layer_chosen", source=staged.file, value=chosen)
    return chosen


def _fits(kind: str | None, wanted: Wanted) -> bool:
    return kind is not None and any(
        word in kind for word in (*wanted.geometry_words, *_ANY_GEOMETRY)
    )


def _read(pyogrio: Any, staged: StagedFile, layer: str) -> gpd.GeoDataFrame:
    info = pyogrio.read_info(staged.path, layer=layer, encoding=staged.encoding)
    if info["driver"] != staged.driver:
        raise refusal(
            FormatRefusedError, "content_mismatch", file=staged.file, expected=staged.label
        )
    if info["features"] > MAX_FEATURES:
        raise refusal(
            SchemaError,
            "features_too_many",
            file=staged.file,
            found=info["features"],
            limit=MAX_FEATURES,
        )
    frame = pyogrio.read_dataframe(
        staged.path,
        layer=layer,
        encoding=staged.encoding,
        force_2d=True,
        fid_as_index=True,
        on_invalid="ignore",
    )
    numbers = frame.index.to_numpy()
    frame = frame.reset_index(drop=True)
    keeps_ids = bool(info["fid_column"]) or not np.array_equal(numbers, np.arange(len(numbers)))
    if keeps_ids and FID_COLUMN not in frame:
        frame[FID_COLUMN] = numbers
    return frame


def _read_osm(
    pyogrio: Any, staged: StagedFile, *, sql: str = _WAYS, config: str = _WAYS_CONFIG
) -> gpd.GeoDataFrame:
    """Read the ways with a highway; asking by SQL keeps GDAL from piling up the other layers."""
    with as_file(files(__package__) / config) as path:
        return pyogrio.read_dataframe(
            staged.path, sql=sql, on_invalid="ignore", CONFIG_FILE=str(path)
        )


def _guarded(staged: StagedFile, read: Callable[[Any], Any]) -> Any:
    """Run a reading; whatever GDAL, shapely or pandas stumble over means a broken file."""
    try:
        with quiet_and_offline(), np.errstate(invalid="ignore"):
            return read(hardened_pyogrio())
    except GeodataError:
        raise
    except Exception as error:
        reason = str(error).replace(str(staged.path), staged.file).splitlines()
        raise refusal(
            FormatRefusedError,
            "file_broken",
            file=staged.file,
            expected=staged.label,
            reason=reason[0] if reason else type(error).__name__,
        ) from error


def _to_degrees(frame: gpd.GeoDataFrame, file: str, layer: str) -> gpd.GeoDataFrame:
    crs = frame.crs
    if (
        crs is None
        or crs.name.startswith(("Undefined", "Unknown", "unknown"))
        or crs.is_engineering
    ):
        raise refusal(CrsError, "crs_missing", file=file, layer=layer)
    if not crs.equals(pyproj.CRS(WGS84), ignore_axis_order=True):
        with np.errstate(invalid="ignore"):
            frame = frame.to_crs(WGS84)
    frame = frame.set_crs(WGS84, allow_override=True)
    west, south, east, north = _finite_bounds(frame)
    if west < -180 - _SLACK_DEG or east > 180 + _SLACK_DEG or south < -90 or north > 90:
        raise refusal(
            CrsError,
            "crs_contradicted",
            file=file,
            layer=layer,
            crs=crs.name,
            value=f"{west:g} {south:g} {east:g} {north:g}",
        )
    return frame


def _finite_bounds(frame: gpd.GeoDataFrame) -> tuple[float, float, float, float]:
    coordinates = shapely.get_coordinates(frame.geometry.array)
    coordinates = coordinates[np.isfinite(coordinates).all(axis=1)]
    if not len(coordinates):
        return 0.0, 0.0, 0.0, 0.0
    west, south = coordinates.min(axis=0)
    east, north = coordinates.max(axis=0)
    return float(west), float(south), float(east), float(north)
