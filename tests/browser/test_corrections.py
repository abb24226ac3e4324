"""A damaged plaque is reported from a phone, by keyboard alone, and followed by its code."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from tests.browser.test_site import violations, zafari
from webmap import create_app
from webmap.config import SiteConfig
from webmap.corrections import YOUNGEST_S

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("screen", ["phone"], indirect=True),
]
__all__ = ["zafari"]


@pytest.fixture(scope="session")
def taking(
    serve: Callable[[Flask], str], tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory
) -> str:
    journal = tmp_path_factory.mktemp("journal") / "journal.sqlite"
    return serve(create_app(SiteConfig(dataset=str(tiny_dataset), journal=str(journal))))


def test_a_report_is_sent_by_keyboard_and_leads_to_its_state(
    page: Page, taking: str, zafari: int
) -> None:
    page.goto(f"{taking}/alleys/{zafari}")
    page.get_by_role("link", name="چیزی نادرست است؟").press("Enter")
    page.get_by_text("دربارهٔ شهید سعید ظفری").wait_for()
    page.get_by_label("پلاک آسیب دیده است").press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("پلاک افتاده است")
    page.wait_for_timeout(1000 * (YOUNGEST_S + 1))
    page.get_by_role("button", name="فرستادن").press("Enter")
    page.wait_for_url(re.compile(r"/report/[2-9A-Z]{8}$"))
    assert page.get_by_text("در نوبت بررسی").is_visible()
    assert page.get_by_text("افتاده").count() == 0
    assert violations(page, page.url) == []


def test_the_form_breaks_no_rule_of_accessibility(page: Page, taking: str, zafari: int) -> None:
    assert violations(page, f"{taking}/report?alley={zafari}") == []


def test_alley_and_poster_pages_break_no_rule_of_accessibility(
    page: Page, taking: str, zafari: int
) -> None:
    for address in (f"/alleys/{zafari}", f"/alleys/{zafari}/poster"):
        assert violations(page, f"{taking}{address}") == []
