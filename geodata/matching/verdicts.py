"""From settled pairs to the verdict, the score and the sentence of every naming, part by part."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geodata.forks import forked_map
from geodata.matching.assignment import Settlement
from geodata.matching.claims import Claim
from geodata.matching.evidence import Evidence
from geodata.matching.explain import explain
from geodata.matching.ladder import Candidate, Match, judge
from geodata.matching.network import Network

SCORE_DECIMALS = 4
CLAIMS_AT_A_TIME = 10_000

Row = dict[str, object]


class Verdicts:
    """The verdicts on a register whose pairs are settled.

    Parameters
    ----------
    registry : DataFrame
        Rows as the claims; `full_name`, `old_name` as written.
    ids : sequence of int
        Alley ids by row of the alley table.
    """

    def __init__(
        self,
        claims: Sequence[Claim],
        network: Network,
        evidence: Evidence,
        settled: Settlement,
        *,
        registry: pd.DataFrame,
        ids: Sequence[int],
    ) -> None:
        self._claims, self._network = claims, network
        self._evidence, self._settled = evidence, settled
        self._full_names = registry["full_name"].tolist()
        self._old_names = registry["old_name"].tolist()
        self._ids = ids
        self._order = np.lexsort((evidence.alley, -settled.probability, evidence.claim))
        places = np.arange(len(claims) + 1)
        self._bounds = np.searchsorted(evidence.claim[self._order], places)

    def rows(self, *, jobs: int) -> list[Row]:
        """Return a row per claim, in their order, for `match_namings` to make a table of."""
        starts = range(0, len(self._claims), CLAIMS_AT_A_TIME)
        parts = forked_map(self._part, starts, processes=jobs)
        return [row for part in parts for row in part]

    def _part(self, start: int) -> list[Row]:
        end = min(start + CLAIMS_AT_A_TIME, len(self._claims))
        return [self._row(claim) for claim in range(start, end)]

    def _row(self, claim: int) -> Row:
        match = judge(self._claims[claim], self._candidates(claim), self._network)
        written = {"full_name": self._full_names[claim], "old_name": self._old_names[claim]}
        best = match.best
        return {
            "naming_id": match.claim.naming_id,
            "alley_id": None if best is None else self._ids[best.alley],
            "verdict": match.verdict.value,
            "method": match.method,
            "score": None if best is None else round(best.probability, SCORE_DECIMALS),
            "reason_fa": explain(match, **written),
            "alternatives": self._alternatives(match),
        }

    def _candidates(self, claim: int) -> list[Candidate]:
        settled = self._settled
        pairs = self._order[self._bounds[claim] : self._bounds[claim + 1]].tolist()
        return [
            Candidate(
                pair, float(settled.probability[pair]), float(settled.alone[pair]), self._evidence
            )
            for pair in pairs
        ]

    def _alternatives(self, match: Match) -> tuple[tuple[int, float], ...]:
        return tuple(
            (self._ids[found.alley], round(found.probability, SCORE_DECIMALS))
            for found in match.alternatives
        )
