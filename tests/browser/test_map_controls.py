"""The controls on the map: what they do, how large they are, what they are called."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from tests.browser.hamlet import one_screen
from tests.browser.sites import Wait, open_map
from webmap import create_app
from webmap.config import SiteConfig

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

VIEW = "map=17/34.64100/50.88100"
FINGERTIP_PX = 44


@pytest.fixture(scope="module")
def site(serve: Callable[[Flask], str], tiny_dataset: Path) -> str:
    return serve(create_app(SiteConfig(dataset=str(tiny_dataset))))


def test_every_control_is_named_and_fits_a_fingertip(
    page: Page, site: str, wait_until: Wait
) -> None:
    open_map(page, f"{site}/?{VIEW}", wait_until)
    names = set()
    buttons = page.locator("#map button, #map a, .legend-box summary")
    buttons.nth(5).wait_for()
    for button in buttons.all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= FINGERTIP_PX - 0.5
        names.add(button.get_attribute("aria-label") or button.inner_text())
    assert names == {
        "نزدیک‌تر", "دورتر", "جای من روی نقشه", "تمام‌صفحه", "فرستادن این نما برای دیگران",
        "راهنمای نقشه",
    }  # fmt: skip


@one_screen
def test_the_scale_is_told_in_metres_and_is_true(page: Page, site: str, wait_until: Wait) -> None:
    open_map(page, f"{site}/?{VIEW}", wait_until)
    scale = page.locator(".map-scale")
    for zoom, text in ((19, "۲۰ متر"), (17, "۱۰۰ متر"), (13, "۱ کیلومتر")):
        page.evaluate("(zoom) => { city.map.setZoom(zoom, { animate: false }); }", zoom)
        assert scale.inner_text() == text
        assert scale.get_attribute("aria-label") == f"مقیاس نقشه: {text}"
        told_m = page.evaluate(
            """() => {
              const width = document.querySelector(".map-scale").getBoundingClientRect().width;
              const { x, y } = city.map.getSize().divideBy(2);
              return city.map.distance(city.map.containerPointToLatLng([x, y]),
                city.map.containerPointToLatLng([x + width, y]));
            }"""
        )
        digits = text.split()[0].translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
        metres = int(digits) * (1000 if "کیلو" in text else 1)
        assert told_m == pytest.approx(metres, rel=0.02)


@one_screen
def test_share_copies_an_address_with_everything_in_it(
    page: Page, site: str, wait_until: Wait
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script("Object.defineProperty(navigator, 'share', { value: undefined })")
    open_map(page, f"{site}/?{VIEW}&q=ظفری&status=damaged,installed", wait_until)
    page.evaluate("city.selection.open(String(city.tiles.namedInView().keys().next().value))")
    page.locator("#card h2").wait_for()
    page.get_by_role("button", name="فرستادن این نما").click()
    page.locator("#map-status", has_text="رونوشت شد").wait_for()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == page.url
    for part in (r"map=17/34\.\d{5}/50\.\d{5}", r"alley=\d+", r"status=damaged,installed", r"q="):
        assert re.search(part, address)


@one_screen
def test_share_opens_the_systems_sheet_where_there_is_one(
    page: Page, site: str, wait_until: Wait
) -> None:
    page.add_init_script(
        "Object.defineProperty(navigator, 'share',"
        " { value: async (what) => { window.shared = what; } })"
    )
    open_map(page, f"{site}/?{VIEW}", wait_until)
    page.get_by_role("button", name="فرستادن این نما").click()
    wait_until(page, "window.shared?.url === location.href")


@one_screen
def test_full_screen_keeps_card_and_legend(page: Page, site: str, wait_until: Wait) -> None:
    open_map(page, f"{site}/?{VIEW}", wait_until)
    page.get_by_role("button", name="تمام‌صفحه").click()
    wait_until(page, "document.fullscreenElement?.id === 'map-view'")
    assert page.evaluate("document.fullscreenElement.contains(document.getElementById('card'))")
    page.get_by_role("button", name="بستن تمام‌صفحه").click()
    wait_until(page, "document.fullscreenElement === null")
    page.get_by_role("button", name="تمام‌صفحه").wait_for()


def test_near_me_shows_the_place_and_lists_what_is_near(
    page: Page, site: str, wait_until: Wait
) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 50.881, "latitude": 34.641, "accuracy": 20})
    open_map(page, f"{site}/?map=15/34.645/50.885", wait_until)
    page.get_by_role("button", name="جای من روی نقشه").click()
    page.locator("#results .hit-distance").first.wait_for(state="attached")
    wait_until(page, "Math.abs(city.map.getCenter().lat - 34.641) < 0.0005")
    assert page.locator("path.map-position-dot").count() == 1


@one_screen
def test_near_me_far_away_leaves_the_city_in_sight(page: Page, site: str, wait_until: Wait) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 51.4, "latitude": 35.7})
    open_map(page, f"{site}/?{VIEW}", wait_until)
    page.get_by_role("button", name="جای من روی نقشه").click()
    page.locator("#map-status", has_text="بیرون از این نقشه").wait_for()
    assert VIEW in page.url


def test_back_to_results_returns_to_the_hit(page: Page, site: str, wait_until: Wait) -> None:
    open_map(page, f"{site}/?q=کریمی", wait_until)
    hit = page.locator("#results .hit-link", has_text="فرزند حسن")
    hit.click()
    page.locator("#card h2").wait_for()
    page.get_by_role("button", name="بازگشت به فهرست").click()
    assert page.locator("#card").is_hidden()
    assert page.evaluate("document.activeElement.closest('[data-alley-id]') !== null")
    wait_until(
        page,
        "() => { const { top } = document.activeElement.getBoundingClientRect();"
        " return 0 <= top && top <= innerHeight; }",
    )


@one_screen
def test_every_alley_of_a_list_can_be_reached_by_keyboard(
    page: Page, site: str, wait_until: Wait
) -> None:
    open_map(page, f"{site}/?q=کریمی", wait_until)
    expected = page.locator("#results .hit[data-alley-id]").count()
    page.locator("#search input").focus()
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        alley = page.evaluate(
            "document.activeElement.closest('#results [data-alley-id]')?.dataset.alleyId"
        )
        if not alley:
            continue
        page.keyboard.press("Enter")
        page.locator("#card h2").wait_for()
        wait_until(page, "(id) => city.selection.id === id", alley)
        page.keyboard.press("Escape")
        reached.add(alley)
    assert expected >= 2
    assert len(reached) == expected


def test_a_reader_who_wants_calm_sees_no_movement(
    chromium: Browser, site: str, wait_until: Wait
) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    open_map(page, f"{site}/?{VIEW}", wait_until)
    options = page.evaluate("city.map.options")
    assert not (options["zoomAnimation"] or options["fadeAnimation"] or options["inertia"])
    context.close()
