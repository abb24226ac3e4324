"""The join: which alley a naming of the register means.

Candidates → scoring → ladder → assignment → explanation; each stage is a module and every naming
comes out with a verdict, a method, a score and a sentence.
"""

from __future__ import annotations

import pandas as pd

from geodata.alleys import AlleyTable
from geodata.matching.assignment import settle_shared
from geodata.matching.candidates import find_candidates, index_alleys
from geodata.matching.claims import read_claims
from geodata.matching.explain import explain
from geodata.matching.ladder import Match, judge
from geodata.matching.scoring import Candidate, score_candidates

__all__ = ["match_namings"]

SCORE_DECIMALS = 4


def match_namings(registry: pd.DataFrame, alleys: AlleyTable) -> pd.DataFrame:
    """Return the verdict on every naming, sorted by `naming_id`.

    Parameters
    ----------
    registry : DataFrame
        As `geodata.readers.read_registry` returns it.
    alleys : AlleyTable
        As `geodata.alleys.build_alleys` returns it.

    Returns
    -------
    DataFrame
        `naming_id`, `alley_id` (Int64; in review the best alternative), `verdict`, `method`,
        `score` (0–1 or NaN), `reason_fa`, `alternatives` (tuple of (alley id, score)).
    """
    index = index_alleys(alleys)
    claims = read_claims(registry, crs=alleys.crs)
    judged = [
        judge(claim, score_candidates(claim, find_candidates(claim, index), index), index)
        for claim in claims
    ]
    ids = alleys.frame["alley_id"].tolist()
    rows = [
        _row(match, ids, old_name)
        for match, old_name in zip(settle_shared(judged), registry["old_name"], strict=True)
    ]
    table = pd.DataFrame(rows).astype({"alley_id": "Int64", "score": "float64"})
    return table.sort_values("naming_id", kind="stable").reset_index(drop=True)


def _row(match: Match, ids: list[int], old_name: str | None) -> dict[str, object]:
    best = match.best
    return {
        "naming_id": match.claim.naming_id,
        "alley_id": None if best is None else ids[best.row],
        "verdict": match.verdict.value,
        "method": match.method,
        "score": None if best is None else round(best.score, SCORE_DECIMALS),
        "reason_fa": explain(match, old_name=old_name),
        "alternatives": tuple(_alternative(found, ids) for found in match.alternatives),
    }


def _alternative(candidate: Candidate, ids: list[int]) -> tuple[int, float]:
    return ids[candidate.row], round(candidate.score, SCORE_DECIMALS)
