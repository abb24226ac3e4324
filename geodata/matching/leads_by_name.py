"""Leads by name: every form in which signs carry a name, and names a slip or two away.

Forms are looked up by key; misspelled names are compared only inside the districts a claim points
to, and what is common or only vaguely alike only within sight of its street or neighbourhood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from rapidfuzz import process
from rapidfuzz.distance import OSA

from geodata.matching.claims import Claim
from geodata.matching.network import Network
from geodata.names import squeeze

IN_SIGHT_M = 900.0
COMMON_NAME = 40
"""A form of a name found on more alleys than this in reach is a lead only within sight."""
LEAST_SIMILAR = 0.72
LIKE_SURNAME = 0.79
_HALF_PREFIXES = ("محمد", "علی", "غلام", "حمید", "امیر", "عبدال", "میر")


class Relation(IntEnum):
    """How a name on the map relates to the register's, the most telling first."""

    EXACT = 0
    ROTATED = 1
    QUALIFIER = 2
    HALF = 3
    INITIAL = 4
    ALMOST = 5
    SIMILAR = 6
    SURNAME = 7
    ROW_SURNAME = 8
    ALMOST_SURNAME = 9
    FIRST_WORDS = 10
    ALIKE = 11
    VAGUE = 12
    OTHER = 13
    NONE = 14


def by_name_forms(claims: Sequence[Claim], network: Network, reach: pd.DataFrame) -> pd.DataFrame:
    """Return pairs `claim`, `alley`, `relation` whose names share a form.

    Parameters
    ----------
    reach : DataFrame
        `claim`, `district`: the districts each claim points to.
    """
    mine = pd.DataFrame(
        ((i, *form) for i, c in enumerate(claims) for form in _claim_forms(c.person)),
        columns=["claim", "form", "key", "relation"],
    )
    theirs = pd.DataFrame(
        (
            (alley, *form)
            for alley, words, key in network.names[["alley", "words", "key"]].itertuples(
                index=False
            )
            for form in _map_forms(words, key)
        ),
        columns=["alley", "form", "key"],
    )
    theirs["district"] = network.district[theirs["alley"].to_numpy(dtype=np.int64)]
    here = mine.merge(reach, on="claim").merge(theirs, on=["form", "key", "district"])
    anywhere = _rare(theirs).merge(mine, on=["form", "key"])
    pairs = pd.concat([here, anywhere])[["claim", "alley", "relation"]]
    return _thinned(pairs.drop_duplicates(), claims, network)


def _thinned(pairs: pd.DataFrame, claims: Sequence[Claim], network: Network) -> pd.DataFrame:
    """Of a name on many alleys, and of names only vaguely alike, those in sight are kept."""
    crowd = pairs.groupby(["claim", "relation"])["alley"].transform("size")
    doubtful = (crowd > COMMON_NAME) | pairs["relation"].isin([Relation.ALIKE, Relation.VAGUE])
    asked = pairs[doubtful]
    return pd.concat([pairs[~doubtful], asked[_in_sight(asked, claims, network)]])


def _in_sight(
    pairs: pd.DataFrame, claims: Sequence[Claim], network: Network
) -> npt.NDArray[np.bool_]:
    """Whether an alley lies beside the street or near the neighbourhood its claim names.

    A claim that names neither is asked for its district alone, which led here already.
    """
    claim, alley = (pairs[c].to_numpy(dtype=np.int64) for c in ("claim", "alley"))
    street = np.array([c.parent_key for c in claims], dtype=object)[claim]
    home = np.array([c.neighbourhood or "" for c in claims], dtype=object)[claim]
    beside = pd.MultiIndex.from_frame(network.streets[["alley", "street"]])
    seen = pd.MultiIndex.from_arrays([alley, street]).isin(beside)
    placed = np.flatnonzero([area in network.polygons for area in home])
    polygons = np.array([network.polygons[area] for area in home[placed]], dtype=object)
    seen[placed] |= shapely.dwithin(polygons, network.middles[alley[placed]], IN_SIGHT_M)
    nowhere = np.ones(len(pairs), dtype=bool)
    nowhere[placed] = False
    return seen | (nowhere & ~np.isin(street, network.streets["street"].unique()))


def _rare(theirs: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """Forms on so few alleys that the district need not agree to be worth a look."""
    return theirs[theirs.groupby(["form", "key"])["alley"].transform("size") <= most]


def _claim_forms(person: tuple[str, ...]) -> Iterator[tuple[str, str, int]]:
    key = squeeze(person)
    if not key:
        return
    yield "whole", key, Relation.EXACT
    for seam in range(1, len(person)):
        yield "whole", squeeze(person[seam:] + person[:seam]), Relation.ROTATED
        yield "whole", squeeze(person[seam:]), Relation.SURNAME
        yield "whole", squeeze(person[:seam]), Relation.FIRST_WORDS
    yield "ending", key, Relation.ROW_SURNAME
    if len(person) > 2:
        yield "whole", squeeze(person[:-1]), Relation.QUALIFIER
    yield "unqualified", key, Relation.QUALIFIER
    if len(person) > 1 and len(person[0]) == 1:
        yield "initial", person[0] + squeeze(person[1:]), Relation.INITIAL
    for prefix in _HALF_PREFIXES:
        yield "whole", prefix + key, Relation.HALF
        if key.startswith(prefix):
            yield "whole", key.removeprefix(prefix), Relation.HALF


def _map_forms(words: tuple[str, ...], key: str) -> Iterator[tuple[str, str]]:
    yield "whole", key
    for seam in range(1, len(words)):
        yield "ending", squeeze(words[seam:])
    if len(words) > 1:
        yield "initial", words[0][0] + squeeze(words[1:])
        yield "unqualified", squeeze(words[:-1])
        if len(words) > 2:
            yield "initial", words[0][0] + squeeze(words[2:])


def by_similar_name(claims: Sequence[Claim], network: Network, reach: pd.DataFrame) -> pd.DataFrame:
    """Return pairs whose names differ by a slip or two; parameters as `by_name_forms`."""
    whole = pd.DataFrame({"claim": range(len(claims)), "key": [c.person_key for c in claims]})
    endings = pd.DataFrame(
        ((i, key) for i, c in enumerate(claims) for key in _endings(c.person)),
        columns=["claim", "key"],
    )
    single = network.names["words"].map(len) == 1
    of_alley = network.district[network.names["alley"].to_numpy(dtype=np.int64)]
    found = []
    for district, rows in reach.groupby("district", sort=True):
        inside = of_alley == district
        found.append(_similar(rows.merge(whole), network.names[inside], is_surname=False))
        found.append(_similar(rows.merge(endings), network.names[inside & single], is_surname=True))
    pairs = pd.concat(found, ignore_index=True).drop_duplicates() if found else no_pairs()
    return _thinned(pairs, claims, network)


def _endings(person: tuple[str, ...]) -> Iterator[str]:
    for seam in range(max(1, len(person) - 2), len(person)):
        yield squeeze(person[seam:])


def _similar(asked: pd.DataFrame, names: pd.DataFrame, *, is_surname: bool) -> pd.DataFrame:
    asked = asked[asked["key"].map(len) >= 4]
    wanted = asked["key"].unique().tolist()
    shown = names["key"].unique().tolist()
    if not wanted or not shown:
        return no_pairs()
    cutoff = LIKE_SURNAME if is_surname else LEAST_SIMILAR
    scores = process.cdist(
        wanted, shown, scorer=OSA.normalized_similarity, score_cutoff=cutoff, workers=-1,
        dtype=np.float32,
    )  # fmt: skip
    i, j = np.nonzero((scores > 0) & (scores < 1))
    hits = pd.DataFrame(
        {
            "key": np.array(wanted, dtype=object)[i],
            "shown": np.array(shown, dtype=object)[j],
            "relation": similarity_relation(scores[i, j], is_surname=is_surname),
        }
    )
    named = names[["alley", "key"]].rename(columns={"key": "shown"})
    return asked.merge(hits, on="key").merge(named, on="shown")[["claim", "alley", "relation"]]


def similarity_relation(scores: np.ndarray, *, is_surname: bool = False) -> np.ndarray:
    """Return the `Relation` of similarities 0–1 (optimal string alignment)."""
    if is_surname:
        return np.full(len(scores), int(Relation.ALMOST_SURNAME))
    steps = [0.93, 0.87, 0.79, LEAST_SIMILAR]
    levels = [Relation.ALMOST, Relation.SIMILAR, Relation.ALIKE, Relation.VAGUE, Relation.OTHER]
    return np.array([int(level) for level in levels])[np.searchsorted(-np.array(steps), -scores)]


def no_pairs() -> pd.DataFrame:
    """Return an empty table of pairs."""
    empty: list[int] = []
    return pd.DataFrame(
        {c: pd.Series(empty, dtype="int64") for c in ("claim", "alley", "relation")}
    )
