"""What lets the site be installed and opened without network.

A worker of the browser keeps the pages, tiles and scripts that were seen, and the names of the
register in short; see `static/js/worker.js`.
"""

from __future__ import annotations

from functools import lru_cache

from flask import Blueprint, Response, abort, json, render_template, url_for

from geodata.catalogue import Catalogue
from geodata.catalogue.areas import area_names
from webmap.assets import FOREVER, REVALIDATE, STATIC, site_assets
from webmap.dataset import current_catalogue
from webmap.i18n import current_language, gettext, in_language, reading_direction
from webmap.places import old_name, place_line
from webmap.presentation import martyr_name

bp = Blueprint("offline", __name__)

MOST_NAMES = 25_000
"""Names of a larger register would be a download of a megabyte that nobody asked for."""
KEPT_FILES = (
    "css/base.css", "css/city.css", "css/citymap.css", "css/print.css", "img/icon.svg",
    "js/citymap.js", "js/city.js", "js/suggest.js", "js/keptnames.js", "js/keptpage.js",
    "js/actions.js", "vendor/leaflet-1.9.4/leaflet-map.js",
    "vendor/vazirmatn-33.0.3/Vazirmatn.woff2",
)  # fmt: skip
WORKER_POLICY = "default-src 'none'; connect-src 'self'"


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """What a phone wants to know to put the site beside its apps."""
    picture = {"src": site_assets().url("img/icon.svg"), "type": "image/svg+xml", "sizes": "any"}
    bitmaps = [
        {
            "src": site_assets().url(f"img/icon-{size}.png"),
            "type": "image/png",
            "sizes": f"{size}x{size}",
            "purpose": "any",
        }
        for size in (192, 512)
    ]
    told = {
        "name": gettext("کوچه‌های آسمانی"),
        "short_name": gettext("کوچه‌های آسمانی"),
        "lang": current_language(),
        "dir": reading_direction(),
        "start_url": "/",
        "id": "/",
        "display": "standalone",
        "background_color": "#f6f3ee",
        "theme_color": "#07504d",
        "icons": [picture, *bitmaps],
    }
    text = json.dumps(told, ensure_ascii=False)
    return Response(text, content_type="application/manifest+json")


@bp.get("/sw.js")
def worker() -> Response:
    """The worker; its text changes with the files and the data it keeps."""
    catalogue = current_catalogue()
    settings = {
        "files": site_assets().tree_hash,
        "data": catalogue.info.dataset_id,
        "core": [*map(site_assets().url, KEPT_FILES)],
        "pages": ["/offline", "/"],
        "names": _names_address(catalogue),
        "offline": "/offline",
        "stale": gettext("بی‌اینترنت: این صفحه را {date} دیده‌اید و شاید کهنه باشد."),
        "locale": current_language(),
    }
    source = (STATIC / "js" / "worker.js").read_text("utf-8")
    text = f"const SETTINGS = {json.dumps(settings, ensure_ascii=False)};\n{source}"
    headers = {"Cache-Control": REVALIDATE, "Content-Security-Policy": WORKER_POLICY}
    return Response(text, content_type="text/javascript; charset=utf-8", headers=headers)


@bp.get("/offline")
def page() -> str:
    """What stands in for a page that was never seen: a search in the names that are kept."""
    return render_template("pages/offline.html")


@bp.get("/offline/<string(maxlength=32):version>/names.json")
def names(version: str) -> Response:
    """Every naming in short: name, father, place, former name, alley or null, martyr."""
    catalogue = current_catalogue()
    if not _names_address(catalogue):
        abort(404)
    is_present = version == catalogue.info.dataset_id
    headers = {"Cache-Control": FOREVER if is_present else REVALIDATE}
    with in_language("fa"):  # one file for readers of every language
        content = _names(catalogue)
    return Response(content, content_type="application/json", headers=headers)


def _names_address(catalogue: Catalogue) -> str | None:
    if catalogue.info.counts["namings"] > MOST_NAMES:
        return None
    return url_for("offline.names", version=catalogue.info.dataset_id)


@lru_cache(maxsize=2)
def _names(catalogue: Catalogue) -> str:
    areas = area_names(catalogue)
    rows = [
        [
            martyr_name(line.honoree_fa, line.title_fa),
            line.father_fa,
            place_line(line.main_street_fa, line.neighbourhood, line.district, areas),
            old_name(line.old_name_fa, line.main_street_fa) if line.old_name_fa else None,
            line.alley_id,
            line.martyr_id,
        ]
        for line in catalogue.listings.names()
    ]
    told = {"built": catalogue.info.built_at, "rows": rows}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
