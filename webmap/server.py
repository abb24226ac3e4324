"""The site on a port: waitress, with limits that hold against slow and oversized clients."""

from __future__ import annotations

import logging
import sys
from threading import Thread
from typing import Any

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer, create_server
from waitress.task import ErrorTask, Task, WSGITask
from waitress.utilities import RequestEntityTooLarge

from geodata.errors import DatasetError
from webmap.assets import EXTENSION as ASSETS
from webmap.assets import Assets
from webmap.calendars import day_of_moment
from webmap.config import SiteConfig
from webmap.dataset import EXTENSION, Dataset
from webmap.i18n import gettext
from webmap.presentation import local_number

LIMITS = {
    # Measured: with these a normal request stays quick under 300 slow connections.
    "threads": 8,
    "connection_limit": 2000,
    "asyncore_use_poll": True,
    "channel_timeout": 15,
    "max_request_header_size": 16384,
    "ident": None,
}
MEBIBYTE = 1 << 20
BESIDE_A_FILM_MB = 10
LARGEST_BODY = 32 * MEBIBYTE
"""What is too large for a page gets a Persian page from the site, not a word from the server."""


class UnreadTask(WSGITask):  # type: ignore[misc]
    """A request whose body is larger than anything the site takes: answered without it."""

    def execute(self) -> None:
        """Let the site say in Persian what is too large, and close."""
        self.set_close_on_finish()
        super().execute()


class SiteChannel(HTTPChannel):  # type: ignore[misc]
    """A connection on which what is too large is refused by the site itself."""

    def error_task_class(self, channel: HTTPChannel, request: HTTPRequestParser) -> Task:
        """Return what answers a request that the server would refuse."""
        is_too_large = isinstance(request.error, RequestEntityTooLarge)
        if is_too_large and request.content_length and not request.chunked:
            return UnreadTask(channel, request)
        return ErrorTask(channel, request)


def serve(app: Flask, host: str, port: int) -> None:
    """Answer requests until interrupted; says first where, and which data it shows.

    Raises
    ------
    OSError
        When the port is taken.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    TcpWSGIServer.channel_class = SiteChannel
    server = create_server(app, host=host, port=port, **limits_of(app.config["SITE"]))
    assets: Assets = app.extensions[ASSETS]
    Thread(target=assets.warm, name="compress assets", daemon=True).start()
    print(f"http://{_readable(host)}:{server.effective_port}/", flush=True)  # noqa: T201
    print(data_shown(app.extensions[EXTENSION]), flush=True)  # noqa: T201
    server.run()


def limits_of(config: SiteConfig) -> dict[str, Any]:
    """Return what the server holds clients to."""
    return {
        **LIMITS,
        # Behind proxies of ours their header is `ProxyFix`'s to judge; else nobody's is believed.
        "clear_untrusted_proxy_headers": not config.proxies,
        "max_request_body_size": max(
            LARGEST_BODY,
            (config.upload_mb + 1) * MEBIBYTE,
            (config.media_mb + BESIDE_A_FILM_MB) * MEBIBYTE,
        ),
    }


def data_shown(dataset: Dataset) -> str:
    """Return one line about the data: whose, how old, whether it is fiction."""
    try:
        info = dataset.current(None).info
    except DatasetError as error:
        return gettext("هنوز داده‌ای منتشر نشده است: %(reason)s", reason=error.message_fa)
    city = gettext("%(city)s (دادهٔ نمایشی)", city=info.city_fa) if info.is_demo else info.city_fa
    return gettext(
        "داده‌ها: %(city)s، %(alleys)s معبر، ساخته‌شده در %(date)s",
        city=city,
        alleys=local_number(info.counts["alleys"]),
        date=day_of_moment(info.built_at),
    )


def _readable(host: str) -> str:
    return f"[{host}]" if ":" in host else host
