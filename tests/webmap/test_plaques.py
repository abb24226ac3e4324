"""Stewards record at the desk what happens to signs, one by one and many at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from geodata.catalogue import Catalogue
from geodata.gregorian import jalali_day, jalali_text
from geodata.journal.audit import entries
from geodata.journal.decisions import Choice, Ruling, decide
from geodata.journal.plaque_records import events_in_force
from geodata.sign_history import RecordedEvent
from tests.webmap.staff import deeds, journal_of, post, token_of, worker
from webmap.logins import utc_now
from webmap.ticked_signs import MOST_AT_ONCE


@pytest.fixture
def steward(staffed: Flask) -> FlaskClient:
    return worker(staffed, "steward")


def events(app: Flask) -> list[RecordedEvent]:
    with journal_of(app).reading() as connection:
        return events_in_force(connection)


def told(app: Flask) -> list[tuple[str, str]]:
    return [(event.plaque_id, event.status) for event in events(app)]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def record(client: FlaskClient, plaque_id: str, **fields: Any) -> Any:
    """Fill in the form of a sign's page and send it."""
    page = client.get(f"/plaques/{plaque_id}").text
    form = {name: hidden(page, name) for name in ("token", "plaque", "seen", "key", "on")}
    # Encoded here: the test client leaves the temporary file of a large form open.
    boundary, content = encode_multipart({**form, **fields})
    content_type = f'multipart/form-data; boundary="{boundary}"'
    return client.post("/plaques/record", data=content, content_type=content_type)


def sent_file(content: bytes) -> FileStorage:
    return FileStorage(BytesIO(content), "sign.jpg")


def photo() -> bytes:
    image, out = Image.new("RGB", (64, 48), "teal"), BytesIO()
    data = image.getexif()
    data[0x010E] = "GPS 34.64 50.88"
    image.save(out, "JPEG", exif=data)
    return out.getvalue()


def test_what_was_recorded_is_the_state_of_a_sign_and_stands_in_its_history(
    staffed: Flask, steward: FlaskClient
) -> None:
    sent = record(
        steward, "P1", status="verified", on="۱۴۰۵/۹/۱", end="end", note="بر دیوار <شمالی>",
        lat="۳۴٫۶۴۰۱", lon="50.8811",
    )  # fmt: skip
    assert sent.status_code == 303
    assert sent.location == "/plaques/P1"
    (event,) = events(staffed)
    assert (event.plaque_id, event.naming_id, event.status) == ("P1", "DEMO-1", "verified")
    assert (event.end, event.happened_on, event.recorded_by) == ("end", "1405-09-01", "steward")
    assert (event.lat, event.lon) == (34.6401, 50.8811)
    page = steward.get("/plaques/P1").text
    assert "بر دیوار &lt;شمالی&gt;" in page
    assert "پلاک نصب و بازدید شده" in page
    assert "۱ آذر ۱۴۰۵" in page
    assert "۱ مرداد ۱۴۰۲" in page
    assert "steward" in page
    assert deeds(staffed)[-1] == ("steward", "plaque_recorded")
    audit = steward.get("/audit").text
    assert "ثبت وضعیت پلاک" in audit
    assert "پلاک نصب و بازدید شده" in audit


def test_only_what_may_follow_is_offered_and_taken(staffed: Flask, steward: FlaskClient) -> None:
    page = steward.get("/plaques/DEMO-5:start").text
    offered = re.findall(r'name="status" value="(\w+)"', page)
    assert offered == ["installed", "verified", "approved"]
    refused = record(steward, "DEMO-5:start", status="damaged", note="شکسته")
    assert refused.status_code == 400
    assert "«پلاک آسیب دیده» نمی‌تواند پس از «پلاک آمادهٔ نصب» بیاید" in refused.text
    assert "شکسته" in refused.text
    assert told(staffed) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1405/9/4", "1405-09-04"),
        ("۱۴۰۴-۰۲-۳۱", "1404-02-31"),
        ("٣ آذر ١٤٠٥", "1405-09-03"),
        ("1403/12/30", "1403-12-30"),
    ],
)
def test_a_day_is_read_in_any_digits(
    staffed: Flask, steward: FlaskClient, typed: str, kept: str
) -> None:
    assert record(steward, "P1", status="verified", on=typed).status_code == 303
    assert [event.happened_on for event in events(staffed)] == [kept]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1404/12/30", "در تقویم نیست"),
        ("1404/13/1", "در تقویم نیست"),
        ("1404", "کامل بنویسید"),
        ("", "کامل بنویسید"),
        ("دیروز", "کامل بنویسید"),
        ("1499/01/01", "در آینده"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    staffed: Flask, steward: FlaskClient, typed: str, why: str
) -> None:
    refused = record(steward, "P1", status="damaged", on=typed, note="ترک خورده", end="end")
    assert refused.status_code == 400
    assert why in refused.text
    assert "ترک خورده" in refused.text
    assert 'value="damaged" required checked' in refused.text
    assert '<option value="end" selected>' in refused.text
    assert told(staffed) == []


def test_the_form_begins_with_today_and_tomorrow_is_refused(
    staffed: Flask, steward: FlaskClient
) -> None:
    today = jalali_day(utc_now())
    assert hidden(steward.get("/plaques/P1").text, "on") == jalali_text(today)
    year, month, _ = today.split("-")
    tomorrow = f"{year}/{month}/31" if month < "07" else f"{int(year) + 1}/1/1"
    assert record(steward, "P1", status="verified", on=tomorrow).status_code == 400


@pytest.mark.parametrize(
    "fields",
    [
        {"lat": "34.64"},
        {"lon": "50.88"},
        {"lat": "50.88", "lon": "34.64"},
        {"lat": "nan", "lon": "nan"},
        {"end": "middle"},
        {"note": "ن" * 501},
        {"note": "\x00"},
        {"status": ""},
        {"status": "gone"},
        {"key": "1"},
        {"photo": sent_file(b"%PDF-1.7")},
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    staffed: Flask, steward: FlaskClient, fields: dict[str, Any]
) -> None:
    refused = record(steward, "P1", **{"status": "verified", **fields})
    assert refused.status_code == 400
    assert 'role="alert"' in refused.text
    assert told(staffed) == []


def test_a_photo_is_kept_without_where_it_was_taken_and_seen_at_the_desk_only(
    staffed: Flask, steward: FlaskClient
) -> None:
    sent = record(steward, "P1", status="damaged", photo=sent_file(photo()))
    assert sent.status_code == 303
    page = steward.get("/plaques/P1").text
    found = re.search(r'src="(/plaque-photos/\d+)"', page)
    assert found
    answer = worker(staffed, "planner").get(found[1])
    assert answer.mimetype == "image/webp"
    assert answer.headers["Cache-Control"] == "no-store"
    image = Image.open(BytesIO(answer.data))
    assert (image.format, image.size, dict(image.getexif())) == ("WEBP", (64, 48), {})
    assert staffed.test_client().get(found[1]).status_code == 303
    assert steward.get("/plaque-photos/99").status_code == 404


def test_a_photo_of_a_camera_fits_and_a_film_does_not(steward: FlaskClient) -> None:
    noise, out = Image.effect_noise((2400, 1800), 90).convert("RGB"), BytesIO()
    noise.save(out, "JPEG", quality=95)
    assert out.tell() > 2_000_000
    fits = record(steward, "P1", status="damaged", photo=sent_file(out.getvalue()))
    assert fits.status_code == 303
    film = sent_file(b"\xff\xd8\xff" + bytes(8_000_000))
    assert record(steward, "P1", status="missing", photo=film).status_code == 413


def test_the_same_form_sent_twice_records_once(staffed: Flask, steward: FlaskClient) -> None:
    page = steward.get("/plaques/P1").text
    form = {name: hidden(page, name) for name in ("token", "plaque", "seen", "key", "on")}
    for _ in range(3):
        sent = steward.post("/plaques/record", data={**form, "status": "verified"})
        assert sent.status_code == 303
    assert told(staffed) == [("P1", "verified")]


def test_what_another_recorded_meanwhile_is_shown_before_anything_is_put_on_top(
    staffed: Flask, steward: FlaskClient
) -> None:
    page = steward.get("/plaques/P1").text
    form = {name: hidden(page, name) for name in ("token", "plaque", "seen", "key", "on")}
    record(worker(staffed, "admin"), "P1", status="damaged")
    refused = steward.post("/plaques/record", data={**form, "status": "verified"})
    assert refused.status_code == 409
    assert "در این میان" in refused.text
    assert "admin" in refused.text
    assert told(staffed) == [("P1", "damaged")]
    again = {name: hidden(refused.text, name) for name in ("token", "plaque", "seen", "key", "on")}
    assert steward.post("/plaques/record", data={**again, "status": "verified"}).status_code == 303
    assert told(staffed) == [("P1", "damaged"), ("P1", "verified")]


def test_a_first_sign_of_an_alley_is_recorded_and_one_at_its_other_end(
    staffed: Flask, steward: FlaskClient
) -> None:
    assert "DEMO-2:end" in steward.get("/plaques/DEMO-2:start").text
    assert record(steward, "DEMO-2:start", status="installed", end="start").status_code == 303
    page = steward.get("/plaques/DEMO-2:start").text
    assert "ثبت پلاک انتهای کوچه" in page
    assert record(steward, "DEMO-2:end", status="made").status_code == 303
    assert told(staffed) == [("DEMO-2:start", "installed"), ("DEMO-2:end", "made")]
    assert 'href="/plaques/DEMO-2:end"' in steward.get("/plaques/DEMO-2:start").text
    listed = steward.get("/plaques", query_string={"q": "ظفری"}).text
    assert listed.count('class="sign"') == 2


def test_the_last_event_is_taken_back_and_no_other(staffed: Flask, steward: FlaskClient) -> None:
    record(steward, "P1", status="verified")
    record(steward, "P1", status="damaged")
    first, second = (event.event_id for event in events(staffed))
    page = steward.get("/plaques/P1").text
    assert f"/plaques/events/{second}/withdraw" in page
    assert f"/plaques/events/{first}/withdraw" not in page
    assert post(steward, f"/plaques/events/{first}/withdraw").status_code == 409
    assert post(steward, f"/plaques/events/{second}/withdraw").location == "/plaques/P1"
    assert told(staffed) == [("P1", "verified")]
    assert post(steward, f"/plaques/events/{second}/withdraw").status_code == 404


def test_a_planner_reads_all_and_changes_nothing(staffed: Flask, steward: FlaskClient) -> None:
    record(steward, "P1", status="damaged", note="افتاده")
    planner = worker(staffed, "planner")
    page = planner.get("/plaques/P1").text
    assert "افتاده" in page
    assert 'method="post"' not in page
    assert 'method="post"' not in planner.get("/plaques").text
    sent = {"plaque": "P1", "status": "verified"}
    assert post(planner, "/plaques/record", **sent).status_code == 403


def test_the_list_says_how_many_every_choice_leaves(steward: FlaskClient) -> None:
    page = steward.get("/plaques").text
    links = re.findall(
        r'<a href="(/plaques\?[^"]*)" rel="nofollow"><span>([^<]*)</span>'
        r' <span class="facet-count">([^<]*)</span>',
        page,
    )
    assert {"پلاک آسیب دیده", "کوچه‌اش روی نقشه نیست"} <= {label for _, label, _ in links}
    for address, label, count in links:
        chosen = steward.get(address.replace("&amp;", "&")).text
        number = int(count)
        assert chosen.count('class="sign"') == number, label


def test_the_list_is_narrowed_sorted_and_paged_by_its_address(steward: FlaskClient) -> None:
    page = steward.get("/plaques", query_string={"q": "كريمي", "status": "damaged"}).text
    assert re.findall(r'href="/plaques/([^"?]+)"', page) == ["P2"]
    assert 'name="status" value="damaged"' in page
    assert steward.get("/plaques?page=9").status_code == 200
    for wrong in ("status=gone", "sort=x", "off_map=2", "page=0"):
        assert steward.get(f"/plaques?{wrong}").status_code == 400


def bulk(client: FlaskClient, page: str, **fields: Any) -> Any:
    form = {name: hidden(page, name) for name in ("token", "key", "all", "next")}
    return client.post("/plaques/bulk", data={**form, "on": "1405/9/4", **fields})


def ticks(page: str) -> dict[str, str]:
    found = re.findall(r'name="tick" value="((\d+):([^"]+))"', page)
    return {plaque_id: tick for tick, _, plaque_id in found}


def test_the_ticked_get_one_event_each_and_the_report_says_which_could_not(
    staffed: Flask, steward: FlaskClient
) -> None:
    page = steward.get("/plaques").text
    known = ticks(page)
    record(worker(staffed, "admin"), "P2", status="verified")
    chosen = [known[one] for one in ("P1", "P2", "DEMO-5:start", "DEMO-2:start")]
    answer = bulk(steward, page, which="ticked", tick=[*chosen, "0:P-none"], status="damaged")
    assert answer.status_code == 200
    assert "برای ۱ پلاک ثبت شد" in answer.text
    assert "برای ۴ پلاک ثبت نشد" in answer.text
    assert answer.text.count("«پلاک آسیب دیده» نمی‌تواند پس از") == 2
    assert answer.text.count("در این میان چیز دیگری") == 1
    assert "این پلاک دیگر در داده‌ها نیست" in answer.text
    assert told(staffed) == [("P2", "verified"), ("P1", "damaged")]


def test_all_of_the_filtered_list_are_changed_at_once_each_with_its_row_of_the_audit(
    staffed: Flask, steward: FlaskClient
) -> None:
    address = "/plaques?status=unknown"
    page = steward.get(address).text
    listed = ticks(page)
    total = len(listed)
    assert total >= 4
    assert f"هر {'۰۱۲۳۴۵۶۷۸۹'[total]} پلاک این فهرست" in page
    answer = bulk(steward, page, which="all", status="installed", note="پاییز")
    assert f"برای {'۰۱۲۳۴۵۶۷۸۹'[total]} پلاک ثبت شد" in answer.text
    assert "ثبت نشد" not in answer.text
    assert f'href="{address}"' in answer.text
    assert {plaque_id for plaque_id, _ in told(staffed)} == set(listed)
    assert {event.note for event in events(staffed)} == {"پاییز"}
    with journal_of(staffed).reading() as connection:
        rows = entries(connection, action="plaque_recorded", limit=99)
    assert sorted(row.details["plaque"] for row in rows) == sorted(listed)
    again = bulk(steward, page, which="all", status="installed")
    assert f"برای {'۰۱۲۳۴۵۶۷۸۹'[total]} پلاک ثبت شد" in again.text
    assert len(told(staffed)) == total


def test_what_has_changed_since_the_list_was_seen_is_left_alone(
    staffed: Flask, steward: FlaskClient
) -> None:
    page = steward.get("/plaques").text
    admin = worker(staffed, "admin")
    record(admin, "P1", status="damaged")
    record(admin, "P2", status="verified")
    post(admin, f"/plaques/events/{events(staffed)[-1].event_id}/withdraw")
    bulk(steward, page, which="all", status="verified")
    kept = told(staffed)
    assert kept[0] == ("P1", "damaged")
    assert ("P1", "verified") not in kept
    assert ("P2", "verified") in kept


@pytest.mark.parametrize(
    "fields",
    [
        {"which": "ticked"},
        {"which": "all", "all": ""},
        {"which": "all", "all": "eJw"},
        {"which": "ticked", "tick": "P1"},
        {"which": "ticked", "tick": [f"0:{n}" for n in range(MOST_AT_ONCE + 1)]},
        {"which": "all", "status": "gone"},
        {"which": "all", "on": "1499/1/1"},
    ],
)
def test_what_is_no_form_of_ours_changes_nothing(
    staffed: Flask, steward: FlaskClient, fields: dict[str, Any]
) -> None:
    page = steward.get("/plaques").text
    assert bulk(steward, page, **{"status": "installed", **fields}).status_code == 400
    assert told(staffed) == []


def test_names_and_notes_that_want_to_be_markup_stay_text(
    hostile_dataset: Any, tmp_path: Any, hired: Callable[..., FlaskClient]
) -> None:
    client = hired(hostile_dataset, tmp_path / "journal.sqlite")
    assert "<img src=x" not in client.get("/plaques").text
    for plaque_id in ticks(client.get("/plaques").text):
        page = client.get(f"/plaques/{quote(plaque_id)}")
        assert page.status_code == 200
        assert "<img src=x" not in page.text
        assert "<script>alert" not in page.text


def test_an_id_with_a_slash_has_a_page_too(staffed: Flask, steward: FlaskClient) -> None:
    with journal_of(staffed).writing() as connection:
        from geodata.journal.tables import plaque_event

        connection.execute(
            plaque_event.insert().values(
                event_key="k", plaque_id="۱۲/الف", naming_id="DEMO-2", status="installed",
                happened_on="1405-09-01", note="", recorded_by="x", recorded_at=utc_now(),
            )
        )  # fmt: skip
    found = re.search(r'href="(/plaques/[^"]*%D9%84%D9%81)"', steward.get("/plaques").text)
    assert found
    assert steward.get(found[1]).status_code == 200
    assert steward.get("/plaques/nobody").status_code == 404


def test_what_was_recorded_shows_on_the_public_page_at_once_and_leads_to_its_history(
    staffed: Flask, steward: FlaskClient, alley_ids: dict[str, int]
) -> None:
    address = f"/alleys/{alley_ids['کوچه ۱۲']}"
    assert "هنوز بی پلاک" in staffed.test_client().get(address).text
    record(steward, "DEMO-5:start", status="installed", note="نزد همسایه")
    page = staffed.test_client().get(address).text
    assert "پلاک نصب شده" in page
    assert "نزد همسایه" not in page
    assert "/plaques" not in page
    assert 'href="/plaques?q=DEMO-5"' in steward.get(address).text
    listed = steward.get("/plaques?q=DEMO-5").text
    assert re.findall(r'href="/plaques/([^"?]+)"', listed) == ["DEMO-5:start"]


def test_a_sign_whose_alley_was_decided_since_the_build_is_where_it_was_put(
    staffed: Flask, steward: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    off_map = "/plaques?off_map=1&q=DEMO-4"
    assert steward.get(off_map).text.count('class="sign"') == 1
    alley_id = tiny_catalogue.naming("DEMO-4").alternatives[0][0]
    ruling = Ruling("DEMO-4", (Choice("accept", alley_id),), person="رضا احمدی")
    decide(journal_of(staffed), ruling, seen=0, by="admin", now=utc_now())
    staffed.extensions["alleys-dataset"].hurry()
    assert steward.get(off_map).text.count('class="sign"') == 0
    assert f'href="/alleys/{alley_id}"' in steward.get("/plaques/DEMO-4:start").text


def test_the_desk_leads_to_the_signs(staffed: Flask) -> None:
    assert 'href="/plaques"' in worker(staffed, "planner").get("/desk").text
    client = worker(staffed, "steward")
    assert token_of(client)
    assert 'href="/field"' in client.get("/desk").text


def test_a_day_before_the_last_one_known_is_told_and_may_be_meant(
    staffed: Flask, steward: FlaskClient
) -> None:
    record(steward, "P1", status="verified", on="1405/9/2")
    earlier = {"status": "damaged", "on": "1405/8/30", "note": "ترک"}
    refused = record(steward, "P1", **earlier)
    assert refused.status_code == 400
    assert "۳۰ آبان ۱۴۰۵ پیش از ۲ آذر ۱۴۰۵ است" in refused.text
    assert 'name="history"' in refused.text
    assert "ترک" in refused.text
    assert told(staffed) == [("P1", "verified")]
    assert record(steward, "P1", **earlier, history="1").status_code == 303
    assert told(staffed) == [("P1", "damaged"), ("P1", "verified")]
    page = steward.get("/plaques/P1").text
    assert re.search(r'class="sign-state"><span class="chip chip-verified"', page)
    assert page.count("پس گرفتن همین رویداد") == 2


def test_a_day_before_that_of_the_files_is_history_too(
    staffed: Flask, steward: FlaskClient
) -> None:
    refused = record(steward, "P1", status="verified", on="1402/4/31")
    assert "۳۱ تیر ۱۴۰۲ پیش از ۱ مرداد ۱۴۰۲ است" in refused.text
    refused = record(steward, "P1", status="verified", on="1402/4/31", history="1")
    assert "«پلاک نصب شده» نمی‌تواند پس از" in refused.text
    assert told(staffed) == []
    assert 'value="made"' in refused.text
    assert record(steward, "P1", status="made", on="1402/4/31", history="1").status_code == 303
    page = steward.get("/plaques/P1").text
    assert re.search(r'class="sign-state"><span class="chip chip-installed"', page)


def test_many_may_be_recorded_of_a_day_before_the_last_one_known(
    staffed: Flask, steward: FlaskClient
) -> None:
    record(steward, "P1", status="verified", on="1405/9/4")
    page = steward.get("/plaques").text
    known = ticks(page)
    earlier = {"which": "ticked", "tick": [known["P1"]], "status": "verified", "on": "1405/9/1"}
    answer = bulk(steward, page, **earlier)
    assert "۱ آذر ۱۴۰۵ پیش از ۴ آذر ۱۴۰۵ است" in answer.text
    assert "برای ۱ پلاک ثبت شد" in bulk(steward, page, **earlier, history="1").text
    assert [event.happened_on for event in events(staffed)] == ["1405-09-01", "1405-09-04"]
