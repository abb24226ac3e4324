"""A walk from where one stands, with the position allowed and denied, on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.sites import open_map
from tests.browser.test_site import site, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

Wait = Callable[..., None]
pytestmark = pytest.mark.browser
__all__ = ["site"]
HERE = {"longitude": 50.88114321, "latitude": 34.64012345}


def test_near_me_gives_a_walk_on_the_map(page: Page, site: str, wait_until: Wait) -> None:
    page.context.grant_permissions(["geolocation"], origin=site)
    page.context.set_geolocation(HERE)  # type: ignore[arg-type]
    page.goto(f"{site}/walks")
    page.get_by_role("button", name="از جایی که هستم").click()
    page.wait_for_url("**/walks?*near=*")
    asked = parse_qs(urlsplit(page.url).query)
    assert asked == {"near": ["50.8811,34.6401"], "minutes": ["45"]}
    open_map(page, page.url, wait_until)
    marks = page.locator(".walk-mark:not(.walk-mark-start)")
    stops = page.locator(".walk-stop")
    assert marks.count() == stops.count() > 0
    marks.first.click(force=True)
    assert page.url.endswith("#stop-1")
    assert page.locator(".leaflet-overlay-pane :is(canvas, path)").count() > 0


def test_without_the_position_a_quarter_is_chosen(page: Page, site: str) -> None:
    page.context.clear_permissions()
    page.goto(f"{site}/walks")
    page.get_by_role("button", name="از جایی که هستم").click()
    page.get_by_text("جای شما معلوم نشد").wait_for()
    chosen = page.locator("#walk-spot")
    assert chosen.evaluate("field => field === document.activeElement")
    chosen.select_option(index=1)
    page.get_by_label("۶۰", exact=True).check()
    page.get_by_role("button", name="راه را نشان بده").click()
    page.locator(".walk-stop").first.wait_for()
    asked = parse_qs(urlsplit(page.url).query)
    assert set(asked) == {"spot", "minutes"}
    assert asked["minutes"] == ["60"]


@pytest.mark.parametrize("address", ["/walks", "/walks?near=50.8811,34.6401&minutes=45"])
def test_walks_are_for_everybody(page: Page, site: str, address: str) -> None:
    assert violations(page, site + address) == []


def test_a_walk_prints_with_every_stop(page: Page, site: str, tmp_path: Path) -> None:
    page.goto(f"{site}/walks?near=50.8811,34.6401&minutes=45")
    count = page.locator(".walk-stop").count()
    page.emulate_media(media="print")
    assert (
        page.locator(".walk-stop h2").evaluate_all(
            "all => all.filter((one) => one.checkVisibility()).length"
        )
        == count
    )
    assert not page.locator(".walk-form").is_visible()
