"""The leaflet of a tour: a sheet of A4 folded once to A5, and the tour's preview card.

The front has name, map and QR; the back who goes when, and the stops where they find room there,
else they fill the inside.
"""

from __future__ import annotations

from typing import Any

from geodata.catalogue import Catalogue
from webmap.calendars import day_of_moment
from webmap.contexts.tours import StopView, TourContext, minutes_text
from webmap.i18n import current_language, gettext, reading_direction
from webmap.paper.qr import qr_svg
from webmap.paper.tour_map import tour_drawing, tour_frame, tour_svg
from webmap.paper.typesetting import printable, typeset
from webmap.presentation import local_number

FRONT_ASPECT = 124.5 / 102
CARD_ASPECT = 1200 / 630
PAGE_ASPECT = 16 / 9
ROOM_ON_BACK = 28
"""So many lines of stops stand on the back; more need the inside."""
LETTERS_A_LINE = 62
LONGEST_ON_PAPER = 190


def leaflet_pdf(page: TourContext, catalogue: Catalogue) -> bytes:
    """Return the leaflet of a tour as PDF, one sheet."""
    frame = tour_frame(page, catalogue, FRONT_ASPECT)
    stops = [_stop(stop) for stop in page.stops]
    data = {
        "lang": current_language(),
        "dir": reading_direction(),
        "title": printable(page.title),
        "over": gettext("تور کوچه‌های آسمانی %(city)s", city=catalogue.info.city_fa),
        "summary": printable(page.summary),
        "lead": _short(page.tour.facts.lead_fa, 360),
        "facts": [{"label": label, "text": printable(text)} for label, text in _facts(page)],
        "map": tour_drawing(page, catalogue, frame),
        "straight": gettext("خط‌چین: مسیر مستقیم، تقریبی") if page.route.is_straight else "",
        "qr": qr_svg(page.short_url),
        "link": page.short_url.split("://", 1)[-1],
        "invite": gettext("این نشان را با گوشی بخوانید؛ تور بی‌اینترنت هم با شما می‌آید."),
        "stops_word": gettext("ایستگاه‌ها"),
        "stops": stops,
        "inside": sum(_lines(stop) for stop in stops) > ROOM_ON_BACK,
        "source": printable(_source(catalogue)),
    }
    return typeset("leaflet", data, "pdf")


def tour_card_png(page: TourContext, catalogue: Catalogue) -> bytes:
    """Return the picture messengers show beside a link to a tour, 1200 × 630 pixels."""
    # The plaque covers the lower half of the picture.
    frame = tour_frame(page, catalogue, CARD_ASPECT, room=2.3, rise=0.2)
    drawn = tour_drawing(page, catalogue, frame)
    data = {
        "lang": current_language(),
        "dir": reading_direction(),
        "title": printable(page.title),
        "summary": printable(page.summary),
        "site": printable(gettext("تور کوچه‌های آسمانی %(city)s", city=catalogue.info.city_fa)),
        "map": drawn,
    }
    return typeset("tourcard", data, "png")


def tour_map_svg(page: TourContext, catalogue: Catalogue) -> bytes:
    """Return the small map of a tour's page and of the list of tours."""
    return tour_svg(page, catalogue, PAGE_ASPECT)


def _facts(page: TourContext) -> list[tuple[str, str]]:
    facts = page.tour.facts
    told = [
        (gettext("درازا و زمان"), f"{page.length_sentence} · {page.time_sentence}"),
        (gettext("جای دیدار"), facts.meeting_point_fa),
        (gettext("روز و ساعت"), page.hours_sentence),
        (
            gettext("اندازهٔ گروه"),
            gettext("تا %(count)s تن", count=local_number(facts.group_size))
            if facts.group_size
            else "",
        ),
    ]
    return [(label, text) for label, text in told if text]


def _stop(stop: StopView) -> dict[str, Any]:
    about = [stop.place, stop.note if not stop.is_gone else ""]
    return {
        "number": local_number(stop.number) if stop.number else "–",
        "title": printable(stop.title),
        "about": printable(stop.note if stop.is_gone else " · ".join(filter(None, about))),
        "minutes": "" if stop.is_gone else minutes_text(stop.stop.minutes),
        "way": "" if stop.is_gone else printable(stop.leg_sentence),
        "text": _short(stop.stop.text_fa, LONGEST_ON_PAPER),
        "gone": stop.is_gone,
    }


def _lines(stop: dict[str, Any]) -> int:
    return 3 + -(-len(stop["text"]) // LETTERS_A_LINE)


def _short(text: str, most: int) -> str:
    plain = printable(" ".join(text.split()))
    return plain if len(plain) <= most else plain[:most].rsplit(" ", 1)[0] + "…"


def _source(catalogue: Catalogue) -> str:
    info = catalogue.info
    source = gettext(
        "کوچه‌های آسمانی %(city)s · داده‌ها تا %(date)s · %(attribution)s",
        city=info.city_fa,
        date=day_of_moment(info.built_at),
        attribution=info.attribution_fa,
    )
    return gettext("دادهٔ نمایشی؛ ساختگی · %(source)s", source=source) if info.is_demo else source
