"""What agrees between a claim and an alley, as named levels of independent things.

Name, district, neighbourhood, street, address, position, persons, kind. Each pair gets one level
of each; what a level weighs is `geodata.matching.weights`' business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from rapidfuzz import process
from rapidfuzz.distance import OSA

from geodata.matching.candidates import LIKE_STREET
from geodata.matching.claims import Claim
from geodata.matching.leads_by_name import LIKE_SURNAME, Relation, similarity_relation
from geodata.matching.network import Network
from geodata.names import squeeze

Texts = npt.NDArray[np.object_]
NEIGHBOURHOOD_STEPS_M = ((0.5, "same"), (300.0, "beside"), (900.0, "near"), (np.inf, "far"))
POSITION_STEPS_M = ((60.0, "here"), (150.0, "close"), (400.0, "near"), (np.inf, "far"))
FIELDS = (
    "name", "written", "district", "neighbourhood", "street", "address", "position", "persons",
    "kind", "pieces",
)  # fmt: skip


def weigh_evidence(pairs: pd.DataFrame, claims: Sequence[Claim], network: Network) -> pd.DataFrame:
    """Return the pairs with a level for each of `FIELDS`.

    Parameters
    ----------
    pairs : DataFrame
        `claim`, `alley`, `relation`, as `find_candidates` returns them.

    Returns
    -------
    DataFrame
        `claim`, `alley`, the `FIELDS` as text, and `full_chance`, `surname_chance`: how many
        alleys of the place that agrees would bear such a full name or surname by chance.
    """
    claim = pairs["claim"].to_numpy(dtype=np.int64)
    alley = pairs["alley"].to_numpy(dtype=np.int64)
    table = pairs[["claim", "alley"]].copy()
    relation = _relations(pairs, claims, network)
    table["name"] = [Relation(r).name.lower() for r in relation]
    table["written"] = _written(alley, relation, network)
    neighbourhood = _neighbourhoods(claim, alley, claims, network)
    table["neighbourhood"] = neighbourhood
    table["district"] = _districts(claim, alley, claims, network, neighbourhood)
    table["street"] = _streets(claim, alley, claims, network)
    table["address"] = _addresses(claim, alley, claims, network)
    table["position"] = _positions(claim, alley, claims, network)
    table["persons"] = _persons(claim, alley, relation, claims, network)
    table["kind"] = _kinds(claim, alley, claims, network)
    table["pieces"] = np.where(network.is_long[alley], "many", "few")
    full, surname = _name_shares(claim, alley, claims, network)
    size = _place_sizes(table, claims, network)
    table["full_chance"], table["surname_chance"] = full * size, surname * size
    return table


def _relations(
    pairs: pd.DataFrame, claims: Sequence[Claim], network: Network
) -> npt.NDArray[np.int64]:
    """The relation of names also where something else led to the alley."""
    relation = pairs["relation"].to_numpy(dtype=np.int64).copy()
    named = pairs.assign(pair=np.arange(len(pairs)))[relation == Relation.NONE]
    named = named.merge(network.names[["alley", "key"]], on="alley")
    if named.empty:
        return relation
    mine = [claims[i].person_key for i in named["claim"]]
    surnames = [claims[i].surname_key for i in named["claim"]]
    scores = process.cpdist(mine, named["key"].tolist(), scorer=OSA.normalized_similarity)
    by_surname = process.cpdist(surnames, named["key"].tolist(), scorer=OSA.normalized_similarity)
    level = similarity_relation(np.asarray(scores))
    level = np.where(
        np.asarray(by_surname) >= LIKE_SURNAME, np.minimum(level, Relation.ALMOST_SURNAME), level
    )
    best = pd.Series(level).groupby(named["pair"].to_numpy()).min()
    relation[best.index.to_numpy()] = best.to_numpy()
    stated = network.names.loc[network.names["stated"].astype(bool), "alley"].unique()
    by_old_name = (relation == Relation.OTHER) & ~np.isin(pairs["alley"].to_numpy(), stated)
    relation[by_old_name] = Relation.NONE
    return relation


def _written(alley: Texts, relation: npt.NDArray[np.int64], network: Network) -> list[str]:
    """Whether the map says «شهید»; without it a name may be anybody's."""
    stated = np.zeros(network.count, dtype=bool)
    stated[network.names.loc[network.names["stated"].astype(bool), "alley"].to_numpy(int)] = True
    arterial = network.is_arterial[alley]
    words = np.where(arterial, "arterial", np.where(stated[alley], "martyr", "plain"))
    level: list[str] = np.where(relation == Relation.NONE, "nobody", words).tolist()
    return level


def _districts(
    claim: Texts, alley: Texts, claims: Sequence[Claim], network: Network, nearby: Texts
) -> Texts:
    mine = np.array([c.district or "" for c in claims], dtype=object)[claim]
    theirs = network.district[alley]
    other = np.where(np.isin(nearby.astype(str), ["same", "beside"]), "other_but_near", "other")
    level = np.where(mine == theirs, "same", other)
    return np.where((mine == "") | (theirs == ""), "unknown", level)


def _neighbourhoods(claim: Texts, alley: Texts, claims: Sequence[Claim], network: Network) -> Texts:
    mine = np.array([c.neighbourhood or "" for c in claims], dtype=object)[claim]
    level = np.full(len(claim), "unknown", dtype=object)
    known = np.flatnonzero([area in network.polygons for area in mine])
    if not len(known):
        return level
    polygons = np.array([network.polygons[area] for area in mine[known]], dtype=object)
    distance = shapely.distance(polygons, network.middles[alley[known]])
    level[known] = _stepped(distance, NEIGHBOURHOOD_STEPS_M)
    return level


def _streets(claim: Texts, alley: Texts, claims: Sequence[Claim], network: Network) -> Texts:
    """Whether the alley is beside the street the row names, or one spelled almost like it."""
    known = sorted(set(network.streets["street"]))
    read = {key: _most_alike(key, known) for key in {c.parent_key for c in claims}}
    mine = np.array([read[c.parent_key] for c in claims], dtype=object)[claim]
    beside = pd.MultiIndex.from_frame(network.streets[["alley", "street"]])
    is_beside = pd.MultiIndex.from_arrays([alley, mine]).isin(beside)
    return np.where(mine == "", "unknown", np.where(is_beside, "beside", "elsewhere"))


def _most_alike(key: str, known: Sequence[str]) -> str:
    if not key or key in known:
        return key
    found = process.extractOne(
        key, known, scorer=OSA.normalized_similarity, score_cutoff=LIKE_STREET
    )
    return found[0] if found else ""


ADDRESS_LEVELS = (
    "parent_and_number", "one_end", "street_and_number", "like_parent_and_number", "number",
    "old_name", "like_old_name", "other_sub", "other_parent", "other_number", "other_old_name",
    "map_silent", "row_silent",
)  # fmt: skip


FULL_ADDRESSES = frozenset({"parent_and_number", "one_end", "street_and_number", "old_name"})


def _addresses(claim: Texts, alley: Texts, claims: Sequence[Claim], network: Network) -> list[str]:
    """The best agreement of any way the row and the map say where the alley is."""
    pair = pd.DataFrame({"pair": np.arange(len(claim)), "claim": claim, "alley": alley})
    mine = pd.DataFrame(
        (
            (i, d.base_key, -1 if d.number is None else d.number, -1 if d.sub is None else d.sub)
            for i, c in enumerate(claims)
            for d in c.designations
        ),
        columns=["claim", "my_base", "my_number", "my_sub"],
    )
    both = pair.merge(mine, on="claim").merge(network.designations, on="alley")
    levels = _address_levels(both)
    order = {level: rank for rank, level in enumerate(ADDRESS_LEVELS)}
    best = levels.map(order).groupby(both["pair"]).min()
    speaks = np.array([bool(c.designations) for c in claims], dtype=bool)[claim]
    rank = np.where(speaks, order["map_silent"], order["row_silent"])
    rank[best.index.to_numpy()] = best.to_numpy()
    return [ADDRESS_LEVELS[r] for r in rank]


def _address_levels(both: pd.DataFrame) -> pd.Series:
    if both.empty:
        return pd.Series(dtype=object)
    numbered = (both["my_number"] >= 0) & (both["number"] >= 0)
    named = (both["my_number"] < 0) & (both["number"] < 0)
    same_number = numbered & (both["my_number"] == both["number"])
    same_base = (both["my_base"] == both["base"]) & (both["base"] != "")
    either_bare = (both["my_base"] == "") | (both["base"] == "")
    alike = np.zeros(len(both), dtype=bool)
    close = np.flatnonzero((same_number | named) & ~same_base & ~either_bare)
    likeness = process.cpdist(
        both["my_base"].iloc[close].tolist(),
        both["base"].iloc[close].tolist(),
        scorer=OSA.normalized_similarity,
    )
    alike[close] = np.asarray(likeness) >= LIKE_STREET - 0.08
    same_sub = both["my_sub"] == both["sub"]
    own = both["own"].astype(bool)
    rules = [
        (same_number & same_base & ~same_sub, "other_sub"),
        (same_number & same_base & own & both["two_ended"].astype(bool), "one_end"),
        (same_number & same_base & own, "parent_and_number"),
        (same_number & same_base, "street_and_number"),
        (same_number & alike & same_sub, "like_parent_and_number"),
        (same_number & either_bare, "number"),
        (same_number, "other_parent"),
        (numbered & (same_base | either_bare), "other_number"),
        (named & same_base, "old_name"),
        (named & alike, "like_old_name"),
        (named, "other_old_name"),
    ]
    levels = np.select([rule for rule, _ in rules], [level for _, level in rules], "map_silent")
    return pd.Series(levels, index=both.index)


def _positions(claim: Texts, alley: Texts, claims: Sequence[Claim], network: Network) -> Texts:
    level = np.full(len(claim), "unknown", dtype=object)
    placed = np.flatnonzero([claims[i].at is not None for i in claim])
    if len(placed):
        points = shapely.points([claims[i].at for i in claim[placed]])
        distance = shapely.distance(points, network.lines[alley[placed]])
        level[placed] = _stepped(distance, POSITION_STEPS_M)
    return level


def _stepped(distance: npt.NDArray[np.float64], steps: Sequence[tuple[float, str]]) -> Texts:
    edges = np.array([edge for edge, _ in steps])
    return np.array([level for _, level in steps], dtype=object)[np.searchsorted(edges, distance)]


def _persons(
    claim: Texts,
    alley: Texts,
    relation: npt.NDArray[np.int64],
    claims: Sequence[Claim],
    network: Network,
) -> list[str]:
    theirs = network.is_plural[alley]
    mine = np.array([c.plural for c in claims], dtype=bool)[claim]
    level = np.select([mine & theirs, mine, theirs], ["both_many", "row_many", "map_many"], "one")
    counted: list[str] = np.where(relation == Relation.NONE, "one", level).tolist()
    return counted


def _kinds(claim: Texts, alley: Texts, claims: Sequence[Claim], network: Network) -> list[str]:
    mine = np.array([c.kind or "" for c in claims], dtype=object)[claim]
    level = np.where(mine == network.kind[alley], "same", "other")
    known: list[str] = np.where(mine == "", "unknown", level).tolist()
    return known


def _name_shares(
    claim: Texts, alley: Texts, claims: Sequence[Claim], network: Network
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """How often chance alone would put the same given name and surname on an alley.

    Surnames are counted on both sides, as the map shows them; the given name in the register.
    """
    endings = Counter(key for c in claims for key in {*endings_of(c.person), c.person_key})
    shown = Counter(
        key for words in network.names["words"] for key in {*endings_of(words), squeeze(words)}
    )
    total = len(claims) + network.count
    share = {
        alley: max((endings[key] + shown[key] - 1.4) / total, 0.3 / total)
        for alley, key in network.names[["alley", "key"]].itertuples(index=False)
    }
    surname = np.array([share.get(a, 1.0) for a in alley])
    given = Counter(c.person[0] for c in claims if len(c.person) > 1)
    rate = np.array(
        [max(given[c.person[0]] - 0.7, 0.3) if len(c.person) > 1 else 1.0 for c in claims]
    )
    mine = Counter(c.surname_key for c in claims)
    family = np.array([max(mine[c.surname_key] - 0.7, 0.3) for c in claims]) / max(len(claims), 1)
    return (rate / max(len(claims), 1) * family)[claim], surname


def _place_sizes(
    table: pd.DataFrame, claims: Sequence[Claim], network: Network
) -> npt.NDArray[np.float64]:
    """How many alleys the narrowest place holds on which claim and alley agree."""
    alley = table["alley"].to_numpy(dtype=np.int64)
    size = np.full(len(table), float(network.count))
    of_district, of_home = Counter(network.district), Counter(network.neighbourhood)
    in_district = np.array([of_district[d] for d in network.district[alley]], dtype=float)
    size = np.where(table["district"] == "same", in_district, size)
    in_home = np.array([of_home[h] for h in network.neighbourhood[alley]], dtype=float)
    for level, homes in (("near", 20.0), ("beside", 5.0), ("same", 1.0)):
        agrees = (table["neighbourhood"] == level).to_numpy()
        size = np.where(agrees, np.minimum(size, homes * in_home), size)
    on_street = network.streets.groupby("street")["alley"].size()
    mine = np.array([c.parent_key for c in claims], dtype=object)[table["claim"]]
    off_street = pd.Series(mine).map(on_street).fillna(np.inf).to_numpy(dtype=float)
    beside = (table["street"] == "beside").to_numpy()
    return np.where(beside, np.minimum(size, off_street), size)


def endings_of(words: tuple[str, ...]) -> Iterator[str]:
    """Yield every shorter ending of a name: what a sign with the surname only would show."""
    for seam in range(1, len(words)):
        yield squeeze(words[seam:])
