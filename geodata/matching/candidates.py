"""Which alleys a naming could mean: look-ups by key, never all against all.

By the surname on the sign within the districts the row points to, by street and number wherever
they stand, by position. What leads to an alley is not yet evidence for it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely

from geodata.matching.claims import Claim
from geodata.matching.leads_by_name import leads_by_name
from geodata.matching.namesakes import NameBook
from geodata.matching.network import STREET, Network
from geodata.matching.streets_alike import LIKE_BASE, KnownStreets
from geodata.matching.tables import table, texts

NEAR_POINT_M = 150.0
NEXT_AREA_M = 100.0
COMMON_DESIGNATION = 40


def find_candidates(claims: Sequence[Claim], network: Network, book: NameBook) -> pd.DataFrame:
    """Return the pairs worth weighing, `claim` and `alley` (rows), sorted."""
    reach = _reach(claims, network)
    found = [
        leads_by_name(claims, network, reach, book),
        _by_designation(claims, network, reach),
        _by_position(claims, network),
    ]
    pairs = pd.concat(found, ignore_index=True).astype("int64").drop_duplicates()
    return pairs.sort_values(["claim", "alley"], ignore_index=True)


def _reach(claims: Sequence[Claim], network: Network) -> pd.DataFrame:
    """The places each claim points to: its district, those of its neighbourhood, its street."""
    stated = table(
        (
            (i, c.district or "", c.neighbourhood or "", c.parent_key)
            for i, c in enumerate(claims)
        ),
        claim=int, district=object, neighbourhood=object, street=object,
    )  # fmt: skip
    around = stated[["claim", "neighbourhood"]].merge(_around(network), on="neighbourhood")
    districts = pd.concat([stated[["claim", "district"]], around[["claim", "district"]]])
    streets = stated.loc[stated["street"] != "", "claim"]
    known = KnownStreets(network.streets["street"])
    read = {key: known.read(key) for key in set(stated["street"])}
    parts = [
        pd.DataFrame({"claim": districts["claim"], "place": districts["district"]}),
        pd.DataFrame({"claim": streets, "place": stated["street"].map(read)[streets.index]}),
    ]
    parts = [part[part["place"] != ""] for part in parts]
    parts[1]["place"] = STREET + parts[1]["place"]
    return pd.concat(parts).drop_duplicates(ignore_index=True)


def _around(network: Network) -> pd.DataFrame:
    """The districts in which the alleys of each neighbourhood and of those beside it lie."""
    names = texts(sorted(network.polygons))
    polygons = np.array([network.polygons[name] for name in names], dtype=object)
    one, other = shapely.STRtree(polygons).query(polygons, "dwithin", distance=NEXT_AREA_M)
    beside = pd.DataFrame({"neighbourhood": names[one], "home": names[other]})
    home = pd.DataFrame({"home": network.neighbourhood, "district": network.district})
    return beside.merge(home.drop_duplicates(), on="home").drop(columns="home").drop_duplicates()


def _by_designation(claims: Sequence[Claim], network: Network, reach: pd.DataFrame) -> pd.DataFrame:
    said = (
        (i, d.base_key, -1 if d.number is None else d.number)
        for i, c in enumerate(claims)
        for d in c.designations
    )
    mine = table(said, claim=int, base=object, number=int)
    theirs = network.designations[["alley", "base", "number"]].drop_duplicates()
    full = mine[mine["base"] != ""]
    bare = mine[(mine["base"] == "") & (mine["number"] >= 0)]
    unplaced = theirs[theirs["base"] == ""]
    found = [
        full.merge(theirs, on=["base", "number"]),
        _by_misspelled_base(full, theirs),
        _by_number(bare, theirs, claims, network),
        _by_number(full, unplaced, claims, network),
    ]
    pairs = pd.concat([f[["claim", "alley"]] for f in found], ignore_index=True).drop_duplicates()
    return _not_too_many(pairs, network, reach)


def _by_misspelled_base(mine: pd.DataFrame, theirs: pd.DataFrame) -> pd.DataFrame:
    """«هنرسنان ۱۹»: a base read as the known ones most like it, be it known itself or not."""
    known = KnownStreets(theirs["base"])
    bases = sorted(set(mine["base"]))
    rows = [(base, near) for base in bases for near in known.alike(base, most=10, least=LIKE_BASE)]
    alike = table(rows, base=object, near=object)
    read = mine.merge(alike, on="base").drop(columns="base").rename(columns={"near": "base"})
    return read.merge(theirs, on=["base", "number"])


def _by_number(
    mine: pd.DataFrame, theirs: pd.DataFrame, claims: Sequence[Claim], network: Network
) -> pd.DataFrame:
    """A number no street completes means an alley of the neighbourhood, else of the district."""
    homes = theirs[theirs["number"] >= 0].drop(columns="base")
    alley = homes["alley"].to_numpy(dtype=np.int64)
    homes = homes.assign(
        neighbourhood=network.neighbourhood[alley], district=network.district[alley]
    )
    placed = mine.drop(columns="base").assign(
        neighbourhood=texts(claims[i].neighbourhood for i in mine["claim"]),
        district=texts(claims[i].district for i in mine["claim"]),
    )
    finer = placed[placed["neighbourhood"] != ""].drop(columns="district")
    coarser = placed[(placed["neighbourhood"] == "") & (placed["district"] != "")]
    return pd.concat(
        [
            finer.merge(homes, on=["number", "neighbourhood"]),
            coarser.drop(columns="neighbourhood").merge(homes, on=["number", "district"]),
        ],
        ignore_index=True,
    )


def _not_too_many(pairs: pd.DataFrame, network: Network, reach: pd.DataFrame) -> pd.DataFrame:
    """Where an address fits too many alleys, only those in reach are worth weighing."""
    crowd = pairs.groupby("claim")["alley"].transform("size")
    many = pairs[crowd > COMMON_DESIGNATION]
    kept = many.merge(network.places, on="alley").merge(reach, on=["claim", "place"])
    return pd.concat([pairs[crowd <= COMMON_DESIGNATION], kept[["claim", "alley"]]])


def _by_position(claims: Sequence[Claim], network: Network) -> pd.DataFrame:
    placed = [(i, c.at) for i, c in enumerate(claims) if c.at is not None]
    rows = np.array([i for i, _ in placed], dtype=np.int64)
    points = shapely.points([at for _, at in placed]) if placed else np.empty(0, dtype=object)
    tree = shapely.STRtree(network.lines)
    point, alley = tree.query(points, predicate="dwithin", distance=NEAR_POINT_M)
    return pd.DataFrame({"claim": rows[point], "alley": alley})
