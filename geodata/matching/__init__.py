"""The join: which alley a naming of the register means.

Claims and network → candidates → evidence → weights → assignment → ladder → explanation; each stage
is a module, and every naming comes out with a verdict, a method, a score and a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.alleys import AlleyTable
from geodata.matching.assignment import settle
from geodata.matching.candidates import find_candidates
from geodata.matching.claims import read_claims
from geodata.matching.evidence import FIELDS, weigh_evidence
from geodata.matching.explain import explain
from geodata.matching.ladder import Candidate, Match, candidates_of, judge
from geodata.matching.network import Network, read_network
from geodata.matching.weights import utilities

__all__ = ["match_namings"]

SCORE_DECIMALS = 4


def match_namings(
    registry: pd.DataFrame,
    alleys: AlleyTable,
    *,
    neighbourhoods: gpd.GeoDataFrame | None = None,
) -> pd.DataFrame:
    """Return the verdict on every naming, sorted by `naming_id`.

    Parameters
    ----------
    registry : DataFrame
        As `geodata.readers.read_registry` returns it.
    alleys : AlleyTable
        As `geodata.alleys.build_alleys` returns it.
    neighbourhoods : GeoDataFrame, optional
        Columns `area_id`, geometry; without it a stated neighbourhood proves nothing.

    Returns
    -------
    DataFrame
        `naming_id`, `alley_id` (Int64; in review the best alternative), `verdict`, `method`,
        `score` (probability 0–1 or NaN), `reason_fa`, `alternatives` (tuple of (alley id,
        probability)).
    """
    ordered = registry.sort_values("naming_id", kind="stable").reset_index(drop=True)
    network = read_network(alleys, neighbourhoods)
    matches = _matches(ordered, alleys.crs, network)
    ids = alleys.frame["alley_id"].tolist()
    rows = [
        _row(match, ids, old_name)
        for match, old_name in zip(matches, ordered["old_name"], strict=True)
    ]
    return pd.DataFrame(rows).astype({"alley_id": "Int64", "score": "float64"})


def _matches(registry: pd.DataFrame, crs: str, network: Network) -> Iterator[Match]:
    claims = read_claims(registry, crs=crs)
    evidence = weigh_evidence(find_candidates(claims, network), claims, network)
    utility, absent = utilities(evidence, claims, network)
    settled = settle(evidence, utility, absent, claims, network)
    order = np.lexsort((evidence["alley"], -settled.probability, evidence["claim"]))
    found = candidates_of(
        evidence.iloc[order],
        settled.probability[order].tolist(),
        settled.alone[order].tolist(),
        FIELDS,
    )
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    bounds = np.searchsorted(evidence["claim"].to_numpy()[order], np.arange(len(claims) + 1))
    for i, claim in enumerate(claims):
        mine = found[bounds[i] : bounds[i + 1]]
        given: Candidate | None = found[place[settled.given[i]]] if settled.given[i] >= 0 else None
        yield judge(claim, mine, network, given=given, rivalled=bool(settled.rivalled[i]))


def _row(match: Match, ids: list[int], old_name: str | None) -> dict[str, object]:
    best = match.best
    return {
        "naming_id": match.claim.naming_id,
        "alley_id": None if best is None else ids[best.alley],
        "verdict": match.verdict.value,
        "method": match.method,
        "score": None if best is None else round(best.probability, SCORE_DECIMALS),
        "reason_fa": explain(match, old_name=old_name),
        "alternatives": tuple(
            (ids[found.alley], round(found.probability, SCORE_DECIMALS))
            for found in match.alternatives
        ),
    }
