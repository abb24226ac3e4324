"""The access log: method, path, status, time. Never what was searched for, never a position."""

from __future__ import annotations

import logging
from time import perf_counter

from flask import Flask, Response, g, request

log = logging.getLogger("webmap.access")


def init_access(app: Flask) -> None:
    """Log every request of `app` without its query string."""
    app.before_request(_start)
    app.after_request(_finish)


def _start() -> None:
    g.started = perf_counter()


def _finish(response: Response) -> Response:
    took_ms = 1000 * (perf_counter() - g.get("started", perf_counter()))
    # %r keeps a line break in a path from starting a line of its own.
    log.info("%s %r %d %.0f ms", request.method, request.path, response.status_code, took_ms)
    return response
