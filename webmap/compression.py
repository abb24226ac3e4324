"""Pages and data squeezed on the way out; tiles and static files arrive squeezed already."""

from __future__ import annotations

import gzip

import brotli  # type: ignore[import-untyped]
from flask import Flask, Response, request

SMALLEST_BYTES = 500
_TEXTS = frozenset(
    {
        "text/html",
        "text/calendar",
        "application/json",
        "application/geo+json",
        "application/problem+json",
        "application/atom+xml",
        "application/feed+json",
    }
)


def brotli_bytes(content: bytes, quality: int) -> bytes:
    """Return the content in the densest encoding browsers know; quality 0 to 11."""
    squeezed: bytes = brotli.compress(content, quality=quality)
    return squeezed


def init_compression(app: Flask) -> None:
    """Compress the texts `app` makes for clients that accept it."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.mimetype not in _TEXTS or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    accepted = request.headers.get("Accept-Encoding", "")
    content = response.get_data()
    if len(content) < SMALLEST_BYTES:
        return response
    # Level 5 costs a few milliseconds a page; the highest level would cost a hundred.
    if "br" in accepted:
        response.set_data(brotli_bytes(content, 5))
        response.headers["Content-Encoding"] = "br"
    elif "gzip" in accepted:
        response.set_data(gzip.compress(content, 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
