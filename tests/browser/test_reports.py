"""A damaged plaque is reported from a phone; a steward answers, and whoever sent it reads that."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from geodata.catalogue import CatalogueSource
from geodata.journal.accounts import Role
from tests.browser.test_desk import KEPT, log_in
from tests.browser.test_site import violations
from tests.webmap.staff import hire, photo, picture, report
from webmap import create_app
from webmap.config import SiteConfig
from webmap.corrections import YOUNGEST_S

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

phone = pytest.mark.parametrize("screen", ["phone"], indirect=True)
desktop = pytest.mark.parametrize("screen", ["desktop"], indirect=True)
READY = "سپاس از گزارش شما. وضعیت پلاک ثبت شد و در فهرست کار گروه نصب است."
NUMBER = "025 3770 0000"


@pytest.fixture(scope="session")
def honarestan(tiny_dataset: Path) -> int:
    """Id of an alley of district 1 whose first sign hangs."""
    page = CatalogueSource(tiny_dataset).current().alleys_in(None, limit=999)
    return next(one.alley_id for one in page.alleys if one.name_fa == "هنرستان ۱۹")


@pytest.fixture
def app(tiny_dataset: Path, tmp_path: Path) -> Flask:
    app = create_app(
        SiteConfig(dataset=str(tiny_dataset), journal=str(tmp_path / "journal.sqlite"))
    )
    hire(app, "zahra", Role.STEWARD)
    return app


@pytest.fixture
def staffed(app: Flask, serve: Callable[[Flask], str]) -> str:
    return serve(app)


@phone
def test_a_damaged_plaque_is_reported_recorded_and_answered(
    page: Page, staffed: str, honarestan: int
) -> None:
    page.goto(f"{staffed}/alleys/{honarestan}")
    page.get_by_role("link", name="چیزی نادرست است؟").click()
    page.get_by_label("پلاک آسیب دیده است").check()
    page.get_by_label("توضیح").fill("پلاک افتاده است")
    page.get_by_label("عکس، اگر دارید").set_input_files(
        {"name": "plaque.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.get_by_label("تلفن").fill(NUMBER)
    page.wait_for_timeout(1000 * (YOUNGEST_S + 1))
    page.get_by_role("button", name="فرستادن").click()
    page.wait_for_url(re.compile(r"/report/[2-9A-Z]{8}$"))
    followed = page.url

    log_in(page, staffed)
    page.locator("main").get_by_role("link", name="گزارش‌های مردم").click()
    page.locator(".facets summary").click()
    page.locator(".facet").get_by_role("link", name=re.compile("منطقهٔ? ۱")).click()
    waiting = page.locator(".report-item")
    assert waiting.count() == 1
    assert "پلاک افتاده است" in waiting.inner_text()
    assert NUMBER not in page.content()
    waiting.get_by_role("button", name="نشان دادن شماره تماس").click()
    page.get_by_text(NUMBER).wait_for()
    page.get_by_text("پلاک افتاده است").wait_for()
    page.get_by_label("میدان").check()
    form = page.locator("details", has_text="ثبت وضعیت پلاک")
    form.get_by_role("button", name=READY).click()
    form.get_by_label("یادداشت درونی").fill("از دور دیده شد")
    form.get_by_role("button", name="ثبت و پاسخ").click()
    page.get_by_role("heading", name="وضعیت پلاک ثبت شد").wait_for()
    assert "پلاک آسیب دیده" in page.locator(".report-record").inner_text()

    page.goto(followed)
    page.get_by_text("پذیرفته شد", exact=True).wait_for()
    page.get_by_text(READY).wait_for()
    assert "از دور" not in page.content()
    assert violations(page, followed) == []


@pytest.fixture
def full(app: Flask, staffed: str, honarestan: int) -> str:
    """A site with reports of every kind of page, and pictures."""
    for kind in ("plaque_damaged", "wrong_place", "photo", "other"):
        report(
            app, kind, alley_id=honarestan, text="پلاک " * 40, phone=NUMBER, photo=photo(),
            district="1",
        )  # fmt: skip
    picture(app)
    picture(app, consent="asked", name="00000000000000aa.webp")
    return staffed


ADDRESSES = ("/reports", "/reports/1", "/reports/3", "/pictures")


def open_all(page: Page) -> None:
    for summary in page.locator("main details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()


@phone
def test_pages_of_reports_break_no_rule_of_accessibility(page: Page, full: str) -> None:
    log_in(page, full)
    for address in ADDRESSES:
        assert violations(page, f"{full}{address}") == [], address


@desktop
def test_dark_pages_of_reports_break_no_rule_of_accessibility(page: Page, full: str) -> None:
    page.emulate_media(color_scheme="dark")
    log_in(page, full)
    for address in ADDRESSES:
        assert violations(page, f"{full}{address}") == [], address


@phone
def test_no_page_of_reports_scrolls_sideways_and_all_is_large_enough_to_tap(
    page: Page, full: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    log_in(page, full)
    for address in ADDRESSES:
        page.goto(f"{full}{address}")
        open_all(page)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320, address
        small = page.locator("main button, main summary, main select, main label.choice")
        heights = small.evaluate_all(
            "all => all.filter(one => one.checkVisibility())"
            ".map(one => [one.textContent, one.getBoundingClientRect().height])"
        )
        assert heights
        assert [one for one in heights if one[1] < 43.5] == [], address


@phone
@pytest.mark.parametrize("workers", ["allow"])
def test_the_worker_keeps_no_copy_of_a_portrait(
    page: Page, full: str, tiny_dataset: Path, wait_until: Callable[..., None]
) -> None:
    naming = CatalogueSource(tiny_dataset).current().naming("DEMO-1")
    address = f"/martyrs/{naming.martyr_id}"
    page.goto(full)
    wait_until(page, "navigator.serviceWorker.controller !== null")
    for _ in range(2):
        page.goto(f"{full}{address}", wait_until="networkidle")
        assert page.locator(".portrait img").evaluate("img => img.complete && img.naturalWidth > 0")
    wait_until(page, "async () => (await caches.keys()).length > 0")
    kept = [path for path, _ in page.evaluate(KEPT)]
    assert address in kept
    assert not [path for path in kept if path.startswith("/pictures/")]
