"""Stills of the map for a film: an alley among its streets, with plaque, link and code on it."""

from __future__ import annotations

from geodata.catalogue import Catalogue
from webmap.contexts.alley import AlleyContext
from webmap.i18n import current_language, gettext, reading_direction
from webmap.paper.posters import map_on, plaque_words
from webmap.paper.qr import qr_svg
from webmap.paper.typesetting import printable, typeset
from webmap.places import alley_place

WIDE, TALL = (1920, 1080), (1080, 1920)
"""Pixels of a television and of a phone."""
RISE = {WIDE: 0.2, TALL: 0.14}
"""The plaque covers the lower part of the map."""
TOP, BOTTOM = 0.16, {WIDE: 0.5, TALL: 0.66}
"""Names stand between these shares of the height."""


def still_png(
    page: AlleyContext, catalogue: Catalogue, size: tuple[int, int], *, has_place: bool
) -> bytes:
    """Return a still as PNG, of so many pixels across and down.

    Parameters
    ----------
    has_place : bool
        Whether street, neighbourhood and district of the alley are beyond doubt.
    """
    width, height = size
    site = gettext("کوچه‌های آسمانی %(city)s", city=catalogue.info.city_fa)
    note = gettext("دادهٔ نمایشی؛ ساختگی") if catalogue.info.is_demo else ""
    drawn = map_on(page, catalogue, width / height, RISE[size])
    # No name of a street sticks out from under what lies on the map.
    drawn["names"] = [one for one in drawn["names"] if TOP < one["y"] < BOTTOM[size]]
    data = {
        "lang": current_language(),
        "dir": reading_direction(),
        "width": width,
        "height": height,
        "unit": min(width, height) / 1080,
        "still": {**plaque_words(page), "map": drawn},
        "site": printable(site),
        "place": printable(alley_place(page.alley)) if has_place else "",
        "link": page.permanent_url.split("://", 1)[-1],
        "qr": qr_svg(page.permanent_url),
        "note": note,
    }
    return typeset("still", data, "png")
