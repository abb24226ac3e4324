"""What is asked of a walk and what it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geodata.walks.directions import Leg
from geodata.walks.spots import Position

SHORTEST_MIN, LONGEST_MIN = 10, 180


class Refusal(StrEnum):
    """Why there is no walk."""

    OUTSIDE = "outside"
    GOAL_OUTSIDE = "goal_outside"
    ISLAND = "island"
    GOAL_APART = "goal_apart"
    GOAL_TOO_FAR = "goal_too_far"
    NOTHING_NEAR = "nothing_near"


class Side(StrEnum):
    """On which hand something is when one arrives."""

    LEFT = "left"
    RIGHT = "right"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Pace:
    """How one walks: speed [km/h] and how long one stays at a stop [min]."""

    kmh: float = 4.5
    stop_min: float = 2.0

    @property
    def metres_a_minute(self) -> float:
        """How far one comes in a minute [m]."""
        return self.kmh * 1000 / 60


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one would like best; None and False wish nothing.

    Attributes
    ----------
    family_key : str, optional
        A key of `geodata.names.families.family_key`.
    year : int, optional
        Of martyrdom, Jalali.
    women : bool
        Those of whom the register says that they are women.
    short_legs : bool
        No long way between two stops.
    no_steps : bool
        No steps, as far as the source marks them.
    """

    family_key: str | None = None
    year: int | None = None
    women: bool = False
    short_legs: bool = False
    no_steps: bool = False

    @property
    def names_somebody(self) -> bool:
        """Whether some stops are wished for more than others."""
        return bool(self.family_key or self.year or self.women)


@dataclass(frozen=True, slots=True)
class WalkRequest:
    """One question.

    Attributes
    ----------
    start : (float, float)
        Lon, lat [degrees EPSG:4326].
    minutes : float
        Time for all, from `SHORTEST_MIN` to `LONGEST_MIN`.
    goal : (float, float), optional
        Where to end; None: where one began.
    start_within_m, goal_within_m : float
        So far the next street may be [m]; a quarter's middle may lie in a park.
    """

    start: Position
    minutes: float
    goal: Position | None = None
    wishes: Wishes = Wishes()
    pace: Pace = Pace()
    start_within_m: float = 400.0
    goal_within_m: float = 400.0


@dataclass(frozen=True, slots=True)
class Stop:
    """An alley one comes to.

    Attributes
    ----------
    at : (float, float)
        Where one stands: lon, lat [degrees EPSG:4326].
    side : Side, optional
        Where alley or plaque is then; None when that cannot be said.
    at_mouth : bool
        Whether one stands at the beginning of the alley.
    has_plaque, is_wished : bool
        Whether a plaque is up, and whether it is what was wished for.
    leg : Leg
        The way there.
    """

    alley_id: int
    at: Position
    side: Side | None
    at_mouth: bool
    has_plaque: bool
    is_wished: bool
    leg: Leg


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk within its time.

    Attributes
    ----------
    start, goal : (float, float)
        On the street, lon, lat [degrees EPSG:4326]; equal when one comes back.
    last : Leg
        The way from the last stop to the goal.
    length_m : float
        All legs [m].
    minutes : float
        Walking and standing [min].
    has_steps : bool
        Whether a part of it is steps.
    """

    start: Position
    goal: Position
    stops: tuple[Stop, ...]
    last: Leg
    length_m: float
    minutes: float
    has_steps: bool

    @property
    def legs(self) -> tuple[Leg, ...]:
        """Every leg, the last to the goal."""
        return (*(stop.leg for stop in self.stops), self.last)

    @property
    def line(self) -> tuple[Position, ...]:
        """All of it, two points at least: where every stop is at the start, no leg has any."""
        return tuple(point for leg in self.legs for point in leg.line) or (self.start, self.goal)

    @property
    def wish_met(self) -> bool:
        """Whether any stop is what was wished for."""
        return any(stop.is_wished for stop in self.stops)


@dataclass(frozen=True, slots=True)
class NoWalk:
    """Why there is none.

    Attributes
    ----------
    needs_min : float, optional
        How long the bare way to the goal takes [min], when that is why.
    """

    reason: Refusal
    needs_min: float | None = None
