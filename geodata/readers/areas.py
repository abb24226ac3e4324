"""District and neighbourhood polygons: valid, in EPSG:4326, each under one id.

Does not decide what lies in which area; see `geodata.coverage`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.errors import SchemaError
from geodata.issues import IssueLog
from geodata.model import AreaKind
from geodata.names import clean_name, latin_digits
from geodata.readers.crossings import MOST_CROSSINGS, repairable
from geodata.readers.headers import header_key
from geodata.readers.places import district_number, district_title
from geodata.readers.refusals import refusal
from geodata.readers.staging import staged
from geodata.readers.streets import as_text
from geodata.readers.vectors import POLYGONS, geometry_types, has_finite_coordinates, read_layer
from geodata.vocab import read_vocab

COLUMNS = ("area_id", "name_fa", "kind", "district", "geometry")
_LAYER_NAMES = {
    AreaKind.DISTRICT: "districts",
    AreaKind.NEIGHBOURHOOD: "neighbourhoods",
    AreaKind.CITY: "city",
}


OVERLAP_TOLD = 0.01
"""Share of an area from which an overlap is worth a word."""


def read_areas(path: Path, issues: IssueLog, *, kind: AreaKind) -> gpd.GeoDataFrame:
    """Return the areas of a polygon file, EPSG:4326, sorted by `area_id`.

    Returns
    -------
    GeoDataFrame
        Columns `COLUMNS`: `area_id` in latin digits («منطقه چهار» is '4'), `name_fa` to show,
        `kind` an `AreaKind` value, `district` the district's id of a neighbourhood or None.
        Two neighbourhoods of one name carry their district in the id: «امام (4)».

    Raises
    ------
    InputRefusedError
        The narrowest class of it; the message names the feature and column.
    """
    with staged(path) as file:
        layer = read_layer(file, issues, POLYGONS, preferred=_LAYER_NAMES[kind])
    _refuse_bad_geometry(layer, path.name)
    columns = {header_key(str(column)): str(column) for column in layer.columns}
    frame = gpd.GeoDataFrame(
        _identities(layer, columns, kind, path.name),
        geometry=_valid_polygons(layer, issues, path.name),
        crs=layer.crs,
    )
    frame["area_id"] = _told_apart(frame)
    _refuse_repeated(frame, path.name)
    _report_overlaps(frame, issues, path.name)
    frame["kind"] = kind.value
    ordered = frame.sort_values("area_id", key=lambda ids: ids.map(_natural), kind="stable")
    return ordered[list(COLUMNS)].reset_index(drop=True)


def _identities(
    layer: gpd.GeoDataFrame, columns: dict[str, str], kind: AreaKind, file: str
) -> pd.DataFrame:
    role = "id" if kind is AreaKind.DISTRICT else "name"
    column = _column(columns, kind, role)
    if column is None:
        raise refusal(
            SchemaError,
            "area_column_missing",
            file=file,
            wanted=kind.value,
            expected=", ".join(_aliases(kind, role)),
            found=", ".join(str(c) for c in layer.columns if c != "geometry") or "—",
        )
    said = [as_text(value) for value in layer[column]]
    for row, text in enumerate(said, start=1):
        if text is None:
            raise refusal(SchemaError, "area_unnamed", file=file, row=row, column=column)
    texts = [text or "" for text in said]
    return pd.DataFrame(
        {
            "area_id": [_area_id(text, kind) for text in texts],
            "name_fa": [_name(text, kind) for text in texts],
            "district": _districts(layer, columns, kind),
            "column": column,
        },
        index=layer.index,
    )


def _area_id(text: str, kind: AreaKind) -> str:
    if kind is AreaKind.DISTRICT and (number := district_number(text)) is not None:
        return str(number)
    return latin_digits(clean_name(text))


def _name(text: str, kind: AreaKind) -> str:
    if kind is AreaKind.DISTRICT and (number := district_number(text)) is not None:
        return district_title(number)
    return clean_name(text)


def _districts(
    layer: gpd.GeoDataFrame, columns: dict[str, str], kind: AreaKind
) -> list[str | None]:
    column = _column(columns, kind, "district")
    if column is None:
        return [None] * len(layer)
    said = (as_text(value) for value in layer[column])
    return [None if text is None else _area_id(text, AreaKind.DISTRICT) for text in said]


def _refuse_bad_geometry(layer: gpd.GeoDataFrame, file: str) -> None:
    kinds = layer.geometry.geom_type
    has_polygon = kinds.isin(["Polygon", "MultiPolygon", "GeometryCollection"])
    if kinds.notna().any() and not has_polygon.any():
        raise refusal(SchemaError, "polygons_expected", file=file, found=geometry_types(layer))
    usable = has_polygon.to_numpy() & has_finite_coordinates(layer)
    usable &= ~layer.geometry.is_empty.to_numpy()
    if not usable.all():
        raise refusal(SchemaError, "area_geometry", file=file, row=int(np.argmin(usable)) + 1)


def _valid_polygons(layer: gpd.GeoDataFrame, issues: IssueLog, file: str) -> gpd.GeoSeries:
    """Return the polygons with self-crossings repaired, keeping only what has an area."""
    geometry = layer.geometry
    valid = geometry.is_valid
    crossed = np.flatnonzero(~valid.to_numpy())
    sound = repairable(geometry.iloc[position] for position in crossed)
    for position, is_sound in zip(crossed, sound, strict=True):
        if not is_sound:
            raise refusal(
                SchemaError, "area_crossed", file=file, row=int(position) + 1, limit=MOST_CROSSINGS
            )
        issues.add("area_invalid", source=file, row=int(position) + 1, column="geometry")
    repaired = geometry.where(valid, geometry.make_valid())
    return repaired.map(_polygonal)


def _polygonal(geometry: shapely.Geometry) -> shapely.Geometry:
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    parts = [part for part in shapely.get_parts(geometry) if shapely.area(part) > 0]
    return shapely.union_all(parts)


def _told_apart(frame: gpd.GeoDataFrame) -> pd.Series[str]:
    """Return the ids with the district added where a name occurs twice."""
    with_district = frame["area_id"].astype(object) + " (" + frame["district"].astype(object) + ")"
    ambiguous = frame.duplicated("area_id", keep=False) & with_district.notna()
    ids: pd.Series[str] = frame["area_id"].where(~ambiguous, with_district)
    return ids


def _refuse_repeated(frame: gpd.GeoDataFrame, file: str) -> None:
    repeated = np.flatnonzero(frame.duplicated("area_id").to_numpy())
    if not len(repeated):
        return
    at = int(repeated[0])
    area_id = frame["area_id"].iloc[at]
    raise refusal(
        SchemaError,
        "area_duplicate",
        file=file,
        row=at + 1,
        column=frame["column"].iloc[at],
        value=area_id,
        first_row=int(np.argmax((frame["area_id"] == area_id).to_numpy())) + 1,
    )


def _report_overlaps(frame: gpd.GeoDataFrame, issues: IssueLog, file: str) -> None:
    """Log each two areas that share `OVERLAP_TOLD` of the smaller; borders never fit exactly."""
    polygons = frame.geometry.to_numpy()
    one, other = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    later = one > other
    one, other = one[later], other[later]
    # shares of one another: degrees do, within a city
    common = shapely.area(shapely.intersection(polygons[one], polygons[other]))
    shares = common / np.minimum(shapely.area(polygons[one]), shapely.area(polygons[other]))
    for at in np.flatnonzero(shares >= OVERLAP_TOLD):
        issues.add(
            "areas_overlap",
            source=file,
            row=int(one[at]) + 1,
            column="geometry",
            value=frame["area_id"].iloc[one[at]],
            other=frame["name_fa"].iloc[other[at]],
            share=round(100 * float(common[at] / shapely.area(polygons[one[at]]))),
        )


def _column(columns: dict[str, str], kind: AreaKind, role: str) -> str | None:
    wanted = (header_key(alias) for alias in _aliases(kind, role))
    return next((columns[key] for key in wanted if key in columns), None)


@cache
def _aliases(kind: AreaKind, role: str) -> tuple[str, ...]:
    return tuple(
        row["alias"]
        for row in read_vocab("area_columns")
        if row["kind"] == kind and row["role"] == role
    )


def _natural(area_id: str) -> tuple[int, str]:
    return (int(area_id), "") if area_id.isascii() and area_id.isdigit() else (10**9, area_id)
