"""The street network: one LineString per row, its id, its names as written and its class.

Groups nothing into alleys and reads nothing out of the names; see `geodata.alleys`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.errors import SchemaError
from geodata.issues import IssueLog
from geodata.model import RoadClass
from geodata.names import fold_key
from geodata.readers.cells import NOTHING_SAID
from geodata.readers.refusals import refusal
from geodata.readers.staging import staged
from geodata.readers.vectors import LINES, geometry_types, has_finite_coordinates, read_layer
from geodata.vocab import read_vocab

ID_FIELDS = ("osm_id", "way_id", "id", "fid")
NAME_FIELDS = {
    "name": ("name", "نام", "نام معبر"),
    "name_fa": ("name:fa", "name_fa"),
    "alt_name": ("alt_name",),
    "old_name": ("old_name",),
    "official_name": ("official_name", "official_n"),
    "loc_name": ("loc_name",),
}
CLASS_FIELDS = ("highway", "kind", "fclass")
STRUCTURE_FIELDS = ("structure", "bridge", "tunnel")
SHORTEST_DEG = 1e-9
"""A tenth of a millimetre: shorter lines are points once they are drawn."""
FOOT_FIELDS = {"layer": ("layer",), "foot": ("foot",), "access": ("access",)}
"""What tells which lines meet and who may walk there; see `geodata.walks.network`."""
COLUMNS = (
    "source_id",
    "row",
    *NAME_FIELDS,
    "highway",
    "road_class",
    "structure",
    *FOOT_FIELDS,
    "geometry",
)


def read_streets(path: Path, issues: IssueLog, *, id_field: str | None = None) -> gpd.GeoDataFrame:
    """Return the lines of a street file, EPSG:4326.

    Parameters
    ----------
    id_field : str, optional
        The column that identifies a line; else the first of `ID_FIELDS`, else its number.

    Returns
    -------
    GeoDataFrame
        Columns `COLUMNS`; `row` is the feature's number in the file from 1; names are text as
        written or None; `road_class` is a `RoadClass` value; a multi-part line gives several
        rows of one `source_id`.

    Raises
    ------
    InputRefusedError
        The narrowest class of it: file missing, format, CRS, geometry or column.
    """
    with staged(path) as file:
        layer = read_layer(file, issues, LINES)
    fields = {str(column).lower(): column for column in layer.columns}
    rows = pd.Series(np.arange(1, len(layer) + 1), index=layer.index)
    frame = gpd.GeoDataFrame(
        {
            "source_id": _source_ids(layer, fields, id_field, path.name),
            "row": rows,
            **{name: _text(layer, fields, choice) for name, choice in NAME_FIELDS.items()},
            "highway": _text(layer, fields, CLASS_FIELDS),
            "structure": _structure(layer, fields),
            **{name: _text(layer, fields, choice) for name, choice in FOOT_FIELDS.items()},
        },
        geometry=layer.geometry,
        crs=layer.crs,
    )
    _report_repeated_ids(frame, issues, path.name)
    if frame[list(NAME_FIELDS)].isna().all(axis=None):
        issues.add("streets_unnamed", source=path.name, column="name")
    frame["road_class"] = frame["highway"].map(road_class)
    return _lines_only(frame, issues, path.name)[list(COLUMNS)]


def road_class(value: str | None) -> str:
    """Return the `RoadClass` value of a highway, fclass or kind; unknown is residential."""
    if value is None:
        return RoadClass.RESIDENTIAL.value
    return _road_classes().get(fold_key(value.removesuffix("_link")), RoadClass.RESIDENTIAL.value)


def _source_ids(
    layer: gpd.GeoDataFrame, fields: dict[str, str], id_field: str | None, file: str
) -> pd.Series[str]:
    numbers = pd.Series([str(n) for n in range(1, len(layer) + 1)], index=layer.index)
    if id_field is not None and id_field not in layer.columns:
        found = ", ".join(str(column) for column in layer.columns if column != "geometry")
        raise refusal(SchemaError, "id_field_missing", file=file, value=id_field, found=found)
    column = id_field or next((fields[f] for f in ID_FIELDS if f in fields), None)
    if column is None:
        return numbers
    ids: pd.Series[str] = layer[column].map(as_text).astype(object)
    ids[ids.isna()] = numbers[ids.isna()]
    return ids


def _text(layer: gpd.GeoDataFrame, fields: dict[str, str], choice: Sequence[str]) -> pd.Series[str]:
    """Return the first non-empty text of the chosen columns, None where there is none."""
    said = pd.Series([None] * len(layer), index=layer.index, dtype=object)
    for name in choice:
        if name in fields:
            values = layer[fields[name]].map(as_text).astype(object)
            said = said.where(said.notna(), values)
    return said.where(said.notna(), None)


def _structure(layer: gpd.GeoDataFrame, fields: dict[str, str]) -> pd.Series[str]:
    """Return 'bridge', 'tunnel' or what a structure column says, else None."""
    said = _text(layer, fields, STRUCTURE_FIELDS[:1])
    said = said.where(~said.isin(["normal", "no", "none"]), None)
    for name in STRUCTURE_FIELDS[1:]:
        marked = _text(layer, fields, (name,))
        is_one = marked.notna() & ~marked.isin(["no", "0", "F", "False", "false"])
        said = said.where(~(is_one & said.isna()), name)
    return said


def as_text(value: object) -> str | None:
    """Return a cell as text without changing its letters; None for nothing and for 'nan'."""
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    return None if text.lower() in NOTHING_SAID else text


def _report_repeated_ids(frame: gpd.GeoDataFrame, issues: IssueLog, file: str) -> None:
    first_rows = frame.drop_duplicates("source_id").set_index("source_id")["row"]
    for source_id, row in frame.loc[frame.duplicated("source_id"), ["source_id", "row"]].itertuples(
        index=False
    ):
        issues.add(
            "duplicate_source_id",
            source=file,
            row=row,
            column="source_id",
            value=source_id,
            first_row=first_rows[source_id],
        )


def _lines_only(frame: gpd.GeoDataFrame, issues: IssueLog, file: str) -> gpd.GeoDataFrame:
    """Return single lines with finite coordinates and a length; report the rest."""
    finite = has_finite_coordinates(frame)
    missing = (frame.geometry.isna() | frame.geometry.is_empty).to_numpy()
    _report(issues, "geometry_invalid", file, frame["row"][~finite])
    _report(issues, "geometry_missing", file, frame["row"][missing])
    found = geometry_types(frame)
    frame = frame[finite & ~missing].explode(index_parts=False)
    lines = frame.geometry.geom_type.isin(["LineString", "LinearRing"])
    if len(frame) and not lines.any():
        raise refusal(SchemaError, "lines_expected", file=file, found=found)
    _report(issues, "geometry_not_line", file, frame["row"][~lines].drop_duplicates())
    frame = frame[lines]
    longer = shapely.length(frame.geometry.array) > SHORTEST_DEG
    _report(issues, "geometry_zero_length", file, frame["row"][~longer])
    if not longer.any():
        raise refusal(SchemaError, "streets_none", file=file)
    return frame[longer].reset_index(drop=True)


def _report(issues: IssueLog, code: str, file: str, rows: pd.Series[int]) -> None:
    for row in rows:
        issues.add(code, source=file, row=int(row), column="geometry")


@cache
def _road_classes() -> dict[str, str]:
    return {fold_key(row["value"]): row["road_class"] for row in read_vocab("road_classes")}
