"""Settling who has which alley when several namings could mean it.

An alley is one person's; rows of one person share it, so do brothers, and where the sign names
several there is room for two. Instead of giving alleys away one after another, the probability of
every pair is reckoned in all possible divisions at once: sum-product messages on the graph of
claims and alleys (Bayati, Nair 2006; the Bethe approximation of the matchings' partition function
has one fixed point, which the messages reach).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz.distance import Indel

from geodata.matching.claims import Claim
from geodata.matching.evidence import Evidence
from geodata.matching.network import Network
from geodata.matching.weights import probabilities

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
LARGEST_BUCKET = 40
MOST_ROUNDS = 100
SETTLED = 1e-4
HIGHEST_ODDS = 20.0
NEGLIGIBLE = 1e-4
"""Pairs so much less likely than «not on the map» are nobody's rivals."""
SAME_NAME = 0.78
ENOUGH_AGREES = 3


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the claims together make of each pair.

    Attributes
    ----------
    probability, alone : array
        With and without regard to the other claims.
    free : array
        The chance that the pair's alley is left to it by the others.
    """

    probability: Floats
    alone: Floats
    free: Floats


def settle(
    evidence: Evidence,
    utility: Floats,
    absent: Floats,
    claims: Sequence[Claim],
    network: Network,
) -> Settlement:
    """Return how probable each pair is, with and without regard to the other claims.

    Parameters
    ----------
    utility : array
        Of each pair.
    absent : array
        Of «not on the map», for each claim.
    """
    odds = np.exp(np.minimum(utility - absent[evidence.claim], HIGHEST_ODDS))
    rows = np.flatnonzero(odds >= NEGLIGIBLE)
    graph = _Graph(
        evidence.claim[rows],
        evidence.alley[rows],
        _holders(evidence, claims)[rows],
        network.is_plural[evidence.alley[rows]],
        odds[rows],
    )
    free = np.ones(len(evidence))
    free[rows] = graph.free()
    settled = _shares(odds * free, evidence.claim)
    return Settlement(settled, probabilities(evidence.claim, utility, absent), free)


def _shares(wanted: Floats, claim: Ints) -> Floats:
    """Each pair's part of its claim, «not on the map» counting 1."""
    shares: Floats = wanted / (1.0 + np.bincount(claim, wanted))[claim] if len(claim) else wanted
    return shares


@dataclass(frozen=True, slots=True)
class _Graph:
    """Claims and alleys with the pairs that join them; pairs with one holder are no rivals."""

    claim: Ints
    alley: Ints
    holder: Ints
    several: npt.NDArray[np.bool_]
    odds: Floats

    def free(self) -> Floats:
        """The chance that each pair's alley is left to it, when nobody's share changes any more."""
        free = np.ones(len(self.odds))
        shares = _shares(self.odds, self.claim)
        for _ in range(MOST_ROUNDS if len(free) else 0):
            asking = self.odds / (1.0 + self._others(self.odds * free))
            free = _room(self._rivals(asking), self._rivals(asking**2), self.several)
            before, shares = shares, _shares(self.odds * free, self.claim)
            if np.abs(shares - before).max() < SETTLED:
                break
        return free

    def _others(self, wanted: Floats) -> Floats:
        """What each claim's other pairs add up to."""
        others: Floats = np.maximum(np.bincount(self.claim, wanted)[self.claim] - wanted, 0.0)
        return others

    def _rivals(self, asking: Floats) -> Floats:
        """What strangers ask of each pair's alley."""
        total = np.bincount(self.alley, asking)[self.alley]
        own = np.bincount(self.holder, asking)[self.holder]
        rivals: Floats = np.maximum(total - own, 0.0)
        return rivals


def _holders(evidence: Evidence, claims: Sequence[Claim]) -> Ints:
    """For each pair who would hold the alley; pairs with one holder are no rivals.

    Besides one person's rows, rows of one name that each give the alley's own address are: the
    two ends of one alley, each with its row.
    """
    person = same_persons(claims)[evidence.claim]
    at_alley = evidence.alley * len(claims) + person
    holder: Ints = np.unique(at_alley, return_inverse=True)[1].astype(np.int64)
    at_door = evidence.has("address", "parent_and_number", "one_end", "opens_and_number")
    rows = np.flatnonzero(at_door & evidence.has("family", "exact"))
    names = [claims[i].person_key for i in evidence.claim[rows]]
    door = evidence.alley[rows] * len(claims) + pd.factorize(np.array(names, dtype=object))[0]
    holder[rows] = pd.Series(holder[rows]).groupby(door).transform("min").to_numpy(dtype=np.int64)
    return holder


def _room(one: Floats, squares: Floats, several: npt.NDArray[np.bool_]) -> Floats:
    """The chance that an alley is still free when rivals ask for it with these odds.

    One place, or two where the sign names several people; `squares` are the rivals' odds
    squared, so that nobody is counted as a pair with himself.
    """
    two = np.maximum(one**2 - squares, 0.0) / 2
    free: Floats = np.where(several, (1.0 + one) / (1.0 + one + two), 1.0 / (1.0 + one))
    return free


def same_persons(claims: Sequence[Claim]) -> Ints:
    """Return for each claim the first claim of the same person or of a brother.

    Two rows are one person when their names agree and enough of dates, father, street and
    address does; a clerk's file has about one such pair in a hundred rows.
    """
    first = list(range(len(claims)))

    def root(i: int) -> int:
        while first[i] != i:
            first[i] = first[first[i]]
            i = first[i]
        return i

    for members in _buckets(claims):
        for i, j in combinations(members, 2):
            if root(i) != root(j) and _is_same(claims[i], claims[j]):
                low, high = sorted((root(i), root(j)))
                first[high] = low
    return np.array([root(i) for i in range(len(claims))], dtype=np.int64)


def _buckets(claims: Sequence[Claim]) -> Iterator[list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for i, claim in enumerate(claims):
        key = claim.person_key
        for date in (claim.died, claim.born):
            if date and date.count("-") == 2:
                found[date, key[-3:]].append(i)
                found[date, key[:3], "start"].append(i)
        if claim.neighbourhood:
            found[key, claim.neighbourhood].append(i)
        if claim.father_key:
            found[claim.father_key, key[-4:]].append(i)
        for designation in claim.designations:
            if designation.base_key:
                found[designation, claim.district].append(i)
    return (members for members in found.values() if 1 < len(members) <= LARGEST_BUCKET)


def _is_same(one: Claim, other: Claim) -> bool:
    brothers = _are_brothers(one, other)
    if not brothers and not _names_agree(one.person_key, other.person_key):
        return False
    same_address = bool(set(one.designations) & set(other.designations))
    agreeing = (
        2 * _agreement(one.died, other.died)
        + 2 * _agreement(one.born, other.born)
        + _agreement(one.father_key, other.father_key)
        + _agreement(one.parent_key, other.parent_key)
        + (one.person_key == other.person_key and len(one.person) > 1)
        + (one.neighbourhood is not None and one.neighbourhood == other.neighbourhood)
        + (0 if not one.designations or not other.designations else 1 if same_address else -1)
    )
    if brothers:
        return same_address
    same_name_there = same_address and one.person_key == other.person_key
    return agreeing >= ENOUGH_AGREES or (same_name_there and agreeing >= 0)


def _are_brothers(one: Claim, other: Claim) -> bool:
    same_father = bool(one.father_key) and one.father_key == other.father_key
    same_family = len(one.person) > 1 and one.person[1:] == other.person[1:]
    return same_father and same_family and one.person != other.person


def _names_agree(one: str, other: str) -> bool:
    if one.endswith(other) or other.endswith(one):
        return True
    letters = ("".join(sorted(one)), "".join(sorted(other)))
    return Indel.normalized_similarity(*letters) >= SAME_NAME


def _agreement(one: str | None, other: str | None) -> int:
    if not one or not other:
        return 0
    return 1 if one.startswith(other) or other.startswith(one) else -1
