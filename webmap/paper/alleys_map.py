"""The map of an area's report: its alleys by state, what lies around it faintly.

What a colour says, a width, a bright thread or a dash says too. Widths are millimetres of paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely

from geodata.catalogue.records import Street
from geodata.model import RoadClass
from webmap.maps.city_styles import BORDERS, STATES
from webmap.maps.styles import LineStyle
from webmap.paper.drawing import (
    Shapes,
    inner_metres,
    on_frame,
    outline,
    path,
    picture,
    seen_lines,
    stroke,
)
from webmap.paper.paper_map import Labels, PaperMap, Sheet, paper_map
from webmap.paper.street_names import Name, street_names

NamedShapes = Sequence[tuple[str, shapely.Geometry]]
EASY_M = 22.0
"""Ground of a millimetre at which the widths below are meant; a wider view has thinner lines."""
WIDTHS_MM = {"named": 0.55, "damaged": 0.75, "installed": 1.0}
CORE = 0.36
"""The bright thread along a line as a share of its width."""
DASHES = 0.6
"""As a share of those on the screen: the shortest alley shows more than one."""
UNSEEN_MM = 0.5
"""Shorter alleys without a name are not drawn."""
STUMP_MM = 1.2
"""Less of an alley that the border cuts is not drawn."""
LETTER_MM = 1.25
AREA_LETTER_MM, AREA_LINE_MM, LONGEST_NAME = 1.5, 4.2, 24
MOST_NAMES = 9
OUTSIDE, WITHIN = "#faf8f4", "#ffffff"
FAINT, THIN, EDGE, BORDER = "#e3ddd2", "#b3ac9f", "#c9c0b0", "#5b5650"
UNNAMED, ARTERY = "unnamed", "artery"


def alleys_map(
    streets: Sequence[Street],
    sheet: Sheet,
    *,
    area: shapely.Geometry | None,
    parts: NamedShapes,
) -> PaperMap:
    """Return the alleys of an area by state.

    Parameters
    ----------
    area : geometry, optional
        Its outline, EPSG:4326; without one everything on the sheet is drawn.
    parts : sequence of (str, geometry)
        What lies in it, with the name that is written there.
    """
    millimetre = sheet.millimetre
    pieces, sorts = _pieces(streets, sheet)
    drawn = [_ground(sheet, WITHIN if area is None else OUTSIDE)]
    edge = None if area is None else on_frame(area, sheet.frame)
    if edge is not None:
        drawn.append(stroke(_lines(pieces), FAINT, 0.2 * millimetre))
        drawn.append(f'<path d="{outline(edge)}" fill="{WITHIN}" fill-rule="evenodd"/>')
        pieces, sorts = _inside(pieces, sorts, edge, STUMP_MM * millimetre)
    drawn += _inked(pieces, sorts, millimetre)
    for _, part in parts:
        drawn.append(_border(outline(on_frame(part, sheet.frame)), 0.3 * millimetre))
    if edge is not None:
        drawn.append(stroke(outline(edge), BORDER, 0.45 * millimetre))
    return paper_map(sheet, drawn, _names(streets, sheet, parts), has_bar=True)


def state_swatches() -> dict[str | None, str]:
    """Return a picture of each line of the map, by the state it stands for."""
    swatches: dict[str | None, str] = {
        style.key: picture("".join(_line(style, "M0 1.5H10", WIDTHS_MM[style.key])), 10, 3)
        for style in STATES
    }
    return {**swatches, None: picture(stroke("M0 1.5H10", THIN, 0.25), 10, 3)}


def _pieces(streets: Sequence[Street], sheet: Sheet) -> tuple[Shapes, Shapes]:
    """What of the streets lies on the sheet, and of which sort each piece is."""
    lines = [(_sort(street), line) for street in streets for line in street.lines]
    pieces, of_line = seen_lines([line for _, line in lines], sheet.frame)
    return pieces, np.array([sort for sort, _ in lines], dtype=object)[of_line]


def _sort(street: Street) -> str:
    if street.state:
        return street.state
    return ARTERY if RoadClass(street.road_class).is_arterial else UNNAMED


def _inside(
    pieces: Shapes, sorts: Shapes, edge: shapely.Geometry, stump_m: float
) -> tuple[Shapes, Shapes]:
    """What of the pieces lies within an edge; what only reaches across it a little is left out."""
    shapely.prepare(edge)
    touched = shapely.intersects(edge, pieces)
    pieces, sorts = pieces[touched], sorts[touched]
    crossing = ~shapely.covers(edge, pieces)
    pieces[crossing] = shapely.intersection(pieces[crossing], edge)
    parts, of_piece = shapely.get_parts(pieces, return_index=True)
    is_seen = ~crossing[of_piece] | (shapely.length(parts) > stump_m)
    return parts[is_seen], sorts[of_piece[is_seen]]


def _inked(pieces: Shapes, sorts: Shapes, millimetre: float) -> list[str]:
    pen = millimetre * min(max((EASY_M / millimetre) ** 0.5, 0.45), 1.25)
    is_seen = (sorts != UNNAMED) | (shapely.length(pieces) > UNSEEN_MM * millimetre)
    line = {sort: _lines(pieces[is_seen & (sorts == sort)]) for sort in (ARTERY, UNNAMED)}
    drawn = [
        stroke(line[ARTERY], EDGE, 1.3 * pen),
        stroke(line[ARTERY], WITHIN, 0.9 * pen),
        stroke(line[UNNAMED], THIN, 0.22 * pen),
    ]
    for style in STATES:
        drawn += _line(style, _lines(pieces[sorts == style.key]), WIDTHS_MM[style.key] * pen)
    return drawn


def _line(style: LineStyle, line: str, width: float) -> list[str]:
    dash = " ".join(f"{part * width * DASHES:.4g}" for part in style.dash)
    drawn = [stroke(line, style.colour.light, width, dash=dash)]
    if style.core:
        drawn.append(stroke(line, style.core.light, width * CORE))
    return drawn


def _lines(pieces: Iterable[Any]) -> str:
    return path(shapely.get_coordinates(piece) for piece in pieces)


def _ground(sheet: Sheet, colour: str) -> str:
    return (
        f'<rect width="{sheet.frame.width:.0f}" height="{sheet.frame.height:.0f}" fill="{colour}"/>'
    )


def _border(line: str, width: float) -> str:
    return stroke(line, BORDERS[0].colour.light, width, dash=f"{width:.4g} {3 * width:.4g}")


def _names(streets: Sequence[Street], sheet: Sheet, parts: NamedShapes) -> Iterable[dict[str, Any]]:
    """The names of the parts, and of large streets where those leave room."""
    labels, areas = Labels(sheet), []
    for name, shape in sorted(parts, key=lambda part: -part[1].area):
        size = min(len(name), LONGEST_NAME) * AREA_LETTER_MM, AREA_LINE_MM
        if place := labels.place(*inner_metres(shape, sheet.frame), size):
            areas.append(Name(name, *place, turn=0.0, straight=1.0))
    letter = LETTER_MM / sheet.height
    large = street_names(streets, sheet.frame, most=MOST_NAMES, letter=letter, others=areas)
    for sort, names in (("area", areas), ("street", large)):
        yield from ({**name.on(sheet.frame), "sort": sort} for name in names)
