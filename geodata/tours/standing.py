"""Where the stops of a tour are in the present dataset: a stop follows its naming and its alley.

A rebuild may have merged an alley, taken it away, or joined a naming to another one. A stop is
never guessed: it is where a fact leads, else it is gone and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from geodata.catalogue import Alley, Catalogue, Moved
from geodata.errors import UnknownRecordError
from geodata.journal.tour_stops import TourStop


class Standing(StrEnum):
    """What became of a stop since it was added."""

    SAME = "same"
    MERGED = "merged"
    """Its alley is part of another one now."""
    ELSEWHERE = "elsewhere"
    """Its naming is joined to another alley now."""
    UNNAMED = "unnamed"
    """Its alley is there and does not carry its naming any more."""
    GONE = "gone"
    """Neither is on the map."""


@dataclass(frozen=True, slots=True)
class StandingStop:
    """A stop and the alley it is at now; None where there is none."""

    stop: TourStop
    standing: Standing
    alley: Alley | None

    @property
    def at(self) -> tuple[float, float] | None:
        """Where one stands: the alley's mouth, lon, lat [degrees EPSG:4326]."""
        return (self.alley.mouth_lon, self.alley.mouth_lat) if self.alley else None


def standing_stops(catalogue: Catalogue, stops: Iterable[TourStop]) -> list[StandingStop]:
    """Return the stops of a tour as they stand now, in their order."""
    return [_standing(catalogue, stop) for stop in stops]


def _standing(catalogue: Catalogue, stop: TourStop) -> StandingStop:
    alley = _alley(catalogue, stop.alley_id)
    is_merged = alley is not None and alley.alley_id != stop.alley_id
    known = Standing.MERGED if is_merged else Standing.SAME
    if stop.naming_id is None:
        return StandingStop(stop, known if alley else Standing.GONE, alley)
    if alley and any(n.naming_id == stop.naming_id and n.on_map for n in alley.namings):
        return StandingStop(stop, known, alley)
    other = _alley_of_naming(catalogue, stop.naming_id)
    if other is not None:
        return StandingStop(stop, Standing.ELSEWHERE, other)
    return StandingStop(stop, Standing.UNNAMED if alley else Standing.GONE, alley)


def _alley(catalogue: Catalogue, alley_id: int) -> Alley | None:
    """The alley, or the one it became part of."""
    try:
        found = catalogue.alley(alley_id)
    except UnknownRecordError:
        return None
    if isinstance(found, Moved):
        return None if found.successor_id is None else _alley(catalogue, found.successor_id)
    return found


def _alley_of_naming(catalogue: Catalogue, naming_id: str) -> Alley | None:
    try:
        naming = catalogue.naming(naming_id)
    except UnknownRecordError:
        return None
    is_fact = naming.on_map and naming.alley_id is not None
    return _alley(catalogue, naming.alley_id) if is_fact and naming.alley_id else None
