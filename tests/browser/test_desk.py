"""A steward logs in on a phone, accepts a finding, and sees it where it is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from geodata.journal.accounts import Role
from tests.browser.test_site import violations
from tests.webmap.staff import PASSWORD, hire
from webmap import create_app
from webmap.config import SiteConfig

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

phone = pytest.mark.parametrize("screen", ["phone"], indirect=True)
desktop = pytest.mark.parametrize("screen", ["desktop"], indirect=True)
REASON = "دو خواهر نیستند؛ بازدید شد"
KEPT = """caches.keys().then(async (names) => (await Promise.all(names.map(async (name) => {
  const cache = await caches.open(name);
  return Promise.all((await cache.keys()).map(async (request) =>
    [new URL(request.url).pathname, await (await cache.match(request)).text()]));
}))).flat())"""


@pytest.fixture
def staffed(serve: Callable[[Flask], str], tiny_dataset: Path, tmp_path: Path) -> str:
    app = create_app(
        SiteConfig(dataset=str(tiny_dataset), journal=str(tmp_path / "journal.sqlite"))
    )
    hire(app, "zahra", Role.STEWARD)
    return serve(app)


def log_in(page: Page, site: str, name: str = "zahra") -> None:
    page.goto(f"{site}/desk")
    page.get_by_label("نام کاربری").fill(name)
    page.get_by_label("گذرواژه").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/desk")


@phone
def test_a_finding_is_accepted_and_seen_in_the_accepted_and_in_the_audit(
    page: Page, staffed: str
) -> None:
    page.goto(f"{staffed}/about")
    page.get_by_role("link", name="ورود کارکنان").click()
    page.get_by_label("نام کاربری").fill("zahra")
    page.get_by_label("گذرواژه").fill(PASSWORD)
    page.get_by_role("button", name="ورود").click()
    page.get_by_role("heading", name="میز کار").wait_for()
    page.locator("main").get_by_role("link", name="یافته‌ها").click()
    finding = page.locator(".finding").first
    number, sentence = finding.get_attribute("id"), finding.locator("p").nth(1).inner_text()
    finding.locator("summary").click()
    finding.locator("textarea").fill(REASON)
    finding.get_by_role("button", name="پذیرفتن").click()
    page.get_by_role("link", name="۱ پذیرفته‌شده").click()
    accepted = page.locator(f"#{number}")
    assert REASON in accepted.inner_text()
    assert "zahra" in accepted.inner_text()
    page.get_by_role("link", name="میز کار").click()
    page.get_by_role("link", name="ممیزی").click()
    told = page.locator(".audit > li").first.inner_text()
    assert all(part in told for part in ("پذیرفتن یافته", "zahra", REASON, sentence))
    page.get_by_role("link", name="میز کار").click()
    page.get_by_role("button", name="خروج").click()
    page.get_by_role("heading", name="ورود کارکنان").wait_for()
    page.goto(f"{staffed}/findings")
    assert page.locator(f"#{number}").count() == 0
    assert page.get_by_role("link", name="میز کار").count() == 0


@phone
def test_pages_of_the_desk_break_no_rule_of_accessibility(page: Page, staffed: str) -> None:
    assert violations(page, f"{staffed}/login") == []
    log_in(page, staffed)
    page.goto(f"{staffed}/findings")
    page.locator("summary", has_text="پذیرفتن با دلیل").first.click()
    page.locator("textarea").first.fill(REASON)
    page.get_by_role("button", name="پذیرفتن").first.click()
    for address in ("/desk", "/account", "/audit", "/findings", "/findings?accepted=1"):
        assert violations(page, f"{staffed}{address}") == [], address


@desktop
def test_dark_pages_of_the_desk_break_no_rule_of_accessibility(page: Page, staffed: str) -> None:
    page.emulate_media(color_scheme="dark")
    log_in(page, staffed)
    for address in ("/desk", "/account", "/audit", "/findings"):
        assert violations(page, f"{staffed}{address}") == [], address


@phone
def test_no_page_of_the_desk_scrolls_sideways_on_the_narrowest_phone(
    page: Page, staffed: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    log_in(page, staffed)
    for address in ("/desk", "/account", "/audit", "/findings", "/", "/login?lang=en"):
        page.goto(f"{staffed}{address}")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320, address


@phone
def test_what_is_tapped_at_the_desk_is_as_large_as_a_fingertip(page: Page, staffed: str) -> None:
    log_in(page, staffed)
    for address in ("/desk", "/account", "/findings"):
        page.goto(f"{staffed}{address}")
        heights = page.locator("main button, .desk-way, main summary, .site-nav a").evaluate_all(
            "all => all.filter(one => one.checkVisibility())"
            ".map(one => [one.textContent, one.getBoundingClientRect().height])"
        )
        assert heights
        assert [one for one in heights if one[1] < 43.5] == []


@phone
@pytest.mark.parametrize("workers", ["allow"])
def test_the_worker_keeps_nothing_that_is_for_one_person(
    page: Page, staffed: str, wait_until: Callable[..., None]
) -> None:
    log_in(page, staffed)
    wait_until(page, "navigator.serviceWorker.controller !== null")
    for address in ("/account", "/audit", "/findings", "/about", "/", "/desk"):
        page.goto(f"{staffed}{address}", wait_until="networkidle")
    wait_until(page, "async () => (await caches.keys()).length > 0")
    kept = dict(page.evaluate(KEPT))
    assert {"/", "/offline"} <= set(kept)
    assert not {"/desk", "/account", "/audit", "/login", "/findings", "/about"} & set(kept)
    assert not [path for path, text in kept.items() if "zahra" in text or "/desk" in text]
