"""Where the names of large streets stand on a drawn map: along straight pieces, none on another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from geodata.catalogue.records import Street
from geodata.model import RoadClass
from webmap.paper.drawing import Frame, Metres

MOST_NAMES = 7
LETTER = 0.017
"""Width of a letter as a share of the map's height: what a street is too short for is not named."""
STRAIGHT = 0.985
"""Chord by length: a name is set in a straight line."""
EDGE = 0.04


@dataclass(frozen=True, slots=True)
class Name:
    """A street's name on the map: its middle [m in the frame] and its turn [degrees clockwise]."""

    text: str
    x: float
    y: float
    turn: float
    straight: float

    def is_apart(self, other: Name, letter_m: float) -> bool:
        """Whether two names leave each other room, letters being so wide [m]."""
        room = (len(self.text) + len(other.text)) / 2 * letter_m
        return math.hypot(self.x - other.x, self.y - other.y) > room

    def on(self, frame: Frame) -> dict[str, Any]:
        """Return it as the sheet reads it, its place as a share of the frame."""
        x, y = round(self.x / frame.width, 4), round(self.y / frame.height, 4)
        return {"text": self.text, "x": x, "y": y, "turn": round(self.turn, 1)}


def street_names(
    streets: Sequence[Street],
    frame: Frame,
    *,
    most: int = MOST_NAMES,
    letter: float = LETTER,
    others: Sequence[Name] = (),
) -> list[Name]:
    """Return the names of the large streets along their straightest pieces.

    Parameters
    ----------
    letter : float
        Width of a letter as a share of the map's height.
    others : sequence of Name
        What already stands on the map.
    """
    width = letter * frame.height
    found = [
        name
        for street in streets
        if street.name_fa and RoadClass(street.road_class).is_arterial
        for line in street.lines
        for name in _along(street.name_fa, frame.metres(line), frame, width)
    ]
    found.sort(key=lambda name: -name.straight)
    kept: dict[str, Name] = {}
    for name in found:
        if name.text not in kept and all(
            name.is_apart(other, width) for other in (*others, *kept.values())
        ):
            kept[name.text] = name
    return list(kept.values())[:most]


def _along(text: str, line: Metres, frame: Frame, letter_m: float) -> Iterator[Name]:
    """Every piece of a line inside the frame that is long and straight enough for its name."""
    room = len(text) * letter_m
    edge = EDGE * frame.height
    far = np.array([frame.width, frame.height]) - edge
    is_inside = np.all((line >= edge) & (line <= far), axis=1)
    ends = np.cumsum(np.hypot(*np.diff(line, axis=0).T)) if len(line) > 1 else np.empty(0)
    along = np.concatenate(([0.0], ends))
    for start in range(len(line) - 1):
        end = int(np.searchsorted(along, along[start] + room))
        if end < len(line) and is_inside[start : end + 1].all():
            (x1, y1), (x2, y2) = line[start], line[end]
            chord = math.hypot(x2 - x1, y2 - y1)
            straight = chord / (along[end] - along[start])
            if straight > STRAIGHT:
                turn = math.degrees(math.atan2(y2 - y1, x2 - x1))
                upright = turn - 180 if turn > 90 else turn + 180 if turn < -90 else turn
                yield Name(text, (x1 + x2) / 2, (y1 + y2) / 2, upright, straight)
