"""How the map and its page follow each other: card, list, search, status, address bar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from tests.browser.hamlet import (
    BROKEN,
    CATCH_MAP,
    LON,
    LOW,
    NORTH,
    SOUTH,
    Wait,
    choose,
    one_screen,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("screen", ["phone"], indirect=True)
def test_the_map_moves_an_alley_out_from_under_its_card(
    hamlet_page: Page, wait_until: Wait
) -> None:
    choose(hamlet_page, (0, 250), LOW)
    wait_until(
        hamlet_page,
        "() => document.querySelector('.leaflet-chosen-pane path').getBoundingClientRect().bottom"
        " <= document.querySelector('#card').getBoundingClientRect().top",
    )


@one_screen
def test_the_map_stays_when_the_alley_is_in_sight(hamlet_page: Page) -> None:
    before = hamlet_page.evaluate("city.map.getCenter().toString()")
    choose(hamlet_page, (0, -31), NORTH)
    hamlet_page.wait_for_timeout(300)
    assert hamlet_page.evaluate("city.map.getCenter().toString()") == before


@one_screen
def test_back_and_forward_lead_through_the_choices(hamlet_page: Page) -> None:
    choose(hamlet_page, (0, -31), NORTH)
    choose(hamlet_page, (0, -13), SOUTH)
    hamlet_page.go_back()
    hamlet_page.locator("#card", has_text=NORTH.name).wait_for()
    hamlet_page.go_back()
    hamlet_page.locator("#card").wait_for(state="hidden")
    assert hamlet_page.locator(".leaflet-chosen-pane path").count() == 0
    hamlet_page.go_forward()
    hamlet_page.locator("#card", has_text=NORTH.name).wait_for()


@one_screen
def test_moving_the_map_is_noted_in_the_address_without_a_step(hamlet_page: Page) -> None:
    steps = hamlet_page.evaluate("history.length")
    hamlet_page.evaluate("city.map.setView([34.65, 50.88], 16, {animate: false})")
    assert hamlet_page.url.endswith("?map=16/34.65000/50.88000")
    assert hamlet_page.evaluate("history.length") == steps


@one_screen
def test_an_address_opens_its_alley_and_its_view(page: Page, hamlet_url: str) -> None:
    page.add_init_script(CATCH_MAP)
    page.goto(f"{hamlet_url}/?alley={SOUTH.id}&map=16/34.64000/50.88000")
    page.locator("#card", has_text=SOUTH.name).wait_for()
    assert page.evaluate("city.map.getZoom()") == 16
    assert page.evaluate("city.map.getCenter().lat.toFixed(3)") == "34.640"


@one_screen
def test_escape_closes_the_card(hamlet_page: Page) -> None:
    choose(hamlet_page, (0, -31), NORTH)
    hamlet_page.keyboard.press("Escape")
    assert hamlet_page.locator("#card").is_hidden()
    assert "alley=" not in hamlet_page.url


def test_the_close_button_is_named_and_large_enough(hamlet_page: Page) -> None:
    choose(hamlet_page, (0, -31), NORTH)
    button = hamlet_page.get_by_role("button", name="بستن")
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    button.click()
    assert hamlet_page.locator("#card").is_hidden()


def test_enter_on_a_result_shows_its_alley(hamlet_page: Page) -> None:
    hamlet_page.evaluate("city.map.setView([34.66, 50.9], 15, {animate: false})")
    hamlet_page.locator("#results a", has_text=BROKEN.name).focus()
    hamlet_page.keyboard.press("Enter")
    hamlet_page.locator("#card", has_text=BROKEN.name).wait_for()
    assert hamlet_page.evaluate("city.map.getZoom()") == 17
    assert hamlet_page.locator('#results [aria-current="true"]').inner_text() == BROKEN.name


@one_screen
def test_searching_fills_the_list_and_keeps_the_words_in_the_address(
    hamlet_page: Page, wait_until: Wait
) -> None:
    hamlet_page.get_by_role("searchbox").fill("دوم")
    hamlet_page.get_by_role("searchbox").press("Enter")
    wait_until(hamlet_page, "document.querySelectorAll('#results li').length === 1")
    assert hamlet_page.locator("#results a").inner_text() == SOUTH.name
    assert hamlet_page.evaluate("new URLSearchParams(location.search).get('q')") == "دوم"


def test_the_status_counts_in_persian_digits(hamlet_page: Page) -> None:
    status = hamlet_page.locator("#map-status")
    assert status.inner_text() == "در این نما ۳ کوچهٔ نام‌گذاری‌شده دیده می‌شود."
    hamlet_page.evaluate("city.map.setZoom(14, {animate: false})")
    assert status.inner_text() == "برای دیدن نام کوچه‌ها نقشه را نزدیک‌تر کنید."


@one_screen
def test_missing_tiles_are_told_and_fetched_again_on_the_next_move(
    page: Page, hamlet_url: str, hamlet: Flask, watch: Any
) -> None:
    watch.provoke("status of 503")
    page.add_init_script(CATCH_MAP)
    hamlet.config["BROKEN_TILES"] = 1
    try:
        page.goto(hamlet_url)
        page.locator("#map-status", has_text="بخشی از نقشه نرسید").wait_for()
    finally:
        hamlet.config["BROKEN_TILES"] = 0
    page.evaluate("city.map.panBy([10, 0], {animate: false})")
    page.locator("#map-status", has_text="در این نما ۳ کوچه").wait_for()


@one_screen
def test_the_map_can_be_moved_by_keyboard(hamlet_page: Page, wait_until: Wait) -> None:
    container = hamlet_page.get_by_role("application")
    assert re.search("نقشهٔ کوچه‌ها", container.get_attribute("aria-label") or "")
    container.focus()
    hamlet_page.keyboard.press("ArrowRight")
    wait_until(hamlet_page, f"city.map.getCenter().lng > {LON} + 0.0001")


@one_screen
def test_the_attribution_is_text_and_nothing_else(hamlet_page: Page) -> None:
    assert hamlet_page.locator(".leaflet-control-attribution").inner_text() == "<b>© آزمون</b>"


def test_zoom_buttons_fit_a_fingertip(hamlet_page: Page) -> None:
    for title in ("نزدیک‌تر", "دورتر"):
        box = hamlet_page.get_by_role("button", name=title).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
