"""A map on a sheet: its ground and size on paper, its drawing, the names and the bar on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from geodata.catalogue.records import BBox
from webmap.paper.drawing import Frame, drawing, frame_on
from webmap.paper.typesetting import printable
from webmap.presentation import metres

ROOM = 1.06
"""How much larger than the area its map is."""
LEAST_M = 400.0
"""Height of the smallest piece of ground that is shown [m]."""
BARS_M = (5000, 2000, 1000, 500, 200, 100, 50)
LONGEST_BAR = 0.25
"""Of the width of the map."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A piece of ground and its size on paper [mm]."""

    frame: Frame
    width: float
    height: float

    @property
    def millimetre(self) -> float:
        """How much ground a millimetre of paper is [m]."""
        return self.frame.height / self.height


class Labels:
    """The room that labels of a map take, so that none lies on another."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._taken: list[BBox] = []

    def place(self, x: float, y: float, size: tuple[float, float]) -> tuple[float, float] | None:
        """Return where a label goes that belongs at a place; None where it would lie on another.

        Parameters
        ----------
        x, y : float
            In metres of the frame; a label that hangs out of it is moved in.
        size : (float, float)
            Width and height on paper [mm].
        """
        wide, tall = (side * self._sheet.millimetre / 2 for side in size)
        x = min(max(x, wide), max(self._sheet.frame.width - wide, wide))
        box = (x - wide, y - tall, x + wide, y + tall)
        if any(_meet(box, other) for other in self._taken):
            return None
        self._taken.append(box)
        return x, y


def _meet(one: BBox, other: BBox) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@dataclass(frozen=True, slots=True)
class PaperMap:
    """A map as the sheet reads it: sizes in millimetres, places as shares of them."""

    svg: str
    width: float
    height: float
    names: tuple[dict[str, Any], ...]
    bar: dict[str, Any] | None

    def for_sheet(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


def sheet_of(bbox: BBox, width: float, heights: tuple[float, float]) -> Sheet:
    """Return the ground around a box [degrees] for a map so wide [mm].

    Parameters
    ----------
    heights : (float, float)
        The lowest and the tallest it may be [mm].
    """
    west, south, east, north = bbox
    corners = frame_on(bbox, 1.0, room=ROOM, least_m=LEAST_M).metres([(west, south), (east, north)])
    wide, tall = np.abs(np.diff(corners, axis=0))[0].tolist()
    height = min(max(width * tall / wide if wide else heights[1], heights[0]), heights[1])
    return Sheet(frame_on(bbox, width / height, room=ROOM, least_m=LEAST_M), width, height)


def paper_map(
    sheet: Sheet, parts: Iterable[str], names: Iterable[dict[str, Any]], *, has_bar: bool
) -> PaperMap:
    """Return a map of pieces of SVG with names on it, and a bar to measure by if it has one."""
    told = tuple({**name, "text": printable(name["text"])} for name in names)
    return PaperMap(
        drawing(sheet.frame, parts),
        sheet.width,
        sheet.height,
        told,
        _bar(sheet) if has_bar else None,
    )


def _bar(sheet: Sheet) -> dict[str, Any]:
    longest = LONGEST_BAR * sheet.width * sheet.millimetre
    length = next((bar for bar in BARS_M if bar <= longest), BARS_M[-1])
    return {"width": round(length / sheet.millimetre, 2), "label": metres(length)}
