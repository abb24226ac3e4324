"""The join: which alley a naming of the register means.

Claims and network → candidates → evidence → weights → assignment → ladder → explanation; each stage
is a module, and every naming comes out with a verdict, a method, a score and a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import geopandas as gpd
import pandas as pd

from geodata.alleys import AlleyTable
from geodata.forks import beside
from geodata.matching.assignment import settle
from geodata.matching.claims import read_claims
from geodata.matching.gathering import gather_evidence
from geodata.matching.network import read_network
from geodata.matching.verdicts import Verdicts
from geodata.matching.weights import utilities

__all__ = ["gather_evidence", "match_namings"]


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
    with beside(partial(read_claims, ordered, crs=alleys.crs), jobs=jobs) as claims_read:
        network = read_network(alleys, neighbourhoods)
        claims = claims_read()
    evidence = gather_evidence(claims, network, jobs=jobs, progress=progress)
    utility, absent = utilities(evidence, claims, network)
    settled = settle(evidence, utility, absent, claims, network)
    ids = alleys.frame["alley_id"].tolist()
    verdicts = Verdicts(claims, network, evidence, settled, registry=ordered, ids=ids)
    rows = verdicts.rows(jobs=jobs)
    return pd.DataFrame(rows).astype({"alley_id": "Int64", "score": "float64"})
