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
    hire(app, "reza", Role.STEWARD)
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


VERDICTS = {
    "none of these": (["0"], "نه این کوچه"),
    "not on the map yet": (["m"], "هنوز روی نقشه نیست"),
    "the register is wrong": (["r", *"61", "Control+Enter"], "دفتر خطا دارد"),
    "several alleys": (["Shift+Digit1", "Shift+Digit2", "s"], "این نام برای چند معبر است"),
    "needs a visit": (["v"], "باید در محل دیده شود"),
    "this alley": (["1"], "این کوچه"),
}


def test_every_verdict_has_a_key_and_none_loads_a_page(
    page: Page, staffed: str, doubtful: tuple[str, Alley]
) -> None:
    naming_id, _ = doubtful
    log_in(page, staffed)
    page.goto(f"{staffed}/review?naming={naming_id}")
    page.evaluate("() => { window.isTheSamePage = true; }")
    name = page.locator("#review-name").inner_text()
    for verdict, (keys, word) in VERDICTS.items():
        for key in keys:
            page.keyboard.press(key)
        page.locator(".review-last", has_text=word).wait_for()
        assert name in page.locator(".review-last").inner_text(), verdict
        page.keyboard.press("u")
        page.locator("#review-name", has_text=name).wait_for()
    page.keyboard.press("d")
    page.locator("#review-duplicate button:focus, #review-other:focus").wait_for()
    page.locator("#review-other").fill("DEMO-1")
    page.keyboard.press("Enter")
    page.locator(".review-last", has_text="همان نام‌گذاری دیگر است").wait_for()
    assert page.evaluate("window.isTheSamePage")


def test_a_choice_that_lacks_something_says_so_and_sends_nothing(
    page: Page, staffed: str, doubtful: tuple[str, Alley]
) -> None:
    naming_id, _ = doubtful
    log_in(page, staffed)
    page.goto(f"{staffed}/review?naming={naming_id}")
    name = page.locator("#review-name").inner_text()
    page.keyboard.press("Shift+Digit1")
    page.keyboard.press("s")
    page.locator(".review-lacking", has_text="دو معبر یا بیشتر").wait_for()
    page.keyboard.press("r")
    page.locator(".review-lacking", has_text="دفتر کجا خطا دارد").wait_for()
    assert page.evaluate("document.activeElement.id") == "review-note"
    # Enter on a ticked box is no choice of the first alley.
    page.locator("[name=alley]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.locator(".review-last").count() == 0
    assert page.locator("#review-name").inner_text() == name


def test_what_needs_a_visit_is_on_the_field_list(
    page: Page, staffed: str, doubtful: tuple[str, Alley]
) -> None:
    naming_id, alley = doubtful
    log_in(page, staffed)
    page.goto(f"{staffed}/review?naming={naming_id}")
    page.keyboard.press("v")
    page.locator(".review-last").wait_for()
    near = f"{alley.mouth_lon},{alley.mouth_lat}"
    assert naming_id in page.request.get(f"{staffed}/field/list.json?near={near}").text()


def test_of_two_stewards_at_one_row_the_second_is_told_who_was_first(
    page: Page, staffed: str, doubtful: tuple[str, Alley], watch: Watch
) -> None:
    watch.provoke("409")
    naming_id, alley = doubtful
    log_in(page, staffed)
    page.goto(f"{staffed}/review?naming={naming_id}")
    other = page.context.browser.new_context().new_page()  # type: ignore[union-attr]
    log_in(other, staffed, "reza")
    other.goto(f"{staffed}/review?naming={naming_id}")
    other.keyboard.press("m")
    other.locator(".review-last").wait_for()
    page.keyboard.press("e")
    page.keyboard.type("تابلو را دیدم")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    page.locator(".review-message", has_text="کس دیگری").wait_for()
    told = page.locator(".review-decided").inner_text()
    assert "هنوز روی نقشه نیست" in told
    assert "reza" in told
    # What the second had written is still there, and the first's word stands.
    assert page.locator("#review-note").input_value() == "تابلو را دیدم"
    other.goto(f"{staffed}/alleys/{alley.alley_id}")
    assert page.locator("#review-name").inner_text() not in other.locator("h1").inner_text()
    other.context.close()


def test_the_screen_breaks_no_rule_of_accessibility(page: Page, staffed: str) -> None:
    log_in(page, staffed)
    for address in ("/review", "/review?list=unmapped"):
        assert violations(page, f"{staffed}{address}") == [], address
