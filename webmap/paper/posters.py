"""What stands on a poster and on a preview card of an alley, and making them.

Only facts are printed: names of accepted namings, dates that are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, Literal

from geodata.catalogue import Catalogue
from geodata.catalogue.records import Naming
from webmap.calendars import day_of_moment, day_text
from webmap.contexts.alley import AlleyContext
from webmap.i18n import current_language, gettext, reading_direction
from webmap.paper.drawing import Frame
from webmap.paper.locator import frame_around, locator, named_svg
from webmap.paper.qr import qr_svg
from webmap.paper.typesetting import printable, typeset
from webmap.places import alley_place

Paper = Literal["a4", "a3"]
PAPERS: tuple[Paper, ...] = ("a4", "a3")
MAP_ASPECT = 182 / 90
CARD_ASPECT = 1200 / 630
PAGE_MAP_ASPECT = 16 / 9
CARD_RISE = 0.2
"""The plaque covers the lower half of the card's map."""
MOST_LINES = 6
SHEETS_AT_ONCE = 50
"""Bounds the memory of a district's posters."""


def poster_pdf(page: AlleyContext, catalogue: Catalogue, paper: Paper = "a4") -> bytes:
    """Return the poster of one alley as PDF."""
    return typeset("poster", _sheet([page], catalogue, paper), "pdf")


def poster_svg(page: AlleyContext, catalogue: Catalogue) -> bytes:
    """Return the poster of one alley as a picture for its page."""
    return typeset("poster", _sheet([page], catalogue, "a4"), "svg")


def posters_pdf(pages: Iterable[AlleyContext], catalogue: Catalogue, paper: Paper = "a4") -> bytes:
    """Return many posters in one PDF, a page each, in the order given."""
    from pikepdf import Pdf

    whole = Pdf.new()
    for some in _batches(pages):
        part = Pdf.open(BytesIO(typeset("poster", _sheet(some, catalogue, paper), "pdf")))
        whole.pages.extend(part.pages)
    out = BytesIO()
    whole.save(out)
    return out.getvalue()


def card_png(page: AlleyContext, catalogue: Catalogue) -> bytes:
    """Return the picture messengers show beside a link to an alley, 1200 × 630 pixels."""
    card = {**plaque_words(page), "map": map_on(page, catalogue, CARD_ASPECT, CARD_RISE)}
    site = gettext("کوچه‌های آسمانی %(city)s", city=catalogue.info.city_fa)
    return typeset("card", {**_language(), "card": card, "site": printable(site)}, "png")


def map_svg(page: AlleyContext, catalogue: Catalogue) -> bytes:
    """Return the small map of an alley's page; names are set by the reader's own fonts."""
    frame = frame_around(page.alley, PAGE_MAP_ASPECT)
    drawn = _map_in(frame, page, catalogue)
    return named_svg(drawn["svg"], drawn["names"], frame).encode()


def _batches(pages: Iterable[AlleyContext]) -> Iterator[list[AlleyContext]]:
    waiting: list[AlleyContext] = []
    for page in pages:
        waiting.append(page)
        if len(waiting) == SHEETS_AT_ONCE:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _sheet(pages: list[AlleyContext], catalogue: Catalogue, paper: Paper) -> dict[str, Any]:
    info = catalogue.info
    source = gettext(
        "کوچه‌های آسمانی %(city)s · داده‌ها تا %(date)s · %(attribution)s",
        city=info.city_fa,
        date=day_of_moment(info.built_at),
        attribution=info.attribution_fa,
    )
    if info.is_demo:
        source = gettext("دادهٔ نمایشی؛ ساختگی · %(source)s", source=source)
    return {
        **_language(),
        "paper": paper,
        "title": printable(pages[0].title),
        "source": printable(source),
        "posters": [_poster(page, catalogue) for page in pages],
    }


def _language() -> dict[str, str]:
    return {"lang": current_language(), "dir": reading_direction()}


def plaque_words(page: AlleyContext) -> dict[str, str]:
    """Return what stands on the plaque of a sheet."""
    formerly = page.formerly and gettext("پیش‌تر: %(name)s", name=page.formerly)
    return {
        "kind": printable(page.kind_word),
        "name": printable(page.heading),
        "formerly": printable(formerly),
    }


def _poster(page: AlleyContext, catalogue: Catalogue) -> dict[str, Any]:
    lines = [line for naming in page.namings for line in _life(naming)]
    return {
        **plaque_words(page),
        "lines": [printable(line) for line in lines[:MOST_LINES]],
        "place": printable(alley_place(page.alley)),
        "map": map_on(page, catalogue, MAP_ASPECT),
        "invite": gettext("این نشان را با گوشی بخوانید"),
        "link": page.permanent_url.split("://", 1)[-1],
        "code": page.alley.code,
        "qr": qr_svg(page.permanent_url),
    }


def _life(naming: Naming) -> Iterator[str]:
    if naming.father_fa:
        yield gettext("فرزند %(father)s", father=naming.father_fa)
    if naming.birth_date:
        yield gettext("تولد: %(date)s", date=day_text(naming.birth_date))
    if naming.martyrdom_date:
        died = gettext("شهادت: %(date)s", date=day_text(naming.martyrdom_date))
        place = naming.martyrdom_place
        yield gettext("%(died)s، %(place)s", died=died, place=place) if place else died


def map_on(
    page: AlleyContext, catalogue: Catalogue, aspect: float, rise: float = 0.0
) -> dict[str, Any]:
    """Return the map of an alley for a sheet: width by `aspect`, the alley so far up by `rise`."""
    return _map_in(frame_around(page.alley, aspect, rise=rise), page, catalogue)


def _map_in(frame: Frame, page: AlleyContext, catalogue: Catalogue) -> dict[str, Any]:
    drawn = locator(page.alley, catalogue.streets_in(frame.bbox), frame)
    names = [{**name, "text": printable(name["text"])} for name in drawn["names"]]
    return {**drawn, "names": names}
