"""The table of alleys, put together from segments, names, areas and earlier ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.alleys.continuations import IntArray, Lines
from geodata.alleys.grouping import group_segments, parsed_names
from geodata.alleys.identity import EarlierAlleys, assign_ids
from geodata.alleys.parents import CLASS_RANK, Mouths, find_mouths, parent_streets
from geodata.areas import assign_areas
from geodata.codes import encode_id
from geodata.crs import WGS84
from geodata.designation import Designation, Honoree, StreetName
from geodata.model import Kind, RoadClass
from geodata.names import clean_name, fold_key, fold_words, person_words, squeeze

_KIND_OF_CLASS = {
    RoadClass.TRUNK: Kind.HIGHWAY,
    RoadClass.PRIMARY: Kind.STREET,
    RoadClass.SECONDARY: Kind.STREET,
    RoadClass.TERTIARY: Kind.STREET,
    RoadClass.RESIDENTIAL: Kind.ALLEY,
    RoadClass.ALLEY: Kind.ALLEY,
    RoadClass.PATH: Kind.FOOTWAY,
}
_COORDINATE_DECIMALS = 7


@dataclass(frozen=True, slots=True)
class AlleyTable:
    """The alleys of one build.

    Attributes
    ----------
    frame : GeoDataFrame, EPSG:4326, sorted by `alley_id`
        Columns `alley_id`, `code`, `source_ids` (tuple), `name_fa`, `names_fa` (tuple of every
        name on the map), `kind`, `road_class`, `parent_fa`, `base_key`, `number`, `sub`,
        `district`, `neighbourhood` (area ids or None), `length_m` [m], `mouth_lon`,
        `mouth_lat`, `designations`, `honorees` (tuples, as written on the map), `street_key`
        (under which others are numbered off it, "" for none), `parent_id` (alley id or None).
    lines : array of geometry
        The same alleys in `crs`, for measuring.
    crs : str
        The metric CRS of `lines`.
    retired : dict
        Earlier alley id → id of its successor or None.
    of_segment : array of int
        Position in `frame` of the alley each segment of the network is part of.
    """

    frame: gpd.GeoDataFrame
    lines: Lines
    crs: str
    retired: dict[int, int | None]
    of_segment: IntArray


def build_alleys(
    streets: gpd.GeoDataFrame,
    *,
    crs: str,
    districts: gpd.GeoDataFrame | None = None,
    neighbourhoods: gpd.GeoDataFrame | None = None,
    earlier: Callable[[str], EarlierAlleys] | None = None,
) -> AlleyTable:
    """Return the alleys of a street network.

    Parameters
    ----------
    streets : GeoDataFrame, EPSG:4326
        As `geodata.readers.read_streets` returns it.
    crs : str
        Metric CRS to measure in.
    districts, neighbourhoods : GeoDataFrame, EPSG:4326, optional
        As `geodata.readers.read_areas` returns them.
    earlier : callable, optional
        Gives the alleys of the dataset being replaced, in the CRS asked for.
    """
    segments = streets.to_crs(crs).geometry.to_numpy()
    names = parsed_names(streets)
    before = earlier(crs) if earlier else EarlierAlleys.none()
    groups = group_segments(streets, segments, names, before.lines)
    frame = _facts(streets, names, groups)
    lines = _united(segments, groups)
    frame, mouths = _with_parents(frame, lines)
    drawn = _rounded(gpd.GeoSeries(lines, crs=crs).to_crs(WGS84).to_numpy())
    identities = assign_ids(frame["identity_key"].tolist(), lines, drawn, before)
    frame["alley_id"] = identities.alley_ids
    frame["code"] = [encode_id(i) for i in identities.alley_ids.tolist()]
    parent_ids = [identities.alley_ids[p] if p >= 0 else None for p in frame["parent"]]
    frame["parent_id"] = pd.Series(parent_ids, dtype="Int64")
    frame["district"] = _area_ids(lines, districts, crs)
    frame["neighbourhood"] = _area_ids(lines, neighbourhoods, crs)
    frame["length_m"] = shapely.length(lines).round(1)
    frame["mouth_lon"], frame["mouth_lat"] = _degrees(mouths.points, crs)
    frame = frame.drop(columns=["parent", "identity_key"])
    ordered = np.argsort(identities.alley_ids)
    position = np.argsort(ordered)
    table = gpd.GeoDataFrame(frame, geometry=drawn, crs=WGS84)
    return AlleyTable(
        table.iloc[ordered].reset_index(drop=True),
        lines[ordered],
        crs,
        identities.retired,
        position[groups],
    )


def _facts(
    streets: gpd.GeoDataFrame, names: Sequence[tuple[StreetName, ...]], groups: IntArray
) -> pd.DataFrame:
    """One row per alley with everything that follows from its segments' attributes."""
    lengths = shapely.length(streets.geometry.to_numpy())
    members: list[list[int]] = [[] for _ in range(int(groups.max()) + 1)]
    for segment in np.lexsort([streets["source_id"].to_numpy(dtype=str), -lengths]):
        members[groups[segment]].append(int(segment))
    columns = {c: streets[c].tolist() for c in ("source_id", "road_class", "name", "name_fa")}
    facts = pd.DataFrame([_fact(rows, columns, names) for rows in members], dtype=object)
    return facts.astype({"number": "Int64", "sub": "Int64"})


def _fact(
    rows: list[int], columns: dict[str, list[str | None]], names: Sequence[tuple[StreetName, ...]]
) -> dict[str, object]:
    """The longest segment speaks first where segments disagree."""
    said = [name for row in rows for name in names[row]]
    designations = tuple(dict.fromkeys(d for name in said for d in name.designations))
    honorees = tuple(dict.fromkeys(h for name in said for h in name.honorees))
    written = [columns[c][row] for row in rows for c in ("name", "name_fa")]
    shown = list(dict.fromkeys(clean_name(text) for text in written if text))
    road_class = min((columns["road_class"][row] or "" for row in rows), key=CLASS_RANK.__getitem__)
    numbered = min(designations, key=lambda d: d.rank, default=Designation(""))
    if numbered.number is None:
        numbered = Designation("")
    kind = next((name.kind for name in said if name.kind), _KIND_OF_CLASS[RoadClass(road_class)])
    return {
        "source_ids": tuple(sorted({str(columns["source_id"][row]) for row in rows}, key=_natural)),
        "name_fa": shown[0] if shown else None,
        "names_fa": tuple(shown),
        "kind": str(kind),
        "road_class": road_class,
        "base_key": numbered.base_key,
        "number": numbered.number,
        "sub": numbered.sub,
        "designations": designations,
        "honorees": honorees,
        "street_key": _own_street_key(designations, honorees),
        "identity_key": _identity_key(designations, honorees, shown),
    }


def _natural(source_id: str) -> tuple[int, str]:
    return (len(source_id), source_id) if source_id.isdigit() else (1 << 30, source_id)


def _own_street_key(designations: Sequence[Designation], honorees: Sequence[Honoree]) -> str:
    """The key under which other alleys would be numbered off this one."""
    named = [d for d in designations if d.number is None]
    if named or not designations:
        return named[0].base_key if named else next((h.key for h in honorees), "")
    return next((d.street_key for d in designations if d.base_key), "")


def _identity_key(
    designations: Sequence[Designation], honorees: Sequence[Honoree], shown: Sequence[str]
) -> str:
    """What makes the place's name: not how it is spelled, nor after whom it was named lately."""
    if designations:
        first = min(designations, key=lambda d: d.rank)
        return f"{first.base_key}|{first.number}|{first.sub}"
    if honorees:
        return min(honoree.key for honoree in honorees)
    return fold_key(min(shown)) if shown else ""


def _united(segments: Lines, groups: IntArray) -> Lines:
    order = np.argsort(groups, kind="stable")
    collected = shapely.multilinestrings(segments[order], indices=groups[order])
    merged: Lines = shapely.normalize(shapely.line_merge(collected))
    return merged


def _with_parents(frame: pd.DataFrame, lines: Lines) -> tuple[pd.DataFrame, Mouths]:
    """Add the parent street; a bare number is completed by the street the alley opens from."""
    mouths = find_mouths(lines, frame["road_class"], frame["base_key"], frame["street_key"])
    keys = frame["street_key"].to_numpy()
    opens_key = np.where(mouths.opens_from >= 0, keys[mouths.opens_from], "")
    bare = (frame["base_key"] == "") & frame["number"].notna()
    frame.loc[bare, "base_key"] = opens_key[bare.to_numpy()]
    parent = parent_streets(lines, frame["base_key"], frame["street_key"])
    parent = np.where(bare & (parent < 0) & (opens_key != ""), mouths.opens_from, parent)
    frame["parent"] = parent
    shown = frame["name_fa"].tolist()
    frame["parent_fa"] = [
        shown[p] if p >= 0 else _parent_as_written(name, key)
        for p, name, key in zip(parent, shown, frame["base_key"], strict=True)
    ]
    return frame, mouths


def _parent_as_written(name: str | None, base_key: str) -> str | None:
    """The part of an alley's own name that is its parent's («هنرستان» of «هنرستان ۱۹»)."""
    if not name or not base_key:
        return None
    words = name.replace("(", " ").replace(")", " ").split()
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            if squeeze(person_words(fold_words(" ".join(words[start:end])))) == base_key:
                return " ".join(words[start:end]).strip("-+–،,/0123456789۰۱۲۳۴۵۶۷۸۹ ") or None
    return None


def _area_ids(lines: Lines, areas: gpd.GeoDataFrame | None, crs: str) -> pd.Series:
    if areas is None:
        return pd.Series([None] * len(lines), dtype=object)
    index = assign_areas(lines, areas.to_crs(crs).geometry.to_numpy())
    ids = [*areas["area_id"], None]
    return pd.Series([ids[i] for i in index], dtype=object)


def _degrees(points: Lines, crs: str) -> tuple[pd.Series, pd.Series]:
    degrees = gpd.GeoSeries(points, crs=crs).to_crs(WGS84)
    return degrees.x.round(_COORDINATE_DECIMALS), degrees.y.round(_COORDINATE_DECIMALS)


def _rounded(lines: Lines) -> Lines:
    rounded: Lines = shapely.transform(lines, lambda xy: xy.round(_COORDINATE_DECIMALS))
    return rounded
