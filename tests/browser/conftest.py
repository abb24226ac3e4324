"""Chromium for browser tests: two screens, and a page that tolerates no error of any kind."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.browser.hamlet import CATCH_MAP, DRAWN, hamlet_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
OWN_HOST = "127.0.0.1"
SCREENS: dict[str, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
    },
    "desktop": {"viewport": {"width": 1440, "height": 900}},
}
# A violation of the page's policy becomes a console message we cannot overlook.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass
class Watch:
    """What went wrong in a page; a test may say which messages it provokes on purpose."""

    errors: list[str] = field(default_factory=list)
    provoked: list[str] = field(
        default_factory=lambda: ["Service Worker registration blocked by Playwright"]
    )
    own_files: list[str] = field(default_factory=list)

    def provoke(self, text: str) -> None:
        """Tolerate console errors that contain a text."""
        self.provoked.append(text)

    def own(self, file: Path) -> str:
        """Let the page be a file on disk, and nothing beside it; return its address."""
        self.own_files.append(file.as_uri())
        return file.as_uri()

    def on_console(self, message: ConsoleMessage) -> None:
        is_provoked = any(text in message.text for text in self.provoked)
        if message.type in {"error", "warning"} and not is_provoked:
            self.errors.append(f"console {message.type}: {message.text}")

    def on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if request.url in self.own_files or address.scheme in {"data", "blob"}:
            return
        if address.hostname != OWN_HOST:
            self.errors.append(f"request to another host: {request.url}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _no_browser("playwright is not installed")
    if not CHROMIUM.exists():
        _no_browser(f"{CHROMIUM} does not exist")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


def _no_browser(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"browser tests must run in CI, but {reason}")
    pytest.skip(reason)


@pytest.fixture(params=list(SCREENS))
def screen(request: pytest.FixtureRequest) -> str:
    """Both screens; @pytest.mark.parametrize("screen", ["phone"], indirect=True) takes one."""
    return str(request.param)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def workers() -> str:
    """Whether pages may start their worker: what it keeps would hide what a test lets fail."""
    return "block"


@pytest.fixture
def page(chromium: Browser, screen: str, watch: Watch, workers: Any) -> Iterator[Page]:
    """A page that fails its test on console errors, foreign requests and CSP violations."""
    context = chromium.new_context(locale="fa-IR", service_workers=workers, **SCREENS[screen])
    context.add_init_script(REPORT_VIOLATIONS)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("console", watch.on_console)
    page.on("pageerror", lambda error: watch.errors.append(f"uncaught: {error}"))
    page.on("request", watch.on_request)
    yield page
    context.close()
    assert watch.errors == []


@pytest.fixture(scope="session")
def wait_until() -> Callable[..., None]:
    """A function that waits until an expression is true in a page.

    Playwright's own wait_for_function evaluates text inside the page, which our policy forbids.
    """

    def wait(page: Page, expression: str, arg: Any = None, timeout_s: float = 10) -> None:
        deadline = time.monotonic() + timeout_s
        while not page.evaluate(expression, arg):
            assert time.monotonic() < deadline, f"never came true: {expression}"
            page.wait_for_timeout(30)

    return wait


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Flask], str]]:
    """A function that serves an application until the session ends and returns its address."""
    servers = []

    def start(app: Flask) -> str:
        server = make_server(OWN_HOST, 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"http://{OWN_HOST}:{server.server_port}"

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def hamlet() -> Flask:
    return hamlet_app()


@pytest.fixture(scope="session")
def hamlet_url(hamlet: Flask, serve: Callable[[Flask], str]) -> str:
    return serve(hamlet)


@pytest.fixture
def hamlet_page(page: Page, hamlet_url: str, wait_until: Callable[..., None]) -> Page:
    """The hamlet's page with its map drawn; in the page, `city` holds the map's objects."""
    page.add_init_script(CATCH_MAP)
    page.goto(hamlet_url)
    wait_until(page, DRAWN)
    return page
