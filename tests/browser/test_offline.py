"""After one visit, without network: the quarter that was seen, the search, and an honest word."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import BaseWSGIServer, make_server

from geodata.catalogue import CatalogueSource
from tests.browser.hamlet import one_screen
from tests.browser.sites import Wait, open_map
from webmap import create_app
from webmap.config import SiteConfig

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser

KEPT = "caches.keys().then(async (names) => (await Promise.all(names.map(async (name) =>"
KEPT += " (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat())"


class Server:
    """A site that can be switched off."""

    def __init__(self, dataset: Path) -> None:
        app = create_app(SiteConfig(dataset=str(dataset)))
        self._server: BaseWSGIServer = make_server("127.0.0.1", 0, app, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def workers() -> str:
    return "allow"


@pytest.fixture
def server(tiny_dataset: Path) -> Iterator[Server]:
    server = Server(tiny_dataset)
    yield server
    if server._thread.is_alive():
        server.stop()


@pytest.fixture
def lost(page: Page, server: Server, tiny_dataset: Path, wait_until: Wait, watch: Watch) -> str:
    """The address of a site that was visited once, at an alley, and then went away."""
    watch.provoke("ERR_CONNECTION_REFUSED")
    watch.provoke("net::ERR_FAILED")
    found = CatalogueSource(tiny_dataset).current().alleys_in(None, status="installed", limit=1)
    alley = found.alleys[0]
    view = f"map=17/{alley.mouth_lat:.5f}/{alley.mouth_lon:.5f}"
    open_map(page, f"{server.url}/?{view}", wait_until)
    wait_until(page, "navigator.serviceWorker.controller !== null")
    wait_until(page, f"{KEPT}.then((all) => all.some((url) => url.endsWith('/names.json')))")
    wait_until(page, f"{KEPT}.then((all) => all.some((url) => url.endsWith('.pbf')))")
    wait_until(page, f"{KEPT}.then((all) => all.some((url) => url.includes('/?map=')))")
    server.stop()
    return f"{server.url}/?{view}"


@one_screen
def test_the_quarter_that_was_seen_opens_again_and_says_that_it_may_be_old(
    page: Page, lost: str, wait_until: Wait
) -> None:
    open_map(page, lost, wait_until)
    assert "بی‌اینترنت" in page.locator(".stale-note").inner_text()
    assert page.evaluate("city.tiles.namedInView().size") > 0
    assert page.evaluate("city.tiles.failed.size") == 0


@one_screen
def test_a_name_is_found_without_network(page: Page, lost: str, wait_until: Wait) -> None:
    page.goto(lost.split("?", maxsplit=1)[0] + "search?q=كريمي")
    rows = page.locator("#kept .hit-name")
    rows.first.wait_for()
    assert rows.count() == 3
    assert all("کریمی" in name for name in rows.all_inner_texts())
    page.locator("main input[name=q]").fill("زففغ")
    wait_until(page, "!document.querySelector('#kept li')")
    assert "چیزی پیدا نشد" in page.locator("#kept-status").inner_text()


@one_screen
def test_the_box_suggests_from_what_is_kept(page: Page, lost: str, wait_until: Wait) -> None:
    open_map(page, lost, wait_until)
    page.locator("#search input[name=q]").press_sequentially("ظفر")
    option = page.locator("#search [role=option]", has_text="ظفری")
    option.first.wait_for()


@one_screen
def test_a_page_never_seen_says_so(page: Page, lost: str) -> None:
    page.goto(lost.split("?", maxsplit=1)[0] + "coverage")
    assert "اینترنت در دسترس نیست" in page.locator("h1").inner_text()


def test_the_manifest_and_the_worker_are_what_browsers_want(tiny_dataset: Path) -> None:
    client = create_app(SiteConfig(dataset=str(tiny_dataset))).test_client()
    told = client.get("/manifest.webmanifest").get_json()
    assert {icon["sizes"] for icon in told["icons"]} == {"any", "192x192", "512x512"}
    assert all(client.get(icon["src"]).status_code == 200 for icon in told["icons"])
    worker = client.get("/sw.js")
    assert worker.mimetype == "text/javascript"
    assert "connect-src 'self'" in worker.headers["Content-Security-Policy"]
    assert client.get("/offline/none/names.json").get_json()["rows"]
