"""A tour on a drawn map: the streets, the way in dashes where it is only straight, the alleys.

The numbers of the stops are told beside the drawing, for the sheet to set in its own type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from geodata.catalogue import Catalogue
from geodata.catalogue.nearby import DEGREE_M
from geodata.catalogue.records import BBox, Street
from webmap.contexts.tours import TourContext
from webmap.i18n import in_language
from webmap.maps.city_styles import CHOSEN
from webmap.paper.drawing import Frame, drawing, frame_on, path, stroke
from webmap.paper.locator import PIXELS, ground, named_svg
from webmap.paper.street_names import street_names
from webmap.paper.typesetting import printable
from webmap.presentation import local_number

ROOM, LEAST_M = 1.3, 320.0
MOST_STREETS = 6_000
WAY = "#a93608"
"""The way is in the colour of nothing else on the map."""


def tour_frame(
    page: TourContext, catalogue: Catalogue, aspect: float, *, room: float = ROOM, rise: float = 0.0
) -> Frame:
    """Return the ground around all stops of a tour.

    Parameters
    ----------
    aspect : float
        Width by height.
    room : float
        How much larger than the tour it is.
    rise : float
        How far above the middle the tour is, as a share of the height.
    """
    frame = frame_on(_box(page, catalogue), aspect, room=room, least_m=LEAST_M)
    return replace(frame, lat=frame.lat - rise * frame.height / DEGREE_M)


def tour_drawing(page: TourContext, catalogue: Catalogue, frame: Frame) -> dict[str, Any]:
    """Return a tour on a map: `svg`, and `names` and `marks` with text and place [share]."""
    streets = catalogue.streets_in(frame.bbox, most=MOST_STREETS)
    mine = {stop.alley.alley.alley_id for stop in page.present if stop.alley}
    return {
        "svg": drawing(frame, [*ground(streets, frame), *_way(page, streets, mine, frame)]),
        "names": [
            {**one, "text": printable(one["text"])}
            for one in (name.on(frame) for name in street_names(streets, frame))
        ],
        "marks": _marks(page, frame),
    }


def tour_svg(page: TourContext, catalogue: Catalogue, aspect: float) -> bytes:
    """Return the map for a browser, names and numbers written into it."""
    frame = tour_frame(page, catalogue, aspect)
    with in_language("fa"):  # what stands on the signs of the street
        drawn = tour_drawing(page, catalogue, frame)
    named = named_svg(drawn["svg"], drawn["names"], frame)
    badges = "".join(_badge(mark, frame) for mark in drawn["marks"])
    return f"{named.removesuffix('</svg>')}{badges}</svg>".encode()


def _way(page: TourContext, streets: Sequence[Street], mine: set[int], frame: Frame) -> list[str]:
    pixel = frame.height / PIXELS
    alleys = path(
        frame.metres(line) for one in streets if one.alley_id in mine for line in one.lines
    )
    assert CHOSEN.casing is not None
    parts = [
        stroke(alleys, CHOSEN.casing.light, 7 * pixel),
        stroke(alleys, CHOSEN.colour.light, 4 * pixel),
    ]
    for leg in page.route.legs:
        line = path([frame.metres(leg.line)])
        dash = f"{6 * pixel:.3g} {5 * pixel:.3g}" if leg.is_straight else ""
        parts += [stroke(line, "#fffdf9", 5.5 * pixel), stroke(line, WAY, 2.6 * pixel, dash=dash)]
    return parts


def _marks(page: TourContext, frame: Frame) -> list[dict[str, Any]]:
    marks = []
    for stop in page.present:
        assert stop.at is not None
        x, y = frame.metres([stop.at])[0].tolist()
        marks.append(
            {"text": local_number(stop.number), "x": x / frame.width, "y": y / frame.height}
        )
    return marks


def _badge(mark: dict[str, Any], frame: Frame) -> str:
    size = 16 * frame.height / PIXELS
    x, y = mark["x"] * round(frame.width), mark["y"] * round(frame.height)
    return (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{size:.1f}" fill="#07504d" stroke="#fff"'
        f' stroke-width="{size / 6:.1f}"/><text x="{x:.0f}" y="{y:.0f}" fill="#fff"'
        f' font-family="Vazirmatn, Tahoma, sans-serif" font-size="{1.25 * size:.1f}"'
        f' font-weight="700" text-anchor="middle" dominant-baseline="central">{mark["text"]}</text>'
    )


def _box(page: TourContext, catalogue: Catalogue) -> BBox:
    places = [*page.route.places, *(place for leg in page.route.legs for place in leg.line)]
    if not places:
        info = catalogue.info
        return info.centre_lon, info.centre_lat, info.centre_lon, info.centre_lat
    lons, lats = zip(*places, strict=True)
    return min(lons), min(lats), max(lons), max(lats)
