"""What the site promises people, on a phone and at a desk, with the tiny city.

The page fixture fails a test on any console error, foreign request or violation of the policy.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from geodata.catalogue import Alley, CatalogueSource
from webmap import create_app
from webmap.config import SiteConfig

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser

phone = pytest.mark.parametrize("screen", ["phone"], indirect=True)
desktop = pytest.mark.parametrize("screen", ["desktop"], indirect=True)
PAGES = [
    "/",
    "/?q=کریمی",
    "/search?q=کریمی",
    "/coverage",
    "/coverage/1",
    "/about",
    "/search?q=ناپیدا",
]
TARGETS = ".button, .hit-link, .site-nav a, .view-switch a, .search-input, .card-close, .brand"
FINGERTIP_PX = 44
Wait = Callable[..., None]


@pytest.fixture(scope="session")
def site(serve: Callable[[Flask], str], tiny_dataset: Path) -> str:
    return serve(create_app(SiteConfig(dataset=str(tiny_dataset))))


@pytest.fixture(scope="session")
def zafari(tiny_dataset: Path) -> int:
    """The alley of «شهید سعید ظفری»."""
    (hit,) = CatalogueSource(tiny_dataset).current().search("سعید ظفری", limit=1).hits
    assert hit.alley_id is not None
    return hit.alley_id


@pytest.fixture(scope="session")
def hostile(tiny_dataset: Path) -> list[str]:
    """Addresses at which the register's hostile names stand."""
    hits = CatalogueSource(tiny_dataset).current().search("آزمون", limit=10).hits
    persons = [f"/martyrs/{hit.martyr_id}" for hit in hits if hit.martyr_id]
    alleys = [f"/alleys/{hit.alley_id}" for hit in hits if hit.alley_id]
    chosen = [f"/?alley={hit.alley_id}" for hit in hits if hit.alley_id]
    assert persons
    assert alleys
    return [*persons, *alleys, *chosen, "/?q=آزمون", "/search?q=آزمون", "/coverage/1"]


def test_typing_a_name_shows_alleys_and_choosing_one_shows_its_card(
    page: Page, site: str, zafari: int, wait_until: Wait
) -> None:
    page.goto(site)
    page.locator("#search input").press_sequentially("ظفري")
    page.locator("#search [role=option]", has_text="شهید سعید ظفری").click()
    page.locator("#card h2", has_text="شهید سعید ظفری").wait_for()
    wait_until(page, "id => location.search.includes(`alley=${id}`)", zafari)


def test_a_surname_on_an_arabic_keyboard_lists_every_bearer_with_place(
    page: Page, site: str
) -> None:
    page.goto(site)
    page.locator("#search input").press_sequentially("كريمي")
    page.keyboard.press("Enter")
    page.locator("#results .hit").nth(2).wait_for()
    told = [" ".join(text.split()) for text in page.locator("#results .hit").all_inner_texts()]
    persons = [text for text in told if text.startswith("شهید") and "کریمی" in text]
    assert len(persons) == 3
    assert all("منطقه" in text for text in persons)
    assert any("فرزند حسن" in text and "بلوار هنرستان" in text for text in persons)


def test_a_tap_on_an_alley_of_the_map_opens_its_card(
    page: Page, site: str, zafari: int, tiny_dataset: Path
) -> None:
    alley = CatalogueSource(tiny_dataset).current().alley(zafari)
    assert isinstance(alley, Alley)
    (lon, lat), (lon_2, lat_2) = alley.lines[0][:2]
    middle = f"{(lat + lat_2) / 2:.6f}/{(lon + lon_2) / 2:.6f}"
    page.goto(f"{site}/?map=18/{middle}", wait_until="networkidle")
    page.locator("#map").scroll_into_view_if_needed()
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator("#card h2", has_text="شهید سعید ظفری").wait_for()


def test_the_count_of_results_is_spoken(page: Page, site: str) -> None:
    page.goto(site)
    page.locator("#search input").fill("کریمی")
    page.keyboard.press("Enter")
    page.locator("#search-status", has_text="نتیجه").wait_for()


def test_clearing_the_search_brings_the_invitation_back(page: Page, site: str) -> None:
    page.goto(f"{site}/?q=کریمی")
    assert not page.locator(".welcome").is_visible()
    page.locator("#search input").fill("")
    page.locator(".welcome").wait_for()


def test_back_closes_the_card_and_keeps_the_list(page: Page, site: str) -> None:
    page.goto(f"{site}/?q=ظفری")
    page.locator("#results .hit-link").first.click()
    page.locator("#card h2").wait_for()
    page.go_back()
    page.locator("#card").wait_for(state="hidden")
    assert page.locator("#results .hit-link").count() > 0


def test_the_cross_closes_the_card_without_leaving_the_page(
    page: Page, site: str, zafari: int
) -> None:
    page.goto(f"{site}/?alley={zafari}&q=ظفری")
    page.locator("#card [data-close-card]").click()
    page.locator("#card").wait_for(state="hidden")
    assert "q=" in page.url


@phone
def test_a_shared_link_brings_the_map_into_sight(
    page: Page, site: str, zafari: int, wait_until: Wait
) -> None:
    page.goto(f"{site}/?alley={zafari}")
    page.locator("#card h2", has_text="شهید سعید ظفری").wait_for()
    wait_until(page, "() => document.getElementById('map').getBoundingClientRect().top < 120")


@phone
def test_the_list_comes_before_the_map_and_the_map_is_one_tap_away(
    page: Page, site: str, wait_until: Wait
) -> None:
    page.goto(f"{site}/?q=کریمی")
    assert page.locator("#results .hit-link").first.is_visible()
    page.locator(".view-switch a", has_text="نقشه").click()
    wait_until(page, "() => document.getElementById('map').getBoundingClientRect().top < 120")


def test_without_leaflet_and_tiles_the_search_still_answers(
    page: Page, site: str, watch: Watch
) -> None:
    watch.provoke("net::ERR_FAILED")
    page.route("**/leaflet.js", lambda route: route.abort())
    page.route("**/*.pbf", lambda route: route.abort())
    page.goto(site)
    page.locator("#search input").fill("ظفری")
    page.locator("#search input").press("Enter")
    page.locator(".hit-name", has_text="شهید سعید ظفری").wait_for()
    watch.errors[:] = [error for error in watch.errors if "L is not defined" not in error]


def test_without_scripts_search_card_and_alley_work(
    chromium: Browser, site: str, zafari: int
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/?alley={zafari}")
    assert page.locator("#card h2", has_text="شهید سعید ظفری").is_visible()
    page.locator("#card [data-close-card]").click()
    page.locator("#search input").fill("ظفری")
    page.locator("#search button").click()
    page.locator(".hit-link").first.click()
    assert page.locator("h1", has_text="شهید سعید ظفری").is_visible()
    context.close()


def test_near_me_lists_alleys_by_distance(page: Page, site: str) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 50.881, "latitude": 34.641})
    page.goto(site)
    page.locator("#nearby").click()
    page.locator("#results .hit-distance", has_text="متر").first.wait_for()


def test_near_me_refused_is_no_dead_end(page: Page, site: str) -> None:
    page.context.clear_permissions()
    page.goto(site)
    page.locator("#nearby").click()
    page.locator("#search-status", has_text="محله‌تان را از فهرست برگزینید").wait_for()
    assert page.locator("#nearby").is_enabled()
    page.get_by_role("link", name="برگزیدن محله").click()
    page.locator(".family-list a", has_text="صفائیه").click()
    page.locator(".hit-link").first.wait_for()


def test_the_permanent_link_can_be_copied(page: Page, site: str, zafari: int) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/alleys/{zafari}")
    page.locator("[data-copy]").click()
    page.locator("[data-copy]", has_text="رونوشت شد").wait_for()
    assert "/a/" in page.evaluate("() => navigator.clipboard.readText()")


@desktop
def test_hostile_names_of_the_register_run_nowhere(
    page: Page, site: str, hostile: list[str]
) -> None:
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    for address in hostile:
        page.goto(f"{site}{address}", wait_until="networkidle")
        assert page.locator("img:not([src^='/alleys/'])").count() == 0
    assert alerts == []


@desktop
def test_the_keyboard_reaches_results_and_card(page: Page, site: str) -> None:
    page.goto(f"{site}/?q=ظفری")
    page.locator("#results .hit-link").first.focus()
    page.keyboard.press("Enter")
    page.locator("#card h2").wait_for()
    page.keyboard.press("Escape")
    page.locator("#card").wait_for(state="hidden")


@phone
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_accessibility_violations(page: Page, site: str, address: str) -> None:
    assert violations(page, f"{site}{address}") == []


@phone
def test_alley_and_person_pages_have_no_accessibility_violations(
    page: Page, site: str, zafari: int
) -> None:
    assert violations(page, f"{site}/alleys/{zafari}") == []
    page.locator(".person a").click()
    assert violations(page, page.url) == []


@desktop
def test_dark_pages_have_no_accessibility_violations(page: Page, site: str, zafari: int) -> None:
    page.emulate_media(color_scheme="dark")
    for address in ("/?q=کریمی", "/coverage", f"/alleys/{zafari}", f"/?alley={zafari}"):
        assert violations(page, f"{site}{address}") == []


def violations(page: Page, address: str, *, is_drawn: bool = True) -> list[tuple[str, list[Any]]]:
    """Rules of axe-core a page breaks, with the first places that break them.

    Without `is_drawn` the page need not have come to rest, and its colours are not looked at.
    """
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.goto(address, wait_until="networkidle" if is_drawn else "load")
    options = {"rules": {"color-contrast": {"enabled": is_drawn}}}
    found = axe.Axe().run(page, options=options).response["violations"]
    return [(rule["id"], [node["html"][:90] for node in rule["nodes"][:3]]) for rule in found]


@pytest.mark.parametrize("address", [*PAGES, "/nothing-here"])
def test_no_page_scrolls_sideways_on_the_narrowest_phone(
    chromium: Browser, site: str, address: str
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{site}{address}")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    context.close()


@phone
def test_what_is_tapped_is_as_large_as_a_fingertip(page: Page, site: str, zafari: int) -> None:
    for address in ("/?q=کریمی", f"/alleys/{zafari}", f"/?alley={zafari}"):
        page.goto(f"{site}{address}", wait_until="networkidle")
        heights = page.locator(TARGETS).evaluate_all(
            "all => all.filter(one => one.checkVisibility())"
            ".map(one => [one.className, one.getBoundingClientRect().height])"
        )
        assert [one for one in heights if one[1] < FINGERTIP_PX - 0.5] == []
