"""The map's side of the join: every alley by what it is called, where it lies, what it touches.

Tables of numbers and folded keys; alleys are rows of the alley table. Geometry is metric.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.alleys import AlleyTable
from geodata.designation import Designation, Honoree
from geodata.matching.claims import AND_WORD
from geodata.matching.tables import table, texts
from geodata.model import RoadClass

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
FEW_PIECES = 3
"""A street of more segments than this may be several streets of one name."""
STREET = "street:"
"""Set before a street's key where it stands beside ids of districts."""
STREET_NEAR_M = 30.0
"""An alley this near to a street may be said to be off it, whatever the drawing's gaps."""


@dataclass(frozen=True, slots=True)
class Network:
    """The alleys of one city, prepared for look-up.

    Attributes
    ----------
    names : DataFrame
        `alley`, `words` (tuple), `plural`, `sayyed`, `father` (key or ""), `stated`: persons
        written on the map; `stated` is False where the map forgot «شهید».
    designations : DataFrame
        `alley`, `base`, `number` (-1 unknown), `sub` (-1 none), `given_by`, `two_ended`: ways
        to say where an alley is. `given_by` tells who says so: the "sign" itself, the street
        the alley "opens" from or one "beside" it completing a bare number, or "nobody" for
        the bare number. `two_ended` is True where the alley has a number at each end;
        `martyr` whether the base is written with «شهید», `both_forms` whether the map has the
        base with and without.
    bases : dict
        How often each key occurs in `designations`: streets the map knows alleys off, old names.
    streets : DataFrame
        `alley`, `street`: keys of the named streets within `STREET_NEAR_M`.
    places : DataFrame
        `alley`, `place`: its district, and `STREET` + key of each street beside it.
    street_codes : Series of int
        A number for each key of `streets`.
    beside : array of int
        `streets` as sorted numbers, for `is_beside`.
    district, neighbourhood : arrays of str
        Area ids, "" for none.
    """

    count: int
    names: pd.DataFrame
    designations: pd.DataFrame
    bases: dict[str, int]
    streets: pd.DataFrame
    places: pd.DataFrame
    street_codes: pd.Series
    beside: Ints
    district: npt.NDArray[np.object_]
    neighbourhood: npt.NDArray[np.object_]
    kind: npt.NDArray[np.object_]
    is_arterial: Bools
    is_plural: Bools
    is_stated: Bools
    is_long: Bools
    lines: npt.NDArray[np.object_]
    middles: npt.NDArray[np.object_]
    polygons: dict[str, shapely.Geometry]

    def is_beside(self, alley: Ints, street: npt.NDArray[np.object_]) -> Bools:
        """Return whether each alley lies beside the street of a key."""
        code = pd.Series(street).map(self.street_codes).fillna(-1).to_numpy(dtype=np.int64)
        beside: Bools = np.isin(alley * len(self.street_codes) + code, self.beside) & (code >= 0)
        return beside


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
    keys = sorted(set(streets["street"]))
    codes = pd.Series(range(len(keys)), index=pd.Index(keys, dtype=object), dtype="int64")
    return Network(
        count=len(frame),
        names=names,
        is_plural=_having(names, "plural", len(frame)),
        is_stated=_having(names, "stated", len(frame)),
        is_long=(frame["source_ids"].map(len) > FEW_PIECES).to_numpy(dtype=bool),
        designations=designations,
        bases=dict(Counter(designations.loc[designations["base"] != "", "base"])),
        streets=streets,
        places=_places(frame, streets),
        street_codes=codes,
        beside=np.sort(streets["alley"] * len(codes) + streets["street"].map(codes)).astype(int),
        district=texts(frame["district"]),
        neighbourhood=texts(frame["neighbourhood"]),
        kind=texts(frame["kind"]),
        is_arterial=arterial,
        lines=alleys.lines,
        middles=shapely.point_on_surface(alleys.lines),
        polygons=_polygons(neighbourhoods, alleys.crs),
    )


def _names(frame: pd.DataFrame, arterial: Bools) -> pd.DataFrame:
    rows: list[tuple[int, tuple[str, ...], bool, bool, str, bool]] = []
    both = zip(frame["honorees"], frame["designations"], strict=True)
    for alley, (honorees, designations) in enumerate(both):
        rows += [
            (alley, words, h.plural, h.sayyed, h.father_key, True)
            for h in honorees
            for words in persons(h)
        ]
        if not honorees and not arterial[alley]:
            plain = [d.words for d in designations if d.number is None]
            rows += [(alley, words, False, False, "", False) for words in plain]
    return table(
        rows, alley=int, words=object, plural=bool, sayyed=bool, father=object, stated=bool
    )


def _having(names: pd.DataFrame, flag: str, count: int) -> Bools:
    having = np.zeros(count, dtype=bool)
    having[names.loc[names[flag], "alley"].to_numpy()] = True
    return having


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
    keys = frame["street_key"].to_numpy(dtype=object)
    is_street = (keys != "") & (arterial | np.isin(keys, sorted(_bases_in_use(frame))))
    rows = np.flatnonzero(is_street)
    tree = shapely.STRtree(alleys.lines[rows])
    alley, street = tree.query(alleys.lines, predicate="dwithin", distance=STREET_NEAR_M)
    other = alley != rows[street]
    beside = pd.DataFrame({"alley": alley[other], "street": keys[rows[street[other]]]})
    return beside.drop_duplicates(ignore_index=True)


def _places(frame: pd.DataFrame, streets: pd.DataFrame) -> pd.DataFrame:
    districts = pd.DataFrame({"alley": range(len(frame)), "place": texts(frame["district"])})
    beside = pd.DataFrame({"alley": streets["alley"], "place": STREET + streets["street"]})
    return pd.concat([districts, beside], ignore_index=True)


def _bases_in_use(frame: pd.DataFrame) -> set[str]:
    written = {d.base_key for found in frame["designations"] for d in found if d.number}
    return (written | set(frame["base_key"])) - {""}


def _designations(frame: pd.DataFrame, streets: pd.DataFrame) -> pd.DataFrame:
    """Every way to say where an alley is; a bare number goes with each street it could be off."""
    rows: list[tuple[int, str, int, int, str, bool]] = []
    beside: dict[int, list[str]] = defaultdict(list)
    for alley, key in zip(streets["alley"].tolist(), streets["street"].tolist(), strict=True):
        beside[alley].append(key)
    facts = zip(frame["designations"], frame["honorees"], frame["base_key"], strict=True)
    for alley, (designations, honorees, base_key) in enumerate(facts):
        for d in designations or [Designation(h.key, martyr=True) for h in honorees]:
            number, sub = _or_unknown(d.number), _or_unknown(d.sub)
            bare = d.number is not None and not d.base_key
            said_by = "nobody" if bare else "sign"
            rows.append((alley, d.base_key, number, sub, said_by, d.martyr))
            if bare and base_key:
                rows.append((alley, base_key, number, sub, "opens", False))
            if bare:
                keys = beside.get(alley, ())
                rows += [(alley, key, number, sub, "beside", False) for key in keys]
    said = table(
        rows, alley=int, base=object, number=int, sub=int, given_by=object, martyr=bool
    ).drop_duplicates(["alley", "base", "number", "sub"], ignore_index=True)
    on_sign = (said["number"] >= 0) & (said["given_by"] == "sign")
    said["two_ended"] = on_sign.groupby(said["alley"]).transform("sum") > 1
    forms = said[on_sign].groupby("base")["martyr"].nunique()
    said["both_forms"] = said["base"].isin(forms[forms > 1].index)
    return said


def _or_unknown(number: int | None) -> int:
    return -1 if number is None else number


def _polygons(areas: gpd.GeoDataFrame | None, crs: str) -> dict[str, shapely.Geometry]:
    if areas is None:
        return {}
    metric = areas.to_crs(crs)
    return dict(zip(metric["area_id"], metric.geometry, strict=True))
