"""A tour in the hand: position by position, without network, and without any position."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geodata.catalogue import CatalogueSource
from geodata.journal.tour_stops import StopFacts, StopPlace, add_stop
from geodata.journal.tours import TourFacts, make_tour, publish_tour, withdraw_tour
from tests.browser.test_desk import log_in
from tests.browser.test_field import Site
from tests.browser.test_site import violations
from tests.webmap.staff import MADE, journal_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Watch

Wait = Callable[..., None]
pytestmark = pytest.mark.browser
phone = pytest.mark.parametrize("screen", ["phone"], indirect=True)
with_worker = pytest.mark.parametrize("workers", ["allow"])
FAR = {"longitude": 50.8790, "latitude": 34.6380, "accuracy": 7}
KEPT = "document.getElementById('walk-kept').classList.contains('walk-kept-so')"
ALL_KEPT = """Promise.all(
  JSON.parse(document.getElementById("tour-keeps").textContent)
    .map((address) => fetch(address).then(({ ok }) => ok)),
).then((all) => all.length > 2 && all.every(Boolean))"""
DRAWN = "document.querySelectorAll('.tour-mark').length === 3"


@pytest.fixture
def site(tiny_dataset: Path, tmp_path: Path) -> Iterator[Site]:
    site = Site(tiny_dataset, tmp_path / "journal.sqlite")
    yield site
    site.stop()


@pytest.fixture
def stops(site: Site, tiny_dataset: Path) -> list[tuple[float, float]]:
    """A published tour of three stops; where they are."""
    catalogue = CatalogueSource(tiny_dataset).current()
    alleys = [alley for alley in catalogue.alleys_in(None, limit=40).alleys if alley.name_fa][:3]
    journal = journal_of(site.app)
    tour_id = make_tour(journal, TourFacts("تور آزمایشی"), by="zahra", now=MADE)
    for seen, alley in enumerate(alleys, start=1):
        place = StopPlace(None, alley.alley_id, alley.mouth_lon, alley.mouth_lat, "کوچه")
        told = StopFacts(f"گفتار ایستگاه {seen}", "", 4)
        add_stop(journal, tour_id, place, told, seen=seen, by="zahra", now=MADE)
    publish_tour(journal, tour_id, seen=len(alleys) + 1, by="zahra", now=MADE)
    return [(alley.mouth_lon, alley.mouth_lat) for alley in alleys]


def stand_at(page: Page, place: tuple[float, float]) -> None:
    page.context.set_geolocation({"longitude": place[0], "latitude": place[1], "accuracy": 6})


def wait_for(page: Page, part: str, text: str) -> None:
    page.locator(f"#walk-next [data-{part}]", has_text=text).wait_for()


@phone
@with_worker
def test_a_tour_is_walked_to_its_end_though_the_network_is_cut_half_way(
    page: Page, site: Site, stops: list[tuple[float, float]], wait_until: Wait, watch: Watch
) -> None:
    asked: list[str] = []
    page.context.on("request", lambda one: asked.append(f"{one.url} {one.post_data or ''}"))
    page.context.grant_permissions(["geolocation"], origin=site.url)
    page.context.set_geolocation(FAR)
    page.goto(f"{site.url}/tours/1/follow")
    wait_for(page, "which", "ایستگاه ۱ از ۳")
    wait_for(page, "far", "متر")
    wait_for(page, "direction", "به سوی")
    assert "گفتار ایستگاه 1" in page.locator("#walk-next [data-text]").inner_text()
    stand_at(page, stops[0])
    wait_for(page, "direction", "همین‌جاست")
    page.locator("[data-arrived]").click()
    wait_for(page, "which", "ایستگاه ۲ از ۳")
    wait_until(page, KEPT)
    wait_until(page, DRAWN)
    wait_until(page, "document.querySelector('.tour-mark-next')?.textContent === '۲'")

    site.stop()
    watch.provoke("ERR_CONNECTION_REFUSED")
    watch.provoke("net::ERR_FAILED")
    page.reload()
    page.locator(".stale-note").wait_for()
    wait_for(page, "which", "ایستگاه ۲ از ۳")
    wait_until(page, DRAWN)
    assert page.evaluate(ALL_KEPT) is True
    stand_at(page, stops[1])
    wait_for(page, "direction", "همین‌جاست")
    page.locator("[data-arrived]").click()
    stand_at(page, stops[2])
    wait_for(page, "which", "ایستگاه ۳ از ۳")
    wait_for(page, "direction", "همین‌جاست")
    page.locator("[data-arrived]").click()
    wait_for(page, "name", "به پایان تور رسیدید")

    digits = [f"{degrees:.3f}" for place in [*stops, (50.879, 34.638)] for degrees in place]
    assert not [one for one in asked if any(part in one for part in digits)]


@phone
def test_without_a_position_the_list_leads(
    page: Page, site: Site, stops: list[tuple[float, float]], wait_until: Wait
) -> None:
    page.goto(f"{site.url}/tours/1/follow")
    page.locator("#walk-status", has_text="جای شما معلوم نیست").wait_for()
    ticks = page.locator("[data-tick]")
    assert ticks.count() == len(stops)
    ticks.nth(1).click()
    wait_for(page, "which", "ایستگاه ۱ از ۳")
    page.locator("[data-arrived]").click()
    wait_for(page, "which", "ایستگاه ۳ از ۳")
    page.reload()
    wait_for(page, "which", "ایستگاه ۳ از ۳")
    page.locator("[data-back]").click()
    wait_for(page, "which", "ایستگاه ۲ از ۳")
    page.locator("#walk-again").click()
    wait_for(page, "which", "ایستگاه ۱ از ۳")
    wait_until(page, DRAWN)


@phone
@with_worker
def test_a_tour_that_is_withdrawn_stays_on_no_phone(
    page: Page, site: Site, stops: list[tuple[float, float]], wait_until: Wait, watch: Watch
) -> None:
    assert stops
    page.goto(f"{site.url}/tours/1/follow")
    wait_until(page, KEPT)
    withdraw_tour(journal_of(site.app), 1, seen=5, by="zahra", now=MADE)
    watch.provoke("404")
    page.reload()
    assert "دیگر برپا نیست" in page.locator("main").inner_text()
    wait_until(
        page, "caches.keys().then((names) => !names.some((name) => name.startsWith('tour ')))"
    )


def test_the_pages_of_a_tour_are_for_everybody(
    page: Page, site: Site, stops: list[tuple[float, float]], wait_until: Wait
) -> None:
    assert stops
    log_in(page, site.url)
    for address in ("/tours", "/tours/1", "/tours/1/follow", "/tours/edit", "/tours/edit/1?q=شهید"):
        page.goto(f"{site.url}{address}")
        if address == "/tours/1":
            wait_until(page, DRAWN)
            page.locator(".tour-mark").nth(1).click()
            assert page.url.endswith("#stop-2")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert violations(page, f"{site.url}{address}") == [], address
