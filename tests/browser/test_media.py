"""The broadcaster delivers a film, and whoever opens the person's page sees and seeks it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from geodata.catalogue import CatalogueSource
from geodata.journal.accounts import Role
from tests import films
from tests.browser.test_desk import log_in
from tests.browser.test_site import violations
from tests.webmap.staff import hire, photo
from webmap import create_app
from webmap.config import SiteConfig

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

both = pytest.mark.parametrize("screen", ["phone", "desktop"], indirect=True)
phone = pytest.mark.parametrize("screen", ["phone"], indirect=True)
desktop = pytest.mark.parametrize("screen", ["desktop"], indirect=True)
NAME = "شهید سردار علی کریمی"
KIND = "فیلم چهره"
MEDIA = "document.querySelector('video')"
SEEK = f"""() => new Promise((done) => {{
  const video = {MEDIA};
  video.addEventListener("seeked", () => done(video.currentTime), {{ once: true }});
  video.currentTime = 10;
}})"""


@pytest.fixture
def desk(tiny_dataset: Path, tmp_path: Path) -> Flask:
    app = create_app(
        SiteConfig(dataset=str(tiny_dataset), journal=str(tmp_path / "journal.sqlite"), media_mb=8)
    )
    hire(app, "zahra", Role.MEDIA)
    return app


@pytest.fixture
def site(desk: Flask, serve: Callable[[Flask], str]) -> str:
    return serve(desk)


@pytest.fixture(scope="session")
def person(tiny_dataset: Path) -> str:
    naming = CatalogueSource(tiny_dataset).current().naming("DEMO-1")
    return f"/martyrs/{naming.martyr_id}"


def file(name: str, kind: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": kind, "buffer": content}


def deliver(page: Page, content: bytes) -> None:
    page.get_by_label("پروندهٔ فیلم یا صدا").set_input_files(
        file("../../evil.mp4", "video/mp4", content)
    )
    page.get_by_label("عنوان").fill("روایت یک کوچه")
    page.get_by_label("سازندگان").fill("گروه مستند")
    page.get_by_label("پروانهٔ استفاده").fill("CC BY 4.0")
    page.get_by_label("زیرنویس فارسی").set_input_files(
        file("c.srt", "text/plain", films.SRT.encode())
    )
    page.get_by_label("تصویر پیش از پخش").set_input_files(file("p.jpg", "image/jpeg", photo()))
    page.get_by_role("button", name="تحویل برنامه").click()


@both
def test_a_delivery_goes_from_the_upload_to_the_persons_page_and_seeks(
    page: Page, site: str, person: str, wait_until: Callable[..., None]
) -> None:
    asked: list[str | None] = []
    page.on("request", lambda request: "/recordings/" in request.url and asked.append(request.url))
    log_in(page, site)
    page.locator("main").get_by_role("link", name="میز صداوسیما").click()
    row = page.locator(".desk-person").filter(has_text=NAME)
    row.get_by_role("button", name=f"رزرو {KIND}").click()
    row.get_by_text(f"تحویل «{KIND}»").click()
    deliver(page, films.film(padding=films.PADDING))
    page.wait_for_url(re.compile(r"/media-desk/episodes/1$"))
    page.get_by_label("خانواده به انتشار").check()
    page.get_by_role("button", name="انتشار برای همه").click()
    page.get_by_text("منتشر شده", exact=True).wait_for()
    for address in ("/media-desk", "/media-desk/episodes/1", f"/story-kit{person}"):
        assert violations(page, f"{site}{address}") == [], address

    page.context.clear_cookies()
    assert violations(page, f"{site}{person}") == []
    page.get_by_text("روایت یک کوچه").wait_for()
    assert page.evaluate(f"[{MEDIA}.paused, {MEDIA}.preload, {MEDIA}.autoplay]") == [
        True, "none", False,
    ]  # fmt: skip
    assert not [address for address in asked if address and address.endswith(".mp4")]
    with page.expect_response(lambda answer: answer.url.endswith(".mp4")) as first:
        page.evaluate(f"{MEDIA}.load(); {MEDIA}.preload = 'metadata'")
    assert first.value.status == 206
    wait_until(page, f"{MEDIA}.readyState >= 1")
    assert page.evaluate(f"{MEDIA}.duration") == pytest.approx(films.SECONDS, abs=0.1)
    assert page.evaluate(SEEK) == pytest.approx(10)
    wait_until(page, f"{MEDIA}.readyState >= 2")
    assert page.evaluate(f"{MEDIA}.videoWidth") == 16 * films.WIDE
    page.evaluate(f"{MEDIA}.textTracks[0].mode = 'showing'")
    wait_until(page, f"{MEDIA}.textTracks[0].cues?.length === 2")
    assert page.evaluate(f"{MEDIA}.textTracks[0].cues[0].text") == "شهید نمونه"
    page.evaluate(f"{MEDIA}.muted = true, {MEDIA}.play()")
    wait_until(page, f"{MEDIA}.currentTime > 10.2")


@desktop
def test_a_row_an_episode_and_the_public_page_are_three_clicks(
    page: Page, site: str, person: str, desk: Flask
) -> None:
    log_in(page, site)
    page.goto(f"{site}/media-desk")
    row = page.locator(".desk-person").filter(has_text=NAME)
    row.get_by_role("button", name=f"رزرو {KIND}").click()  # one
    row.get_by_role("link", name="رزرو شده").click()  # two
    page.get_by_role("link", name="صفحهٔ عمومی شهید").click()  # three
    page.wait_for_url(f"{site}{person}")


@phone
def test_what_is_too_large_or_wrong_is_said_in_place_and_nothing_is_lost(
    page: Page, site: str, watch: object
) -> None:
    watch.provoke("400")  # type: ignore[attr-defined]
    log_in(page, site)
    page.goto(f"{site}/media-desk?q=کریمی")
    row = page.locator(".desk-person").filter(has_text=NAME)
    row.get_by_role("button", name=f"رزرو {KIND}").click()
    row.get_by_text(f"تحویل «{KIND}»").click()
    sent: list[str] = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    deliver(page, bytes((8 << 20) + 1))
    page.get_by_text("پرونده بزرگ‌تر از ۸ مگابایت است").wait_for()
    assert sent == []
    deliver(page, b"<script>alert(1)</script>")
    page.get_by_text("مرورگرها پخش کنند").wait_for()
    assert page.get_by_label("عنوان").input_value() == "روایت یک کوچه"


@desktop
def test_the_pictures_of_a_kit_are_drawn(
    page: Page, site: str, person: str, wait_until: Callable[..., None]
) -> None:
    log_in(page, site)
    page.goto(f"{site}/story-kit{person}")
    for picture in page.locator(".kit-files img").all():
        picture.scroll_into_view_if_needed()
    drawn = "[...document.querySelectorAll('.kit-files img')].every((one) => one.naturalWidth > 0)"
    wait_until(page, drawn, timeout_s=20)
    with page.expect_download() as download:
        page.get_by_role("link", name="گرفتن بسته").click()
    assert download.value.suggested_filename.startswith("kit-")
