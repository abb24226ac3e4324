"""Which maps a report has: a city's parts by their shares, an area's alleys by their states."""

from __future__ import annotations

from typing import Any

from geodata.catalogue import BBox, Catalogue, CoverageRow
from geodata.catalogue.area_shapes import Shapes
from geodata.model import MapState
from webmap.contexts.area_report import AreaReport
from webmap.i18n import gettext
from webmap.paper.alleys_map import alleys_map, state_swatches
from webmap.paper.paper_map import PaperMap, sheet_of
from webmap.paper.report_tables import area_title
from webmap.paper.share_map import Shared, share_legend, share_map
from webmap.presentation import map_state_word

WIDE_MM, WIDE_HEIGHTS_MM = 182.0, (84.0, 134.0)
HALF_MM, HALF_HEIGHTS_MM = 88.0, (60.0, 132.0)
MOST_STREETS = 30_000
"""More are no longer told apart on a page; those without a name are left out first."""
Json = dict[str, Any]


def report_maps(report: AreaReport, catalogue: Catalogue, shapes: Shapes) -> Json | None:
    """Return the maps of a report with their legend; None for an area without an outline."""
    outlined = [part for part in report.parts if (part.kind, part.area_id) in shapes]
    if report.row.kind == "city" and outlined:
        return _share_maps(outlined, shapes)
    return _alleys_map(report.row, outlined, catalogue, shapes)


def _share_maps(parts: list[CoverageRow], shapes: Shapes) -> Json:
    named = [_shared(part, shapes, part.named, part.eligible) for part in parts]
    installed = [_shared(part, shapes, part.installed, part.named) for part in parts]
    sheet = sheet_of(_bounds(parts, shapes), HALF_MM, HALF_HEIGHTS_MM)
    return {
        "title": gettext("نقشهٔ پوشش"),
        "legend": share_legend([*named, *installed]),
        "maps": [
            _titled(gettext("نام‌گذاری‌شده از واجد شرایط"), share_map(named, sheet)),
            _titled(gettext("پلاک نصب‌شده از نام‌گذاری‌شده"), share_map(installed, sheet)),
        ],
        "note": "",
    }


def _shared(row: CoverageRow, shapes: Shapes, part: int, whole: int) -> Shared:
    return Shared(area_title(row), shapes[row.kind, row.area_id], part, whole)


def _bounds(parts: list[CoverageRow], shapes: Shapes) -> BBox:
    edges = [shapes[part.kind, part.area_id].bounds for part in parts]
    west, south, east, north = zip(*edges, strict=True)
    return min(west), min(south), max(east), max(north)


def _alleys_map(
    row: CoverageRow, parts: list[CoverageRow], catalogue: Catalogue, shapes: Shapes
) -> Json | None:
    area = shapes.get((row.kind, row.area_id))
    if area is None and row.kind != "city":
        return None
    bbox: BBox = catalogue.info.view if area is None else area.bounds
    sheet = sheet_of(bbox, WIDE_MM, WIDE_HEIGHTS_MM)
    streets = catalogue.streets_in(sheet.frame.bbox, most=MOST_STREETS)
    named_parts = [(area_title(part), shapes[part.kind, part.area_id]) for part in parts]
    drawn = alleys_map(streets, sheet, area=area, parts=named_parts)
    is_cut = len(streets) == MOST_STREETS
    return {
        "title": gettext("کوچه‌ها به وضع پلاک"),
        "legend": _legend(),
        "maps": [_titled("", drawn)],
        "note": gettext("همهٔ کوچه‌های بی‌نام کشیده نشده‌اند.") if is_cut else "",
    }


def _legend() -> list[Json]:
    swatches = state_swatches()
    labels = {
        MapState.INSTALLED.value: map_state_word("installed"),
        MapState.NAMED.value: map_state_word("named"),
        MapState.DAMAGED.value: gettext("پلاک آسیب‌دیده، گم‌شده یا برداشته"),
        None: map_state_word(None),
    }
    return [{"label": label, "svg": swatches[state]} for state, label in labels.items()]


def _titled(title: str, drawn: PaperMap) -> Json:
    return {"title": title, **drawn.for_sheet()}
