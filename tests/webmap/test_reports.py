"""The queue of corrections: found, judged beside the record, answered once, forgotten in time."""

from __future__ import annotations

import re
import shutil
from dataclasses import fields
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from geodata.journal.accounts import Role
from geodata.journal.audit import entries
from geodata.journal.plaque_events import PlaqueEvent, ToRecord, record_event
from geodata.journal.plaque_records import events_in_force, last_event
from geodata.journal.reports import report_of
from geodata.model import PlaqueStatus
from geodata.pipeline import build
from tests.conftest import TINY, tiny_inputs
from tests.webmap.conftest import site
from tests.webmap.staff import (
    deeds,
    hire,
    journal_of,
    photo,
    picture,
    post,
    report,
    token_of,
    worker,
)
from tests.webmap.test_corrections import send, taking
from webmap.config import SiteConfig
from webmap.logins import utc_now
from webmap.photos import THUMBNAIL_SIDE

__all__ = ["taking"]

PHONE = "025 3770 0000"
ANSWER = "سپاس از گزارش شما؛ <b>ثبت شد</b>"
OUTCOMES = ("refuse", "task", "review", "plaque", "portrait", "take-down")


@pytest.fixture
def steward(staffed: Flask) -> FlaskClient:
    return worker(staffed, "steward")


@pytest.fixture
def honarestan(alley_ids: dict[str, int]) -> int:
    """An alley with two signs: P1 hangs, P2 is damaged."""
    return alley_ids["هنرستان ۱۹"]


def worker_at(app: Flask) -> FlaskClient:
    hire(app, "steward", Role.STEWARD)
    return worker(app, "steward")


def listed(page: str) -> list[int]:
    links = re.findall(r'<p class="finding-title"><a href="/reports/(\d+)', page)
    return [int(report_id) for report_id in links]


def fill(app: Flask, alley_ids: dict[str, int]) -> None:
    """Thirty corrections of four kinds in two districts, sent 0 to 145 days ago."""
    kinds = ("plaque_damaged", "wrong_person", "photo", "other")
    for number in range(30):
        report(
            app,
            kinds[number % 4],
            district=("1", "2", None)[number % 3],
            alley_id=alley_ids["هنرستان ۱۹"] if number % 2 else None,
            sent_at=utc_now() - timedelta(days=5 * number, hours=1),
        )


def seen(client: FlaskClient, report_id: int = 1) -> str:
    found = re.search(r'name="seen" value="(\d+)"', client.get(f"/reports/{report_id}").text)
    assert found
    return found[1]


def decide(client: FlaskClient, way: str, report_id: int = 1, **fields: str) -> Any:
    """Send one of the forms of a correction's page as they stand there."""
    usual = {
        "plaque": {"sign": "0:P1", "status": "damaged"},
        "review": {"naming": "DEMO-1"},
        "portrait": {"naming": "DEMO-1", "consent": "given", "credit": "آلبوم خانواده"},
        "take-down": {"picture": "0123456789abcdef.webp"},
    }
    sent = {"answer": ANSWER, "note": "درونی", "seen": "0", **usual.get(way, {}), **fields}
    return post(client, f"/reports/{report_id}/{way}", **sent)


def state(app: Flask, report_id: int = 1) -> str:
    with journal_of(app).reading() as connection:
        return report_of(connection, report_id).state.value


def test_what_somebody_sends_comes_into_the_queue_of_its_district(
    taking: Flask, honarestan: int, martyr_ids: dict[str, int]
) -> None:
    steward = worker_at(taking)
    visitor = taking.test_client()
    send(visitor, alley=str(honarestan), text="افتاده است")
    send(visitor, martyr=str(martyr_ids["DEMO-2"]), kind="wrong_person")
    send(visitor, kind="other")
    assert listed(steward.get("/reports?district=1").text) == [1]
    assert listed(steward.get("/reports?district=2").text) == [2]
    assert listed(steward.get("/reports?district=none").text) == [3]


def test_every_choice_leads_to_as_many_reports_as_it_says(
    staffed: Flask, steward: FlaskClient, alley_ids: dict[str, int]
) -> None:
    fill(staffed, alley_ids)
    assert decide(steward, "refuse", 2).status_code == 303
    assert decide(steward, "task", 3).status_code == 303
    for address in ("/reports", "/reports?state=all&kind=other", "/reports?age=months"):
        page = steward.get(address).text
        options = re.findall(
            r'<li><a href="([^"]+)" rel="nofollow">.*?facet-count">([۰-۹]+)<', page
        )
        assert options
        for leads_to, count in options:
            leads = leads_to.replace("&amp;", "&")
            assert len(every(steward, leads)) == int(count), leads


def every(client: FlaskClient, address: str) -> list[int]:
    """All reports of a list, over its pages."""
    found: list[int] = []
    while address:
        page = client.get(address)
        assert page.status_code == 200
        found += listed(page.text)
        onwards = re.search(r'rel="next" href="([^"]+)"', page.text)
        address = onwards[1].replace("&amp;", "&") if onwards else ""
    return found


def test_who_has_waited_longest_comes_first(
    staffed: Flask, steward: FlaskClient, alley_ids: dict[str, int]
) -> None:
    fill(staffed, alley_ids)
    assert every(steward, "/reports") == [*range(30, 0, -1)]
    assert every(steward, "/reports?sort=newest") == [*range(1, 31)]
    assert len(listed(steward.get("/reports").text)) == 25
    page = steward.get("/reports?sort=newest").text
    assert "امروز رسیده است" in page
    assert "۵ روز در نوبت" in page


@pytest.mark.parametrize(
    "query", ["state=gone", "kind=praise", "age=never", "sort=best", "page=0", "page=x"]
)
def test_what_is_not_there_to_choose_is_refused(steward: FlaskClient, query: str) -> None:
    assert steward.get(f"/reports?{query}").status_code == 400


def test_a_page_beyond_the_last_and_an_unknown_district_are_empty(
    staffed: Flask, steward: FlaskClient
) -> None:
    report(staffed)
    for query in ("page=99", "district=99", "district=%22%3E%3Cb%3E"):
        page = steward.get(f"/reports?{query}")
        assert page.status_code == 200
        assert listed(page.text) == []
        assert "<b>" not in page.text


def test_a_tracking_code_leads_to_its_report(staffed: Flask, steward: FlaskClient) -> None:
    report(staffed)
    code = report(staffed, text="دومی")
    answer = steward.get(f"/reports?code={code[:4]}-{code[4:].lower()}")
    assert (answer.status_code, answer.location) == (303, "/reports/2")
    assert steward.get("/reports?code=22222229").status_code == 404
    assert steward.get("/reports?code=x").status_code == 404


def test_a_report_stands_beside_its_record(
    staffed: Flask, steward: FlaskClient, honarestan: int
) -> None:
    report(staffed, alley_id=honarestan, text="پلاک افتاده است", photo=photo())
    page = steward.get("/reports/1").text
    for part in ("پلاک افتاده است", "علی کریمی", "پلاک نصب شده", "/reports/1/photo", "DEMO-1",
                 f"/alleys/{honarestan}/map.svg", "/review?naming=DEMO-1", "P1", "P2"):  # fmt: skip
        assert part in page, part


def test_a_report_about_a_person_stands_beside_their_alleys(
    staffed: Flask, steward: FlaskClient, martyr_ids: dict[str, int], honarestan: int
) -> None:
    report(staffed, "photo", martyr_id=martyr_ids["DEMO-1"])
    page = steward.get("/reports/1").text
    assert f"/alleys/{honarestan}/map.svg" in page
    assert "P1" in page


def test_a_report_about_an_alley_that_is_gone_says_so(
    changed_dataset: Path, tmp_path: Path, alley_ids: dict[str, int]
) -> None:
    lost = alley_ids["خیابان ۱۵ خرداد"]
    app = site(changed_dataset, journal=str(tmp_path / "journal.sqlite"))
    report(app, alley_id=lost)
    report(app, alley_id=1)
    client = worker_at(app)
    assert client.get("/reports").text.count("دیگر در داده‌ها نیست") == 2
    assert "این کوچه دیگر روی نقشه نیست" in client.get("/reports/1").text
    for report_id in (1, 2):
        assert decide(client, "plaque", report_id).status_code == 400
        assert decide(client, "refuse", report_id).status_code == 303


def test_the_number_is_shown_to_who_asks_and_that_is_in_the_audit(
    staffed: Flask, steward: FlaskClient
) -> None:
    report(staffed, phone=PHONE)
    for address in ("/reports", "/reports/1"):
        assert PHONE not in steward.get(address).text
    assert "contact_shown" not in dict(deeds(staffed)).values()
    page = post(steward, "/reports/1/contact")
    assert PHONE in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert deeds(staffed)[-1] == ("steward", "contact_shown")
    assert PHONE not in steward.get("/audit").text
    assert "دیدن شمارهٔ تماس" in steward.get("/audit").text


def test_a_photo_comes_from_the_journal_and_is_kept_nowhere(
    staffed: Flask, steward: FlaskClient
) -> None:
    report(staffed, photo=photo())
    for part, side in (("photo", 400), ("thumbnail", THUMBNAIL_SIDE)):
        answer = steward.get(f"/reports/1/{part}")
        assert Image.open(BytesIO(answer.data)).width == side
        assert answer.mimetype == "image/jpeg"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    report(staffed)
    assert steward.get("/reports/2/photo").status_code == 404


@pytest.mark.parametrize("way", OUTCOMES)
def test_the_answer_is_read_by_tracking_code_and_the_note_by_nobody_outside(
    staffed: Flask, steward: FlaskClient, honarestan: int, way: str
) -> None:
    code = report(staffed, alley_id=honarestan, photo=photo(), text="نوشتهٔ فرستنده")
    picture(staffed)
    answer = decide(steward, way)
    assert (answer.status_code, answer.location) == (303, "/reports/1")
    told = staffed.test_client().get(f"/report/{code}").text
    assert "&lt;b&gt;ثبت شد&lt;/b&gt;" in told
    assert "در نوبت بررسی" not in told
    for inside in ("درونی", "steward", "نوشتهٔ فرستنده"):
        assert inside not in told
    page = steward.get("/reports/1").text
    for part in ("&lt;b&gt;ثبت شد&lt;/b&gt;", "درونی", "steward", "/reports/1/reopen"):
        assert part in page
    assert "/reports/1/refuse" not in page
    assert listed(steward.get("/reports").text) == []
    assert deeds(staffed)[-1][1] == ("report_refused" if way == "refuse" else "report_accepted")


@pytest.mark.parametrize("way", OUTCOMES)
def test_the_second_steward_is_told_in_persian_and_changes_nothing(
    staffed: Flask, steward: FlaskClient, honarestan: int, way: str
) -> None:
    report(staffed, alley_id=honarestan, photo=photo())
    picture(staffed)
    assert decide(steward, "plaque").status_code == 303
    before = deeds(staffed)
    answer = decide(worker(staffed, "admin"), way, answer="دیگر")
    assert answer.status_code == 409
    assert "این گزارش پیش‌تر پذیرفته شده است" in answer.text
    assert [deed for deed in deeds(staffed) if deed[1] != "signed_in"] == [
        deed for deed in before if deed[1] != "signed_in"
    ]


@pytest.mark.parametrize("way", ["done", "reopen"])
def test_what_waits_is_neither_done_nor_reopened(
    staffed: Flask, steward: FlaskClient, way: str
) -> None:
    report(staffed)
    answer = post(steward, f"/reports/1/{way}", seen="0")
    assert answer.status_code == 409
    assert "در نوبت بررسی است" in answer.text


@pytest.mark.parametrize("way", [*OUTCOMES, "done", "reopen", "contact"])
def test_what_is_not_there_is_neither_decided_nor_shown(steward: FlaskClient, way: str) -> None:
    assert decide(steward, way, 7).status_code == 404


@pytest.mark.parametrize("part", ["", "/photo", "/thumbnail"])
def test_what_is_not_there_has_no_page(steward: FlaskClient, part: str) -> None:
    for report_id in ("7", "0", "x", "9" * 30):
        assert steward.get(f"/reports/{report_id}{part}").status_code == 404


@pytest.mark.parametrize(
    ("way", "fields"),
    [
        ("refuse", {"answer": ""}),
        ("refuse", {"answer": " \n "}),
        ("refuse", {"answer": "ا" * 1001}),
        ("refuse", {"answer": "a\0b"}),
        ("task", {"note": "ا" * 1001}),
        ("task", {"seen": ""}),
        ("task", {"seen": "-1"}),
        ("task", {"seen": "۱"}),
        ("task", {"seen": "9" * 40}),
        ("review", {"naming": "DEMO-2"}),
        ("review", {"naming": ""}),
        ("plaque", {"sign": "0:P9"}),
        ("plaque", {"sign": "P1"}),
        ("plaque", {"sign": ""}),
        ("plaque", {"status": "installed"}),
        ("plaque", {"status": ""}),
        ("plaque", {"sign": "0:P2"}),
        ("portrait", {"consent": "own"}),
        ("portrait", {"naming": "DEMO-9"}),
        ("portrait", {"credit": "ا" * 201}),
        ("take-down", {"picture": "fedcba9876543210.webp"}),
    ],
)
def test_a_faulty_form_decides_nothing(
    staffed: Flask, steward: FlaskClient, honarestan: int, way: str, fields: dict[str, str]
) -> None:
    report(staffed, alley_id=honarestan, photo=photo())
    assert decide(steward, way, **fields).status_code == 400
    assert state(staffed) == "new"
    assert not [deed for deed in deeds(staffed) if deed[1].startswith(("report", "plaque"))]


def test_a_new_line_counts_once_as_in_the_browser(staffed: Flask, steward: FlaskClient) -> None:
    report(staffed)
    answer = "\r\n".join(["ا"] * 500)
    assert decide(steward, "refuse", answer=answer).status_code == 303


def test_a_damaged_sign_is_recorded_with_its_photo(
    staffed: Flask, steward: FlaskClient, honarestan: int
) -> None:
    report(staffed, alley_id=honarestan, photo=photo())
    assert decide(steward, "plaque", with_photo="1").status_code == 303
    with journal_of(staffed).reading() as connection:
        event = last_event(connection, "P1")
        recorded = entries(connection, action="plaque_recorded", limit=9)
    assert event is not None
    assert (event.status, event.naming_id, event.recorded_by) == ("damaged", "DEMO-1", "steward")
    assert event.media_id is not None
    assert len(recorded) == 1
    assert Image.open(BytesIO(steward.get("/pictures/1/image").data)).format == "WEBP"
    assert "پلاک آسیب دیده" in steward.get("/reports/1").text


def test_without_its_photo_a_sign_is_recorded_all_the_same(
    staffed: Flask, steward: FlaskClient, honarestan: int
) -> None:
    report(staffed, alley_id=honarestan, photo=photo())
    assert decide(steward, "plaque").status_code == 303
    assert steward.get("/pictures/1/image").status_code == 404


def test_without_a_photo_there_is_none_to_attach_or_to_add(
    staffed: Flask, steward: FlaskClient, honarestan: int
) -> None:
    report(staffed, alley_id=honarestan)
    page = steward.get("/reports/1").text
    assert "with_photo" not in page
    assert "/reports/1/portrait" not in page
    for way in ("plaque", "portrait"):
        answer = decide(steward, way, with_photo="1")
        assert answer.status_code == 400
        assert "عکسی ندارد" in answer.text
    assert state(staffed) == "new"


def test_a_sign_that_only_the_register_knows_of_is_recorded_too(
    tmp_path: Path, alley_ids: dict[str, int]
) -> None:
    shutil.copytree(TINY, tmp_path / "inputs")
    register = tmp_path / "inputs" / "registry.csv"
    text = register.read_text("utf-8").replace("ساخته شده", "نصب شده")
    register.write_text(text, "utf-8")
    build(tiny_inputs(tmp_path / "inputs"), tmp_path / "dataset")
    app = site(tmp_path / "dataset", journal=str(tmp_path / "journal.sqlite"))
    client = worker_at(app)
    report(app, "plaque_missing", alley_id=alley_ids["کوچه ۱۲"])
    assert decide(client, "plaque", sign="0:DEMO-5:start", status="missing").status_code == 303
    with journal_of(app).reading() as connection:
        (event,) = events_in_force(connection)
    # The id that whoever records the same sign in the street would give it.
    assert (event.plaque_id, event.status) == ("DEMO-5:start", "missing")
    page = client.get("/reports/1").text
    assert "پلاک گم شده" in page
    assert event.plaque_id in page


def test_a_sign_that_never_hung_is_not_reported_as_gone(
    staffed: Flask, steward: FlaskClient, alley_ids: dict[str, int]
) -> None:
    report(staffed, "plaque_missing", alley_id=alley_ids["کوچه ۱۲"])
    page = steward.get("/reports/1").text
    assert "/reports/1/plaque" not in page  # it was made and never hung
    assert "دوباره ثبت نمی‌شود" in page
    answer = decide(steward, "plaque", sign="0:DEMO-5:start", status="missing")
    assert answer.status_code == 400


def test_what_was_recorded_of_the_sign_since_the_page_was_opened_is_told(
    staffed: Flask, steward: FlaskClient, honarestan: int
) -> None:
    for _ in range(2):
        report(staffed, alley_id=honarestan)
    assert decide(steward, "plaque", status="missing").status_code == 303
    answer = decide(steward, "plaque", 2, status="damaged")
    assert answer.status_code == 409
    assert "دربارهٔ این پلاک" in answer.text
    assert state(staffed, 2) == "new"


def test_an_answer_is_taken_back_with_what_it_did(
    staffed: Flask, steward: FlaskClient, honarestan: int
) -> None:
    code = report(staffed, alley_id=honarestan)
    decide(steward, "plaque")
    answer = post(steward, "/reports/1/reopen", seen=seen(steward))
    assert answer.status_code == 303
    with journal_of(staffed).reading() as connection:
        assert last_event(connection, "P1") is None
    told = staffed.test_client().get(f"/report/{code}").text
    assert "در نوبت بررسی" in told
    assert "ثبت شد" not in told
    page = steward.get("/reports/1").text
    assert "پاسخ‌هایی که پس گرفته شد" in page
    assert decide(steward, "refuse").status_code == 409  # as the page was before
    assert decide(steward, "refuse", seen=seen(steward)).status_code == 303


def test_an_answer_stands_when_the_sign_has_changed_since(
    staffed: Flask, steward: FlaskClient, honarestan: int
) -> None:
    report(staffed, alley_id=honarestan)
    decide(steward, "plaque")
    with journal_of(staffed).reading() as connection:
        event = last_event(connection, "P1")
    assert event is not None
    told = {one.name: getattr(event, one.name) for one in fields(PlaqueEvent)}
    mended = PlaqueEvent(**{**told, "event_key": "k2", "status": PlaqueStatus.INSTALLED})
    sent = ToRecord(mended, seen=event.event_id)
    record_event(journal_of(staffed), sent, by="reza", now=utc_now())
    answer = post(steward, "/reports/1/reopen", seen=seen(steward))
    assert answer.status_code == 409
    assert "پس از این" in answer.text


def test_a_task_is_listed_until_it_is_done(staffed: Flask, steward: FlaskClient) -> None:
    code = report(staffed)
    decide(steward, "task")
    assert listed(steward.get("/reports?state=task").text) == [1]
    assert "در دست انجام" in staffed.test_client().get(f"/report/{code}").text
    assert post(steward, "/reports/1/done", seen=seen(steward)).status_code == 303
    assert listed(steward.get("/reports?state=task").text) == []
    assert listed(steward.get("/reports?state=accepted").text) == [1]
    assert "در دست انجام" not in staffed.test_client().get(f"/report/{code}").text


def test_what_is_wrong_with_a_name_leads_to_its_review(
    staffed: Flask, steward: FlaskClient, honarestan: int
) -> None:
    report(staffed, "wrong_place", alley_id=honarestan)
    decide(steward, "review")
    assert state(staffed) == "task"
    page = steward.get("/reports/1").text
    assert '<a class="button" href="/review?naming=DEMO-1">' in page


def test_one_comes_back_to_the_list_one_came_from(staffed: Flask, steward: FlaskClient) -> None:
    report(staffed, district="1")
    page = steward.get("/reports?district=1").text
    link = re.search(r'<p class="finding-title"><a href="([^"]+)"', page)
    assert link
    page = steward.get(link[1].replace("&amp;", "&")).text
    assert '<a href="/reports?district=1">' in page
    answer = decide(steward, "refuse", next="/reports?district=1")
    assert "/reports?district=1" in steward.get(answer.location).text
    page = steward.get("/reports/1?next=//evil.example").text
    assert '<p class="crumbs"><a href="/reports">' in page


def test_numbers_and_photos_go_a_while_after_a_report_is_closed(
    tiny_dataset: Path, tmp_path: Path
) -> None:
    app = site(tiny_dataset, journal=str(tmp_path / "journal.sqlite"), keep_contact_days=0)
    client = worker_at(app)
    report(app, phone=PHONE, photo=photo())
    report(app, phone=PHONE)
    decide(client, "refuse")
    told = app.test_cli_runner().invoke(args=["tidy"])
    assert told.exit_code == 0
    assert "۱ گزارش" in told.output
    assert deeds(app)[-1] == ("command line", "reports_cleared")
    page = client.get("/reports/1").text
    assert "پاک شد" in page
    assert client.get("/reports/1/photo").status_code == 404
    assert post(client, "/reports/1/contact").status_code == 404
    assert PHONE in post(client, "/reports/2/contact").text
    assert "پاک کردن شماره‌ها" in client.get("/audit").text


def test_opening_the_queue_does_the_same_once_a_day(tiny_dataset: Path, tmp_path: Path) -> None:
    app = site(tiny_dataset, journal=str(tmp_path / "journal.sqlite"), keep_contact_days=0)
    client = worker_at(app)
    for _ in range(2):
        report(app, phone=PHONE)
    decide(client, "refuse", 1)
    client.get("/reports")
    decide(client, "refuse", 2)
    client.get("/reports")
    assert post(client, "/reports/1/contact").status_code == 404
    assert PHONE in post(client, "/reports/2/contact").text
    assert ("the site", "reports_cleared") in deeds(app)
    assert "خود سایت" in client.get("/audit").text


def test_what_was_closed_lately_keeps_its_number(staffed: Flask, steward: FlaskClient) -> None:
    report(staffed, phone=PHONE)
    decide(steward, "refuse")
    assert staffed.test_cli_runner().invoke(args=["tidy"]).exit_code == 0
    assert PHONE in post(steward, "/reports/1/contact").text


def test_without_a_journal_there_is_nothing_to_tidy(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["tidy"])
    assert told.exit_code == 1
    assert "ALLEYS_JOURNAL" in told.output


def test_how_long_numbers_are_kept_is_a_setting() -> None:
    name = "ALLEYS_KEEP_CONTACT_DAYS"
    assert SiteConfig.from_environment({}).keep_contact_days == 90
    assert SiteConfig.from_environment({name: " 30 "}).keep_contact_days == 30
    for wrong in ("-1", "x", "1.5", "999999", "۹۰"):
        with pytest.raises(ValueError, match=name):
            SiteConfig.from_environment({name: wrong})


def test_a_report_from_before_districts_were_kept_gets_its_own_when_the_queue_opens(
    staffed: Flask, steward: FlaskClient, honarestan: int, martyr_ids: dict[str, int]
) -> None:
    report(staffed, alley_id=honarestan)
    report(staffed, martyr_id=martyr_ids["DEMO-2"])
    report(staffed, alley_id=1)
    steward.get("/reports")
    assert listed(steward.get("/reports?district=1").text) == [1]
    assert listed(steward.get("/reports?district=2").text) == [2]
    assert listed(steward.get("/reports?district=none").text) == [3]


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_the_pages_are_there_in_every_language(
    staffed: Flask, steward: FlaskClient, honarestan: int, language: str
) -> None:
    report(staffed, alley_id=honarestan, photo=photo(), phone=PHONE)
    report(staffed, alley_id=honarestan)
    decide(steward, "plaque", 2)
    for address in ("/reports?state=all", "/reports/1", "/reports/2", "/pictures", "/audit"):
        glue = "&" if "?" in address else "?"
        assert steward.get(f"{address}{glue}lang={language}").status_code == 200
    assert token_of(steward)
