"""Names that try to be more than text are text, on every way they take to eye and ear."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from geodata.catalogue import Alley, CatalogueSource
from tests.browser.hamlet import one_screen
from tests.browser.sites import Wait, in_window, open_map, press, show
from tests.conftest import HOSTILE
from webmap import create_app
from webmap.config import SiteConfig
from webmap.maps import write_city_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser

WRITTEN = """
window.written = new Set();
const fillText = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
  window.written.add(text);
  fillText.call(this, text, ...rest);
};"""
LONGEST_LABEL = 48


@pytest.fixture(scope="module")
def alleys(hostile_dataset: Path) -> list[Alley]:
    """Alleys with a hostile name, on the map or in the register."""
    found = CatalogueSource(hostile_dataset).current().alleys_in(None, limit=100).alleys
    names = [
        (alley, [alley.name_fa or "", *(n.honoree_fa for n in alley.namings)]) for alley in found
    ]
    return [
        alley for alley, said in names if any(bad[:20] in name for bad in HOSTILE for name in said)
    ]


@pytest.fixture(scope="module")
def site(serve: Callable[[Flask], str], hostile_dataset: Path) -> str:
    return serve(create_app(SiteConfig(dataset=str(hostile_dataset))))


@pytest.fixture
def safe(page: Page) -> Page:
    """A page that fails its test when a name runs or becomes an element."""
    page.on("dialog", lambda dialog: pytest.fail(f"a name ran: {dialog.message}"))
    return page


def assert_only_text(page: Page) -> None:
    assert page.locator("img").count() == 0
    assert (
        page.evaluate("[...document.scripts].some((s) => s.textContent.startsWith('alert'))")
        is False
    )


def middle(alley: Alley) -> tuple[float, float]:
    (lon, lat), (lon_2, lat_2) = alley.lines[0][:2]
    return (lon + lon_2) / 2, (lat + lat_2) / 2


def test_there_is_something_hostile_in_both_sources(alleys: list[Alley]) -> None:
    assert len(alleys) >= 5
    assert any("<img" in n.honoree_fa for alley in alleys for n in alley.namings)
    assert any("script" in (alley.name_fa or "") for alley in alleys)
    assert any(len(alley.name_fa or "") >= 300 for alley in alleys)


@one_screen
def test_labels_are_text_and_of_a_length_one_can_read(
    safe: Page, site: str, alleys: list[Alley], wait_until: Wait
) -> None:
    safe.add_init_script(WRITTEN)
    open_map(safe, site, wait_until)
    for alley in alleys:
        show(safe, *middle(alley), 19, wait_until)
        safe.wait_for_timeout(100)
    written = set(safe.evaluate("[...window.written]"))
    assert any("<img src=x onerror=alert()>" in text for text in written)
    assert any("${alert()}" in text for text in written)
    assert all(len(text) <= LONGEST_LABEL for text in written)
    assert_only_text(safe)


@one_screen
def test_card_tooltip_and_list_of_the_view_say_the_name_as_it_is(
    safe: Page, site: str, alleys: list[Alley], wait_until: Wait
) -> None:
    open_map(safe, site, wait_until)
    for alley in alleys:
        safe.keyboard.press("Escape")
        lon, lat = middle(alley)
        show(safe, lon, lat, 19, wait_until)
        x, y = in_window(safe, lon, lat)
        safe.mouse.move(x + 60, y + 60)
        safe.mouse.move(x, y)
        safe.locator(".map-tip").wait_for()
        title = safe.locator(".map-tip bdi").inner_text()
        assert safe.locator(".map-tip *").count() == 2
        press(safe, x, y)
        safe.locator("#card h2").wait_for()
        assert safe.locator("#card").get_attribute("aria-live") == "polite"
        spoken = safe.locator("#card h2").inner_text()
        assert spoken.strip() == title.strip()
        if alley.state:
            assert safe.locator("#in-view bdi", has_text=spoken).count() == 1
    assert_only_text(safe)


@one_screen
def test_results_and_their_spoken_count_say_the_words_as_they_are(
    safe: Page, site: str, wait_until: Wait
) -> None:
    open_map(safe, site, wait_until)
    for typed in ("<img src=x onerror=alert()>", "</script><script>alert()</script>", "آزمون"):
        safe.locator("#search input").fill(typed)
        safe.locator("#search [role=option], #search .option-note").first.wait_for()
        assert_only_text(safe)
        safe.locator("#search input").press("Enter")
        safe.locator("#search-status", has_text=typed).wait_for()
    safe.locator("#results .hit-name").first.wait_for()
    assert_only_text(safe)


@one_screen
@pytest.mark.parametrize("bad", HOSTILE[:5])
def test_the_address_bar_is_no_way_in(
    safe: Page, site: str, wait_until: Wait, bad: str, watch: Watch
) -> None:
    watch.provoke("404")
    for name in ("alley", "map", "status", "q"):
        safe.goto(f"{site}/?{name}={bad.replace('%', '%25')}", wait_until="networkidle")
        assert_only_text(safe)


@one_screen
def test_the_page_from_disk_says_the_names_as_they_are(
    safe: Page,
    hostile_dataset: Path,
    alleys: list[Alley],
    tmp_path: Path,
    wait_until: Wait,
    watch: Watch,
) -> None:
    write_city_page(hostile_dataset, tmp_path / "city.html")
    open_map(safe, watch.own(tmp_path / "city.html"), wait_until)
    shown = safe.locator("#results bdi").all_inner_texts()
    named = [alley for alley in alleys if alley.state]
    assert len(shown) == len(named)
    for item in safe.locator("#results a").all():
        item.click()
        safe.locator("#card h2").wait_for()
        assert safe.locator("#card h2").inner_text() == item.locator("bdi").inner_text()
        safe.keyboard.press("Escape")
    assert any("onerror=alert()" in name for name in shown)
    assert_only_text(safe)
