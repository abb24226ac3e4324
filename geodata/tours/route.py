"""A tour as a way: its stops with the legs between those that are on the map, length and time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geodata.catalogue import Catalogue
from geodata.tours.legs import Leg, Position, leg_between
from geodata.tours.standing import StandingStop

METRES_A_MINUTE = 4_000 / 60
"""A group goes four kilometres an hour, slower than one who walks alone."""


@dataclass(frozen=True, slots=True)
class RouteStop:
    """A stop with the way to it.

    Attributes
    ----------
    leg : Leg, optional
        From the stop before that is on the map; None for the first and for what is gone.
    along_m : float
        How far from the first stop it is [m].
    """

    standing: StandingStop
    leg: Leg | None
    along_m: float


@dataclass(frozen=True, slots=True)
class Route:
    """The whole tour."""

    stops: tuple[RouteStop, ...]

    @property
    def length_m(self) -> float:
        """All legs [m]."""
        return sum(leg.length_m for leg in self.legs)

    @property
    def legs(self) -> tuple[Leg, ...]:
        """The legs in order."""
        return tuple(stop.leg for stop in self.stops if stop.leg)

    @property
    def minutes(self) -> int:
        """Walking and standing [min]; of stops that are gone nothing."""
        stay = sum(one.standing.stop.minutes for one in self.stops if one.standing.alley)
        return stay + round(self.length_m / METRES_A_MINUTE)

    @property
    def is_straight(self) -> bool:
        """Whether its length is only the least it can be."""
        return any(leg.is_straight for leg in self.legs)

    @property
    def places(self) -> tuple[Position, ...]:
        """Where the stops on the map are, lon, lat [degrees EPSG:4326]."""
        return tuple(one.standing.at for one in self.stops if one.standing.at)


def route_of(catalogue: Catalogue, stops: Iterable[StandingStop]) -> Route:
    """Return stops in their order as a way."""
    told, before, along = [], None, 0.0
    for standing in stops:
        leg = None
        if before is not None and standing.at is not None:
            leg = leg_between(catalogue, before, standing.at)
            along += leg.length_m
        told.append(RouteStop(standing, leg, along))
        before = standing.at or before
    return Route(tuple(told))
