"""What search engines read: every page once, and what a page is about in their own words.

Vocabulary of schema.org; only what the register says as a fact.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Flask, Response, abort, render_template, url_for
from markupsafe import Markup

from geodata.catalogue import Catalogue
from geodata.catalogue.areas import area_ids
from webmap.calendars import gregorian_iso
from webmap.contexts.alley import AlleyContext
from webmap.contexts.martyr import MartyrContext
from webmap.contexts.site import site_url
from webmap.dataset import current_catalogue
from webmap.maps.citymap import script_json
from webmap.places import alley_place, naming_name

bp = Blueprint("crawlers", __name__)

MAP_LENGTH = 20_000
"""Addresses in one file; the protocol allows 50,000 and 50 MB (sitemaps.org)."""
PAGES = {
    "alleys": ("residents.alley", "alley_id"),
    "martyrs": ("residents.martyr", "martyr_id"),
    "families": ("explore.family", "name"),
    "neighbourhoods": ("explore.neighbourhood", "area_id"),
}
"""Of each kind of page its endpoint and the parameter that tells one page from another."""
_XML = {"Content-Type": "application/xml; charset=utf-8"}


def init_crawlers(app: Flask) -> None:
    """Give the templates of `app` the descriptions of their records."""
    app.jinja_env.filters.update(alley_json_ld=alley_json_ld, martyr_json_ld=martyr_json_ld)


@bp.get("/robots.txt")
def robots() -> Response:
    """Everything may be read but the endless combinations of filters and what people type."""
    text = render_template("crawlers/robots.txt", site=site_url())
    return Response(text, content_type="text/plain; charset=utf-8")


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    """The list of the files that list the pages."""
    catalogue = current_catalogue()
    addresses = [
        site_url() + url_for("crawlers.addresses", kind=kind, number=number)
        for kind in PAGES
        for number in range(1, math.ceil(len(_ids(catalogue, kind)) / MAP_LENGTH) + 1)
    ]
    text = render_template(
        "crawlers/sitemaps.xml", addresses=addresses, day=catalogue.info.built_at[:10]
    )
    return Response(text, headers=_XML)


@bp.get("/sitemaps/<string(maxlength=16):kind>-<tile_number:number>.xml")
def addresses(kind: str, number: int) -> Response:
    """A part of the pages of one kind."""
    if kind not in PAGES or number < 1:
        abort(404)
    catalogue = current_catalogue()
    part = _ids(catalogue, kind)[(number - 1) * MAP_LENGTH : number * MAP_LENGTH]
    if not part:
        abort(404)
    endpoint, parameter = PAGES[kind]
    pages = [site_url() + url_for(endpoint, **{parameter: one}) for one in part]
    text = render_template(
        "crawlers/addresses.xml", addresses=pages, day=catalogue.info.built_at[:10]
    )
    return Response(text, headers=_XML)


def _ids(catalogue: Catalogue, kind: str) -> Sequence[Any]:
    """What tells the pages of a kind from each other, in their order."""
    listings = catalogue.listings
    if kind == "alleys":
        return listings.alley_ids
    if kind == "martyrs":
        return listings.martyr_ids
    if kind == "families":
        return [one.key for one in listings.families]
    return area_ids(catalogue, "neighbourhood")


def alley_json_ld(page: AlleyContext) -> Markup:
    """Return an alley as a schema.org Place, safe inside a script element."""
    alley = page.alley
    return _ld(
        {
            "@type": "Place",
            "name": page.title,
            "alternateName": page.formerly,
            "url": page.permanent_url,
            "address": alley_place(alley),
            "geo": {
                "@type": "GeoCoordinates",
                "latitude": alley.mouth_lat,
                "longitude": alley.mouth_lon,
            },
        }
    )


def martyr_json_ld(page: MartyrContext) -> Markup:
    """Return an honoree as a schema.org Person, safe inside a script element."""
    martyr = page.martyr
    return _ld(
        {
            "@type": "Person",
            "name": page.name,
            "url": site_url() + url_for("residents.martyr", martyr_id=martyr.martyr_id),
            "parent": {"@type": "Person", "name": martyr.father_fa} if martyr.father_fa else None,
            "birthDate": gregorian_iso(page.birth_date),
            "deathDate": gregorian_iso(page.martyrdom_date),
            "deathPlace": page.martyrdom_place,
            "image": page.portrait and site_url() + page.portrait.url,
            "description": page.biography,
            "subjectOf": [
                {
                    "@type": "Place",
                    "name": naming_name(naming),
                    "url": site_url() + url_for("residents.alley", alley_id=alley_id),
                }
                for naming in page.alleys
                for alley_id in naming.alleys
            ],
        }
    )


def _ld(thing: dict[str, Any]) -> Markup:
    known = {name: value for name, value in thing.items() if value}
    # Safe: JSON in which no character can end the script element.
    return script_json({"@context": "https://schema.org", **known})
