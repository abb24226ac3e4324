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
from geodata.matching.namesakes import NameBook
from geodata.matching.network import Network
from geodata.matching.tables import table, texts

IN_SIGHT_M = 900.0
COMMON_NAME = 40
"""A surname on more alleys than this in reach is a lead only within sight."""
RARE_NAME = 3
"""A surname on so few alleys is worth a look wherever they lie."""


def name_book(claims: Sequence[Claim], network: Network) -> NameBook:
    """Return the names of both sides."""
    return NameBook((c.person for c in claims), network.names["words"])


def leads_by_name(
    claims: Sequence[Claim], network: Network, reach: pd.DataFrame, book: NameBook
) -> pd.DataFrame:
    """Return pairs `claim`, `alley` that can bear one surname.

    Parameters
    ----------
    reach : DataFrame
        `claim`, `place`: the districts and the street each claim points to.
    """
    readings = (
        (i, reading.family, reading.is_odd)
        for i, claim in enumerate(claims)
        for reading in book.row_readings(claim.person)
    )
    mine = table(readings, claim=int, family=object, odd=bool).drop_duplicates()
    theirs = _signs(network, book)
    exact = mine.merge(reach, on="claim").merge(theirs, on=["family", "place"])
    anywhere = mine.merge(theirs[theirs["rare"]], on="family")
    pairs = pd.concat([_fitting(exact), _fitting(anywhere)]).drop_duplicates()
    crowded = pairs.groupby("claim")["alley"].transform("size") > COMMON_NAME
    near = _fitting(_a_slip_away(mine, reach, theirs, book)).drop_duplicates()
    asked = pd.concat([pairs[crowded], near])
    seen = asked[in_sight(asked, claims, network)]
    return pd.concat([pairs[~crowded], seen]).drop_duplicates(ignore_index=True)


def _signs(network: Network, book: NameBook) -> pd.DataFrame:
    """`alley`, `family`, `sign_is_cut`, `rare`, `place`: every reading of every sign by place."""
    rows = (
        (alley, reading.family, reading.is_cut)
        for alley, words in network.names[["alley", "words"]].itertuples(index=False)
        for reading in book.sign_readings(words)
    )
    signs = table(rows, alley=int, family=object, sign_is_cut=bool).drop_duplicates()
    plain = ~signs["sign_is_cut"]
    signs["rare"] = plain & (signs.groupby("family")["alley"].transform("size") <= RARE_NAME)
    return signs.merge(network.places, on="alley")


def _fitting(pairs: pd.DataFrame) -> pd.DataFrame:
    """A name turned round or cut short on one side is not cut short on the other too."""
    odd, cut = (pairs[c].to_numpy(dtype=bool) for c in ("odd", "sign_is_cut"))
    fitting: pd.DataFrame = pairs.loc[~(odd & cut), ["claim", "alley"]]
    return fitting


def _a_slip_away(
    mine: pd.DataFrame, reach: pd.DataFrame, theirs: pd.DataFrame, book: NameBook
) -> pd.DataFrame:
    pairs = ((family, other) for family, others in book.near.items() for other in others)
    near = table(pairs, family=object, near=object)
    asked = mine.merge(near, on="family").drop(columns="family").rename(columns={"near": "family"})
    return asked.merge(reach, on="claim").merge(theirs, on=["family", "place"])


def in_sight(
    pairs: pd.DataFrame, claims: Sequence[Claim], network: Network
) -> npt.NDArray[np.bool_]:
    """Return whether each alley lies beside the street or near the neighbourhood its claim names.

    A claim that names neither is asked for its district alone, which led here already.
    """
    claim, alley = (pairs[c].to_numpy(dtype=np.int64) for c in ("claim", "alley"))
    street = texts(c.parent_key for c in claims)[claim]
    home = texts(c.neighbourhood for c in claims)[claim]
    beside = pd.MultiIndex.from_frame(network.streets[["alley", "street"]])
    seen = pd.MultiIndex.from_arrays([alley, street]).isin(beside)
    placed = np.flatnonzero([area in network.polygons for area in home])
    polygons = np.array([network.polygons[area] for area in home[placed]], dtype=object)
    seen[placed] |= shapely.dwithin(polygons, network.middles[alley[placed]], IN_SIGHT_M)
    nowhere = np.ones(len(pairs), dtype=bool)
    nowhere[placed] = False
    off_the_map = ~pd.Series(street).isin(network.streets["street"].unique()).to_numpy()
    return seen | (nowhere & off_the_map)
