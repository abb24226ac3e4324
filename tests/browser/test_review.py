"""Why is this naming not on the map: a planner sees it, a steward answers, everybody sees that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from geodata.catalogue import Alley, CatalogueSource
from geodata.journal.accounts import Role
from geodata.worklists.row import WorkList, candidates_of
from tests.browser.sites import Wait
from tests.browser.test_desk import log_in
from tests.browser.test_site import violations
from tests.webmap.staff import hire
from webmap import create_app
from webmap.config import SiteConfig

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser


@pytest.fixture
def staffed(serve: Callable[[Flask], str], tiny_dataset: Path, tmp_path: Path) -> str:
    journal = str(tmp_path / "journal.sqlite")
    app = create_app(SiteConfig(dataset=str(tiny_dataset), journal=journal))
    hire(app, "zahra", Role.STEWARD)
    return serve(app)


@pytest.fixture
def doubtful(tiny_dataset: Path) -> tuple[str, Alley]:
    """A naming in review whose likeliest alley carries nobody, and that alley."""
    catalogue = CatalogueSource(tiny_dataset).current()
    for row in catalogue.work.all(WorkList.UNCERTAIN, {}):
        alley = catalogue.alley(candidates_of(row)[0].alley_id or 0)
        if row.naming_id and isinstance(alley, Alley) and not alley.namings:
            return row.naming_id, alley
    raise AssertionError


def test_a_steward_decides_by_key_and_the_public_map_shows_it(
    page: Page, staffed: str, doubtful: tuple[str, Alley], wait_until: Wait
) -> None:
    naming_id, alley = doubtful
    public = page.context.browser.new_context().new_page()  # type: ignore[union-attr]
    public.goto(f"{staffed}/alleys/{alley.alley_id}")
    log_in(page, staffed)
    page.goto(f"{staffed}/work/uncertain?sort=reason")
    item = page.locator(".work-item", has_text=naming_id)
    assert item.locator(".candidates li").count() >= 1
    page.goto(f"{staffed}/review?naming={naming_id}")
    name = page.locator("#review-name").inner_text()
    page.evaluate("() => { window.isTheSamePage = true; }")
    page.keyboard.press("1")
    page.locator(".review-last", has_text=name).wait_for()
    assert page.evaluate("window.isTheSamePage")  # the next naming came without a new page
    assert page.locator("#review-name", has_text=name).count() == 0
    public.reload()
    assert name in public.locator("h1").inner_text()

    page.keyboard.press("u")
    page.locator("#review-name", has_text=name).wait_for()
    public.reload()
    assert name not in public.locator("h1").inner_text()
    public.context.close()


def test_what_a_colleague_decided_meanwhile_is_told_on_the_spot(
    page: Page, staffed: str, doubtful: tuple[str, Alley], watch: Watch
) -> None:
    watch.provoke("409")
    naming_id, _ = doubtful
    log_in(page, staffed)
    page.goto(f"{staffed}/review?naming={naming_id}")
    other = page.context.new_page()
    other.goto(f"{staffed}/review?naming={naming_id}")
    other.get_by_role("button", name="هنوز روی نقشه نیست").click()
    other.locator(".review-last").wait_for()
    page.get_by_role("button", name="همین کوچه است").first.click()
    page.locator(".review-message", has_text="کس دیگری").wait_for()
    assert "هنوز روی نقشه نیست" in page.locator(".review-decided").inner_text()


def test_the_screen_breaks_no_rule_of_accessibility(page: Page, staffed: str) -> None:
    log_in(page, staffed)
    for address in ("/review", "/review?list=unmapped"):
        assert violations(page, f"{staffed}{address}") == [], address
