"""An admin sends a changed register, sees what would change, publishes it, and takes it back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from geodata.journal.accounts import Role
from geodata.pipeline import build
from tests.browser.conftest import SCREENS
from tests.browser.test_site import violations
from tests.conftest import TINY, tiny_inputs
from tests.webmap.staff import PASSWORD, hire
from webmap import create_app
from webmap.config import SiteConfig

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

phone = pytest.mark.parametrize("screen", ["phone"], indirect=True)
desktop = pytest.mark.parametrize("screen", ["desktop"], indirect=True)
JOB = re.compile(r"/import/\d{14}-[0-9a-f]{8}$")
ANALYSED_MS = 60_000


@pytest.fixture
def site(serve: Callable[[Flask], str], tmp_path: Path) -> str:
    build(tiny_inputs(), tmp_path / "dataset", keep_copies=True)
    app = create_app(
        SiteConfig(dataset=str(tmp_path / "dataset"), journal=str(tmp_path / "journal.sqlite"))
    )
    hire(app, "modir", Role.ADMIN)
    return serve(app)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """The register with another name in it, a row less and a column nobody knows."""
    text = (TINY / "registry.csv").read_text(encoding="utf-8")
    text = text.replace("DEMO-6,حسین,کریمی", "DEMO-6,حسین,نوروزیان")
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("DEMO-9")]
    path = tmp_path / "دفتر نو.csv"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def log_in(page: Page, site: str) -> None:
    page.goto(f"{site}/desk")
    page.get_by_label("نام کاربری").fill("modir")
    page.get_by_label("گذرواژه").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/desk")


def send(page: Page, site: str, register: Path) -> str:
    """Send a register and wait until what would change is there; return the page's address."""
    page.goto(f"{site}/import")
    page.get_by_label("دفتر نام‌گذاری").set_input_files(register)
    page.get_by_role("button", name="فرستادن و تحلیل").click()
    page.wait_for_url(JOB)
    page.get_by_role("heading", name="چه چیزی عوض می‌شود").wait_for(timeout=ANALYSED_MS)
    return page.url


def found(page: Page, site: str) -> int:
    page.goto(f"{site}/search?q=نوروزیان")
    return page.locator(".hit-name", has_text="حسین نوروزیان").count()


@desktop
def test_a_register_is_sent_looked_at_published_and_taken_back(
    page: Page, site: str, register: Path
) -> None:
    log_in(page, site)
    page.get_by_role("link", name="ورود دفتر یا نقشهٔ تازه").click()
    address = send(page, site, register)
    page.locator("summary", has_text="خانه‌های تغییرکرده").click()
    row = page.locator("#sheet-changed tbody tr", has_text="نوروزیان")
    assert "کریمی" in row.inner_text()
    page.locator("summary", has_text="ردیف‌هایی که دیگر نیست").click()
    assert page.locator("#sheet-gone tbody tr").count() == 1
    assert found(page, site) == 0
    page.goto(address)
    page.get_by_role("button", name="تأیید و انتشار").click()
    page.get_by_text("منتشر شد.").wait_for()
    assert found(page, site) == 1
    page.goto(f"{site}/import/versions")
    page.locator("summary", has_text="بازگشت به این نسخه").click()
    page.get_by_role("button", name="بازگشت").click()
    page.locator(".version").nth(2).wait_for()
    assert "بازگشت به" in page.locator(".version").first.inner_text()
    assert found(page, site) == 0


@phone
def test_the_pages_of_an_import_fit_a_phone_and_break_no_rule_of_accessibility(
    page: Page, site: str, register: Path
) -> None:
    log_in(page, site)
    address = send(page, site, register).removeprefix(site)
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ("/import", address, "/import/versions"):
        page.goto(f"{site}{path}")
        page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true })")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320, path
        assert violations(page, f"{site}{path}") == [], path
        heights = page.locator(
            "main button, main summary, main select, main input[type=file], main .button"
        ).evaluate_all(
            "all => all.filter(one => one.checkVisibility())"
            ".map(one => [one.textContent, one.getBoundingClientRect().height])"
        )
        assert [one for one in heights if one[1] < 43.5] == []


def test_without_scripts_the_page_looks_again_by_itself(
    chromium: Browser, site: str, register: Path
) -> None:
    context = chromium.new_context(java_script_enabled=False, **SCREENS["desktop"])
    try:
        page = context.new_page()
        log_in(page, site)
        send(page, site, register)
    finally:
        context.close()
