"""What the places say: district, neighbourhood, street, address, position, kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from rapidfuzz import process
from rapidfuzz.distance import OSA

from geodata.matching.claims import Claim
from geodata.matching.network import Network
from geodata.matching.streets_alike import KnownStreets
from geodata.matching.tables import table, texts

if TYPE_CHECKING:
    from geodata.matching.evidence import Evidence

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.object_]
NEIGHBOURHOOD_STEPS_M = ((0.5, "same"), (300.0, "beside"), (900.0, "near"), (np.inf, "far"))
POSITION_STEPS_M = ((60.0, "here"), (150.0, "close"), (400.0, "near"), (np.inf, "far"))
LIKE_BASE = 0.72
"""Where the number agrees too, a parent street may be spelled less alike than a slip away."""
SLIP_RATE = 0.02
"""A street of the map with so many fewer alleys than one spelled like it is a slip on the sign."""
ADDRESS_LEVELS = (
    "parent_and_number", "one_end", "opens_and_number", "beside_and_number",
    "namesake_parent_and_number", "like_parent_and_number", "kin_parent_and_number",
    "bare_number", "number", "old_name", "namesake_old_name", "like_old_name", "kin_old_name",
    "other_sub", "other_parent", "other_number", "other_old_name", "sign_silent", "row_silent",
)  # fmt: skip
PLACE_FIELDS: dict[str, tuple[str, ...]] = {
    "district": ("same", "other_but_near", "other", "unknown"),
    "neighbourhood": ("same", "beside", "near", "far", "unknown"),
    "street": ("beside", "elsewhere", "unknown"),
    "address": ADDRESS_LEVELS,
    "position": ("here", "close", "near", "far", "unknown"),
    "kind": ("same", "other", "unknown"),
    "pieces": ("few", "many"),
}


def place_levels(
    claim: Ints, alley: Ints, claims: Sequence[Claim], network: Network
) -> dict[str, Levels]:
    """Return the level of each of `PLACE_FIELDS` for every pair."""
    neighbourhood = _neighbourhoods(claim, alley, claims, network)
    return {
        "district": _districts(claim, alley, claims, network, neighbourhood),
        "neighbourhood": neighbourhood,
        "street": _streets(claim, alley, claims, network),
        "address": _addresses(claim, alley, claims, network),
        "position": _positions(claim, alley, claims, network),
        "kind": _kinds(claim, alley, claims, network),
        "pieces": np.where(network.is_long[alley], "many", "few").astype(object),
    }


def place_sizes(evidence: Evidence, claims: Sequence[Claim], network: Network) -> Floats:
    """Return how many alleys the narrowest place holds on which claim and alley agree."""
    alley = evidence.alley
    size = np.full(len(evidence), float(network.count))
    in_district = pd.Series(network.district).map(Counter(network.district)).to_numpy(float)
    in_home = pd.Series(network.neighbourhood).map(Counter(network.neighbourhood)).to_numpy(float)
    size = np.where(evidence.has("district", "same"), in_district[alley], size)
    for level, homes in (("near", 20.0), ("beside", 5.0), ("same", 1.0)):
        agrees = evidence.has("neighbourhood", level)
        size = np.where(agrees, np.minimum(size, homes * in_home[alley]), size)
    on_street = network.streets.groupby("street")["alley"].size()
    mine = pd.Series([c.parent_key for c in claims], dtype=object)
    off_street = mine.map(on_street).fillna(np.inf).to_numpy(dtype=float)[evidence.claim]
    return np.where(evidence.has("street", "beside"), np.minimum(size, off_street), size)


def _districts(
    claim: Ints, alley: Ints, claims: Sequence[Claim], network: Network, nearby: Levels
) -> Levels:
    mine = texts(c.district for c in claims)[claim]
    theirs = network.district[alley]
    near = (nearby == "same") | (nearby == "beside")
    level = np.where(mine == theirs, "same", np.where(near, "other_but_near", "other"))
    return np.where((mine == "") | (theirs == ""), "unknown", level).astype(object)


def _neighbourhoods(claim: Ints, alley: Ints, claims: Sequence[Claim], network: Network) -> Levels:
    mine = texts(c.neighbourhood for c in claims)[claim]
    level = np.full(len(claim), "unknown", dtype=object)
    known = np.flatnonzero([area in network.polygons for area in mine])
    polygons = np.array([network.polygons[area] for area in mine[known]], dtype=object)
    distance = shapely.distance(polygons, network.middles[alley[known]])
    level[known] = _stepped(distance, NEIGHBOURHOOD_STEPS_M)
    return level


def _streets(claim: Ints, alley: Ints, claims: Sequence[Claim], network: Network) -> Levels:
    """Whether the alley is beside the street the row names, or one spelled almost like it."""
    known = KnownStreets(network.street_codes.index, {c.parent_key for c in claims})
    mine = texts(known.read(c.parent_key) for c in claims)[claim]
    level = np.where(network.is_beside(alley, mine), "beside", "elsewhere")
    return np.where(mine == "", "unknown", level).astype(object)


def _addresses(claim: Ints, alley: Ints, claims: Sequence[Claim], network: Network) -> Levels:
    """The best agreement of any way the row and the map say where the alley is."""
    pair = pd.DataFrame({"pair": np.arange(len(claim)), "claim": claim, "alley": alley})
    mine = table(
        (
            (
                i,
                d.base_key,
                -1 if d.number is None else d.number,
                -1 if d.sub is None else d.sub,
                d.martyr,
            )
            for i, c in enumerate(claims)
            for d in c.designations
        ),
        claim=int, my_base=object, my_number=int, my_sub=int, my_martyr=bool,
    )  # fmt: skip
    both = pair.merge(mine, on="claim").merge(network.designations, on="alley")
    order = {level: rank for rank, level in enumerate(ADDRESS_LEVELS)}
    best = (
        pd.Series(_address_levels(both, network)).map(order).groupby(both["pair"].to_numpy()).min()
    )
    speaks = np.array([bool(c.designations) for c in claims], dtype=bool)[claim]
    rank = np.where(speaks, order["sign_silent"], order["row_silent"])
    rank[best.index.to_numpy(dtype=np.int64)] = best.to_numpy()
    return np.array(ADDRESS_LEVELS, dtype=object)[rank]


def _address_levels(both: pd.DataFrame, network: Network) -> Levels:
    numbered = ((both["my_number"] >= 0) & (both["number"] >= 0)).to_numpy()
    named = ((both["my_number"] < 0) & (both["number"] < 0)).to_numpy()
    same_number = numbered & (both["my_number"] == both["number"]).to_numpy()
    same_base = ((both["my_base"] == both["base"]) & (both["base"] != "")).to_numpy()
    either_bare = ((both["my_base"] == "") | (both["base"] == "")).to_numpy()
    both_bare = ((both["my_base"] == "") & (both["base"] == "")).to_numpy()
    other_form = (both["my_martyr"] != both["martyr"]).to_numpy(dtype=bool)
    namesake = other_form & both["both_forms"].to_numpy(dtype=bool)
    alike = _alike(both, np.flatnonzero((same_number | named) & ~same_base & ~either_bare))
    slip = _is_slip_of_base(both, alike, network)
    same_sub = (both["my_sub"] == both["sub"]).to_numpy()
    by = {who: (both["given_by"] == who).to_numpy() for who in ("sign", "opens", "beside")}
    two_ended = both["two_ended"].to_numpy(dtype=bool)
    rules = [
        (same_number & same_base & ~same_sub, "other_sub"),
        (same_number & same_base & by["sign"] & namesake, "namesake_parent_and_number"),
        (same_number & same_base & by["sign"] & two_ended, "one_end"),
        (same_number & same_base & by["sign"], "parent_and_number"),
        (same_number & same_base & by["opens"], "opens_and_number"),
        (same_number & same_base, "beside_and_number"),
        (same_number & slip & same_sub, "like_parent_and_number"),
        (same_number & alike & same_sub, "kin_parent_and_number"),
        (same_number & both_bare & same_sub, "bare_number"),
        (same_number & either_bare, "number"),
        (same_number, "other_parent"),
        (numbered & (same_base | either_bare), "other_number"),
        (named & same_base & other_form, "namesake_old_name"),
        (named & same_base, "old_name"),
        (named & slip, "like_old_name"),
        (named & alike, "kin_old_name"),
        (named, "other_old_name"),
    ]
    levels: Levels = np.select(
        [rule for rule, _ in rules], [level for _, level in rules], "sign_silent"
    ).astype(object)
    return levels


def _alike(both: pd.DataFrame, rows: Ints) -> npt.NDArray[np.bool_]:
    """Whether two bases are one but for a slip; the numbers of numbered streets are no slips."""
    alike = np.zeros(len(both), dtype=bool)
    mine, theirs = (
        [base.partition(" ") for base in both[c].iloc[rows]] for c in ("my_base", "base")
    )
    likeness = process.cpdist(
        [words for words, _, _ in mine],
        [words for words, _, _ in theirs],
        scorer=OSA.normalized_similarity,
    )
    same_number = [one[2] == other[2] for one, other in zip(mine, theirs, strict=True)]
    alike[rows] = (np.asarray(likeness) >= LIKE_BASE) & np.array(same_number, dtype=bool)
    return alike


def _is_slip_of_base(
    both: pd.DataFrame, asked: npt.NDArray[np.bool_], network: Network
) -> npt.NDArray[np.bool_]:
    """Whether one of two bases is a slip of the other, not a street of its own on this map."""
    mine, theirs = (both[c].map(network.bases).fillna(0).to_numpy() for c in ("my_base", "base"))
    slip: npt.NDArray[np.bool_] = np.minimum(mine, theirs) <= SLIP_RATE * np.maximum(mine, theirs)
    return asked & slip


def _positions(claim: Ints, alley: Ints, claims: Sequence[Claim], network: Network) -> Levels:
    level = np.full(len(claim), "unknown", dtype=object)
    placed = np.flatnonzero([claims[i].at is not None for i in claim])
    if len(placed):
        points = shapely.points([claims[i].at for i in claim[placed]])
        distance = shapely.distance(points, network.lines[alley[placed]])
        level[placed] = _stepped(distance, POSITION_STEPS_M)
    return level


def _stepped(distance: Floats, steps: Sequence[tuple[float, str]]) -> Levels:
    edges = np.array([edge for edge, _ in steps])
    return np.array([level for _, level in steps], dtype=object)[np.searchsorted(edges, distance)]


def _kinds(claim: Ints, alley: Ints, claims: Sequence[Claim], network: Network) -> Levels:
    mine = texts(c.kind for c in claims)[claim]
    level = np.where(mine == network.kind[alley], "same", "other")
    return np.where(mine == "", "unknown", level).astype(object)
