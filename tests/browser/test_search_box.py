"""The search box: suggestions while typing, by finger, keyboard and screen reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_site import site, violations, zafari

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

    from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser
phone = pytest.mark.parametrize("screen", ["phone"], indirect=True)
__all__ = ["site", "zafari"]
Wait = Callable[..., None]


def box(page: Page) -> Locator:
    return page.locator("form[role=search] input")


def options(page: Page) -> Locator:
    return page.locator("form[role=search] [role=option]")


def marked(page: Page) -> str:
    """The text of the option the box says is the active one."""
    return str(
        page.evaluate(
            "() => { const box = document.activeElement;"
            " return document.getElementById(box.getAttribute('aria-activedescendant'))"
            "?.innerText ?? ''; }"
        )
    )


@phone
@pytest.mark.parametrize("typed", ["كريمي", "کریمی", "شهید کریمی", "كريمي\u200c"])
def test_a_surname_however_it_is_typed_suggests_its_bearers_with_their_place(
    page: Page, site: str, typed: str
) -> None:
    page.goto(site)
    box(page).fill(typed)
    options(page).nth(2).wait_for()
    told = options(page).all_inner_texts()
    persons = [text for text in told if text.startswith("شهید") and "کریمی" in text]
    assert len(persons) == 3
    assert all("منطقه" in text for text in persons)


@phone
def test_a_tapped_suggestion_shows_the_alley_and_brings_the_map_into_sight(
    page: Page, site: str, zafari: int, wait_until: Wait
) -> None:
    page.goto(site)
    box(page).press_sequentially("ظفری")
    options(page).first.tap()
    page.locator("#card h2", has_text="شهید سعید ظفری").wait_for()
    wait_until(page, "id => location.search.includes(`alley=${id}`)", zafari)
    wait_until(page, "() => document.getElementById('map').getBoundingClientRect().top < 120")
    assert options(page).count() == 0


def test_arrows_walk_through_the_suggestions_and_back_into_the_box(page: Page, site: str) -> None:
    page.goto(site)
    box(page).press_sequentially("کریمی")
    options(page).nth(1).wait_for()
    assert box(page).get_attribute("aria-expanded") == "true"
    assert marked(page) == ""
    page.keyboard.press("ArrowDown")
    first = marked(page)
    page.keyboard.press("ArrowDown")
    assert marked(page) not in ("", first)
    page.keyboard.press("ArrowUp")
    assert marked(page) == first
    page.keyboard.press("ArrowUp")
    assert marked(page) == ""
    assert box(page).input_value() == "کریمی"


def test_enter_takes_the_marked_suggestion(page: Page, site: str) -> None:
    page.goto(site)
    box(page).press_sequentially("سعید ظفری")
    options(page).first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#card h2", has_text="شهید سعید ظفری").wait_for()


def test_enter_without_a_mark_lists_everything_found(page: Page, site: str) -> None:
    page.goto(site)
    box(page).press_sequentially("کریمی")
    page.keyboard.press("Enter")
    page.locator("#results .hit").first.wait_for()
    assert not page.locator("#search-options").is_visible()


def test_escape_closes_the_suggestions_and_keeps_the_words(page: Page, site: str) -> None:
    page.goto(site)
    box(page).press_sequentially("کریمی")
    options(page).first.wait_for()
    page.keyboard.press("Escape")
    assert options(page).count() == 0
    assert box(page).input_value() == "کریمی"
    assert box(page).get_attribute("aria-expanded") == "false"


def test_a_screen_reader_hears_how_many_were_found(page: Page, site: str) -> None:
    page.goto(site)
    box(page).press_sequentially("کریمی")
    page.locator("form[role=search] [role=status]", has_text="نتیجه برای «کریمی»").wait_for()


def test_open_suggestions_break_no_rule_of_accessibility(page: Page, site: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.goto(site)
    box(page).press_sequentially("کریمی")
    options(page).first.wait_for()
    page.keyboard.press("ArrowDown")
    found = axe.Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"][:90]) for rule in found] == []


def test_a_late_answer_to_older_words_is_thrown_away(page: Page, site: str) -> None:
    held: list[Route] = []

    def hold_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.goto(site)
    page.route("**/search?*fragment=options*", hold_first)
    box(page).fill("کریمی")
    page.wait_for_function("() => performance.now() > 0")
    page.wait_for_timeout(300)
    box(page).fill("ظفری")
    options(page).filter(has_text="ظفری").first.wait_for()
    assert len(held) == 1
    assert options(page).filter(has_text="کریمی").count() == 0


def test_the_box_works_on_a_page_without_map(page: Page, site: str, zafari: int) -> None:
    page.goto(f"{site}/about")
    box(page).press_sequentially("ظفری")
    options(page).first.click()
    page.wait_for_url(f"**/alleys/{zafari}")


def test_the_box_works_before_the_map_has_loaded(
    page: Page, site: str, zafari: int, watch: Watch
) -> None:
    watch.provoke("net::ERR_FAILED")
    page.route("**/citymap.js", lambda route: route.abort())
    page.goto(site)
    box(page).press_sequentially("ظفری")
    options(page).first.click()
    page.wait_for_url(f"**/alleys/{zafari}")


def test_without_an_answer_the_words_can_still_be_sent(page: Page, site: str, watch: Watch) -> None:
    watch.provoke("net::ERR_FAILED")
    page.goto(f"{site}/about")
    page.route("**/search?*fragment=options*", lambda route: route.abort())
    box(page).press_sequentially("ظفری")
    page.keyboard.press("Enter")
    page.locator(".hit-name", has_text="شهید سعید ظفری").wait_for()


def test_a_registered_naming_without_alley_says_so_and_leads_to_its_person(
    page: Page, site: str
) -> None:
    page.goto(f"{site}/about")
    box(page).press_sequentially("محمد مرشدلو")
    waiting = options(page).filter(has_text="هنوز روی نقشه نیست").first
    waiting.click()
    page.wait_for_url(re.compile(r"/martyrs/\d+"))


def test_a_miss_offers_near_spellings_and_says_nobody_is_missing(page: Page, site: str) -> None:
    page.goto(site)
    box(page).fill("ظفظففیری")
    note = page.locator("form[role=search] .option-note")
    note.wait_for()
    assert "چیزی پیدا نکردیم" in note.inner_text()
    assert "وجود ندارد" not in note.inner_text()


def test_what_was_searched_is_offered_again_and_can_be_forgotten(page: Page, site: str) -> None:
    page.goto(site)
    box(page).fill("کریمی")
    options(page).first.wait_for()
    page.keyboard.press("Enter")
    page.locator("#results .hit").first.wait_for()
    page.goto(f"{site}/about")
    box(page).focus()
    options(page).filter(has_text="کریمی").wait_for()
    options(page).filter(has_text="فراموش کردن").click()
    assert page.evaluate("localStorage.length") == 0
    assert options(page).count() == 0


def test_a_browser_that_keeps_nothing_still_searches(page: Page, site: str) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    page.goto(site)
    box(page).fill("کریمی")
    page.keyboard.press("Enter")
    page.locator("#results .hit").first.wait_for()


@phone
def test_suggestions_are_large_enough_for_a_finger(page: Page, site: str) -> None:
    page.goto(site)
    box(page).fill("کریمی")
    options(page).first.wait_for()
    heights = options(page).evaluate_all("all => all.map(o => o.getBoundingClientRect().height)")
    assert min(heights) >= 44


@phone
def test_search_pages_break_no_rule_of_accessibility(page: Page, site: str) -> None:
    assert violations(page, f"{site}/search?q=کریمی") == []
