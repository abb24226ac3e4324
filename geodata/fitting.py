"""Whether a decision still fits: about a person and a place that are as they were.

A decision outlives every rebuild only as long as it means the same. The build asks of all of them
(`geodata.decisions`), the site of single ones as it lays them over what was built.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pyproj

from geodata.deciding import Decision
from geodata.names import fold_key, honoree_name

SAME_PLACE_M = 60.0
"""How far an alley's mouth may have moved since the decision [m]."""
_EARTH = pyproj.Geod(ellps="WGS84")

Mouth = tuple[float, float]
"""Lon, lat [degrees EPSG:4326]."""
FindAlley = Callable[[int], "tuple[int, Mouth] | None"]
"""Alley id → the id it has now, its own or its last successor's, and its mouth; None: gone."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a decision no longer fits: a reason of `stale_reasons.csv`, its column and words."""

    reason: str
    column: str
    words: dict[str, str | int]


def person_misfit(decision: Decision, honoree_now: str | None) -> Misfit | None:
    """Return why a decision is no longer about the honoree of its naming; None when it is.

    Parameters
    ----------
    honoree_now : str or None
        Of the naming; None when the register no longer has it.
    """
    if honoree_now is None:
        return Misfit("naming_gone", "naming_id", {"naming_id": decision.naming_id})
    then = decision.person
    if then is None or fold_key(honoree_name(then)) == fold_key(honoree_name(honoree_now)):
        return None
    return Misfit("person_changed", "person", {"now": honoree_now, "then": then})


def placed(decision: Decision, find: FindAlley) -> Decision | Misfit:
    """Return a decision with the id its alley has now, or why the alley is another."""
    if decision.alley_id is None:
        return decision
    found = find(decision.alley_id)
    if found is None:
        return Misfit("alley_gone", "alley_id", {"alley": str(decision.alley_id)})
    if decision.place_unreadable:
        return Misfit("place_unreadable", "lon", {})
    alley_id, mouth = found
    distance_m = _distance_m(decision, mouth)
    if distance_m > SAME_PLACE_M:
        whole = {"distance": round(distance_m), "limit": round(SAME_PLACE_M)}
        return Misfit("alley_moved", "lon", {"alley": str(alley_id), **whole})
    return replace(decision, alley_id=alley_id)


def _distance_m(decision: Decision, mouth: Mouth) -> float:
    """Metres on the ellipsoid from the stored place to a mouth; 0 when no place was stored."""
    if decision.lon is None or decision.lat is None:
        return 0.0
    return float(_EARTH.inv(decision.lon, decision.lat, *mouth)[2])
