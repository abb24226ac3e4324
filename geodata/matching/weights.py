"""How much each level of agreement weighs, and what that makes of a claim's candidates.

A multinomial logit: every candidate and «not on the map» has a utility, the sum of its levels'
weights, and a probability in proportion to its exponential (McFadden 1974). The weights in
`vocab/match_weights.csv` were fitted by `scripts/fit_match_weights` on labelled benchmarks, in two
columns: for maps on which the alleys already carry martyrs' names and for maps that know them by
number. A city's weights lie between the two, by how many of its alleys name a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.matching.claims import Claim
from geodata.matching.evidence import FIELDS
from geodata.matching.leads_by_name import Relation
from geodata.matching.network import Network
from geodata.vocab import read_vocab

Floats = npt.NDArray[np.float64]
WELL_NAMED_SHARE = 0.4
"""A map on which this share of the alleys names a person counts as named throughout."""
SURNAME_RELATIONS = frozenset(
    {
        Relation.SURNAME,
        Relation.ROW_SURNAME,
        Relation.ALMOST_SURNAME,
        Relation.FIRST_WORDS,
    }
)
NAMELESS_RELATIONS = frozenset({Relation.OTHER, Relation.NONE})
_LOG_SCALE = 5.0


def utilities(
    evidence: pd.DataFrame, claims: Sequence[Claim], network: Network
) -> tuple[Floats, Floats]:
    """Return the utility of each pair, and of «not on the map» for each claim.

    Parameters
    ----------
    evidence : DataFrame
        As `weigh_evidence` returns it.
    """
    weights = _weights_of(network)
    pair = np.zeros(len(evidence))
    for field in FIELDS:
        pair += evidence[field].map(lambda level, f=field: weights.get((f, level), 0.0))
    pair += weights["rarity", "full"] * _log_chance(evidence, surname=False)
    pair += weights["rarity", "surname"] * _log_chance(evidence, surname=True)
    return pair, _absence(claims, network, weights)


def probabilities(claim: npt.NDArray[np.int64], pair: Floats, absent: Floats) -> Floats:
    """Return each pair's probability among the claim's pairs and «not on the map».

    Parameters
    ----------
    claim : array
        The claim of each pair.
    pair, absent : array
        Utilities of pairs and of absence; -inf takes a pair out of the choice.
    """
    highest = absent.copy()
    np.maximum.at(highest, claim, pair)
    odds = np.exp(pair - highest[claim])
    total = np.exp(absent - highest)
    np.add.at(total, claim, odds)
    chosen: Floats = odds / total[claim]
    return chosen


def design(evidence: pd.DataFrame) -> dict[tuple[str, str], Floats]:
    """Return the column of every weight over the pairs: 0/1 per level, logs of rarity."""
    columns = {
        (field, level): (evidence[field] == level).to_numpy(dtype=float)
        for field in FIELDS
        for level in sorted(set(evidence[field]))
    }
    columns["rarity", "full"] = _log_chance(evidence, surname=False)
    columns["rarity", "surname"] = _log_chance(evidence, surname=True)
    return columns


def absence_design(claims: Sequence[Claim], network: Network) -> dict[tuple[str, str], Floats]:
    """Return what speaks for «not on the map», one column per weight over the claims."""
    numbered = [[d for d in c.designations if d.base_key and d.number is not None] for c in claims]
    return {
        ("absent", "always"): np.ones(len(claims)),
        ("absent", "full_address"): np.array([bool(found) for found in numbered], dtype=float),
        ("absent", "known_street"): np.array(
            [any(d.base_key in network.bases for d in found) for found in numbered], dtype=float
        ),
        ("absent", "neighbourhood"): np.array(
            [c.neighbourhood is not None for c in claims], dtype=float
        ),
    }


def _absence(
    claims: Sequence[Claim], network: Network, weights: dict[tuple[str, str], float]
) -> Floats:
    columns = absence_design(claims, network)
    total: Floats = sum(
        (weights[name] * column for name, column in columns.items()), np.zeros(len(claims))
    )
    return total


def _log_chance(evidence: pd.DataFrame, *, surname: bool) -> Floats:
    levels = {r.name.lower() for r in SURNAME_RELATIONS}
    if not surname:
        others = set(Relation) - SURNAME_RELATIONS - NAMELESS_RELATIONS
        levels = {r.name.lower() for r in others}
    chance = evidence["surname_chance" if surname else "full_chance"].to_numpy(dtype=float)
    return np.where(evidence["name"].isin(levels), np.log(chance) / _LOG_SCALE, 0.0)


def _weights_of(network: Network) -> dict[tuple[str, str], float]:
    stated = network.names.loc[network.names["stated"].astype(bool), "alley"].nunique()
    share = stated / max(int((~network.is_arterial).sum()), 1)
    named = min(share / WELL_NAMED_SHARE, 1.0)
    return {key: named * a + (1 - named) * b for key, (a, b) in _table().items()}


@cache
def _table() -> dict[tuple[str, str], tuple[float, float]]:
    return {
        (row["field"], row["level"]): (float(row["named_map"]), float(row["numbered_map"]))
        for row in read_vocab("match_weights")
    }
