"""Settling who has which alley: the surest first, and what they have is no longer on offer.

An alley is one person's unless the map names several there. Rows of one person share an alley,
so do brothers. The probabilities of the others are reckoned anew without the alleys taken.
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
from geodata.matching.evidence import FULL_ADDRESSES
from geodata.matching.network import Network
from geodata.matching.weights import Floats, probabilities

Ints = npt.NDArray[np.int64]
ROUNDS = (0.995, 0.97, 0.9, 0.8, 0.5)
LARGEST_BUCKET = 40
RIVAL_AT = 0.3
RIVAL_MARGIN = 1.5
"""A stranger's row less than e^1.5 ≈ 4.5 times weaker is no reason to be sure."""
SAME_NAME = 0.78
ENOUGH_AGREES = 3


@dataclass(frozen=True, slots=True)
class Settlement:
    """The outcome for pairs and claims.

    Attributes
    ----------
    probability : array
        Of each pair, the alleys given to others left out (0 for those).
    alone : array
        Of each pair, before any alley was given away.
    given : array
        For each claim the pair it was given, -1 for none.
    rivalled : array of bool
        Whether a claim was given an alley that another person's row fits about as well.
    """

    probability: Floats
    alone: Floats
    given: Ints
    rivalled: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Choice:
    """The pairs as parallel arrays, and by which tags two pairs may share an alley."""

    claim: Ints
    alley: Ints
    person: Ints
    party: Ints
    open_to_many: npt.NDArray[np.bool_]

    def may_share(self, pair: int, tags: set[int]) -> bool:
        """Whether a pair is of a person, or of a name and address, that is there already."""
        return bool(self.open_to_many[pair]) or bool(self.tags(pair) & tags)

    def tags(self, pair: int) -> set[int]:
        """What stands for the pair among an alley's holders."""
        return {int(self.person[pair]), int(self.party[pair])} - {-1}


def settle(
    evidence: pd.DataFrame,
    utility: Floats,
    absent: Floats,
    claims: Sequence[Claim],
    network: Network,
) -> Settlement:
    """Return who gets which alley, surest first.

    Parameters
    ----------
    evidence : DataFrame
        As `weigh_evidence` returns it, parallel to `utility`.
    """
    choice = _choice(evidence, claims, network)
    claim, alley = choice.claim, choice.alley
    alone = probabilities(claim, utility, absent)
    wanted, utility = utility, utility.copy()
    holders: dict[int, set[int]] = defaultdict(set)
    given = np.full(len(claims), -1, dtype=np.int64)
    for least in ROUNDS:
        while True:
            chance = probabilities(claim, utility, absent)
            fresh = _surest(chance, least, choice, given, holders)
            if not fresh:
                break
            taken = np.isin(alley, alley[fresh]) & (given[claim] < 0)
            for pair in np.flatnonzero(taken).tolist():
                if not choice.may_share(pair, holders[alley[pair]]):
                    utility[pair] = -np.inf
    final = probabilities(claim, utility, absent)
    return Settlement(final, alone, given, _rivalled(given, wanted, alone, choice))


def _choice(evidence: pd.DataFrame, claims: Sequence[Claim], network: Network) -> _Choice:
    claim, alley = (evidence[c].to_numpy(dtype=np.int64) for c in ("claim", "alley"))
    keys = [claims[i].person_key for i in claim]
    party = pd.factorize(pd.MultiIndex.from_arrays([keys, alley]))[0] + len(claims)
    says_where = evidence["address"].isin(sorted(FULL_ADDRESSES))
    named = ~evidence["name"].isin(["none", "other"])
    return _Choice(
        claim=claim,
        alley=alley,
        person=same_persons(claims)[claim],
        party=np.where((says_where & named).to_numpy(), party, -1),
        open_to_many=network.is_plural[alley],
    )


def _surest(
    chance: Floats, least: float, choice: _Choice, given: Ints, holders: dict[int, set[int]]
) -> list[int]:
    """Give each claim that is sure enough its alley, and return the pairs given."""
    sure = np.flatnonzero((chance >= least) & (given[choice.claim] < 0))
    fresh = []
    for pair in sure[np.argsort(-chance[sure], kind="stable")].tolist():
        where = int(choice.alley[pair])
        if given[choice.claim[pair]] >= 0:
            continue
        if holders[where] and not choice.may_share(pair, holders[where]):
            continue
        holders[where] |= choice.tags(pair)
        given[choice.claim[pair]] = pair
        fresh.append(pair)
    return fresh


def _rivalled(given: Ints, wanted: Floats, alone: Floats, choice: _Choice) -> npt.NDArray[np.bool_]:
    """Which claims hold an alley that a stranger's row fits nearly as well."""
    held = {int(choice.alley[pair]): int(pair) for pair in given[given >= 0]}
    contested = np.zeros(len(given), dtype=bool)
    for pair in np.flatnonzero(alone >= RIVAL_AT).tolist():
        mine = held.get(int(choice.alley[pair]))
        if mine is None or choice.may_share(pair, choice.tags(mine)):
            continue
        contested[choice.claim[mine]] |= bool(wanted[pair] >= wanted[mine] - RIVAL_MARGIN)
    return contested


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
        + (0 if not one.designations or not other.designations else 1 if same_address else -1)
    )
    if brothers:
        return same_address
    return agreeing >= ENOUGH_AGREES or (
        same_address and one.person_key == other.person_key and agreeing > 0
    )


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
