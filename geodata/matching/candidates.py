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
from geodata.matching.leads_by_name import NameLeads
from geodata.matching.namesakes import NameBook
from geodata.matching.network import STREET, Network
from geodata.matching.streets_alike import KnownStreets
from geodata.matching.tables import table, texts

NEAR_POINT_M = 150.0
NEXT_AREA_M = 100.0
COMMON_DESIGNATION = 40


class CandidateFinder:
    """Finds candidates in one network; what does not depend on the claims is prepared once."""

    def __init__(self, claims: Sequence[Claim], network: Network, book: NameBook) -> None:
        self._network = network
        self._by_name = NameLeads(network, book)
        self._around = _around(network)
        self._theirs = network.designations[["alley", "base", "number"]].drop_duplicates()
        self._unplaced = _homes(self._theirs[self._theirs["base"] == ""], network)
        self._numbered = _homes(self._theirs, network)
        bases = {d.base_key for c in claims for d in c.designations}
        self._bases = KnownStreets(self._theirs["base"], bases)
        parents = {c.parent_key for c in claims}
        self._streets = KnownStreets(network.streets["street"], parents)

    def find(self, claims: Sequence[Claim]) -> pd.DataFrame:
        """Return the pairs worth weighing, `claim` and `alley` (rows), sorted."""
        reach = self._reach(claims)
        found = [
            self._by_name.find(claims, reach),
            self._by_designation(claims, reach),
            self._by_position(claims),
        ]
        pairs = pd.concat(found, ignore_index=True).astype("int64").drop_duplicates()
        return pairs.sort_values(["claim", "alley"], ignore_index=True)

    def _reach(self, claims: Sequence[Claim]) -> pd.DataFrame:
        """The places each claim points to: its district, those around its area, its street."""
        districts = table(
            ((i, c.district) for i, c in enumerate(claims) if c.district), claim=int, place=object
        )
        homes = table(
            ((i, c.neighbourhood) for i, c in enumerate(claims) if c.neighbourhood),
            claim=int,
            neighbourhood=object,
        )
        streets = ((i, self._streets.read(c.parent_key)) for i, c in enumerate(claims))
        beside = table(((i, STREET + s) for i, s in streets if s), claim=int, place=object)
        around = homes.merge(self._around, on="neighbourhood")[["claim", "place"]]
        return pd.concat([districts, around, beside]).drop_duplicates(ignore_index=True)

    def _by_designation(self, claims: Sequence[Claim], reach: pd.DataFrame) -> pd.DataFrame:
        said = (
            (i, d.base_key, -1 if d.number is None else d.number)
            for i, c in enumerate(claims)
            for d in c.designations
        )
        mine = table(said, claim=int, base=object, number=int)
        full = mine[mine["base"] != ""]
        bare = mine[(mine["base"] == "") & (mine["number"] >= 0)]
        found = [
            full.merge(self._theirs, on=["base", "number"]),
            self._by_misspelled_base(full),
            _by_number(bare, self._numbered, claims),
            _by_number(full, self._unplaced, claims),
        ]
        pairs = pd.concat([f[["claim", "alley"]] for f in found], ignore_index=True)
        return self._not_too_many(pairs.drop_duplicates(), reach)

    def _by_misspelled_base(self, mine: pd.DataFrame) -> pd.DataFrame:
        """«هنرسنان ۱۹»: a base read as the known ones a slip away, be it known itself or not."""
        rows = ((base, near) for base in mine["base"].unique() for near in self._bases.alike(base))
        alike = table(rows, base=object, near=object)
        read = mine.merge(alike, on="base").drop(columns="base").rename(columns={"near": "base"})
        return read.merge(self._theirs, on=["base", "number"])

    def _not_too_many(self, pairs: pd.DataFrame, reach: pd.DataFrame) -> pd.DataFrame:
        """Where an address fits too many alleys, only those in reach are worth weighing."""
        crowd = pairs.groupby("claim")["alley"].transform("size")
        many = pairs[crowd > COMMON_DESIGNATION]
        kept = many.merge(self._network.places, on="alley").merge(reach, on=["claim", "place"])
        return pd.concat([pairs[crowd <= COMMON_DESIGNATION], kept[["claim", "alley"]]])

    def _by_position(self, claims: Sequence[Claim]) -> pd.DataFrame:
        placed = [(i, c.at) for i, c in enumerate(claims) if c.at is not None]
        rows = np.array([i for i, _ in placed], dtype=np.int64)
        points = shapely.points([at for _, at in placed]) if placed else np.empty(0, dtype=object)
        tree = shapely.STRtree(self._network.lines)
        point, alley = tree.query(points, predicate="dwithin", distance=NEAR_POINT_M)
        return pd.DataFrame({"claim": rows[point], "alley": alley})


def _around(network: Network) -> pd.DataFrame:
    """The districts in which the alleys of each neighbourhood and of those beside it lie."""
    names = texts(sorted(network.polygons))
    polygons = np.array([network.polygons[name] for name in names], dtype=object)
    one, other = shapely.STRtree(polygons).query(polygons, "dwithin", distance=NEXT_AREA_M)
    beside = pd.DataFrame({"neighbourhood": names[one], "home": names[other]})
    home = pd.DataFrame({"home": network.neighbourhood, "place": network.district})
    home = home[home["place"] != ""].drop_duplicates()
    return beside.merge(home, on="home").drop(columns="home").drop_duplicates()


def _homes(numbered: pd.DataFrame, network: Network) -> pd.DataFrame:
    """`alley`, `number`, `neighbourhood`, `district` of numbered alleys."""
    homes = numbered.loc[numbered["number"] >= 0, ["alley", "number"]].drop_duplicates()
    alley = homes["alley"].to_numpy(dtype=np.int64)
    return homes.assign(
        neighbourhood=network.neighbourhood[alley], district=network.district[alley]
    )


def _by_number(mine: pd.DataFrame, homes: pd.DataFrame, claims: Sequence[Claim]) -> pd.DataFrame:
    """A number no street completes means an alley of the neighbourhood, else of the district."""
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
