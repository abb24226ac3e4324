"""Leads by name: alleys whose sign bears the register's surname, or one a slip away.

Looked up by key within the districts a claim points to, never all against all. What is common,
or only a slip away, is a lead only within sight of the street or neighbourhood the claim names.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.matching.claims import Claim
from geodata.matching.namesakes import NameBook, may_be_one_given_name
from geodata.matching.network import Network
from geodata.matching.tables import table, texts

IN_SIGHT_M = 900.0
COMMON_NAME = 40
"""A surname on more alleys than this in reach is a lead only within sight."""
RARE_NAME = 3
"""A surname on so few alleys is worth a look wherever they lie."""


class NameLeads:
    """The readings of all signs, by surname and place."""

    def __init__(self, network: Network, book: NameBook) -> None:
        self._network = network
        self._book = book
        rows = (
            (alley, reading.family, reading.given, reading.is_cut)
            for alley, words in network.names[["alley", "words"]].itertuples(index=False)
            for reading in book.sign_readings(words)
        )
        signs = table(rows, alley=int, family=object, sign_given=object, sign_is_odd=bool)
        signs = signs.drop_duplicates()
        crowd = signs.groupby("family")["alley"].transform("size")
        self._rare = signs[~signs["sign_is_odd"] & (crowd <= RARE_NAME)]
        self._signs = signs.merge(network.places, on="alley")
        near = ((family, other) for family, others in book.near.items() for other in others)
        self._near = table(near, family=object, near=object)

    def find(self, claims: Sequence[Claim], reach: pd.DataFrame) -> pd.DataFrame:
        """Return pairs `claim`, `alley` that can bear one surname.

        Parameters
        ----------
        reach : DataFrame
            `claim`, `place`: the districts and the street each claim points to.
        """
        readings = (
            (i, reading.family, reading.given, reading.is_odd)
            for i, claim in enumerate(claims)
            for reading in self._book.row_readings(claim.person)
        )
        mine = table(readings, claim=int, family=object, given=object, is_odd=bool)
        exact = mine.merge(reach, on="claim").merge(self._signs, on=["family", "place"])
        anywhere = mine.merge(self._rare, on="family")
        pairs = pd.concat([_fitting(exact), _fitting(anywhere)]).drop_duplicates()
        crowded = pairs.groupby("claim")["alley"].transform("size") > COMMON_NAME
        asked = pd.concat([pairs[crowded], self._a_slip_away(mine, reach)])
        seen = asked[in_sight(asked, claims, self._network)]
        return pd.concat([pairs[~crowded], seen]).drop_duplicates(ignore_index=True)

    def _a_slip_away(self, mine: pd.DataFrame, reach: pd.DataFrame) -> pd.DataFrame:
        near = mine.merge(self._near, on="family").drop(columns="family")
        near = near.rename(columns={"near": "family"}).merge(reach, on="claim")
        return _fitting(near.merge(self._signs, on=["family", "place"])).drop_duplicates()


def _fitting(pairs: pd.DataFrame) -> pd.DataFrame:
    """Nothing is left out on both sides, and the given names may be one."""
    pairs = pairs[~(pairs["is_odd"].to_numpy(bool) & pairs["sign_is_odd"].to_numpy(bool))]
    given = zip(pairs["given"].tolist(), pairs["sign_given"].tolist(), strict=True)
    agree = np.array([may_be_one_given_name(mine, theirs) for mine, theirs in given], dtype=bool)
    fitting: pd.DataFrame = pairs.loc[agree, ["claim", "alley"]]
    return fitting


def in_sight(
    pairs: pd.DataFrame, claims: Sequence[Claim], network: Network
) -> npt.NDArray[np.bool_]:
    """Return whether each alley lies beside the street or near the neighbourhood its claim names.

    A claim that names neither is asked for its district alone, which led here already.
    """
    claim, alley = (pairs[c].to_numpy(dtype=np.int64) for c in ("claim", "alley"))
    street = texts(c.parent_key for c in claims)[claim]
    home = texts(c.neighbourhood for c in claims)[claim]
    seen = network.is_beside(alley, street)
    placed = np.flatnonzero([area in network.polygons for area in home])
    polygons = np.array([network.polygons[area] for area in home[placed]], dtype=object)
    seen[placed] |= shapely.dwithin(polygons, network.middles[alley[placed]], IN_SIGHT_M)
    nowhere = np.ones(len(pairs), dtype=bool)
    nowhere[placed] = False
    off_the_map = ~pd.Series(street).isin(network.street_codes.index).to_numpy()
    return seen | (nowhere & off_the_map)
