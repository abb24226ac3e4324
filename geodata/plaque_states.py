"""Where a naming stands in the life of its signs, and how its alley is therefore drawn.

A record of plaques speaks before the register's own column: it is nearer to the street.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
NO_SIGN = len(MOST_TELLING)
"""The rank of what is unknown."""
_TROUBLED = frozenset({PlaqueStatus.DAMAGED, PlaqueStatus.MISSING, PlaqueStatus.REMOVED})
RANK = {status.value: rank for rank, status in enumerate(MOST_TELLING)}


def most_telling(statuses: Iterable[str | None]) -> PlaqueStatus | None:
    """Return the most telling of some statuses; None when nothing is known."""
    rank = min((RANK[status] for status in statuses if status), default=None)
    return None if rank is None else MOST_TELLING[rank]


def sign_flags(statuses: Iterable[str | None]) -> tuple[bool, ...]:
    """Return, in the order of `SIGN_COUNTS`, what an alley counts as whose namings say these."""
    telling = min((RANK.get(status or "", NO_SIGN) for status in statuses), default=NO_SIGN)
    return tuple(telling in counted for counted in SIGN_COUNTS.values())


def map_state(statuses: list[str | None]) -> str | None:
    """Return how an alley with namings of these plaque statuses is drawn; none when it has none."""
    if not statuses:
        return None
    found = {PlaqueStatus(status) for status in statuses if status}
    if any(status.is_up for status in found):
        return MapState.INSTALLED.value
    return MapState.DAMAGED.value if found & _TROUBLED else MapState.NAMED.value
