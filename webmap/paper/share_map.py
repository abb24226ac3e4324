"""The map of a city's report: its parts by the class of a share, with both numbers on each.

The classes are those of the planners' map. Each has a pattern beside its colour, so that paper
without colour tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from webmap.i18n import gettext, mark
from webmap.maps.city_styles import NO_SHARE, SHARES
from webmap.paper.drawing import inner_metres, on_frame, outline, picture, stroke
from webmap.paper.paper_map import Labels, PaperMap, Sheet, paper_map
from webmap.presentation import local_number

INK, BORDER = "#0b4f4c", "#3f3b36"
CELL_MM = 2.0
"""Side of a pattern."""
LETTER_MM = 1.3
LINES_MM = (7.2, 4.0)
"""Height of a label with name and numbers, and with numbers alone."""
LONGEST_NAME = 22
NO_SHARE_FA = mark("بدون نام‌گذاری")
_PATTERNS = {
    "half": f'<circle cx="1" cy="1" r=".22" fill="{INK}"/>',
    "most": f'<path d="M-.5 2.5 2.5-.5M-.5.5.5-.5M1.5 2.5l1-1" stroke="{INK}" stroke-width=".16"/>',
    "nearly": '<path d="M0 1H2M1 0V2" stroke="#fff" stroke-width=".18"/>',
}
"""What lies on the colour of a class, in a cell of two millimetres; the lowest is plain."""


@dataclass(frozen=True, slots=True)
class Shared:
    """One part of a city and the share that colours it."""

    name: str
    shape: shapely.Geometry
    part: int
    whole: int

    @property
    def key(self) -> str | None:
        """The key of its class, None where there is nothing to share."""
        if not self.whole:
            return None
        percent = 100 * self.part / self.whole
        return next(style.key for style in reversed(SHARES) if percent >= style.least)


def share_map(areas: Sequence[Shared], sheet: Sheet) -> PaperMap:
    """Return the parts of a city, each filled by its class, names and numbers on them."""
    millimetre = sheet.millimetre
    drawn = [_definitions(millimetre)]
    for area in areas:
        line = outline(on_frame(area.shape, sheet.frame))
        drawn += [
            f'<path d="{line}" fill="{fill}" fill-rule="evenodd"/>' for fill in _fills(area.key)
        ]
        drawn.append(stroke(line, BORDER, 0.25 * millimetre))
    return paper_map(sheet, drawn, _labels(areas, sheet), has_bar=False)


def share_legend(areas: Iterable[Shared]) -> list[dict[str, str]]:
    """Return what each class means, with a swatch of it; nothing to share only where it is so."""
    told = [(style.key, style.legend_fa) for style in SHARES]
    if any(area.key is None for area in areas):
        told.append((None, NO_SHARE_FA))  # type: ignore[arg-type]
    return [{"label": gettext(label), "svg": _swatch(key)} for key, label in told]


def _swatch(key: str | None) -> str:
    box = f'<rect x=".15" y=".15" width="7.7" height="3.7" stroke="{BORDER}" stroke-width=".25"'
    boxes = "".join(f'{box} fill="{fill}"/>' for fill in _fills(key))
    return picture(_definitions(1.0) + boxes, 8, 4)


def _definitions(millimetre: float) -> str:
    """The patterns, in units of which so many are a millimetre."""
    size = CELL_MM * millimetre
    cells = "".join(
        f'<pattern id="{key}" width="{size:.4g}" height="{size:.4g}"'
        f' patternUnits="userSpaceOnUse"><g transform="scale({millimetre:.4g})">'
        f"{pattern}</g></pattern>"
        for key, pattern in _PATTERNS.items()
    )
    return f"<defs>{cells}</defs>"


def _fills(key: str | None) -> list[str]:
    """The colour of a class and what lies on it; in this order, so that no seams are seen."""
    colours = {style.key: style.colour.light for style in SHARES}
    if key is None:
        return [NO_SHARE.light]
    return [colours[key], *([f"url(#{key})"] if key in _PATTERNS else [])]


def _labels(areas: Sequence[Shared], sheet: Sheet) -> Iterable[dict[str, Any]]:
    """Labels of the areas, the largest first; one that has no room loses its name, then goes."""
    labels = Labels(sheet)
    for area in sorted(areas, key=lambda one: -one.shape.area):
        inside = inner_metres(area.shape, sheet.frame)
        numbers = _numbers(area)
        for text, height in zip((area.name, ""), LINES_MM, strict=True):
            letters = max(min(len(text), LONGEST_NAME), len(numbers))
            if place := labels.place(*inside, (letters * LETTER_MM, height)):
                x, y = place[0] / sheet.frame.width, place[1] / sheet.frame.height
                yield {"text": text, "numbers": numbers, "x": x, "y": y}
                break


def _numbers(area: Shared) -> str:
    part = local_number(area.part)
    if not area.whole:
        return part
    return gettext("%(part)s از %(whole)s", part=part, whole=local_number(area.whole))
