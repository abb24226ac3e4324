"""The profile of a tour: stops along the way, each as tall as one stays there.

Places and sizes only, in units of its picture; the drawing is a template's.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from geodata.tours import Route

EDGE, GROUND, TALLEST, SHORTEST = 26.0, 122.0, 64.0, 14.0
KNOB = 11.0
LEAST_GAP = 2 * KNOB + 2
ROOM_FOR_LENGTH = 52.0
"""A leg as wide as this has room for its length beneath."""


@dataclass(frozen=True, slots=True)
class Post:
    """One stop: x from the beginning of the line, y of its head from above."""

    number: int
    minutes: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Span:
    """The way between two stops; `length_m` is None where there is no room to say it."""

    x1: float
    x2: float
    length_m: float | None
    is_straight: bool

    @property
    def middle(self) -> float:
        """Where its length stands."""
        return (self.x1 + self.x2) / 2


@dataclass(frozen=True, slots=True)
class Strip:
    """The picture; x runs in reading direction, so a page from right to left mirrors it."""

    width: float
    height: float
    ground: float
    knob: float
    posts: tuple[Post, ...]
    spans: tuple[Span, ...]

    def at(self, x: float, *, is_rtl: bool) -> float:
        """Return where a place of the line is in a picture of this reading direction."""
        return round(self.width - x if is_rtl else x, 1)


def strip_of(route: Route, width: int) -> Strip:
    """Return the profile of a way, so many units wide; empty for one without stops."""
    present = [one for one in route.stops if one.standing.alley]
    places = _places([one.along_m for one in present], width - 2 * EDGE)
    knob = min(KNOB, (width - 2 * EDGE) / max(1, len(present) - 1) / 2 - 1)
    most = max((one.standing.stop.minutes for one in present), default=1)
    posts = tuple(
        Post(
            number,
            one.standing.stop.minutes,
            EDGE + place,
            GROUND - SHORTEST - (TALLEST - SHORTEST) * one.standing.stop.minutes / most,
        )
        for number, (one, place) in enumerate(zip(present, places, strict=True), start=1)
    )
    spans = tuple(
        Span(
            before.x,
            after.x,
            one.leg.length_m if after.x - before.x >= ROOM_FOR_LENGTH else None,
            one.leg.is_straight,
        )
        for before, after, one in zip(posts, posts[1:], present[1:], strict=False)
        if one.leg
    )
    return Strip(width, GROUND + 30, GROUND, knob, posts, spans)


def _places(along: list[float], width: float) -> list[float]:
    """Distances on a line so wide, to scale as far as no two knobs lie on each other."""
    if len(along) < 2:
        return [width / 2 for _ in along]
    gaps = [after - before for before, after in pairwise(along)]
    least = min(LEAST_GAP, width / len(gaps))
    free, whole = width - least * len(gaps), sum(gaps) or 1.0
    places = [0.0]
    for gap in gaps:
        places.append(places[-1] + least + free * gap / whole)
    return places
