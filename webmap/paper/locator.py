"""The small map on a sheet: the streets around an alley, the alley itself, names of the large ones.

Drawn as SVG in metres around the alley, in the colours of the map by day; text is the sheet's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from typing import Any

import numpy as np
import shapely

from geodata.catalogue.nearby import DEGREE_M
from geodata.catalogue.records import Alley, Street
from webmap.maps.city_styles import CHOSEN, ROADS, STATES
from webmap.paper.drawing import Frame, Metres, drawing, frame_on, path, seen_lines, stroke
from webmap.paper.street_names import street_names

LEAST_REACH_M = 220.0
"""Half the height of the map: far enough to see a street one knows."""
ROOM = 1.35
"""The alley itself fills no more than the map's height divided by this."""
PIXELS = 420.0
"""Height of the map in pixels of the screen map whose widths it borrows."""
STYLE_ZOOM = 16.5
CASING = 1.2
TEXT = 0.036
"""Height of a name in a browser, as a share of the map's height."""


def frame_around(alley: Alley, aspect: float, *, rise: float = 0.0) -> Frame:
    """Return the ground to show around an alley.

    Parameters
    ----------
    aspect : float
        Width by height.
    rise : float
        How far above the middle the alley is, as a share of the height.
    """
    frame = frame_on(alley.bbox, aspect, room=ROOM, least_m=2 * LEAST_REACH_M)
    return replace(frame, lat=frame.lat - rise * frame.height / DEGREE_M)


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
        "names": [n.on(frame) for n in street_names(others, frame)],
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


def ground(streets: Sequence[Street], frame: Frame) -> list[str]:
    """Return pieces of SVG: the paper's colour, and the streets of a frame on it by their class."""
    metre = frame.height / PIXELS
    of_class = _lines_by_class(streets, frame)
    parts = [f'<rect width="{frame.width:.0f}" height="{frame.height:.0f}" fill="#f5f1ea"/>']
    for style in (style for style in ROADS if style.casing and style.key in of_class):
        assert style.casing is not None
        width = (_width(style) + CASING) * metre
        parts.append(stroke(of_class[style.key], style.casing.light, width))
    for style in (style for style in ROADS if style.key in of_class):
        parts.append(stroke(of_class[style.key], style.colour.light, _width(style) * metre))
    return parts


def _drawing(alley: Alley, streets: Sequence[Street], frame: Frame) -> str:
    metre = frame.height / PIXELS
    mine = path([frame.metres(line) for line in alley.lines])
    parts = ground(streets, frame)
    assert CHOSEN.casing is not None
    parts.append(stroke(mine, CHOSEN.casing.light, (_width(CHOSEN) + 2) * metre))
    parts.append(stroke(mine, CHOSEN.colour.light, _width(CHOSEN) * metre))
    parts.append(stroke(mine, STATES[-1].colour.light, 4.5 * metre))
    return drawing(frame, parts)


def _lines_by_class(streets: Sequence[Street], frame: Frame) -> dict[str, str]:
    """The streets of each class as one path, without what nobody sees on paper."""
    lines = [(street.road_class, line) for street in streets for line in street.lines]
    seen, of_line = seen_lines([line for _, line in lines], frame)
    found: dict[str, list[Metres]] = {}
    for shape, line in zip(seen, of_line.tolist(), strict=True):
        found.setdefault(lines[line][0], []).append(shapely.get_coordinates(shape))
    return {road_class: path(parts) for road_class, parts in found.items()}


def _width(style: Any) -> float:
    zooms, widths = zip(*style.widths, strict=True)
    return float(np.interp(STYLE_ZOOM, zooms, widths))
