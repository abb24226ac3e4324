"""What a city has resolved: which alleys may be named, and how many are to be.

Says it; which alleys of a network that are is `geodata.coverage`'s to find.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geodata.model import Kind, RoadClass

LEAST_M = 20.0
"""Shorter stubs are entrances of houses, whose numbers are enough."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one city.

    Attributes
    ----------
    kinds, road_classes : frozenset
        An alley may be named when it is of one of these kinds and of one of these classes,
    minimum_length_m : float
        and at least so long [m].
    target : int, optional
        How many alleys are to be named.
    """

    kinds: frozenset[Kind] = frozenset({Kind.ALLEY, Kind.DEAD_END, Kind.PASSAGE, Kind.LANE})
    road_classes: frozenset[RoadClass] = frozenset({RoadClass.RESIDENTIAL, RoadClass.ALLEY})
    minimum_length_m: float = LEAST_M
    target: int | None = None

    def facts(self) -> dict[str, object]:
        """Return the plan as a manifest keeps it."""
        return {
            "kinds": [kind.value for kind in Kind if kind in self.kinds],
            "road_classes": [road.value for road in RoadClass if road in self.road_classes],
            "minimum_length_m": self.minimum_length_m,
            "target": self.target,
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Plan:
        """Return the plan that `facts` was made of."""
        return cls(
            kinds=frozenset(map(Kind, facts["kinds"])),
            road_classes=frozenset(map(RoadClass, facts["road_classes"])),
            minimum_length_m=float(facts["minimum_length_m"]),
            target=facts["target"],
        )


USUAL_PLAN = Plan()
"""What most cities resolve; without a target."""
