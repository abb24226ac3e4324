"""The tables of a report: the parts of the area, what waits there, what does not agree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from geodata.catalogue import CoverageRow, Hit
from webmap.contexts.area_report import AreaReport, WorkList
from webmap.contexts.findings import severity_word
from webmap.i18n import gettext
from webmap.paper.typesetting import printable
from webmap.places import hit_name, hit_old_name, place_line
from webmap.presentation import local_name, local_number, metres, percent, plaque_status_word

Json = dict[str, Any]
UNKNOWN = "–"


def area_title(row: CoverageRow) -> str:
    """Return what an area is called on paper."""
    return printable(local_name(row.name_fa))


def parts_table(report: AreaReport) -> Json:
    """Return the parts of an area with the columns of the coverage page; they sum to its row."""
    is_city = report.row.kind == "city"
    note = gettext(
        "نامشخص: آنچه محله‌اش معلوم نیست. مرز محله و منطقه همیشه یکی نیست و دفتر گاهی محله"
        " و منطقه را ناهم‌خوان نوشته است؛ این ردیف جمع را با عدد منطقه برابر می‌کند و می‌تواند"
        " منفی باشد."
    )
    if is_city:
        note = gettext("نامشخص: جای آن کوچه یا نام‌گذاری در هیچ محدوده‌ای معلوم نیست.")
    kind = report.parts[0].kind
    return {
        "title": gettext("منطقه‌ها") if kind == "district" else gettext("محله‌ها"),
        "heads": _heads(),
        "rows": [_row(area_title(part), part) for part in report.parts],
        "rest": _rest(report.rest) if report.rest else None,
        "total": _row(gettext("کل شهر") if is_city else area_title(report.row), report.row),
        "note": note if report.rest else "",
    }


def _heads() -> list[tuple[str, str]]:
    of_eligible, of_named = gettext("از واجد شرایط"), gettext("از نام‌گذاری‌شده")
    return [
        (gettext("محدوده"), ""),
        (gettext("واجد شرایط"), ""),
        (gettext("نام‌گذاری‌شده"), of_eligible),
        (gettext("روی نقشه"), of_named),
        (gettext("پلاک نصب‌شده"), of_named),
        (gettext("بازدیدشده"), of_named),
        (gettext("پلاک تا ۳۰۰ متری"), of_eligible),
        (gettext("راه تا پلاک"), ""),
        (gettext("طول کوچه‌ها"), ""),
    ]


def _row(name: str, row: CoverageRow) -> Json:
    return {
        "name": name,
        "cells": [
            {"text": local_number(row.eligible)},
            _cell(row.named, row.eligible),
            _cell(row.matched, row.named),
            _cell(row.installed, row.named),
            _cell(row.verified, row.named),
            _cell(row.near_installed, row.eligible),
            {"text": UNKNOWN if row.p90_m is None else metres(row.p90_m)},
            {"text": metres(row.length_m)},
        ],
    }


def _cell(part: int, whole: int) -> Json:
    if not whole:
        return {"text": local_number(part), "percent": UNKNOWN}
    numbers = gettext("%(part)s از %(whole)s", part=local_number(part), whole=local_number(whole))
    return {"text": numbers, "percent": percent(part, whole), "share": min(part / whole, 1.0)}


def _rest(row: CoverageRow) -> Json:
    """The row that makes the sum whole; of numbers that may be negative there are no shares."""
    counts = (row.eligible, row.named, row.matched, row.installed, row.verified, row.near_installed)
    cells = [{"text": _signed(count)} for count in counts]
    return {
        "name": gettext("نامشخص"),
        "cells": [*cells, {"text": UNKNOWN}, {"text": _signed(round(row.length_m), metres)}],
    }


def _signed(count: int, told: Callable[[int], str] = local_number) -> str:
    # The mark keeps the sign before its number in a line from right to left.
    return told(count) if count >= 0 else f"\u200e−{told(-count)}"


def work_tables(report: AreaReport) -> list[Json]:
    """Return what waits in the area, each list with how many there are of it in all."""
    status, naming, row = gettext("وضعیت پلاک"), gettext("شناسهٔ دفتر"), report.row
    lists = (
        (gettext("روی نقشه، هنوز بی پلاک"), report.waiting, status, _status),
        (gettext("پلاک آسیب‌دیده، گم‌شده یا برداشته"), report.troubled, status, _status),
        (gettext("نام‌گذاری‌هایی که هنوز روی نقشه نیستند"), report.unmapped, naming, _naming),
    )
    return [_work(title, work, row, last, told) for title, work, last, told in lists]


def _work(
    title: str, work: WorkList, row: CoverageRow, last: str, told: Callable[[Hit], str]
) -> Json:
    return {
        "title": title,
        "total": local_number(work.total),
        "shown": _shown(work, row),
        "heads": [gettext("شهید"), gettext("نشانی پیشین"), gettext("جا"), last],
        "rows": [
            [
                local_number(number),
                printable(hit_name(hit)),
                printable(hit_old_name(hit)),
                printable(_place(hit, row)),
                printable(told(hit)),
            ]
            for number, hit in enumerate(work.hits, start=1)
        ],
    }


def _shown(work: WorkList, row: CoverageRow) -> str:
    if not work.total:
        return gettext("هیچ کوچه‌ای در این فهرست نیست.")
    if work.total == len(work.hits):
        return gettext("همه در این فهرست‌اند.")
    numbers = {"shown": local_number(len(work.hits)), "total": local_number(work.total)}
    if row.kind == "city":
        return gettext("%(shown)s از %(total)s به ترتیب نام", **numbers)
    return gettext("%(shown)s از %(total)s به ترتیب محله و نام", **numbers)


def _place(hit: Hit, row: CoverageRow) -> str:
    """Where a hit is, without the area the report is about."""
    neighbourhood = None if row.kind == "neighbourhood" else hit.neighbourhood
    district = hit.district if row.kind == "city" else None
    return place_line(hit.main_street_fa, neighbourhood, district)


def _status(hit: Hit) -> str:
    return plaque_status_word(hit.plaque_status)


def _naming(hit: Hit) -> str:
    return hit.naming_id or ""


def findings_table(report: AreaReport) -> Json:
    """Return how many findings of each kind there are."""
    total = sum(kind.count for kind in report.findings)
    return {
        "title": gettext("یافته‌ها: آنچه باید دید و درست کرد"),
        "total": local_number(total),
        "heads": [gettext("گونهٔ یافته"), gettext("شدت"), gettext("شمار")],
        "rows": [
            [printable(kind.title_fa), severity_word(kind.severity), local_number(kind.count)]
            for kind in report.findings
        ],
        "shown": "" if total else gettext("یافته‌ای نیست."),
    }
