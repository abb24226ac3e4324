"""Curated tours laid over the present dataset: where their stops are now and the ways between."""

from geodata.tours.legs import Leg, leg_between
from geodata.tours.route import Route, RouteStop, route_of
from geodata.tours.standing import Standing, StandingStop, standing_stops

__all__ = [
    "Leg",
    "Route",
    "RouteStop",
    "Standing",
    "StandingStop",
    "leg_between",
    "route_of",
    "standing_stops",
]
