"""How much each level of agreement weighs, and what that makes of a claim's candidates.

A multinomial logit: every candidate and «not on the map» has a utility, the sum of its levels'
weights, and a probability in proportion to its exponential (McFadden 1974). The weights in
`vocab/match_weights.csv` were fitted by `scripts/fit_match_weights` on labelled benchmarks, in two
columns: for maps on which the alleys already carry martyrs' names and for maps that know them by
number. A city's weights lie between the two, by how many of its alleys name a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from geodata.matching.claims import Claim
from geodata.matching.evidence import FAMILY_MET, GIVEN_MET, LEVELS, Evidence
from geodata.matching.network import Network
from geodata.vocab import read_vocab

Floats = npt.NDArray[np.float64]
Key = tuple[str, str]
WELL_NAMED_SHARE = 0.4
"""A map on which this share of the alleys names a person counts as named throughout."""
_LOG_SCALE = 5.0
_CHANCE_FLOOR = 0.05
"""Below one chance bearer in twenty places other errors outweigh a namesake's."""


def utilities(
    evidence: Evidence, claims: Sequence[Claim], network: Network
) -> tuple[Floats, Floats]:
    """Return the utility of each pair, and of «not on the map» for each claim."""
    weights = _weights_of(network)
    pair = np.zeros(len(evidence))
    for field, levels in LEVELS.items():
        pair += np.array([weights.get((field, level), 0.0) for level in levels])[
            evidence.codes[field]
        ]
    pair += _weighted(rarity_columns(evidence), weights, len(evidence))
    return pair, _weighted(absence_columns(claims, network), weights, len(claims))


def _weighted(columns: Mapping[Key, Floats], weights: Mapping[Key, float], rows: int) -> Floats:
    total = np.zeros(rows)
    for key, column in columns.items():
        total += weights.get(key, 0.0) * column
    return total


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


def level_columns(evidence: Evidence) -> dict[Key, Floats]:
    """Return a 0/1 column over the pairs for every level that occurs, for fitting."""
    return {
        (field, level): (evidence.codes[field] == code).astype(float)
        for field, levels in LEVELS.items()
        for code, level in enumerate(levels)
        if (evidence.codes[field] == code).any()
    }


def rarity_columns(evidence: Evidence) -> dict[Key, Floats]:
    """Return what a name's rarity adds over the pairs: rare names weigh more."""
    family = evidence.has("family", *FAMILY_MET)
    full = family & evidence.has("given", *GIVEN_MET)
    columns = {}
    for name, met, chance in (
        ("full", full, evidence.full_chance),
        ("surname", family & ~full, evidence.surname_chance),
    ):
        columns["rarity", name] = np.where(met, np.log(chance) / _LOG_SCALE, 0.0)
        floored = np.log(chance + _CHANCE_FLOOR) / _LOG_SCALE
        columns["rarity", f"{name}_common"] = np.where(met, floored, 0.0)
    return columns


def absence_columns(claims: Sequence[Claim], network: Network) -> dict[Key, Floats]:
    """Return what speaks for «not on the map», one column per weight over the claims."""
    numbered = [[d for d in c.designations if d.base_key and d.number is not None] for c in claims]
    facts = {
        "always": [True] * len(claims),
        "full_address": [bool(found) for found in numbered],
        "known_street": [any(d.base_key in network.bases for d in found) for found in numbered],
        "neighbourhood": [c.neighbourhood is not None for c in claims],
        "district": [c.district is not None for c in claims],
        "surname_only": [len(c.person) < 2 for c in claims],
    }
    return {("absent", name): np.array(column, dtype=float) for name, column in facts.items()}


def _weights_of(network: Network) -> dict[Key, float]:
    share = int(network.is_stated.sum()) / max(int((~network.is_arterial).sum()), 1)
    named = min(share / WELL_NAMED_SHARE, 1.0)
    return {key: named * a + (1 - named) * b for key, (a, b) in _table().items()}


@cache
def _table() -> dict[Key, tuple[float, float]]:
    return {
        (row["field"], row["level"]): (float(row["named_map"]), float(row["numbered_map"]))
        for row in read_vocab("match_weights")
    }
