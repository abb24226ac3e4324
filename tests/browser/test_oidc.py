"""Somebody logs in with the organisation's account, in a real browser and at a real provider."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from geodata.journal.accounts import Role
from tests.browser.hamlet import one_screen
from tests.webmap.conftest import site as new_site
from tests.webmap.provider import CLIENT_ID, SECRET, Provider, running
from webmap.oidc_config import OidcConfig

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as told:
        told.person |= {"groups": ["stewards"]}
        yield told


@pytest.fixture
def site(
    tiny_dataset: Path, tmp_path: Path, provider: Provider, serve: Callable[[Flask], str]
) -> str:
    oidc = OidcConfig(provider.issuer, CLIENT_ID, SECRET, "groups", {"stewards": Role.STEWARD})
    app = new_site(
        tiny_dataset, journal=str(tmp_path / "journal.sqlite"), public_url="http://x", oidc=oidc
    )
    address = serve(app)
    app.config["SITE"] = replace(app.config["SITE"], public_url=address)
    return address


@one_screen
def test_one_comes_in_to_where_one_wanted_and_goes_out(page: Page, site: str) -> None:
    page.goto(f"{site}/review")
    page.wait_for_url("**/login?next=/review")
    page.get_by_role("link", name="ورود با حساب سازمانی").click()
    page.wait_for_url(f"{site}/review")
    page.goto(f"{site}/desk")
    assert "zahra" in page.inner_text("main")
    page.get_by_role("button", name="خروج").click()
    page.get_by_role("link", name="خروج از حساب سازمانی هم").wait_for()
    page.goto(f"{site}/desk")
    page.wait_for_url("**/login?next=/desk")


@one_screen
def test_one_without_a_role_is_told_so(
    page: Page, site: str, provider: Provider, watch: Watch
) -> None:
    watch.provoke("403")
    provider.person = {"sub": "s-42", "groups": []}
    page.goto(f"{site}/login")
    page.get_by_role("link", name="ورود با حساب سازمانی").click()
    notice = page.get_by_role("alert")
    notice.wait_for()
    assert "نقشی تعیین نشده" in notice.inner_text()
    assert "s-42" in notice.inner_text()
