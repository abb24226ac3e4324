"""What the baselines read: the same files as ours, as two frames with folded keys.

A baseline gets what a careful analyst prepares in an afternoon: our folding, districts by
position, segments of one name within 40 m of each other as one alley.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from bench_join_baselines.cases import Files
from geodata.names import fold_key, fold_words, martyr_words, person_words, squeeze
from geodata.readers.places import area_key, district_number

SAME_ALLEY_M = 40.0
NAME_FIELDS = ("name", "alt_name", "old_name")
_CUT = re.compile(r"\s*[()\[\]+،,–—_]\s*|\s+-\s*|\s*-\s+")


@dataclass(frozen=True, slots=True)
class Written:
    """A written name for comparing: no kinds of street, no titles, the numbers last."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    martyr: bool

    @property
    def key(self) -> str:
        """«خیابان هنرستان، کوچه ۱۹» and «۱۹ هنرستان» are «هنرستان19»; "" without a word."""
        return squeeze(self.words) + "".join(self.numbers) if self.words else ""


@lru_cache(maxsize=1 << 17)
def read_name(text: str) -> Written:
    """Return a name as the baselines compare it."""
    words = fold_words(text)
    kept = tuple(word for word in person_words(words) if word not in martyr_words())
    numbers = tuple(word for word in words if word.isdigit())
    return Written(kept, numbers, bool(martyr_words().keys() & set(words)))


def read_rows(files: Files) -> pd.DataFrame:
    """Return the register: `reg_id`, raw texts, `person`, `surname`, `designation`, areas.

    Keys are None where the row says nothing.
    """
    rows = pd.read_csv(files.registry, dtype=str, keep_default_na=False)
    people = [read_name(text) for text in rows["full_name"]]
    rows["person"] = [squeeze(written.words) or None for written in people]
    rows["surname"] = [written.words[-1] if written.words else None for written in people]
    pairs = zip(rows["main_street"], rows["old_name"], strict=True)
    rows["designation"] = [_designation(street, old) for street, old in pairs]
    numbers = [district_number(text) if text else None for text in rows["district"]]
    rows["district"] = [None if number is None else str(number) for number in numbers]
    rows["neighbourhood"] = [area_key(text) or None for text in rows["neighbourhood"]]
    return rows


def _designation(main_street: str, old_name: str) -> str | None:
    if not old_name:
        return None
    return read_name(old_name).key or read_name(f"{main_street} {old_name}").key or None


def read_segments(files: Files) -> gpd.GeoDataFrame:
    """Return the segments in a metric CRS with the areas their middle lies in."""
    streets = gpd.read_file(files.streets)
    streets = streets.to_crs(streets.estimate_utm_crs())
    streets["way_id"] = streets["way_id"].astype(str)
    middles = streets.interpolate(0.5, normalized=True)
    for option, path in files.areas.items():
        column = option.removesuffix("s")
        areas = gpd.read_file(path)[[column, "geometry"]].to_crs(streets.crs)
        middle, area = areas.sindex.query(middles, predicate="within")
        named = pd.Series(areas[column].astype(str).to_numpy()[area], index=middle)
        streets[column] = named[~named.index.duplicated()].reindex(streets.index)
    if "neighbourhood" in streets:
        streets["neighbourhood"] = streets["neighbourhood"].map(area_key, na_action="ignore")
    return streets


def read_alleys(files: Files) -> pd.DataFrame:
    """Return the named alleys: `segments`, `keys`, `person`, `surname`, `designation`, areas.

    A segment with an old or second name is part of an alley under each of its names.
    """
    streets = read_segments(files)
    fields = [field for field in NAME_FIELDS if field in streets]
    named = pd.concat([streets.assign(name=streets[field]) for field in fields])
    named = named[named["name"].fillna("").str.strip() != ""].reset_index(drop=True)
    named["alley"] = _touching(named)
    areas = {column: "first" for column in ("district", "neighbourhood") if column in named}
    alleys = named.groupby("alley").agg({"way_id": list, "name": "first", **areas})
    alleys = alleys.rename(columns={"way_id": "segments"}).reindex(
        columns=["segments", "name", "district", "neighbourhood"]
    )
    return alleys.join(pd.DataFrame([_parts(n) for n in alleys["name"]], index=alleys.index))


def _touching(named: gpd.GeoDataFrame) -> np.ndarray:
    """Number the groups of segments that bear one folded name and lie close together."""
    keys = named["name"].map(fold_key).to_numpy()
    lines = named.geometry.to_numpy()
    left, right = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=SAME_ALLEY_M)
    same = keys[left] == keys[right]
    pairs = (left[same], right[same])
    joined = coo_array((np.ones(same.sum(), dtype=bool), pairs), shape=(len(named),) * 2)
    return connected_components(joined, directed=False)[1]


def _parts(name: str) -> dict[str, object]:
    """«حر ۹۰ + شهید ظفری» bears the designation «حر90» and the person «ظفری»."""
    parts = [part for text in _CUT.split(name) if (part := read_name(text)).words]
    people = [part for part in parts if not part.numbers]
    places = [part for part in parts if part.numbers or not part.martyr]
    return {
        "keys": [part.key for part in parts],
        "person": people[0].key if people else None,
        "surname": people[0].words[-1] if people else None,
        "designation": places[0].key if places else None,
    }
