"""All work of a joined register: its frames as the records of `geodata.worklists.lists`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.crs import metric_crs_of
from geodata.frames import with_none
from geodata.names import honoree_name
from geodata.store.listing import sorts_by
from geodata.worklists.lists import Register, WorkAlley, WorkNaming, WorkSign, work_of
from geodata.worklists.near import AlleysAround
from geodata.worklists.row import WorkRow

_NAMING = (
    "naming_id", "full_name", "last_name", "main_street", "old_name", "district",
    "neighbourhood_id", "plaque_status", "verdict", "method", "reason_fa", "alley_id",
    "alternatives", "further",
)  # fmt: skip


def find_work(
    alleys: gpd.GeoDataFrame, namings: pd.DataFrame, plaques: pd.DataFrame
) -> Iterator[WorkRow]:
    """Yield every row of every list, list by list.

    Parameters
    ----------
    alleys : GeoDataFrame, EPSG:4326
        Columns as the build has them, `eligible` and the mouths among them.
    namings : DataFrame
        The register joined with its verdicts; `alternatives` are (alley id, score).
    plaques : DataFrame
        Columns `plaque_id`, `naming_id`, `plaque_status`, `plaque_text`, `note`, `lon`, `lat`
        [degrees EPSG:4326].
    """
    register = Register(
        map(_naming, _values(namings, _NAMING)),
        (WorkAlley(*row) for row in _values(alleys, WorkAlley.__match_args__)),
    )
    signs = [WorkSign(*row) for row in _values(plaques, WorkSign.__match_args__)]
    is_carried = alleys["alley_id"].isin(register.carried)
    crs = metric_crs_of(alleys.total_bounds)
    named = AlleysAround(alleys[is_carried], crs)
    free = AlleysAround(alleys[alleys["eligible"] & ~is_carried], crs)
    yield from work_of(register, signs, named=named.nearest, free=free.nearest)


def _naming(row: Sequence[Any]) -> WorkNaming:
    naming_id, full_name, last_name, *rest = row
    return WorkNaming(naming_id, honoree_name(full_name), sorts_by(full_name, last_name), *rest)


def _values(frame: pd.DataFrame, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    plain = with_none(pd.DataFrame(frame)[list(columns)])
    return plain.itertuples(index=False, name=None)
