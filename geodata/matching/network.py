"""The map's side of the join: every alley by what it is called, where it lies, what it touches.

Tables of numbers and folded keys; alleys are rows of the alley table. Geometry is metric.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.alleys import AlleyTable
from geodata.designation import Honoree
from geodata.matching.claims import AND_WORD
from geodata.model import RoadClass
from geodata.names import squeeze

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
FEW_PIECES = 3
"""A street of more segments than this may be several streets of one name."""
STREET_NEAR_M = 30.0
"""An alley this near to a street may be said to be off it, whatever the drawing's gaps."""


@dataclass(frozen=True, slots=True)
class Network:
    """The alleys of one city, prepared for look-up.

    Attributes
    ----------
    names : DataFrame
        `alley`, `key`, `words` (tuple), `plural`, `stated`: persons written on the map;
        `stated` is False where the map forgot «شهید».
    designations : DataFrame
        `alley`, `base`, `number` (-1 unknown), `sub` (-1 none), `own`, `two_ended`: ways to
        say where an alley is; `own` is False where a bare number was completed by a street
        nearby, `two_ended` True where the alley has a number at each end.
    bases : frozenset of str
        The keys that occur in `designations`: streets the map knows alleys off, and old names.
    streets : DataFrame
        `alley`, `street`: keys of the named streets within `STREET_NEAR_M`.
    district, neighbourhood : arrays of str
        Area ids, "" for none.
    """

    count: int
    names: pd.DataFrame
    designations: pd.DataFrame
    bases: frozenset[str]
    streets: pd.DataFrame
    district: npt.NDArray[np.object_]
    neighbourhood: npt.NDArray[np.object_]
    kind: npt.NDArray[np.object_]
    is_arterial: Bools
    is_plural: Bools
    is_long: Bools
    lines: npt.NDArray[np.object_]
    middles: npt.NDArray[np.object_]
    polygons: dict[str, shapely.Geometry]


def read_network(alleys: AlleyTable, neighbourhoods: gpd.GeoDataFrame | None) -> Network:
    """Return the network of a table of alleys.

    Parameters
    ----------
    neighbourhoods : GeoDataFrame, optional
        Columns `area_id`, geometry; any CRS.
    """
    frame = alleys.frame
    arterial = np.array([RoadClass(c).is_arterial for c in frame["road_class"]], dtype=bool)
    streets = _streets_near(alleys, arterial)
    designations = _designations(frame, streets)
    names = _names(frame, arterial)
    plural = np.zeros(len(frame), dtype=bool)
    plural[names.loc[names["plural"].astype(bool), "alley"].to_numpy(dtype=np.int64)] = True
    return Network(
        count=len(frame),
        names=names,
        is_plural=plural,
        is_long=(frame["source_ids"].map(len) > FEW_PIECES).to_numpy(dtype=bool),
        designations=designations,
        bases=frozenset(designations["base"]) - {""},
        streets=streets,
        district=_texts(frame["district"]),
        neighbourhood=_texts(frame["neighbourhood"]),
        kind=_texts(frame["kind"]),
        is_arterial=arterial,
        lines=alleys.lines,
        middles=shapely.point_on_surface(alleys.lines),
        polygons=_polygons(neighbourhoods, alleys.crs),
    )


def _names(frame: pd.DataFrame, arterial: Bools) -> pd.DataFrame:
    rows: list[tuple[int, str, tuple[str, ...], bool, bool]] = []
    both = zip(frame["honorees"], frame["designations"], strict=True)
    for alley, (honorees, designations) in enumerate(both):
        rows += [
            (alley, squeeze(words), words, h.plural, True) for h in honorees for words in persons(h)
        ]
        if not honorees and not arterial[alley]:
            plain = [d.base_key for d in designations if d.number is None]
            rows += [(alley, key, (key,), False, False) for key in plain]
    return pd.DataFrame(rows, columns=["alley", "key", "words", "plural", "stated"])


def persons(honoree: Honoree) -> list[tuple[str, ...]]:
    """Return each person of «شهیدان مرتضی و قاسم جرجندی», and all of them as one name."""
    if AND_WORD not in honoree.words:
        return [honoree.words]
    together = tuple(word for word in honoree.words if word != AND_WORD)
    surname = honoree.words[-1]
    given = [word for word in honoree.words[:-1] if word != AND_WORD]
    return [together, *((name, surname) for name in given), (surname,)]


def _streets_near(alleys: AlleyTable, arterial: Bools) -> pd.DataFrame:
    """Named streets beside each alley; a street is whatever others could be numbered off."""
    frame = alleys.frame
    keys = _street_keys(frame)
    is_street = (keys != "") & (arterial | keys_in_use(frame, keys))
    rows = np.flatnonzero(is_street)
    tree = shapely.STRtree(alleys.lines[rows])
    alley, street = tree.query(alleys.lines, predicate="dwithin", distance=STREET_NEAR_M)
    other = alley != rows[street]
    table = pd.DataFrame({"alley": alley[other], "street": keys[rows[street[other]]]})
    return table.drop_duplicates(ignore_index=True)


def _street_keys(frame: pd.DataFrame) -> npt.NDArray[np.object_]:
    keys = []
    for honorees, designations in zip(frame["honorees"], frame["designations"], strict=True):
        plain = [d.base_key for d in designations if d.number is None]
        numbered = any(d.number is not None for d in designations)
        keys.append((plain or [h.key for h in honorees] or [""])[0] if not numbered else "")
    return np.array(keys, dtype=object)


def keys_in_use(frame: pd.DataFrame, keys: npt.NDArray[np.object_]) -> Bools:
    """Return which keys are those of streets that some alley is numbered off."""
    used = set(frame["base_key"]) - {""}
    return np.array([key in used for key in keys], dtype=bool)


def _designations(frame: pd.DataFrame, streets: pd.DataFrame) -> pd.DataFrame:
    rows: list[tuple[int, str, int, int, bool]] = []
    beside = streets.groupby("alley")["street"].agg(list).to_dict()
    for alley, designations in enumerate(frame["designations"]):
        for d in designations:
            number, sub = _or_unknown(d.number), _or_unknown(d.sub)
            rows.append((alley, d.base_key, number, sub, True))
            if d.number is not None and not d.base_key:
                rows += [(alley, key, number, sub, False) for key in beside.get(alley, ())]
    columns = ["alley", "base", "number", "sub", "own"]
    table = pd.DataFrame(rows, columns=columns).drop_duplicates(columns[:4], ignore_index=True)
    numbered = (table["number"] >= 0) & table["own"].astype(bool)
    table["two_ended"] = numbered.groupby(table["alley"]).transform("sum") > 1
    return table


def _or_unknown(number: int | None) -> int:
    return -1 if number is None else number


def _texts(values: Sequence[object]) -> npt.NDArray[np.object_]:
    return np.array([v if isinstance(v, str) else "" for v in values], dtype=object)


def _polygons(areas: gpd.GeoDataFrame | None, crs: str) -> dict[str, shapely.Geometry]:
    if areas is None:
        return {}
    metric = areas.to_crs(crs)
    return dict(zip(metric["area_id"], metric.geometry, strict=True))
