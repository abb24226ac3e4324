"""The site's own files under one content hash, compressed once and kept in memory.

All files share the hash, in the folder part of the address, so that JavaScript modules and
styles may name each other relatively and every file may be kept by browsers for ever.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import cast

from flask import Blueprint, Flask, Response, abort, current_app, request

from webmap.bundle import joined_module, joined_styles
from webmap.compression import brotli_bytes

EXTENSION = "alleys-assets"
STATIC = Path(__file__).parent / "static"
FOREVER = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
_PACKED = frozenset({".png", ".woff2"})
JOINED = {
    "js/citymap.js": ("js/map", "citymap"),
    "js/coveragemap.js": ("js/map", "coveragemap"),
    "js/exploremap.js": ("js/map", "exploremap"),
    "js/tourmap.js": ("js/map", "tourmap"),
    "js/tourwalk.js": ("js/tour", "tourwalk"),
    "js/walkmap.js": ("js/map", "walkmap"),
    "js/suggest.js": ("js/search", "suggest"),
    "js/fieldmode.js": ("js/field", "fieldmode"),
    "js/leaving.js": ("js/field", "leaving"),
}
"""Scripts made of modules: what they are served as → their folder and entry, see `bundle`."""
JOINED_STYLES = {
    "css/base.css": ("css/site.css", "css/components.css"),
    "css/citymap.css": ("vendor/leaflet-1.9.4/leaflet.css", "css/map.css", "css/card.css"),
}
"""Stylesheets made of several, which all have to lie as deep as the one they become."""


class Asset:
    """One file, with the encodings browsers ask for."""

    def __init__(self, content: bytes, suffix: str) -> None:
        self.content = content
        self.content_type = _TYPES[suffix]
        self._is_packed = suffix in _PACKED
        self._lock = Lock()

    def encoded(self, accepted: str) -> tuple[bytes, str | None]:
        """Return the bytes for an Accept-Encoding header and the name of their encoding."""
        if self._is_packed:
            return self.content, None
        if "br" in accepted:
            return self.as_brotli, "br"
        if "gzip" in accepted:
            return self.as_gzip, "gzip"
        return self.content, None

    @cached_property
    def as_brotli(self) -> bytes:
        """The file in the densest encoding; half a second for Leaflet, therefore once."""
        with self._lock:
            return self.__dict__.get("as_brotli") or brotli_bytes(self.content, 11)

    @cached_property
    def as_gzip(self) -> bytes:
        """The file for clients without brotli, which browsers do not offer over plain http."""
        return gzip.compress(self.content, 9, mtime=0)


@dataclass(frozen=True)
class Assets:
    """Every file of the static folder by its path below it."""

    files: dict[str, Asset]

    @cached_property
    def tree_hash(self) -> str:
        """One fingerprint of all files and their names."""
        digest = hashlib.blake2b(digest_size=6)
        for path, asset in sorted(self.files.items()):
            digest.update(path.encode() + b"\0" + asset.content + b"\0")
        return digest.hexdigest()

    def url(self, path: str) -> str:
        """Return the address of a file; a missing one raises KeyError, in tests and not later."""
        if path not in self.files:
            raise KeyError(path)
        return f"/static/{self.tree_hash}/{path}"

    def warm(self) -> None:
        """Compress everything now rather than for the first visitor."""
        for asset in self.files.values():
            asset.encoded("br")
            asset.encoded("gzip")


@cache
def read_assets(folder: Path = STATIC) -> Assets:
    """Return the files below `folder` whose kind the site serves, and the joined scripts.

    Read once in a process: they change with the version, and packing them tightly takes seconds.
    """
    paths = (path for path in sorted(folder.rglob("*")) if path.suffix in _TYPES)
    files = {
        path.relative_to(folder).as_posix(): Asset(path.read_bytes(), path.suffix) for path in paths
    }
    for target, (modules, entry) in JOINED.items():
        files[target] = Asset(joined_module(folder / modules, entry).encode(), ".js")
    for target, parts in JOINED_STYLES.items():
        files[target] = Asset(joined_styles(folder, parts).encode(), ".css")
    return Assets(files)


def init_assets(app: Flask) -> None:
    """Serve the static folder below `/static/<hash>/` and offer `asset_url()` to templates."""
    assets = read_assets()
    blueprint = Blueprint("assets", __name__)

    @blueprint.get("/static/<string(length=12):tree>/<path:path>")
    def static_file(tree: str, path: str) -> Response:
        if path not in assets.files:
            abort(404)
        # A page opened before an update still gets its file, only not for ever.
        return _answer(assets.files[path], FOREVER if tree == assets.tree_hash else REVALIDATE)

    app.register_blueprint(blueprint)
    app.extensions[EXTENSION] = assets
    app.jinja_env.globals["asset_url"] = assets.url


def site_assets() -> Assets:
    """Return the files of the application that answers now."""
    return cast(Assets, current_app.extensions[EXTENSION])


def _answer(asset: Asset, caching: str) -> Response:
    content, encoding = asset.encoded(request.headers.get("Accept-Encoding", ""))
    response = Response(content, content_type=asset.content_type)
    response.headers["Cache-Control"] = caching
    response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response
