"""The join: which alley a naming of the register means.

Claims and network → candidates → evidence → weights → assignment → ladder → explanation; each stage
is a module, and every naming comes out with a verdict, a method, a score and a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.alleys import AlleyTable
from geodata.matching.assignment import settle
from geodata.matching.claims import Claim, read_claims
from geodata.matching.evidence import Evidence
from geodata.matching.explain import explain
from geodata.matching.gathering import gather_evidence
from geodata.matching.ladder import Candidate, Match, judge
from geodata.matching.network import Network, read_network
from geodata.matching.weights import utilities

__all__ = ["gather_evidence", "match_namings"]

SCORE_DECIMALS = 4


def match_namings(
    registry: pd.DataFrame,
    alleys: AlleyTable,
    *,
    neighbourhoods: gpd.GeoDataFrame | None = None,
    jobs: int = 1,
    progress: Callable[[float], None] = lambda share: None,
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
    jobs : int
        Processes to use; the result does not depend on it.
    progress : callable
        Called again and again with the share of the work that is done.

    Returns
    -------
    DataFrame
        `naming_id`, `alley_id` (Int64; in review the best alternative), `verdict`, `method`,
        `score` (probability 0–1 or NaN), `reason_fa`, `alternatives` (tuple of (alley id,
        probability)).
    """
    ordered = registry.sort_values("naming_id", kind="stable").reset_index(drop=True)
    network = read_network(alleys, neighbourhoods)
    claims = read_claims(ordered, crs=alleys.crs)
    evidence = gather_evidence(claims, network, jobs=jobs, progress=progress)
    matches = _matches(claims, network, evidence)
    ids = alleys.frame["alley_id"].tolist()
    written = zip(matches, ordered["full_name"], ordered["old_name"], strict=True)
    rows = [
        _row(match, ids, explain(match, full_name=full_name, old_name=old_name))
        for match, full_name, old_name in written
    ]
    return pd.DataFrame(rows).astype({"alley_id": "Int64", "score": "float64"})


def _matches(claims: Sequence[Claim], network: Network, evidence: Evidence) -> Iterator[Match]:
    utility, absent = utilities(evidence, claims, network)
    settled = settle(evidence, utility, absent, claims, network)
    order = np.lexsort((evidence.alley, -settled.probability, evidence.claim))
    bounds = np.searchsorted(evidence.claim[order], np.arange(len(claims) + 1)).tolist()
    for claim, start, end in zip(claims, bounds, bounds[1:], strict=False):
        mine = [
            Candidate(pair, float(settled.probability[pair]), float(settled.alone[pair]), evidence)
            for pair in order[start:end].tolist()
        ]
        yield judge(claim, mine, network)


def _row(match: Match, ids: list[int], reason_fa: str) -> dict[str, object]:
    best = match.best
    return {
        "naming_id": match.claim.naming_id,
        "alley_id": None if best is None else ids[best.alley],
        "verdict": match.verdict.value,
        "method": match.method,
        "score": None if best is None else round(best.probability, SCORE_DECIMALS),
        "reason_fa": reason_fa,
        "alternatives": tuple(
            (ids[found.alley], round(found.probability, SCORE_DECIMALS))
            for found in match.alternatives
        ),
    }
