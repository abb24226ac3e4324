"""The anniversaries of a week on A4, for a mosque, a school or a newsroom.

Every name of the week is on it: a list that leaves somebody out hangs on no wall.
"""

from __future__ import annotations

from typing import Any

from flask import url_for

from geodata.catalogue import Catalogue
from webmap.calendars import day_of_moment, gregorian_iso, other_calendars
from webmap.contexts.anniversaries import (
    AnniversariesContext,
    DayContext,
    Remembering,
    alley_formerly,
    alley_line,
)
from webmap.contexts.site import site_url
from webmap.i18n import current_language, gettext, reading_direction
from webmap.paper.qr import qr_svg
from webmap.paper.typesetting import printable, typeset
from webmap.presentation import local_name, local_number, plaque_status_word

Json = dict[str, Any]


def week_pdf(page: AnniversariesContext, catalogue: Catalogue) -> bytes:
    """Return the days of a page as PDF."""
    return typeset("week", _sheet(page, catalogue), "pdf")


def _sheet(page: AnniversariesContext, catalogue: Catalogue) -> Json:
    info, title = catalogue.info, gettext("سالگرد شهیدان")
    first, last = page.days[0], page.days[-1]
    address = site_url() + url_for("anniversaries.page")
    return {
        "lang": current_language(),
        "dir": reading_direction(),
        "title": title,
        "place": printable(page.place),
        "span": gettext("%(first)s تا %(last)s", first=first.title, last=last.title),
        "city": printable(local_name(info.city_fa)),
        "demo": gettext("دادهٔ نمایشی؛ ساختگی") if info.is_demo else "",
        "as_of": gettext("داده‌ها تا %(date)s", date=day_of_moment(info.built_at)),
        "page_of": gettext("صفحهٔ %(number)s از %(last)s", number="{page}", last="{pages}"),
        "nobody": gettext("در دفتر، سالگردی در این روز نیست."),
        "days": [_day(one) for one in page.days],
        "months_note": gettext("روز شهادت در دفتر نیست؛ تنها ماه آن معلوم است."),
        "months": [
            {"title": one.title, "people": [_person(person) for person in one.people]}
            for one in page.months
        ],
        "rule": gettext("۳۰ اسفند در سالی که کبیسه نیست روز ۲۹ اسفند یاد می‌شود."),
        "address": address,
        "qr": qr_svg(address),
    }


def _day(one: DayContext) -> Json:
    iso = one.day.isoformat()
    return {
        "weekday": one.weekday,
        "title": one.title,
        "others": other_calendars(iso) or gregorian_iso(iso) or "",
        "count": gettext("%(count)s نام", count=local_number(len(one.people))),
        "people": [_person(person) for person in one.people],
    }


def _person(one: Remembering) -> Json:
    father = one.honoree.father_fa
    alley = one.alley or next(iter(one.honoree.alleys), None)
    former = alley_formerly(alley) if alley else None
    status = alley.plaque_status if alley else None
    notes = [
        gettext("فرزند %(father)s", father=local_name(father)) if father else "",
        one.moved,
    ]
    return {
        "name": printable(one.name),
        "notes": printable(gettext("، ").join(note for note in notes if note)),
        "since": one.since,
        "died": one.date,
        "place": printable(alley_line(alley)) if alley else "",
        "formerly": printable(gettext("پیش‌تر: %(name)s", name=former)) if former else "",
        "state": plaque_status_word(status) if one.alley and status else _off_map(one),
        "code": one.alley.code if one.alley and one.alley.code else "",
    }


def _off_map(one: Remembering) -> str:
    return "" if one.alley else gettext("هنوز روی نقشه نیست")
