"""How far the plan is, by area, in an order the address chooses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel.lists import format_list

from geodata.catalogue import Catalogue, Filters, Hit
from geodata.catalogue.area_shapes import Shapes, inner_point, screen_geojson
from geodata.catalogue.records import CoverageRow
from geodata.errors import UnknownRecordError
from geodata.model import Kind
from geodata.names.alphabet import alphabetical
from geodata.plan import Plan
from webmap.answers import coverage_row
from webmap.contexts.mapview import map_options
from webmap.contexts.trend import TrendContext, trend_context
from webmap.i18n import current_language, gettext, mark, reading_direction
from webmap.maps import CityMapParts, render_coverage_map
from webmap.presentation import kind_word, metres

LISTED_ALLEYS = 60
SORTS: dict[str, Callable[[CoverageRow], Any]] = {
    "name": lambda row: _natural(row.name_fa),
    "eligible": lambda row: row.eligible,
    "named": lambda row: row.named,
    "share_named": lambda row: row.share_named or 0.0,
    "matched": lambda row: row.matched,
    "installed": lambda row: row.installed,
    "share_installed": lambda row: row.share_installed or 0.0,
    "verified": lambda row: row.verified,
    "made": lambda row: row.made,
    "damaged": lambda row: row.damaged,
    "missing": lambda row: row.missing,
    "near": lambda row: row.near_installed / row.eligible if row.eligible else 0.0,
    "walk": lambda row: row.p90_m if row.p90_m is not None else -1.0,
    "length": lambda row: row.named_length_m / row.length_m if row.length_m else 0.0,
}
AREA_KINDS = ("district", "neighbourhood", "city")
ORDERS = ("asc", "desc")
COLUMNS: tuple[tuple[str, str], ...] = (
    ("eligible", mark("واجد شرایط")),
    ("named", mark("نام‌گذاری‌شده")),
    ("matched", mark("روی نقشه")),
    ("installed", mark("پلاک نصب‌شده")),
    ("verified", mark("بازدیدشده")),
    ("made", mark("آمادهٔ نصب")),
    ("damaged", mark("آسیب‌دیده")),
    ("missing", mark("گم یا برداشته")),
    ("near", mark("پلاک تا ۳۰۰ متری")),
    ("walk", mark("راه تا پلاک")),
    ("length", mark("طول نام‌دار")),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """One column's head: what it is called and the order a click on it leads to."""

    key: str
    label_fa: str
    next_order: str
    aria_sort: str


@dataclass(frozen=True, slots=True)
class CoverageContext:
    """The map and the table of one kind of areas, the city above them.

    Parameters
    ----------
    map : CityMapParts or None
        None where there are no areas to colour.
    target : int or None
        How many alleys the city is going to name.
    """

    by: str
    city: CoverageRow | None
    rows: tuple[CoverageRow, ...]
    headings: tuple[Heading, ...]
    total: CoverageRow | None
    trend: TrendContext | None
    map: CityMapParts | None
    target: int | None


@dataclass(frozen=True, slots=True)
class AreaContext:
    """One area: its numbers, the areas inside it and its alleys that carry a name.

    `alleys` are the first of `total`.
    """

    row: CoverageRow
    parts: tuple[CoverageRow, ...]
    alleys: tuple[Hit, ...]
    total: int
    trend: TrendContext | None


def coverage_context(
    catalogue: Catalogue, *, by: str, sort: str, order: str, asset_url: Callable[[str], str]
) -> CoverageContext:
    """Return the coverage of all areas of one kind, sorted; rows without an area stay last."""
    rows = catalogue.coverage(by)
    known = [row for row in rows if row.area_id]
    known.sort(key=SORTS[sort], reverse=order == "desc")
    city = next(iter(catalogue.coverage("city")), None)
    return CoverageContext(
        by=by,
        city=city,
        rows=(*known, *(row for row in rows if not row.area_id)),
        headings=tuple(_heading(key, gettext(label), sort, order) for key, label in _heads()),
        total=city if by != "city" else None,
        trend=_trend(catalogue, city) if city else None,
        map=_composed(map_options(catalogue, asset_url), f"/coverage/areas.json?by={by}")
        if known and by != "city"
        else None,
        target=catalogue.info.plan.target,
    )


def coverage_features(rows: Iterable[CoverageRow], shapes: Shapes) -> dict[str, Any]:
    """Return rows as a GeoJSON FeatureCollection; a row without an area has no geometry."""
    return {
        "type": "FeatureCollection",
        "features": [_feature(row, shapes.get((row.kind, row.area_id))) for row in rows],
    }


def _feature(row: CoverageRow, shape: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": row.area_id,
        "geometry": screen_geojson(shape),
        "properties": {**coverage_row(row), "label": inner_point(shape)},
    }


# Composed once for every generation of the data and kind of areas.
_composed = lru_cache(maxsize=4)(render_coverage_map)


def area_context(catalogue: Catalogue, area_id: str) -> AreaContext:
    """Return one area with what lies in it.

    Raises
    ------
    UnknownRecordError
        When no area of this dataset has the id.
    """
    row = area_row(catalogue, area_id)
    listing = catalogue.listings.page(_named(row), limit=LISTED_ALLEYS)
    return AreaContext(
        row=row,
        parts=_parts(catalogue, row),
        alleys=catalogue.listed(listing.rows) if row.kind != "city" else (),
        total=listing.total,
        trend=_trend(catalogue, row),
    )


def _trend(catalogue: Catalogue, row: CoverageRow) -> TrendContext | None:
    return trend_context(catalogue, row.kind, row.area_id, is_rtl=reading_direction() == "rtl")


def _named(row: CoverageRow) -> Filters:
    """What lists the alleys of an area that carry a name, each once."""
    return Filters(
        district=row.area_id if row.kind == "district" else None,
        neighbourhood=row.area_id if row.kind == "neighbourhood" else None,
        once=True,
        mapped=True,
    )


def eligible_rule(plan: Plan) -> str:
    """Return in a sentence which alleys a plan may name."""
    kinds = [kind_word(kind) for kind in Kind if kind in plan.kinds]
    return gettext(
        "%(kinds)s با دست‌کم %(length)s طول که طرح می‌تواند نام‌گذاری‌اش کند.",
        kinds=format_list(kinds, style="or", locale=current_language()),
        length=metres(plan.minimum_length_m),
    )


def _heads() -> tuple[tuple[str, str], ...]:
    return (("name", mark("محدوده")), *COLUMNS)


def _heading(key: str, label_fa: str, sort: str, order: str) -> Heading:
    first_order = "asc" if key == "name" else "desc"
    if key != sort:
        return Heading(key, label_fa, first_order, "none")
    is_rising = order == "asc"
    return Heading(
        key,
        label_fa,
        "desc" if is_rising else "asc",
        "ascending" if is_rising else "descending",
    )


def area_row(catalogue: Catalogue, area_id: str) -> CoverageRow:
    """Return the numbers of one area; raises as `area_context`."""
    for kind in AREA_KINDS:
        for row in catalogue.coverage(kind):
            if area_id and row.area_id == area_id:
                return row
    raise UnknownRecordError(
        f"no area {area_id!r} in this dataset",
        gettext("محدوده‌ای با این نشانی در داده‌ها نیست."),
    )


def _parts(catalogue: Catalogue, row: CoverageRow) -> tuple[CoverageRow, ...]:
    if row.kind == "city":
        return tuple(part for part in catalogue.coverage("district") if part.area_id)
    if row.kind != "district":
        return ()
    parts = catalogue.coverage("neighbourhood")
    return tuple(part for part in parts if part.area_id and part.district == row.area_id)


def _natural(name: str) -> tuple[int, ...]:
    """A key under which «منطقهٔ ۱۰» follows «منطقهٔ ۹»."""
    return alphabetical(re.sub(r"\d+", lambda digits: digits[0].zfill(4), name))
