"""The report of an area on A4, for a meeting: its figures, map, parts and what to do next.

What the sheet reads are plain texts and shares; how they look is the sheet's business.
"""

from __future__ import annotations

from typing import Any

from geodata.catalogue import Catalogue, CoverageRow
from geodata.catalogue.area_shapes import Shapes
from geodata.model import UNMAPPED, MapState
from geodata.plan import Plan
from webmap.calendars import day_of_moment
from webmap.contexts.area_report import AreaReport
from webmap.contexts.coverage import eligible_rule
from webmap.contexts.trend import HEIGHT, WIDTH, TrendContext
from webmap.i18n import current_language, gettext, mark, reading_direction
from webmap.paper.report_maps import report_maps
from webmap.paper.report_tables import area_title, findings_table, parts_table, work_tables
from webmap.paper.typesetting import printable, typeset
from webmap.places import area_name
from webmap.presentation import local_number, map_state_word, metres, percent

Json = dict[str, Any]
UNKNOWN = "–"
MEANING = (
    (
        mark("نام‌گذاری‌شده"),
        mark("کوچه‌هایی که دفتر نام‌گذاری به نام شهیدی ثبت کرده است؛ هر کوچه یک بار شمرده می‌شود."),
    ),
    (
        mark("روی نقشه"),
        mark(
            "نام‌گذاری‌شده‌هایی که جایشان در نقشه با اطمینان پیدا شده است."
            " حدس‌ها تا تأیید انسان شمرده نمی‌شوند."
        ),
    ),
    (
        mark("پلاک نصب‌شده"),
        mark(
            "نام‌گذاری‌شده‌هایی که دست‌کم یک پلاک خوانا در کوچه دارند."
            " نام‌گذاری و نصب پلاک دو عدد جدا هستند."
        ),
    ),
    (
        mark("بازدیدشده"),
        mark("پلاک‌هایی که پس از نصب، کسی در محل دیده و تأیید کرده است."),
    ),
    (
        mark("پلاک تا ۳۰۰ متری"),
        mark(
            "کوچه‌های واجد شرایطی که از میانهٔ آن‌ها، در راه پیاده و نه به خط راست،"
            " تا کوچه‌ای با پلاک نصب‌شده ۳۰۰ متر یا کمتر راه است. «راه تا پلاک» راهی است که از نه"
            " کوچهٔ هر ده کوچه از آن بلندتر نیست؛ هرچه بیشتر باشد پلاک بعدی آن‌جا به کارتر است."
        ),
    ),
)
"""What each number of a report counts, in the words of the coverage page."""


def report_pdf(report: AreaReport, catalogue: Catalogue, shapes: Shapes) -> bytes:
    """Return a report as PDF.

    Parameters
    ----------
    shapes : mapping
        The outlines of `geodata.catalogue.area_shapes`.
    """
    return typeset("report", _sheet(report, catalogue, shapes), "pdf")


def _sheet(report: AreaReport, catalogue: Catalogue, shapes: Shapes) -> Json:
    info = catalogue.info
    row, target = report.row, info.plan.target
    about = gettext("گزارش پوشش طرح کوچه‌های آسمانی")
    return {
        "lang": current_language(),
        "dir": reading_direction(),
        "about": about,
        "title": f"{about}: {area_title(row)}",
        "name": area_title(row),
        "place": _place(row, info.city_fa),
        "as_of": gettext("داده‌ها تا %(date)s", date=day_of_moment(info.built_at)),
        "demo": gettext("دادهٔ نمایشی؛ ساختگی") if info.is_demo else "",
        "source": printable(info.attribution_fa),
        "page_of": gettext("صفحهٔ %(number)s از %(last)s", number="{page}", last="{pages}"),
        "figures": [*_figures(row), *_reach(row)],
        "target": _target(row, target) if row.kind == "city" and target else None,
        "states": _states(report),
        "maps": report_maps(report, catalogue, shapes),
        "parts": parts_table(report) if report.parts else None,
        "trend": _trend(report.trend) if report.trend else None,
        "meaning": _meaning(info.plan),
        "next": gettext("گام بعد"),
        "lists": work_tables(report),
        "findings": findings_table(report),
    }


def _place(row: CoverageRow, city_fa: str) -> str:
    district = row.kind == "neighbourhood" and row.district
    parts = [area_name(row.district, "district")] if district and row.district else []
    city = [] if row.kind == "city" else [city_fa]
    return printable(gettext("، ").join([*parts, *city]))


def _figures(row: CoverageRow) -> list[Json]:
    return [
        _figure(gettext("نام‌گذاری‌شده از واجد شرایط"), row.named, row.eligible),
        _figure(gettext("روی نقشه از نام‌گذاری‌شده"), row.matched, row.named),
        _figure(gettext("پلاک نصب‌شده از نام‌گذاری‌شده"), row.installed, row.named),
        _figure(gettext("بازدیدشده از نام‌گذاری‌شده"), row.verified, row.named),
    ]


def _reach(row: CoverageRow) -> list[Json]:
    return [
        _figure(gettext("پلاک تا ۳۰۰ متری، از واجد شرایط"), row.near_installed, row.eligible),
        _figure(gettext("کوچهٔ نام‌دار تا ۳۰۰ متری، از واجد شرایط"), row.near_named, row.eligible),
        _walk(row),
        {
            "label": gettext("طول نام‌دار روی نقشه، از طول واجد شرایط"),
            "number": metres(row.named_length_m),
            "whole": _of(metres(row.length_m)),
            **_share(row.named_length_m, row.length_m),
        },
    ]


def _walk(row: CoverageRow) -> Json:
    notes = []
    if row.median_m is not None:
        notes.append(gettext("از نیمی از کوچه‌ها تا %(median)s", median=metres(row.median_m)))
    if row.p90_m is not None:
        notes.append(gettext("از نه کوچهٔ هر ده کوچه تا %(most)s", most=metres(row.p90_m)))
    return {
        "label": gettext("راه پیاده تا نزدیک‌ترین پلاک"),
        "number": UNKNOWN if row.median_m is None else metres(row.median_m),
        "notes": notes,
    }


def _figure(label: str, part: int, whole: int) -> Json:
    return {
        "label": label,
        "number": local_number(part),
        "whole": _of(local_number(whole)),
        **_share(part, whole),
    }


def _share(part: float, whole: float) -> Json:
    """A share as per cent and for its bar; neither without anything to share."""
    return {
        "percent": percent(part, whole) or UNKNOWN,
        "share": min(part / whole, 1.0) if whole else None,
    }


def _of(whole: str) -> str:
    return gettext("از %(whole)s", whole=whole)


def _target(row: CoverageRow, target: int) -> Json:
    return {
        "label": gettext("هدف طرح: %(target)s کوچه", target=local_number(target)),
        "named": _figure(gettext("نام‌گذاری‌شده"), row.named, target),
        "installed": _figure(gettext("پلاک نصب‌شده"), row.installed, target),
    }


def _states(report: AreaReport) -> Json:
    """The named alleys by state as pieces of one bar, and what the bar does not say itself."""
    labels = {
        MapState.INSTALLED.value: map_state_word("installed"),
        MapState.NAMED.value: map_state_word("named"),
        MapState.DAMAGED.value: gettext("پلاک آسیب‌دیده، گم‌شده یا برداشته"),
        UNMAPPED: gettext("هنوز روی نقشه نیست"),
    }
    numbers = {state: report.states.get(state, 0) for state in labels}
    off_map = report.row.installed - numbers[MapState.INSTALLED.value]
    return {
        "title": gettext("وضع %(named)s کوچهٔ نام‌گذاری‌شده", named=local_number(report.row.named)),
        "pieces": [
            {"key": state, "label": labels[state], "text": local_number(number), "number": number}
            for state, number in numbers.items()
        ],
        "note": gettext(
            "از کوچه‌هایی که هنوز روی نقشه نیستند، %(count)s کوچه پلاک نصب‌شده دارد.",
            count=local_number(off_map),
        )
        if off_map > 0
        else "",
    }


def _trend(trend: TrendContext) -> Json:
    first, last = trend.points[0], trend.points[-1]
    lines = (
        ("named", gettext("نام‌گذاری‌شده"), trend.named, first.named, last.named),
        ("installed", gettext("پلاک نصب‌شده"), trend.installed, first.installed, last.installed),
    )
    return {
        "title": gettext("پیشرفت طرح"),
        "first": day_of_moment(first.built_at),
        "last": day_of_moment(last.built_at),
        "highest": local_number(trend.highest),
        "lowest": local_number(0),
        "outlooks": trend.outlooks,
        "goal": None if trend.goal_y is None else trend.goal_y / HEIGHT,
        "lines": [
            {"key": key, "label": label, "corners": _corners(points), "text": _change(old, new)}
            for key, label, points, old, new in lines
        ],
    }


def _corners(points: str) -> list[tuple[float, float]]:
    """The corners of a line as shares of the box it is drawn in."""
    pairs = (corner.split(",") for corner in points.split())
    return [(round(float(x) / WIDTH, 4), round(float(y) / HEIGHT, 4)) for x, y in pairs]


def _change(old: int, new: int) -> str:
    return gettext("از %(old)s به %(new)s", old=local_number(old), new=local_number(new))


def _meaning(plan: Plan) -> Json:
    terms = [(gettext("واجد شرایط"), eligible_rule(plan))]
    terms += [(gettext(term), gettext(meaning)) for term, meaning in MEANING]
    return {"title": gettext("معنی هر عدد"), "terms": terms}
