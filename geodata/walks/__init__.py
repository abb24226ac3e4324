"""Walks through the city: the streets as people walk them, and the walk most worth its time."""

from geodata.walks.directions import Leg, Step, Turn
from geodata.walks.model import (
    LONGEST_MIN,
    SHORTEST_MIN,
    NoWalk,
    Pace,
    Refusal,
    Side,
    Stop,
    Walk,
    WalkRequest,
    Wishes,
)
from geodata.walks.planning import named_places, plan

__all__ = [
    "LONGEST_MIN",
    "SHORTEST_MIN",
    "Leg",
    "NoWalk",
    "Pace",
    "Refusal",
    "Side",
    "Step",
    "Stop",
    "Turn",
    "Walk",
    "WalkRequest",
    "Wishes",
    "named_places",
    "plan",
]
