"""Signs recorded in the street: with a photo, without network, never over somebody's head."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from PIL import Image
from werkzeug.serving import BaseWSGIServer, make_server

from geodata.gregorian import jalali_day
from geodata.journal.accounts import Role
from geodata.journal.audit import check_chain
from geodata.journal.decisions import Choice, Ruling, decide
from geodata.journal.picture_records import sign_photo
from geodata.journal.plaque_records import events_in_force
from geodata.sign_history import RecordedEvent
from tests.browser.test_desk import KEPT, log_in
from tests.browser.test_site import violations
from tests.webmap.staff import PASSWORD, hire, journal_of, worker
from webmap import create_app
from webmap.config import SiteConfig
from webmap.logins import utc_now

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page, Route

    from tests.browser.conftest import Watch

Wait = Callable[..., None]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("screen", ["phone"], indirect=True),
]
with_worker = pytest.mark.parametrize("workers", ["allow"])
NOTHING_WAITS = "document.querySelector('#queue [data-waiting]').textContent.includes('چیزی')"


class Site:
    """A site that can be switched off and on again at the same address."""

    def __init__(self, dataset: Path, journal: Path) -> None:
        config = SiteConfig(dataset=str(dataset), journal=str(journal))
        self.app: Flask = create_app(config)
        for name in ("zahra", "reza"):
            hire(self.app, name, Role.STEWARD)
        self._port = 0
        self.start()

    def start(self) -> None:
        self._server: BaseWSGIServer = make_server("127.0.0.1", self._port, self.app, threaded=True)
        self._port = self._server.server_port
        self.url = f"http://127.0.0.1:{self._port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()

    def events(self) -> list[RecordedEvent]:
        with journal_of(self.app).reading() as connection:
            assert check_chain(connection).broken is None
            return events_in_force(connection)

    def told(self) -> list[tuple[str, str]]:
        return [(event.plaque_id, event.status) for event in self.events()]

    def record(self, plaque_id: str, status: str) -> None:
        """What somebody else records meanwhile at the desk."""
        client = worker(self.app, "reza")
        page = client.get(f"/plaques/{plaque_id}").text
        form = {
            name: re.search(rf'name="{name}" value="([^"]*)"', page)[1]  # type: ignore[index]
            for name in ("token", "plaque", "seen", "key", "on")
        }
        assert client.post("/plaques/record", data={**form, "status": status}).status_code == 303


@pytest.fixture
def site(tiny_dataset: Path, tmp_path: Path) -> Iterator[Site]:
    site = Site(tiny_dataset, tmp_path / "journal.sqlite")
    yield site
    site.stop()


@pytest.fixture
def street(site: Site, page: Page) -> Page:
    """A phone in the street with the list of what is around it."""
    page.context.grant_permissions(["geolocation"], origin=site.url)
    page.context.set_geolocation({"longitude": 50.8810, "latitude": 34.6400, "accuracy": 6})
    log_in(page, site.url)
    page.goto(f"{site.url}/field")
    page.get_by_role("button", name="از جایی که هستم").click()
    page.locator(".spot").first.wait_for()
    return page


def open_sign(page: Page, plaque_id: str) -> None:
    page.locator(f'[data-sign="{plaque_id}"]').click()
    page.locator("#sheet[open]").wait_for()


def tap(page: Page, label: str) -> None:
    page.locator("#sheet").get_by_role("button", name=label, exact=True).click()


def wait_for_text(page: Page, text: str) -> None:
    page.locator("#field-status", has_text=text).wait_for()


def wait_for_waiting(page: Page, number: str) -> None:
    text = f"{number} رویداد در انتظار فرستادن"
    page.locator("#queue [data-waiting]", has_text=text).wait_for()


def photo() -> dict[str, Any]:
    out = BytesIO()
    Image.new("RGB", (2400, 1800), "teal").save(out, "JPEG")
    return {"name": "sign.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_that_a_sign_is_up_is_recorded_with_a_photo_by_one_thumb(
    street: Page, site: Site, wait_until: Wait
) -> None:
    assert street.locator(".spot").first.get_attribute("data-sign") == "P1"
    open_sign(street, "DEMO-5:start")
    sheet = street.locator("#sheet")
    assert "با دقت ۶ متر" in sheet.inner_text()
    assert sheet.get_by_role("button", name="آسیب دیده").is_hidden()
    sheet.locator("input[type=file]").set_input_files(photo())
    street.locator("#sheet-preview").wait_for()
    sheet.get_by_placeholder("یادداشت").fill("بر دیوار شمالی")
    tap(street, "نصب شد")
    wait_for_waiting(street, "۱")
    wait_for_text(street, "۱ رویداد ثبت شد")
    wait_until(street, NOTHING_WAITS)
    (event,) = site.events()
    assert (event.plaque_id, event.status, event.note) == (
        "DEMO-5:start", "installed", "بر دیوار شمالی",
    )  # fmt: skip
    assert (event.lon, event.lat, event.recorded_by) == (50.881, 34.64, "zahra")
    assert event.happened_on == jalali_day(utc_now())
    assert event.media_id is not None
    with journal_of(site.app).reading() as connection:
        picture = sign_photo(connection, event.media_id)
    assert picture is not None
    assert Image.open(BytesIO(picture)).size == (1280, 960)
    street.goto(f"{site.url}/plaques/DEMO-5:start")
    wait_until(street, "document.querySelector('.history-photo').naturalWidth > 0")


@with_worker
def test_three_events_of_a_day_without_network_are_sent_once_when_it_is_back(
    street: Page, site: Site, wait_until: Wait, watch: Watch
) -> None:
    for text in ("ERR_CONNECTION_REFUSED", "net::ERR_FAILED", "ERR_INTERNET_DISCONNECTED"):
        watch.provoke(text)
    wait_until(street, "navigator.serviceWorker.controller !== null")
    wait_until(street, f"{KEPT}.then((all) => all.some(([path]) => path === '/field'))")
    site.stop()
    dialogs: list[str] = []
    street.on("dialog", lambda dialog: answer(dialog, dialogs))
    street.goto(f"{site.url}/field")
    open_sign(street, "P1")
    tap(street, "آسیب دیده")
    wait_for_waiting(street, "۱")
    open_sign(street, "DEMO-5:start")
    street.locator("#sheet input[type=file]").set_input_files(photo())
    tap(street, "نصب شد")
    wait_for_waiting(street, "۲")
    street.get_by_role("button", name="همه", exact=True).click()
    open_sign(street, "P1")
    assert "هنوز فرستاده نشده" in street.locator("#sheet").inner_text()
    tap(street, "نیست")
    wait_for_waiting(street, "۳")
    street.get_by_role("button", name="فرستادن", exact=True).click()
    wait_for_text(street, "اینترنت نیست")
    street.goto(f"{site.url}/field")
    assert dialogs == ["beforeunload"]
    wait_for_waiting(street, "۳")
    assert site.told() == []
    site.start()
    street.get_by_role("button", name="فرستادن", exact=True).click()
    wait_for_text(street, "۳ رویداد ثبت شد")
    expected = [("P1", "damaged"), ("DEMO-5:start", "installed"), ("P1", "missing")]
    assert site.told() == expected
    street.goto(f"{site.url}/field")
    street.locator(".spot").first.wait_for()
    wait_until(street, NOTHING_WAITS)
    assert site.told() == expected


def answer(dialog: Dialog, dialogs: list[str]) -> None:
    dialogs.append(dialog.type)
    dialog.accept()


def test_an_answer_that_is_lost_on_its_way_costs_nothing(
    street: Page, site: Site, wait_until: Wait, watch: Watch
) -> None:
    watch.provoke("net::ERR_FAILED")
    lost = []

    def lose(route: Any) -> None:
        if not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    street.route("**/field/events", lose)
    open_sign(street, "P1")
    tap(street, "آسیب دیده")
    wait_for_text(street, "اینترنت نیست")
    assert site.told() == [("P1", "damaged")]
    street.get_by_role("button", name="فرستادن", exact=True).click()
    wait_for_text(street, "۱ رویداد پیش‌تر ثبت شده بود")
    wait_until(street, NOTHING_WAITS)
    assert site.told() == [("P1", "damaged")]


def test_what_another_recorded_meanwhile_is_shown_and_the_user_decides(
    street: Page, site: Site, wait_until: Wait
) -> None:
    site.record("P1", "damaged")
    site.record("P2", "verified")
    for number, sign, label in (("۱", "P1", "سالم است (بازدید)"), ("۲", "P2", "نیست")):
        open_sign(street, sign)
        tap(street, label)
        wait_for_waiting(street, number)
    street.get_by_role("button", name="فرستادن", exact=True).click()
    in_trouble = street.locator(".queued-event")
    in_trouble.filter(has_text="در این میان").nth(1).wait_for()
    first, second = in_trouble.nth(0), in_trouble.nth(1)
    assert "شما: پلاک نصب و بازدید شده" in first.inner_text()
    assert "پلاک آسیب دیده" in first.inner_text()
    assert "reza" in first.inner_text()
    assert site.told() == [("P1", "damaged"), ("P2", "verified")]
    second.get_by_role("button", name="کنار بگذار").click()
    wait_until(street, "document.querySelectorAll('.queued-event').length === 1")
    street.locator(".queued-event").get_by_role("button", name="روی آن ثبت کن").click()
    wait_until(street, NOTHING_WAITS)
    assert site.told() == [("P1", "damaged"), ("P2", "verified"), ("P1", "verified")]


def test_a_thumb_that_slipped_takes_it_back_before_it_is_sent(
    street: Page, site: Site, wait_until: Wait
) -> None:
    open_sign(street, "P1")
    tap(street, "نیست")
    street.get_by_role("button", name="برگردان").click()
    wait_for_text(street, "برگردانده شد")
    wait_until(street, NOTHING_WAITS)
    street.wait_for_timeout(4500)
    assert site.told() == []


def test_who_logs_out_with_something_to_send_is_asked_and_the_next_sends_it_not(
    street: Page, site: Site, wait_until: Wait, watch: Watch
) -> None:
    watch.provoke("net::ERR_FAILED")
    street.route("**/field/events", lambda route: route.abort())
    open_sign(street, "P1")
    tap(street, "آسیب دیده")
    wait_for_text(street, "اینترنت نیست")
    asked: list[str] = []
    is_sure = False

    def decide_on(dialog: Dialog) -> None:
        asked.append(dialog.message)
        if dialog.type == "beforeunload" or is_sure:
            dialog.accept()
        else:
            dialog.dismiss()

    street.on("dialog", decide_on)
    street.goto(f"{site.url}/desk")
    street.get_by_role("button", name="خروج").click()
    street.wait_for_timeout(300)
    assert street.url == f"{site.url}/desk"
    assert "۱ رویداد هنوز فرستاده نشده است" in asked[-1]
    is_sure = True
    street.get_by_role("button", name="خروج").click()
    street.get_by_role("heading", name="ورود کارکنان").wait_for()
    street.unroute("**/field/events")
    street.goto(f"{site.url}/login?next=/field")
    street.get_by_label("نام کاربری").fill("reza")
    street.get_by_label("گذرواژه").fill(PASSWORD)
    street.keyboard.press("Enter")
    street.wait_for_url(f"{site.url}/field")
    assert street.locator("#spots-box").is_hidden()
    street.get_by_role("button", name="فرستادن", exact=True).click()
    street.get_by_role("button", name="از جایی که هستم").click()
    street.locator(".spot").first.wait_for()
    street.get_by_role("button", name="فرستادن", exact=True).click()
    wait_for_text(street, "zahra")
    assert site.told() == []


@with_worker
def test_the_kept_page_has_nothing_of_the_person_and_goes_when_they_log_out(
    street: Page, site: Site, wait_until: Wait, watch: Watch
) -> None:
    wait_until(street, f"{KEPT}.then((all) => all.some(([path]) => path === '/field'))")
    kept = dict(street.evaluate(KEPT))
    assert "zahra" not in kept["/field"]
    assert not re.search(r"[0-9a-f]{64}", kept["/field"])
    assert not {"/desk", "/field/list.json", "/field/token", "/plaques"} & set(kept)
    street.goto(f"{site.url}/desk")
    street.get_by_role("button", name="خروج").click()
    street.get_by_role("heading", name="ورود کارکنان").wait_for()
    wait_until(street, f"{KEPT}.then((all) => all.every(([path]) => path !== '/field'))")
    watch.provoke("ERR_CONNECTION_REFUSED")
    watch.provoke("net::ERR_FAILED")
    site.stop()
    street.goto(f"{site.url}/field")
    assert "اینترنت در دسترس نیست" in street.locator("h1").inner_text()


@with_worker
def test_whose_login_was_ended_elsewhere_gets_the_sheet_and_nothing_stays_kept(
    street: Page, site: Site, wait_until: Wait
) -> None:
    wait_until(street, f"{KEPT}.then((all) => all.some(([path]) => path === '/field'))")
    street.context.clear_cookies()
    street.goto(f"{site.url}/field")
    street.get_by_role("button", name="ساختن برگه").wait_for()
    wait_until(
        street,
        "caches.open('field').then((cache) => cache.keys()).then((all) => all.length === 0)",
    )


def test_whose_login_has_ended_logs_in_again_and_what_waited_is_sent(
    street: Page, site: Site, wait_until: Wait
) -> None:
    street.context.clear_cookies()
    open_sign(street, "P1")
    tap(street, "آسیب دیده")
    street.on("dialog", lambda dialog: dialog.accept())
    street.get_by_role("link", name="ورود دوباره").click()
    street.get_by_label("نام کاربری").fill("zahra")
    street.get_by_label("گذرواژه").fill(PASSWORD)
    street.keyboard.press("Enter")
    street.wait_for_url(f"{site.url}/field")
    wait_until(street, NOTHING_WAITS)
    street.wait_for_timeout(300)
    assert site.told() == [("P1", "damaged")]


def test_names_that_want_to_be_markup_stay_text(
    page: Page, hostile_dataset: Path, tmp_path: Path
) -> None:
    site = Site(hostile_dataset, tmp_path / "hostile.sqlite")
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: answer(dialog, dialogs))
    log_in(page, site.url)
    page.goto(f"{site.url}/field")
    page.locator("summary", has_text="یا از میانهٔ یک محله").click()
    page.locator("#field-area").select_option(index=1)
    page.get_by_role("button", name="فهرست این محله").click()
    page.locator(".spot").first.wait_for()
    names = page.locator(".spot-name").all_inner_texts()
    assert any("<img src=x" in name for name in names)
    for number in range(page.locator(".spot").count()):
        page.locator(".spot").nth(number).click()
        page.get_by_role("button", name="بستن").click()
    assert page.locator("#spots img, #sheet h2 *").count() == 0
    assert dialogs == []
    page.goto("about:blank")
    site.stop()


def test_where_https_is_missing_keys_are_made_all_the_same(street: Page) -> None:
    made = street.evaluate(
        """async () => {
          const address = document.querySelector("script[src*=fieldmode]").src;
          const { newKey } = await import(address.replace("fieldmode.js", "field/keys.js"));
          const direct = newKey();
          Object.defineProperty(crypto, "randomUUID", { value: undefined });
          return [direct, ...Array.from({ length: 50 }, newKey)];
        }"""
    )
    assert len(set(made)) == 51
    version_4 = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    assert all(re.fullmatch(version_4, key) for key in made)


def test_a_naming_to_be_looked_for_asks_which_alley_it_is(
    street: Page, site: Site, wait_until: Wait
) -> None:
    ruling = Ruling("DEMO-4", (Choice("visit"),), person="کسی", note="از همسایه بپرسید")
    decide(journal_of(site.app), ruling, seen=0, by="reza", now=utc_now())
    street.reload()
    spot = street.locator(".spot", has_text="باید دیده شود: کدام کوچه است؟")
    spot.click()
    sheet = street.locator("#sheet")
    assert "از همسایه بپرسید" in sheet.inner_text()
    assert sheet.locator(".maybe").count() == 2
    sheet.locator(".maybe").first.click()
    sheet.get_by_placeholder("یادداشت").fill("بالای در")
    tap(street, "سالم است (بازدید)")
    wait_for_text(street, "۱ رویداد ثبت شد")
    (event,) = site.events()
    assert event.naming_id == "DEMO-4"
    assert re.fullmatch(r"کوچه: .+ \(\d+\)\. بالای در", event.note)


def test_pages_of_signs_break_no_rule_of_accessibility(
    street: Page, site: Site, wait_until: Wait
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    for scheme in ("light", "dark"):
        street.emulate_media(color_scheme=scheme)
        for address in ("/plaques", "/plaques?q=کریمی&status=damaged", "/plaques/P1", "/field"):
            assert violations(street, f"{site.url}{address}") == [], (scheme, address)
    open_sign(street, "P1")
    assert axe.Axe().run(street).response["violations"] == []
    tap(street, "نیست")
    street.locator("#queue summary").click()
    assert axe.Axe().run(street).response["violations"] == []
    wait_for_text(street, "۱ رویداد ثبت شد")


def test_what_is_tapped_in_the_street_is_as_large_as_a_thumb(street: Page, site: Site) -> None:
    measure = """all => all.filter(one => one.checkVisibility())
      .map(one => [one.textContent.trim(), one.getBoundingClientRect().height])"""
    open_sign(street, "P1")
    tapped = street.locator("main button, main summary, #sheet label.button")
    heights = tapped.evaluate_all(measure)
    assert len(heights) > 12
    assert [one for one in heights if one[1] < 56] == []


def test_no_page_of_signs_scrolls_sideways_on_the_narrowest_phone(street: Page, site: Site) -> None:
    street.set_viewport_size({"width": 320, "height": 640})
    addresses = ("/field", "/plaques", "/plaques/P1", "/plaques/DEMO-2:start", "/field?lang=en")
    for address in addresses:
        street.goto(f"{site.url}{address}", wait_until="networkidle")
        assert street.evaluate("() => document.documentElement.scrollWidth") <= 320, address


def test_a_sign_that_a_build_gave_another_id_is_chosen_by_who_stood_before_it(
    street: Page, site: Site, wait_until: Wait
) -> None:
    def rename(route: Route) -> None:
        told = route.fetch().json()
        (first,) = (sign for sign in told["signs"] if sign["id"] == "P1")
        first |= {"id": "P-old", "sign_end": None, "spot": None}
        route.fulfill(json=told)

    street.route("**/field/list.json?*", rename)
    street.get_by_role("button", name="از جایی که هستم").click()
    open_sign(street, "P-old")
    tap(street, "آسیب دیده")
    wait_for_waiting(street, "۱")
    street.get_by_role("button", name="فرستادن", exact=True).click()
    asked = street.locator(".queued-event", has_text="کدام یک از این‌هاست")
    asked.wait_for()
    assert site.told() == []
    asked.get_by_role("button", name="P1").click()
    wait_until(street, NOTHING_WAITS)
    assert site.told() == [("P1", "damaged")]
