"""What stands on every page: whose data, how old, how much of it.

A page that reports an error must not fail because of this, so an absent dataset is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, Response, g, request

from geodata.catalogue import Catalogue
from geodata.errors import DatasetError
from webmap.config import site_config
from webmap.dataset import current_catalogue
from webmap.i18n import current_language

DATA_HEADER = "X-Data"


@dataclass(frozen=True, slots=True)
class SiteContext:
    """The line at the foot of a page and the banner at its head."""

    city_fa: str
    is_demo: bool
    built_at: str
    attribution_fa: str
    named: int
    installed: int


def init_site(app: Flask) -> None:
    """Give the templates of `app` their `site` and `language`; mark answers of demo data."""
    app.context_processor(_common)
    app.jinja_env.globals.update(site_url=site_url, in_other_language=in_other_language)
    app.after_request(_mark_demo)


def site_of(catalogue: Catalogue) -> SiteContext:
    """Return what every page says about the data of `catalogue`."""
    info = catalogue.info
    city = catalogue.coverage("city")
    return SiteContext(
        city_fa=info.city_fa,
        is_demo=info.is_demo,
        built_at=info.built_at,
        attribution_fa=info.attribution_fa,
        named=sum(row.named for row in city),
        installed=sum(row.installed for row in city),
    )


def site_url() -> str:
    """Return the address people reach the site by, without a slash at the end."""
    return site_config().public_url or request.host_url.rstrip("/")


def in_other_language(language: str) -> str:
    """Return the address of the page that is being answered, in another language."""
    values = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{quote(request.path)}?{urlencode([*values, ('lang', language)])}"


def _common() -> dict[str, Any]:
    return {"site": _site(), "language": current_language()}


def _site() -> SiteContext | None:
    if g.get("has_failed"):
        return None
    try:
        return site_of(current_catalogue())
    except DatasetError:
        return None


def _mark_demo(response: Response) -> Response:
    if "catalogue" in g and g.catalogue.info.is_demo:
        response.headers[DATA_HEADER] = "demo"
    return response
