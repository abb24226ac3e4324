"""Several alleys on one small map, numbered, for whoever has to choose between them."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from geodata.catalogue import Alley, Catalogue
from geodata.catalogue.records import BBox, Street
from geodata.digits import PERSIAN_DIGITS
from webmap.maps.city_styles import CHOSEN
from webmap.paper.drawing import Frame, drawing, frame_on, path, seen_lines, stroke

ASPECT = 16 / 9
LEAST_M = 500.0
ROOM = 1.3
MOST_STREETS = 4_000
OFFERED, BESIDE = "#0b4f4c", "#8a6d3b"
PIXELS = 360.0
"""Height of the map on the screen, from which widths are taken."""


def choices_svg(
    catalogue: Catalogue, alleys: Sequence[Alley], beside: Sequence[Alley] = ()
) -> bytes:
    """Return a map with some alleys, numbered from 1, and those beside them, numbered on.

    Without alleys it is the city's middle.
    """
    frame = frame_on(_box(catalogue, alleys), ASPECT, room=ROOM, least_m=LEAST_M)
    streets = catalogue.streets_in(frame.bbox, most=MOST_STREETS)
    return _drawn(frame, streets, alleys, beside).encode()


def _box(catalogue: Catalogue, alleys: Sequence[Alley]) -> BBox:
    if not alleys:
        info = catalogue.info
        return info.centre_lon, info.centre_lat, info.centre_lon, info.centre_lat
    boxes = list(zip(*(alley.bbox for alley in alleys), strict=True))
    return min(boxes[0]), min(boxes[1]), max(boxes[2]), max(boxes[3])


def _drawn(
    frame: Frame, streets: Sequence[Street], alleys: Sequence[Alley], beside: Sequence[Alley]
) -> str:
    pixel = frame.height / PIXELS
    parts = [f'<rect width="{frame.width:.0f}" height="{frame.height:.0f}" fill="#f5f1ea"/>']
    lines, _ = seen_lines([line for street in streets for line in street.lines], frame)
    ground = path(shapely.get_coordinates(line) for line in lines)
    parts.append(stroke(ground, "#d8cfc0", 1.2 * pixel))
    assert CHOSEN.casing is not None
    for alley in beside:
        mine = path([frame.metres(line) for line in alley.lines])
        parts.append(stroke(mine, BESIDE, 4 * pixel))
    for alley in alleys:
        mine = path([frame.metres(line) for line in alley.lines])
        parts.append(stroke(mine, CHOSEN.casing.light, 9 * pixel))
        parts.append(stroke(mine, CHOSEN.colour.light, 5 * pixel))
    # The likeliest is drawn last: where two meet, its number is the one on top.
    numbered = list(enumerate((*alleys, *beside), start=1))
    for number, alley in reversed(numbered):
        colour = OFFERED if number <= len(alleys) else BESIDE
        parts.append(_badge(frame, alley, number, pixel, colour))
    return drawing(frame, parts)


def _seen_at(frame: Frame, alley: Alley) -> tuple[float, float]:
    """Where an alley begins; of one that begins outside the map, the middle of what is seen."""
    x, y = frame.metres([(alley.mouth_lon, alley.mouth_lat)])[0]
    if 0 <= x <= frame.width and 0 <= y <= frame.height:
        return x, y
    whole = shapely.MultiLineString([frame.metres(line) for line in alley.lines])
    seen = whole.intersection(shapely.box(0, 0, frame.width, frame.height))
    middle = seen.representative_point() if not seen.is_empty else whole.representative_point()
    return middle.x, middle.y


def _badge(frame: Frame, alley: Alley, number: int, pixel: float, colour: str) -> str:
    (x, y), size = _seen_at(frame, alley), 11 * pixel
    digit = str(number).translate(PERSIAN_DIGITS)
    return (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{size:.1f}" fill="{colour}" stroke="#fff"'
        f' stroke-width="{1.5 * pixel:.1f}"/><text x="{x:.0f}" y="{y:.0f}" fill="#fff"'
        f' font-family="Vazirmatn, Tahoma, sans-serif" font-size="{1.3 * size:.1f}"'
        f' font-weight="700" text-anchor="middle" dominant-baseline="central">{digit}</text>'
    )
