"""oEmbed 1.0: a site that gets a link of ours asks here how to show it in a frame."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, Response, abort, json, render_template, url_for

from geodata.catalogue import Alley, Moved
from geodata.errors import QueryError
from webmap import params
from webmap.contexts.alley import alley_context
from webmap.contexts.site import site_url
from webmap.dataset import current_catalogue
from webmap.i18n import gettext

bp = Blueprint("oembed", __name__)

WIDTH, HEIGHT = 640, 420
LARGEST = 2_000
_ALLEY = re.compile(r"/alleys/([1-9]\d{0,17})(?:/poster)?/?", re.ASCII)
_CODE = re.compile(r"/a/([^/]{1,32})/?")
_RECORD = re.compile(r"[1-9]\d{0,17}", re.ASCII)


@bp.get("/oembed")
def describe() -> Response:
    """The frame of one of our links: of an alley, or of the map."""
    if params.choice("format", ("json", "xml"), "json") == "xml":
        abort(501)
    width = params.whole_number("maxwidth", WIDTH, highest=LARGEST)
    height = params.whole_number("maxheight", HEIGHT, highest=LARGEST)
    alley = _alley_of(params.required_text("url"))
    title = alley_context(alley).title if alley else current_catalogue().info.city_fa
    address = site_url() + url_for(
        "residents.city", embed=1, alley=alley.alley_id if alley else None
    )
    width, height = min(width, WIDTH), min(height, HEIGHT)
    told = {
        "version": "1.0",
        "type": "rich",
        "provider_name": gettext("کوچه‌های آسمانی"),
        "provider_url": site_url(),
        "title": title,
        "width": width,
        "height": height,
        "html": render_template(
            "components/frame.html", address=address, title=title, width=width, height=height
        ),
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=False)
    return Response(text, content_type="application/json")


def _alley_of(address: str) -> Alley | None:
    """The alley an address of ours leads to; None for the map.

    Raises
    ------
    QueryError
        For an address that is not of this site; records nobody knows raise their own.
    """
    parts = urlsplit(address[:2_000])
    ours = urlsplit(site_url())
    if (parts.scheme, parts.netloc) not in {(ours.scheme, ours.netloc), ("https", ours.netloc)}:
        raise QueryError(
            f"url: expected an address below {site_url()}",
            gettext("نشانی (url) باید از همین سایت باشد."),
            parameter="url",
        )
    catalogue = current_catalogue()
    found: Alley | Moved | None = None
    if match := _ALLEY.fullmatch(parts.path):
        found = catalogue.alley(int(match[1]))
    elif match := _CODE.fullmatch(parts.path):
        found = catalogue.alley_by_code(match[1])
    elif parts.path == "/":
        (asked, *_) = parse_qs(parts.query).get("alley", [""])
        found = catalogue.alley(int(asked)) if _RECORD.fullmatch(asked) else None
    else:
        abort(404)
    if isinstance(found, Moved):
        found = catalogue.alley(found.successor_id) if found.successor_id else None
    return found if isinstance(found, Alley) else None
