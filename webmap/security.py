"""The headers that keep a page to itself: a strict policy with a nonce, no cookies, no sniffing.

Every address a page loads from is this host; the policy makes the browser hold to it.
"""

from __future__ import annotations

import re
import secrets
from typing import cast

from flask import Flask, Response, g, request

from webmap.config import site_config

PAGE_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data:; media-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {frames}"
)
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
DRAWING_POLICY = "default-src 'none'; img-src data:; frame-ancestors 'none'"
"""A picture opened by itself shows what it carries, a poster its map and code; it loads nothing."""
RECORDING_POLICY = "default-src 'none'; media-src 'self'; img-src 'self'; frame-ancestors 'none'"
"""A film opened by itself plays itself and nothing else."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
DATA_BLUEPRINTS = ("api", "anniversary_feeds", "exports", "ogc", "tiles", "live")
"""What other sites may read in their visitors' browsers, where the operator allows it."""
# What only documents obey; two dozen files of a first view need not carry it.
PAGE_HEADERS = {
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": (
        "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
}


def init_security(app: Flask) -> None:
    """Put the headers on every answer of `app` and offer `csp_nonce()` to its templates."""
    app.after_request(_harden)
    app.after_request(_open_data)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def csp_nonce() -> str:
    """Return the word that marks this page's own inline scripts, new for every request."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return cast(str, g.csp_nonce)


def allow_framing(origins: tuple[str, ...]) -> None:
    """Let sites of these origins show the page that is being answered in a frame."""
    g.frames = " ".join(origins) or "'none'"


def _open_data(response: Response) -> Response:
    """Let pages of the sites that the operator names read the data; never with a cookie."""
    hosts = site_config().data_hosts
    if not hosts or request.blueprint not in DATA_BLUEPRINTS:
        return response
    origin = request.headers.get("Origin", "")
    if "*" in hosts:
        response.headers["Access-Control-Allow-Origin"] = "*"
    else:
        response.vary.add("Origin")
        if any(_is_of(origin, host) for host in hosts):
            response.headers["Access-Control-Allow-Origin"] = origin
    if "Access-Control-Allow-Origin" in response.headers:
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _is_of(origin: str, host: str) -> bool:
    """Whether an origin is the one named, or one below it: https://*.qom.ir."""
    pattern = re.escape(host).replace(r"\*\.", r"(?:[A-Za-z0-9-]+\.)+")
    return re.fullmatch(pattern, origin) is not None


def _harden(response: Response) -> Response:
    is_page = response.mimetype == "text/html"
    policy = (
        PAGE_POLICY.format(nonce=csp_nonce(), frames=g.get("frames", "'none'"))
        if is_page
        else DATA_POLICY
    )
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers.setdefault("Cache-Control", "no-cache")
    headers = {**HEADERS, **PAGE_HEADERS} if is_page else HEADERS
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response
