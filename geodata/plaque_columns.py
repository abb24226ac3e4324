"""The states of signs for whole columns of namings; what they mean is `geodata.plaque_states`."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from geodata.plaque_states import MOST_TELLING, NO_SIGN, RANK


def naming_status(registry: pd.DataFrame, plaques: pd.DataFrame) -> pd.Series:
    """Return the plaque status of each naming of the register, None where nothing is known."""
    known = plaques.dropna(subset=["naming_id", "plaque_status"])
    ranks = known["plaque_status"].map(RANK).groupby(known["naming_id"]).min()
    by_naming = {naming: MOST_TELLING[rank].value for naming, rank in ranks.items()}
    return pd.Series(
        [
            by_naming.get(naming_id, status)
            for naming_id, status in zip(
                registry["naming_id"], registry["plaque_status"], strict=True
            )
        ],
        index=registry.index,
        dtype=object,
    )


def sign_ranks(statuses: Iterable[str | None]) -> pd.Series:
    """Return where each status stands in `MOST_TELLING`; the end of it for an unknown one."""
    known = pd.Series(statuses, dtype=object)
    return known.map(RANK).fillna(NO_SIGN).astype("int64")
