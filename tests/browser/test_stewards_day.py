"""A steward's whole day in the browser: a first city, twenty decisions, a new register and map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from flask import Flask

from geodata.catalogue import Alley, Catalogue, CatalogueSource
from geodata.demo import generate, write
from geodata.journal.accounts import Role
from geodata.journal.decisions import Choice
from tests.browser.test_import import ANALYSED_MS, JOB, desktop, log_in
from tests.geodata.test_decisions_survive import (
    change_the_register,
    refresh_the_streets,
    segments_of,
    twenty_choices,
)
from tests.webmap.staff import hire
from webmap import create_app
from webmap.config import SiteConfig

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FIELDS = {
    "دفتر نام‌گذاری": "registry.xlsx",
    "شبکهٔ معابر": "streets.gpkg",
    "منطقه‌ها": "districts.geojson",
    "محله‌ها": "neighbourhoods.geojson",
    "پلاک‌ها": "plaques.csv",
}
CHANGED = ("دفتر نام‌گذاری", "شبکهٔ معابر")
BUTTONS = {"not_on_map": "هنوز روی نقشه نیست", "register_error": "دفتر خطا دارد"}


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A city of 600 segments whose register contradicts itself in one row."""
    folder = tmp_path / "inputs"
    write(generate(600, 8), folder)
    misdate(folder / "registry.xlsx")
    return folder


@pytest.fixture
def site(serve: Callable[[Flask], str], tmp_path: Path) -> str:
    """A site without any data."""
    app = create_app(
        SiteConfig(dataset=str(tmp_path / "dataset"), journal=str(tmp_path / "journal.sqlite"))
    )
    hire(app, "modir", Role.ADMIN)
    return serve(app)


def misdate(register: Path) -> None:
    """Let the first row of a register name a month there is not; the next year's has it no more."""
    book = openpyxl.load_workbook(register)
    sheet = book.worksheets[0]
    (head,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "تاریخ شهادت")
    sheet.cell(head.row + 1, head.column).value = "1365/13/41"
    book.save(register)


def send(page: Page, site: str, folder: Path, labels: tuple[str, ...]) -> None:
    page.goto(f"{site}/import")
    for label in labels:
        page.get_by_label(label).first.set_input_files(folder / FIELDS[label])
    page.get_by_role("button", name="فرستادن و تحلیل").click()
    page.wait_for_url(JOB)


def publish(page: Page) -> None:
    page.get_by_role("heading", name="چه چیزی عوض می‌شود").wait_for(timeout=ANALYSED_MS)
    page.get_by_role("button", name="تأیید و انتشار").click()
    page.get_by_text("منتشر شد.").wait_for()


def decide(page: Page, site: str, naming_id: str, choice: Choice) -> None:
    """Decide on one naming in the screen of review, as a steward does."""
    page.goto(f"{site}/review?naming={naming_id}")
    if choice.kind == "accept":
        page.locator(f'button[value="accept:{choice.alley_id}"]').click()
    else:
        page.get_by_label("یادداشت").fill("بررسی شد")
        page.get_by_role("button", name=BUTTONS[choice.kind]).click()
    page.locator(".review-last").wait_for()


def shown(tmp_path: Path) -> Catalogue:
    return CatalogueSource(tmp_path / "dataset").current()


def stands(page: Page, site: str, catalogue: Catalogue, naming_id: str, choice: Choice) -> bool:
    """Whether a decision is in force on the pages, and on the map where it was for an alley."""
    page.goto(f"{site}/review?naming={naming_id}")
    naming = catalogue.naming(naming_id)
    if naming.method != f"decided_{choice.kind}" or not page.locator(".review-decided").count():
        return False
    if choice.kind != "accept":
        return BUTTONS[choice.kind] in page.locator(".review-decided").inner_text()
    page.goto(f"{site}/alleys/{naming.alley_id}")
    return naming.honoree_fa in page.locator("main").inner_text()


@desktop
def test_twenty_decisions_outlive_a_new_register_and_a_new_map(
    page: Page, site: str, inputs: Path, tmp_path: Path
) -> None:
    log_in(page, site)
    send(page, site, inputs, tuple(FIELDS))
    page.get_by_role("heading", name="این ورودی منتشر نمی‌شود").wait_for(timeout=ANALYSED_MS)
    assert "تاریخ شهادت" in page.locator("#sheet-issues").inner_text()
    page.get_by_text("با خطای ردیف‌ها هم پیش برو").click()
    page.get_by_role("button", name="تحلیل دوباره", exact=True).click()
    publish(page)

    first = shown(tmp_path)
    made = twenty_choices(first)
    for naming_id, choice in made.items():
        decide(page, site, naming_id, choice)
    accepted = [naming_id for naming_id, choice in made.items() if choice.kind == "accept"]
    uprooted = accepted[:3]

    change_the_register(inputs / "registry.xlsx", set(made))
    refresh_the_streets(
        inputs / "streets.gpkg", segments_of(first, [made[one] for one in uprooted])
    )
    send(page, site, inputs, CHANGED)
    page.get_by_role("heading", name="چه چیزی عوض می‌شود").wait_for(timeout=ANALYSED_MS)
    assert "۳ تصمیم کارشناسان با این ورودی دیگر نمی‌خواند." in page.locator(".alarms").inner_text()
    assert page.locator("#sheet-stale tbody tr").count() == 3
    assert page.locator("#sheet-new summary").inner_text().endswith("۱۰")
    assert page.locator("#sheet-gone summary").inner_text().endswith("۱۰")
    publish(page)

    second = shown(tmp_path)
    flagged = {row.naming_id for row in second.findings.all({"code": "decision_stale"})}
    assert flagged == set(uprooted)
    page.goto(f"{site}/findings?code=decision_stale")
    told = page.locator("main").inner_text()
    for naming_id in uprooted:
        assert naming_id in told
        assert second.naming(naming_id).method != "decided_accept"
    right = [
        naming_id
        for naming_id, choice in made.items()
        if naming_id not in flagged and stands(page, site, second, naming_id, choice)
    ]
    assert len(right) == 17
    for naming_id in set(accepted) - flagged:
        here = first.alley(made[naming_id].alley_id or 0)
        there = second.alley(second.naming(naming_id).alley_id or 0)
        assert isinstance(here, Alley)
        assert isinstance(there, Alley)
        assert here.source_ids == there.source_ids
