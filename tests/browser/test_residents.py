"""The ways of residents from a name to a person, from beginning to end, on the tiny city."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from flask import Flask, Response

from geodata.catalogue import CatalogueSource
from geodata.pipeline import build
from tests.browser.test_site import desktop, phone, site, violations, zafari
from tests.conftest import tiny_inputs
from webmap import create_app
from webmap.config import SiteConfig

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

pytestmark = pytest.mark.browser
__all__ = ["site", "zafari"]

EVERY_PAGE = [
    "/", "/?q=کریمی", "/?alley={alley}", "/search?q=کریمی", "/search?q=ناپیدا", "/explore",
    "/explore?district=1&view=map", "/families", "/families/کریمی", "/neighbourhoods",
    "/coverage", "/coverage/1", "/about", "/alleys/{alley}", "/alleys/{alley}/poster",
    "/martyrs/{martyr}", "/offline", "/nothing", "/?embed=1&alley={alley}", "/findings", "/work",
    "/work/uncertain", "/field", "/field?near=50.881,34.641", "/anniversaries?date=1404-10-04",
    "/anniversaries?span=week&date=1404-12-29&district=1", "/walks",
    "/walks?near=50.8811,34.6401&minutes=45",
]  # fmt: skip


@pytest.fixture(scope="session")
def addresses(tiny_dataset: Path, zafari: int) -> list[str]:
    (hit,) = CatalogueSource(tiny_dataset).current().search("سعید ظفری", limit=1).hits
    return [one.format(alley=zafari, martyr=hit.martyr_id) for one in EVERY_PAGE]


def in_language(address: str, language: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}lang={language}"


@phone
@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_no_page_breaks_a_rule_of_accessibility_in_any_language(
    page: Page, site: str, addresses: list[str], language: str
) -> None:
    is_drawn = language == "fa"  # colours are those of every language
    broken = {
        address: found
        for address in addresses
        if (found := violations(page, site + in_language(address, language), is_drawn=is_drawn))
    }
    # The frame has one heading and one landmark, and 404 is an error of the console.
    assert broken == {}


@pytest.fixture(autouse=True)
def _missing_pages_are_no_news(watch: object) -> None:
    watch.provoke("the server responded with a status of 404")  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_nothing_scrolls_sideways_on_a_narrow_phone_or_enlarged_twice(
    chromium: Browser, site: str, addresses: list[str], language: str
) -> None:
    """320 px are also what 640 px show at 200 per cent; 720 are the 1440 of a desk at 200."""
    context = chromium.new_context(service_workers="block")
    page = context.new_page()
    wide = []
    for address in addresses:
        page.goto(site + in_language(address, language))
        for width in (320, 720, 960, 1100):
            page.set_viewport_size({"width": width, "height": 640})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((address, width))
    context.close()
    assert wide == []


@phone
@pytest.mark.parametrize("typed", ["ظفری سعید", "سعید ظفری", "سعیدظفری", "سعید ظفرری"])
def test_a_full_name_in_either_order_or_with_a_slip_finds_the_person(
    page: Page, site: str, typed: str
) -> None:
    page.goto(site)
    page.locator("#search input[name=q]").press_sequentially(typed)
    page.keyboard.press("Enter")
    page.locator("#results .hit").first.wait_for()
    names = page.locator("#results .hit-name").all_inner_texts()[:3]
    assert "شهید سعید ظفری" in names


@phone
def test_two_of_one_name_stay_two(page: Page, site: str) -> None:
    page.goto(f"{site}/search?q=علی کریمی")
    rows = page.locator(".hits .hit", has_text="شهید علی کریمی")
    assert rows.count() == 2
    told = {row.inner_text() for row in rows.all()}
    assert len(told) == 2
    links = {row.locator("a").get_attribute("href") for row in rows.all()}
    assert len(links) == 2
    for link in links:
        page.goto(f"{site}{link}")
        assert urlsplit(page.url).path == link


@phone
def test_the_old_designation_leads_to_the_alley_that_says_formerly(page: Page, site: str) -> None:
    page.goto(f"{site}/search?q=هنرستان ۱۹")
    page.locator(".hits .hit-link").first.click()
    assert "پیش‌تر" in page.locator(".plaque").inner_text()
    assert "کریمی" in page.locator(".plaque-name").inner_text()


@phone
def test_a_shared_link_opens_the_card_and_back_leads_to_the_list(
    page: Page, site: str, zafari: int
) -> None:
    page.goto(f"{site}/?q=ظفری")
    page.locator("#results .hit-link").first.click()
    page.locator("#card h2").wait_for()
    shared = page.url
    other = page.context.new_page()
    other.goto(shared)
    other.locator("#card h2", has_text="شهید سعید ظفری").wait_for()
    page.go_back()
    page.locator("#card").wait_for(state="hidden")
    assert page.locator("#results .hit").count() > 0
    for name, part in (("og:title", "شهید سعید ظفری"), ("og:image", f"/alleys/{zafari}/card.png")):
        other.goto(f"{site}/alleys/{zafari}")
        told = other.locator(f"meta[property='{name}']").get_attribute("content")
        assert part in str(told)


@phone
def test_a_short_link_survives_the_next_import(
    page: Page, serve: Callable[[Flask], str], tmp_path: Path
) -> None:
    dataset = tmp_path / "dataset"
    build(tiny_inputs(), dataset)
    (hit,) = CatalogueSource(dataset).current().search("سعید ظفری", limit=1).hits
    url = serve(create_app(SiteConfig(dataset=str(dataset))))
    page.goto(f"{url}/alleys/{hit.alley_id}")
    code = page.locator("a.code").inner_text()
    build(tiny_inputs(), dataset)
    page.goto(f"{url}/a/{code}")
    assert page.locator("h1", has_text="شهید سعید ظفری").is_visible()


@desktop
def test_from_search_to_poster_by_keyboard_alone(page: Page, site: str) -> None:
    def tab_to(selector: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"the keyboard never reached {selector}")

    page.goto(f"{site}/search")
    tab_to("main input[name=q]")
    page.keyboard.type("ظفری")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    tab_to(".hits .hit-link")
    page.keyboard.press("Enter")
    page.wait_for_url("**/alleys/*")
    tab_to("a[href$='/poster']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/poster")
    tab_to("a[href*='poster.pdf']")


@phone
def test_without_tiles_the_list_and_the_record_still_work_and_the_map_says_so(
    page: Page, site: str, watch: object
) -> None:
    watch.provoke("net::ERR_FAILED")  # type: ignore[attr-defined]
    page.route("**/tiles/**", lambda route: route.abort())
    page.goto(f"{site}/?q=کریمی")
    assert page.locator("#results .hit").count() == 3
    page.locator("#map-status", has_text="بخشی از نقشه نرسید").wait_for()
    page.locator("#results .hit-link").first.click()
    page.locator("#card h2").wait_for()
    said = page.locator("#card").inner_text()
    assert "منطقه" in said
    assert "پلاک" in said


@phone
def test_another_site_shows_a_district_in_a_frame(
    page: Page, serve: Callable[[Flask], str], tiny_dataset: Path
) -> None:
    """No cookie, and no request beyond the two sites; a frame of any other page stays empty."""
    town = Flask("town")
    town_url = serve(town)
    ours = serve(
        create_app(SiteConfig(dataset=str(tiny_dataset), embed_hosts=(town_url,)))
    ).replace("127.0.0.1", "localhost")
    frame = "<!doctype html><link rel=icon href='data:,'><iframe src='{}'></iframe>"

    @town.get("/<path:page>")
    def town_page(page: str) -> Response:
        return Response(frame.format(f"{ours}/?{page}"), mimetype="text/html")

    seen: list[str] = []
    context = page.context.browser.new_context(service_workers="block")  # type: ignore[union-attr]
    other = context.new_page()

    def note(request: Request) -> None:
        seen.append(urlsplit(request.url).netloc)

    other.on("request", note)
    other.goto(f"{town_url}/embed=1&district=1", wait_until="networkidle")
    inner = other.frame_locator("iframe")
    inner.locator("#map-status").wait_for()
    assert inner.locator("canvas").count() > 0
    assert {host for host in seen if host} == {urlsplit(town_url).netloc, urlsplit(ours).netloc}
    assert context.cookies() == []
    other.goto(f"{town_url}/q=1", wait_until="networkidle")
    assert not re.search("جست‌وجو", other.frames[-1].content())
    context.close()
