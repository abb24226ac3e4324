"""The planners' map: areas by share, with the table, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from tests.browser.hamlet import one_screen
from tests.browser.sites import CATCH_MAP, Wait
from webmap import create_app
from webmap.config import SiteConfig
from webmap.maps.city_styles import SHARES

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser

READY = "() => window.city?.areas.layers.length > 0 && !city.tiles.isLoading()"
DISTRICT_1 = 'path[aria-label^="منطقه ۱"], path[aria-label^="منطقهٔ ۱"], path[aria-label^="1"]'


@pytest.fixture(scope="module")
def site(serve: Callable[[Flask], str], tiny_dataset: Path) -> str:
    return serve(create_app(SiteConfig(dataset=str(tiny_dataset))))


@pytest.fixture
def coverage(page: Page, site: str, wait_until: Wait) -> Page:
    page.add_init_script(CATCH_MAP)
    page.goto(f"{site}/coverage")
    wait_until(page, READY)
    return page


def areas(page: Page) -> Locator:
    return page.locator(".leaflet-areas-pane path")


def test_every_area_is_filled_by_its_class_and_carries_its_number(coverage: Page) -> None:
    told = coverage.evaluate(
        """() => city.areas.layers.map(({ properties, percent, outline }) => [properties.named,
          properties.eligible, percent.textContent, outline.getElement().getAttribute("fill")])"""
    )
    assert len(told) == 2
    for named, eligible, text, fill in told:
        share = 100 * named / eligible
        wanted = next(s for s in reversed(SHARES) if share >= s.least)
        assert fill == wanted.colour.light
        digits = text.removesuffix("٪").translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
        assert int(digits) == pytest.approx(share, abs=1)


def test_an_area_says_part_and_whole_to_eye_and_ear(coverage: Page) -> None:
    area = areas(coverage).first
    area.focus()
    spoken = area.get_attribute("aria-label") or ""
    assert " از " in spoken
    assert coverage.locator(".map-tip:visible").inner_text() == spoken


@one_screen
def test_map_and_table_point_at_each_other(coverage: Page) -> None:
    coverage.locator("tr[data-area]").first.hover()
    assert coverage.locator("path.is-pointed").count() == 1
    areas(coverage).last.focus()
    assert coverage.locator("tr.is-pointed").count() == 1


@one_screen
def test_enter_on_an_area_opens_its_page(coverage: Page, site: str) -> None:
    areas(coverage).first.focus()
    coverage.keyboard.press("Enter")
    coverage.wait_for_url(f"{site}/coverage/*")
    assert coverage.locator("h1").is_visible()


@one_screen
def test_the_other_share_colours_anew(coverage: Page) -> None:
    before = areas(coverage).first.get_attribute("aria-label")
    coverage.get_by_role("button", name="پلاک نصب‌شده از").click()
    assert areas(coverage).first.get_attribute("aria-label") != before
    pressed = coverage.locator(".measure[aria-pressed=true]").all_inner_texts()
    assert pressed == ["پلاک نصب‌شده از نام‌گذاری‌شده"]


@one_screen
def test_from_near_alleys_without_a_name_stand_out(coverage: Page, wait_until: Wait) -> None:
    coverage.evaluate("city.map.setView([34.642, 50.882], 18, { animate: false })")
    wait_until(coverage, "!city.tiles.isLoading() && !city.tiles.waiting.size")
    unnamed = coverage.evaluate(
        """() => [...city.tiles.visibleTiles()].flatMap(({ features }) => features)
          .filter((feature) => city.tiles.look.isUnnamed(feature)).length"""
    )
    status = coverage.locator("#map-status")
    assert "کوچهٔ بی‌نام" in status.inner_text()
    assert isinstance(unnamed, int)


@one_screen
def test_without_the_numbers_the_map_says_where_they_are(
    page: Page, site: str, wait_until: Wait, watch: Watch
) -> None:
    watch.provoke("net::ERR_FAILED")
    page.add_init_script(CATCH_MAP)
    page.route("**/coverage/areas.json*", lambda route: route.abort())
    page.goto(f"{site}/coverage")
    page.locator("#map-status", has_text="جدول زیر نقشه").wait_for()
    assert page.locator("tr[data-area]").count() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_accessibility_violations(coverage: Page, scheme: str, wait_until: Wait) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    coverage.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    coverage.reload(wait_until="networkidle")
    found = axe.Axe().run(coverage).response["violations"]
    assert [(rule["id"], [node["html"][:90] for node in rule["nodes"]]) for rule in found] == []
