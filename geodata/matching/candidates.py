"""Which alleys a naming could mean: look-ups by key, never all against all.

A name is looked up by every form in which signs carry it (surname only, words turned round, an
initial), within the districts the row points to; misspelled names are compared only inside those
districts. An address is looked up by street and number wherever it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from rapidfuzz import process
from rapidfuzz.distance import OSA

from geodata.matching.claims import Claim
from geodata.matching.leads_by_name import Relation, by_name_forms, by_similar_name, no_pairs
from geodata.matching.network import Network

NEAR_POINT_M = 150.0
COMMON_DESIGNATION = 40
LIKE_STREET = 0.8


def find_candidates(claims: Sequence[Claim], network: Network) -> pd.DataFrame:
    """Return pairs worth weighing, sorted.

    Returns
    -------
    DataFrame
        `claim`, `alley` (rows), `relation` (a `Relation` where the name led here, else NONE).
    """
    reach = _reach(claims, network)
    found = [
        by_name_forms(claims, network, reach),
        by_similar_name(claims, network, reach),
        _by_designation(claims, network, reach),
        _by_position(claims, network),
    ]
    pairs = pd.concat([f for f in found if len(f)] or found[:1], ignore_index=True)
    pairs = pairs.sort_values(["claim", "alley", "relation"], kind="stable")
    return pairs.drop_duplicates(["claim", "alley"], ignore_index=True)


def _reach(claims: Sequence[Claim], network: Network) -> pd.DataFrame:
    """The districts each claim points to: the one it names and those of its other places."""
    home = pd.DataFrame({"district": network.district, "neighbourhood": network.neighbourhood})
    of_neighbourhood = home[home["neighbourhood"] != ""].drop_duplicates()
    of_street = network.streets.assign(district=network.district[network.streets["alley"]])
    of_street = of_street[["street", "district"]].drop_duplicates()
    stated = pd.DataFrame(
        {
            "claim": range(len(claims)),
            "district": [c.district or "" for c in claims],
            "neighbourhood": [c.neighbourhood or "" for c in claims],
            "street": [c.parent_key for c in claims],
        }
    )
    few = of_street.groupby("street")["district"].transform("size") <= 3
    parts = [
        stated[["claim", "district"]],
        stated[["claim", "neighbourhood"]].merge(of_neighbourhood, on="neighbourhood"),
        stated[["claim", "street"]].merge(of_street[few], on="street"),
    ]
    reach = pd.concat([part[["claim", "district"]] for part in parts], ignore_index=True)
    return reach[reach["district"] != ""].drop_duplicates(ignore_index=True)


def _by_designation(claims: Sequence[Claim], network: Network, reach: pd.DataFrame) -> pd.DataFrame:
    mine = pd.DataFrame(
        (
            (i, d.base_key, -1 if d.number is None else d.number)
            for i, c in enumerate(claims)
            for d in c.designations
        ),
        columns=["claim", "base", "number"],
    )
    theirs = network.designations[["alley", "base", "number"]].drop_duplicates()
    full = mine[mine["base"] != ""]
    found = [full.merge(theirs, on=["base", "number"])]
    found.append(_by_misspelled_base(full, theirs))
    bare = mine[(mine["base"] == "") & (mine["number"] >= 0)]
    found.append(_by_bare_number(bare, theirs, claims, network))
    pairs = pd.concat(found, ignore_index=True)[["claim", "alley"]].drop_duplicates()
    return _not_too_many(pairs, network, reach).assign(relation=int(Relation.NONE))


def _by_misspelled_base(mine: pd.DataFrame, theirs: pd.DataFrame) -> pd.DataFrame:
    """«هنرسنان ۱۹»: a base that is on no map, read as the known ones most like it."""
    known = sorted(set(theirs["base"]) - {""})
    unknown = sorted(set(mine["base"]) - set(known))
    rows = [
        (base, near)
        for base in unknown
        if len(base) >= 3
        for near, _, _ in process.extract(
            base, known, scorer=OSA.normalized_similarity, score_cutoff=LIKE_STREET - 0.08, limit=3
        )
    ]
    alike = pd.DataFrame(rows, columns=["base", "near"])
    read = mine.merge(alike, on="base").drop(columns="base").rename(columns={"near": "base"})
    return read.merge(theirs, on=["base", "number"])


def _by_bare_number(
    mine: pd.DataFrame, theirs: pd.DataFrame, claims: Sequence[Claim], network: Network
) -> pd.DataFrame:
    """A number without a street means an alley of the neighbourhood, else of the district."""
    alley = theirs["alley"].to_numpy(dtype=np.int64)
    homes = theirs.drop(columns="base").assign(
        neighbourhood=network.neighbourhood[alley], district=network.district[alley]
    )
    placed = mine.drop(columns="base").assign(
        neighbourhood=[claims[i].neighbourhood or "" for i in mine["claim"]],
        district=[claims[i].district or "" for i in mine["claim"]],
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
    many = many.assign(district=network.district[many["alley"].to_numpy(dtype=np.int64)])
    kept = many.merge(reach, on=["claim", "district"])[["claim", "alley"]]
    return pd.concat([pairs[crowd <= COMMON_DESIGNATION], kept], ignore_index=True)


def _by_position(claims: Sequence[Claim], network: Network) -> pd.DataFrame:
    placed = [(i, c.at) for i, c in enumerate(claims) if c.at is not None]
    if not placed:
        return no_pairs()
    rows = np.array([i for i, _ in placed])
    points = shapely.points([at for _, at in placed])
    tree = shapely.STRtree(network.lines)
    point, alley = tree.query(points, predicate="dwithin", distance=NEAR_POINT_M)
    return pd.DataFrame({"claim": rows[point], "alley": alley, "relation": int(Relation.NONE)})
