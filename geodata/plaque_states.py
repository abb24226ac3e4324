"""Where a naming stands in the life of its signs, and how its alley is therefore drawn.

A record of plaques speaks before the register's own column: it is nearer to the street.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from geodata.model import MapState, PlaqueStatus

MOST_TELLING = (
    PlaqueStatus.VERIFIED,
    PlaqueStatus.INSTALLED,
    PlaqueStatus.DAMAGED,
    PlaqueStatus.MISSING,
    PlaqueStatus.REMOVED,
    PlaqueStatus.MADE,
    PlaqueStatus.APPROVED,
    PlaqueStatus.PLANNED,
)
"""Of several signs of one naming, the first of these that occurs is the naming's state."""

SIGN_COUNTS: Mapping[str, frozenset[int]] = {
    sign: frozenset(MOST_TELLING.index(status) for status in statuses)
    for sign, statuses in {
        "made": (PlaqueStatus.MADE,),
        "installed": (PlaqueStatus.INSTALLED, PlaqueStatus.VERIFIED),
        "verified": (PlaqueStatus.VERIFIED,),
        "damaged": (PlaqueStatus.DAMAGED,),
        "missing": (PlaqueStatus.MISSING, PlaqueStatus.REMOVED),
    }.items()
}
"""What is counted of an alley's signs, by the rank in `MOST_TELLING` of the most telling one.

Of `made`, `installed`, `damaged` and `missing` an alley is at most one; `verified` is a part of
`installed`.
"""
_NO_SIGN = len(MOST_TELLING)
_TROUBLED = frozenset({PlaqueStatus.DAMAGED, PlaqueStatus.MISSING, PlaqueStatus.REMOVED})
_RANK = {status.value: rank for rank, status in enumerate(MOST_TELLING)}


def naming_status(registry: pd.DataFrame, plaques: pd.DataFrame) -> pd.Series:
    """Return the plaque status of each naming of the register, None where nothing is known."""
    known = plaques.dropna(subset=["naming_id", "plaque_status"])
    ranks = known["plaque_status"].map(_RANK).groupby(known["naming_id"]).min()
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


def most_telling(statuses: Iterable[str | None]) -> PlaqueStatus | None:
    """Return the most telling of some statuses; None when nothing is known."""
    rank = min((_RANK[status] for status in statuses if status), default=None)
    return None if rank is None else MOST_TELLING[rank]


def sign_ranks(statuses: Iterable[str | None]) -> pd.Series:
    """Return where each status stands in `MOST_TELLING`; the end of it for an unknown one."""
    known = pd.Series(statuses, dtype=object)
    return known.map(_RANK).fillna(_NO_SIGN).astype("int64")


def sign_flags(statuses: Iterable[str | None]) -> tuple[bool, ...]:
    """Return, in the order of `SIGN_COUNTS`, what an alley counts as whose namings say these."""
    telling = min((_RANK.get(status or "", _NO_SIGN) for status in statuses), default=_NO_SIGN)
    return tuple(telling in counted for counted in SIGN_COUNTS.values())


def map_state(statuses: list[str | None]) -> str | None:
    """Return how an alley with namings of these plaque statuses is drawn; none when it has none."""
    if not statuses:
        return None
    found = {PlaqueStatus(status) for status in statuses if status}
    if any(status.is_up for status in found):
        return MapState.INSTALLED.value
    return MapState.DAMAGED.value if found & _TROUBLED else MapState.NAMED.value
