"""The small map on a sheet: the streets around an alley, the alley itself, names of the large ones.

Drawn as SVG in metres around the alley, in the colours of the map by day; text is the sheet's.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geodata.catalogue.nearby import DEGREE_M
from geodata.catalogue.records import Alley, BBox, Street
from geodata.model import RoadClass
from webmap.maps.city_styles import CHOSEN, ROADS, STATES

Metres = npt.NDArray[np.float64]
LEAST_REACH_M = 220.0
"""Half the height of the map: far enough to see a street one knows."""
ROOM = 1.35
"""The alley itself fills no more than the map's height divided by this."""
PIXELS = 420.0
"""Height of the map in pixels of the screen map whose widths it borrows."""
STYLE_ZOOM = 16.5
CASING = 1.2
BEYOND_M = 15.0
"""Lines go on so far beyond the map's edge that their round ends are not seen."""
STRAY = 0.0015
"""How far a simplified line may stray, as a share of the height: a seventh of a millimetre."""
MOST_NAMES = 7
LETTER = 0.017
"""Width of a letter as a share of the map's height: what a street is too short for is not named."""
STRAIGHT = 0.985
"""Chord by length: a name is set in a straight line."""
EDGE = 0.04
TEXT = 0.036
"""Height of a name in a browser, as a share of the map's height."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The piece of ground a map shows.

    Attributes
    ----------
    lon, lat : float
        Its middle, EPSG:4326.
    width, height : float
        On the ground [m].
    """

    lon: float
    lat: float
    width: float
    height: float

    @property
    def bbox(self) -> BBox:
        """West, south, east, north in degrees."""
        dx, dy = self.width / 2 / self._lon_m, self.height / 2 / DEGREE_M
        return self.lon - dx, self.lat - dy, self.lon + dx, self.lat + dy

    @property
    def _lon_m(self) -> float:
        return DEGREE_M * math.cos(math.radians(self.lat))

    def metres(self, line: Iterable[Sequence[float]]) -> Metres:
        """Return points (lon, lat) as metres from the upper left corner, y downwards."""
        lon, lat = np.asarray(line, dtype=float).T
        x = (lon - self.lon) * self._lon_m + self.width / 2
        return np.column_stack((x, self.height / 2 - (lat - self.lat) * DEGREE_M))


@dataclass(frozen=True, slots=True)
class Name:
    """A street's name on the map: its middle [m in the frame] and its turn [degrees clockwise]."""

    text: str
    x: float
    y: float
    turn: float
    straight: float

    def is_apart(self, other: Name, frame: Frame) -> bool:
        """Whether two names leave each other room."""
        room = (len(self.text) + len(other.text)) / 2 * LETTER * frame.height
        return math.hypot(self.x - other.x, self.y - other.y) > room

    def on(self, frame: Frame) -> dict[str, Any]:
        """Return it as the sheet reads it, its place as a share of the frame."""
        x, y = round(self.x / frame.width, 4), round(self.y / frame.height, 4)
        return {"text": self.text, "x": x, "y": y, "turn": round(self.turn, 1)}


def frame_around(alley: Alley, aspect: float, *, rise: float = 0.0) -> Frame:
    """Return the ground to show around an alley.

    Parameters
    ----------
    aspect : float
        Width by height.
    rise : float
        How far above the middle the alley is, as a share of the height.
    """
    west, south, east, north = alley.bbox
    lat = (south + north) / 2
    tall = (north - south) * DEGREE_M
    wide = (east - west) * DEGREE_M * math.cos(math.radians(lat)) / aspect
    height = max(2 * LEAST_REACH_M, ROOM * tall, ROOM * wide)
    return Frame((west + east) / 2, lat - rise * height / DEGREE_M, height * aspect, height)


def locator(alley: Alley, streets: Sequence[Street], frame: Frame) -> dict[str, Any]:
    """Return the map for a sheet: `svg`, and `names` with text, place [share] and turn [degrees].

    Parameters
    ----------
    streets : sequence of Street
        What lies in the frame.
    """
    others = [street for street in streets if street.alley_id != alley.alley_id]
    return {
        "svg": _drawing(alley, others, frame),
        "names": [n.on(frame) for n in _names(others, frame)],
    }


def named_svg(svg: str, names: Iterable[dict[str, Any]], frame: Frame) -> str:
    """Return a map with its names written into it, for a browser."""
    root, width, height = svg.removesuffix("</svg>"), frame.width, frame.height
    width, height = (
        float(part) for part in svg.split('viewBox="0 0 ', 1)[1].split('"', maxsplit=1)[0].split()
    )
    written = "".join(
        f'<text transform="translate({name["x"] * width:.0f} {name["y"] * height:.0f})'
        f' rotate({name["turn"]})">{escape(name["text"])}</text>'
        for name in names
    )
    look = (
        f'font-family="Vazirmatn, Tahoma, sans-serif" font-size="{height * TEXT:.1f}"'
        f' fill="#5c4a1e" stroke="#fbf9f4" stroke-width="{height * TEXT / 4:.1f}" direction="rtl"'
        ' paint-order="stroke" text-anchor="middle" dominant-baseline="central"'
    )
    return f"{root}<g {look}>{written}</g></svg>"


def _drawing(alley: Alley, streets: Sequence[Street], frame: Frame) -> str:
    metre = frame.height / PIXELS
    of_class = _lines_by_class(streets, frame)
    mine = _path([frame.metres(line) for line in alley.lines])
    parts = [f'<rect width="{frame.width:.0f}" height="{frame.height:.0f}" fill="#f5f1ea"/>']
    for style in (style for style in ROADS if style.casing and style.key in of_class):
        assert style.casing is not None
        width = (_width(style) + CASING) * metre
        parts.append(_stroke(of_class[style.key], style.casing.light, width))
    for style in (style for style in ROADS if style.key in of_class):
        parts.append(_stroke(of_class[style.key], style.colour.light, _width(style) * metre))
    assert CHOSEN.casing is not None
    parts.append(_stroke(mine, CHOSEN.casing.light, (_width(CHOSEN) + 2) * metre))
    parts.append(_stroke(mine, CHOSEN.colour.light, _width(CHOSEN) * metre))
    parts.append(_stroke(mine, STATES[-1].colour.light, 4.5 * metre))
    box = f"0 0 {frame.width:.0f} {frame.height:.0f}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{"".join(parts)}</svg>'


def _lines_by_class(streets: Sequence[Street], frame: Frame) -> dict[str, str]:
    """The streets of each class as one path, without what nobody sees on paper."""
    lines = [(street.road_class, line) for street in streets for line in street.lines]
    if not lines:
        return {}
    metres = frame.metres(np.concatenate([line for _, line in lines]))
    source = np.repeat(np.arange(len(lines)), [len(line) for _, line in lines])
    shapes = shapely.linestrings(metres, indices=source)
    room = (-BEYOND_M, -BEYOND_M, frame.width + BEYOND_M, frame.height + BEYOND_M)
    seen, of_line = shapely.get_parts(shapely.clip_by_rect(shapes, *room), return_index=True)
    seen = shapely.simplify(seen, STRAY * frame.height)
    found: dict[str, list[Metres]] = {}
    for shape, line in zip(seen, of_line.tolist(), strict=True):
        found.setdefault(lines[line][0], []).append(shapely.get_coordinates(shape))
    return {road_class: _path(parts) for road_class, parts in found.items()}


def _stroke(path: str, colour: str, width: float) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:.1f}"'
        ' stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _path(lines: Iterable[Metres]) -> str:
    return "".join("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in line.tolist()) for line in lines)


def _width(style: Any) -> float:
    zooms, widths = zip(*style.widths, strict=True)
    return float(np.interp(STYLE_ZOOM, zooms, widths))


def _names(streets: Sequence[Street], frame: Frame) -> list[Name]:
    """The names of the large streets along their straightest pieces, none on another."""
    found = [
        name
        for street in streets
        if street.name_fa and RoadClass(street.road_class).is_arterial
        for line in street.lines
        for name in _along(street.name_fa, frame.metres(line), frame)
    ]
    found.sort(key=lambda name: -name.straight)
    kept: dict[str, Name] = {}
    for name in found:
        if name.text not in kept and all(name.is_apart(other, frame) for other in kept.values()):
            kept[name.text] = name
    return list(kept.values())[:MOST_NAMES]


def _along(text: str, line: Metres, frame: Frame) -> Iterator[Name]:
    """Every piece of a line inside the frame that is long and straight enough for its name."""
    room = len(text) * LETTER * frame.height
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
