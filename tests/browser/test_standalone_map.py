"""The page that has the whole city in it: from disk, without a network, in a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
import pytest
from flask import Flask

from tests.browser.hamlet import one_screen
from tests.browser.sites import CATCH_MAP, Wait, colours, in_window, open_map, press
from webmap.maps import city_map, write_city_page
from webmap.maps.city_styles import STATES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser

INSTALLED = next(style for style in STATES if style.key == "installed").colour.light


@pytest.fixture(scope="module")
def file(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("standalone") / "city.html"
    write_city_page(tiny_dataset, out)
    return out


@pytest.fixture
def opened(page: Page, file: Path, watch: Watch, wait_until: Wait) -> Page:
    """The page from disk with the network off."""
    page.context.set_offline(True)
    return open_map(page, watch.own(file), wait_until)


def test_it_draws_the_city_from_disk_without_a_network(opened: Page, wait_until: Wait) -> None:
    opened.evaluate("city.map.setView([34.6405, 50.881], 18, { animate: false })")
    wait_until(opened, "!city.tiles.waiting.size && !city.tiles.isLoading()")
    assert INSTALLED in colours(opened, 50.881, 34.6405)
    assert opened.locator("h1").inner_text().startswith("کوچه‌های آسمانی")


def test_the_list_finds_by_name_and_by_old_address(opened: Page) -> None:
    for typed in ("ظفري", "حر ۹۰", "حر 90"):
        opened.locator("#standalone-q").fill(typed)
        assert opened.locator("#results bdi").all_inner_texts() == ["شهید سعید ظفری"]
    assert opened.locator("#search-status").inner_text() == "۱ کوچه."


def test_a_hit_opens_its_card_and_its_glow(opened: Page, wait_until: Wait) -> None:
    opened.locator("#results a", has_text="ظفری").click()
    card = opened.locator("#card")
    card.locator("h2", has_text="شهید سعید ظفری").wait_for()
    assert "شهادت: ۴ دی ۱۳۶۵" in card.inner_text()
    wait_until(opened, "document.querySelectorAll('.leaflet-chosen-pane path').length === 2")
    box = opened.locator(".leaflet-chosen-pane path").first.bounding_box()
    assert box is not None
    assert box["width"] > 100
    opened.keyboard.press("Escape")
    assert card.is_hidden()


@one_screen
def test_an_alley_nobody_named_says_what_the_map_calls_it(opened: Page, wait_until: Wait) -> None:
    opened.evaluate("city.map.setView([34.6405, 50.883], 18, { animate: false })")
    wait_until(opened, "!city.tiles.waiting.size && !city.tiles.isLoading()")
    press(opened, *in_window(opened, 50.883, 34.6405))
    opened.locator("#card h2", has_text="لادن").wait_for()
    assert "بدون نام‌گذاری" in opened.locator("#card").inner_text()


@one_screen
def test_it_has_no_accessibility_violations(opened: Page) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    opened.locator("#results a").first.click()
    opened.locator("#card h2").wait_for()
    found = axe.Axe().run(opened).response["violations"]
    assert [(rule["id"], [node["html"][:90] for node in rule["nodes"]]) for rule in found] == []


@one_screen
def test_it_works_in_a_notebook(
    page: Page, serve: Callable[[Flask], str], tiny_dataset: Path, wait_until: Wait
) -> None:
    composed = city_map(tiny_dataset)
    folium.CircleMarker((34.6405, 50.881), radius=9, color="#ff00ff").add_to(composed)
    app = Flask(__name__)
    cell = f"<!doctype html><meta charset=utf-8><link rel=icon href=data:,>{composed._repr_html_()}"
    app.add_url_rule("/", view_func=lambda: cell)
    page.add_init_script(CATCH_MAP)
    page.goto(serve(app))
    frame: Any = page.frames[1]
    wait_until(frame_page(frame), "window.city && !city.tiles.isLoading()")
    assert frame.locator("canvas.leaflet-tile").count() > 0
    assert frame.locator('path[stroke="#ff00ff"]').count() == 1


def frame_page(frame: Any) -> Any:
    """A frame answers to what `wait_until` asks of a page, except for waiting."""

    class FramePage:
        def evaluate(self, expression: str, arg: Any = None) -> Any:
            return frame.evaluate(expression, arg)

        def wait_for_timeout(self, timeout_ms: float) -> None:
            frame.page.wait_for_timeout(timeout_ms)

    return FramePage()
