"""Phones in the street: the list they keep, and their queues, each event once and in order."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPErrorProcessor, Request, build_opener, urlopen
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from geodata.catalogue import Catalogue
from geodata.gregorian import jalali_day
from geodata.journal import open_journal
from geodata.journal.accounts import Role, make_account
from geodata.journal.audit import COMMAND_LINE, check_chain, entries
from geodata.journal.decisions import Choice, Ruling, decide
from geodata.journal.picture_records import sign_photo
from geodata.journal.plaque_records import events_in_force
from geodata.journal.tables import media
from geodata.sign_history import RecordedEvent
from geodata.worklists.row import candidates_of
from tests.ports import free_port
from tests.webmap.staff import MADE, PASSWORD, journal_of, worker
from webmap.contexts.field_mode import BUTTONS
from webmap.logins import utc_now

HERE = "50.881,34.641"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def phone(staffed: Flask) -> FlaskClient:
    return worker(staffed, "steward")


def send(phone: FlaskClient, *events: dict[str, Any], account: str = "steward") -> Any:
    told = phone.get("/field/token").get_json()
    return phone.post(
        "/field/events",
        json={"account": account, "events": events},
        headers={"X-Form-Token": told["token"]},
    )


def answers(phone: FlaskClient, *events: dict[str, Any]) -> list[dict[str, Any]]:
    answer = send(phone, *events)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.get_json()["answers"]
    assert [one["key"] for one in found] == [event.get("key", "") for event in events]
    return found


def results(phone: FlaskClient, *events: dict[str, Any]) -> list[str]:
    return [one["result"] for one in answers(phone, *events)]


def event(plaque: str = "P1", status: str = "verified", **told: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), "plaque": plaque, "status": status, "age_s": 0, **told}


def recorded(app: Flask) -> list[RecordedEvent]:
    with journal_of(app).reading() as connection:
        return events_in_force(connection)


def picture() -> str:
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    return base64.b64encode(out.getvalue()).decode()


def test_visitors_and_planners_get_the_sheet_for_paper_and_stewards_the_page_for_the_street(
    staffed: Flask, phone: FlaskClient
) -> None:
    for client in (staffed.test_client(), worker(staffed, "planner")):
        answer = client.get("/field")
        assert "ساختن برگه" in answer.text
        assert "X-Kept-As" not in answer.headers
        assert client.get("/field/list.json", query_string={"near": HERE}).status_code in (303, 403)
    answer = phone.get("/field")
    assert answer.headers["X-Kept-As"] == "field"
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'id="spots"' in answer.text
    for sheet in ("/field?view=sheet", f"/field?near={HERE}"):
        answer = phone.get(sheet)
        assert 'id="spots"' not in answer.text
        assert "X-Kept-As" not in answer.headers


def test_nothing_on_the_page_that_a_phone_keeps_is_of_one_person(phone: FlaskClient) -> None:
    told = phone.get("/field/token").get_json()
    assert told["account"] == "steward"
    page = phone.get("/field").text
    assert told["token"] not in page
    assert "steward" not in page


def test_the_list_has_the_signs_around_with_the_nearest_first(
    phone: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    told = phone.get("/field/list.json", query_string={"near": HERE}).get_json()
    assert told["account"] == "steward"
    on_map = {
        naming.naming_id
        for naming in tiny_catalogue.signs.namings.values()
        if naming.alley_id is not None
    }
    assert {sign["id"].partition(":")[0] for sign in told["signs"]} == {
        "P1", "P2", *(on_map - {"DEMO-1"}),
    }  # fmt: skip
    lon, lat = map(float, HERE.split(","))
    far = [abs(sign["at"][0] - lon) * 0.82 + abs(sign["at"][1] - lat) for sign in told["signs"]]
    assert far[0] == min(far)
    assert far[-1] == max(far)
    assert told["life"]["installed"] == ["verified", "damaged", "missing"]
    offered = {status for statuses in told["life"].values() for status in statuses}
    assert offered == {status for status, _ in BUTTONS}
    first = next(sign for sign in told["signs"] if sign["id"] == "P1")
    assert (first["status"], first["seen"], first["state"]) == ("installed", 0, "پلاک نصب شده")


def test_a_list_can_begin_in_a_neighbourhood_and_has_to_begin_somewhere(
    phone: FlaskClient,
) -> None:
    told = phone.get("/field/list.json", query_string={"neighbourhood": "صفائیه", "limit": 2})
    assert len(told.get_json()["signs"]) == 2
    refused = phone.get("/field/list.json")
    assert refused.status_code == 400
    assert refused.get_json()["parameter"] == "near"


def test_what_a_phone_sends_is_recorded_with_day_place_note_and_photo(
    staffed: Flask, phone: FlaskClient
) -> None:
    sent = event(
        end="end", lon=50.8812, lat=34.6403, accuracy_m=7.4, note=" شیشه‌اش شکسته ",
        photo=picture(), status="damaged", age_s=0,
    )  # fmt: skip
    (answer,) = answers(phone, sent)
    assert answer["result"] == "done"
    assert answer["sign"]["status"] == "damaged"
    (kept,) = recorded(staffed)
    assert answer["sign"]["seen"] == kept.event_id
    assert (kept.naming_id, kept.end, kept.note) == ("DEMO-1", "end", "شیشه‌اش شکسته")
    assert (kept.lon, kept.lat, kept.recorded_by) == (50.8812, 34.6403, "steward")
    assert kept.happened_on == jalali_day(utc_now())
    assert kept.media_id is not None
    with journal_of(staffed).reading() as connection:
        assert sign_photo(connection, kept.media_id) is not None
        assert entries(connection, limit=1)[0].details["accuracy_m"] == 7


def test_the_day_is_told_by_how_long_ago_it_was_whatever_the_clock_says(
    staffed: Flask, phone: FlaskClient
) -> None:
    assert results(phone, event(age_s=400 * 24 * 3600)) == ["done"]
    (kept,) = recorded(staffed)
    assert "1404" <= kept.happened_on[:4] < jalali_day(utc_now())[:4]
    for wrong in (-1, 1e12, "3", None, float("nan")):
        (answer,) = answers(phone, event("P2", age_s=wrong))
        assert (answer["result"], answer["parameter"]) == ("refused", "age_s")


def test_a_queue_sent_again_changes_nothing_and_says_so(staffed: Flask, phone: FlaskClient) -> None:
    first = event(photo=picture())
    then = event(status="damaged", after=first["key"])
    assert results(phone, first, then) == ["done", "done"]
    assert results(phone, first, then) == ["already", "already"]
    assert results(phone, then) == ["already"]
    assert [one.status for one in recorded(staffed)] == ["verified", "damaged"]


def test_what_another_recorded_meanwhile_comes_back_and_may_be_put_on_top(
    staffed: Flask, phone: FlaskClient
) -> None:
    other = worker(staffed, "admin")
    assert send(other, event(status="damaged", note="ترک"), account="admin").status_code == 200
    mine, then = event(), event(status="missing")
    then["after"] = mine["key"]
    conflict, behind = answers(phone, mine, then)
    assert conflict["result"] == behind["result"] == "conflict"
    assert "در این میان" in conflict["message"]
    told = conflict["sign"]
    assert (told["status"], told["by"], told["note"]) == ("damaged", "admin", "ترک")
    assert results(phone, mine | {"seen": told["seen"]}, then) == ["done", "done"]
    assert [one.status for one in recorded(staffed)] == ["damaged", "verified", "missing"]


def test_a_taken_back_event_is_not_recorded_again_by_its_key(
    staffed: Flask, phone: FlaskClient
) -> None:
    sent = event()
    assert results(phone, sent) == ["done"]
    token = phone.get("/field/token").get_json()["token"]
    (kept,) = recorded(staffed)
    phone.post(f"/plaques/events/{kept.event_id}/withdraw", data={"token": token})
    assert results(phone, sent) == ["already"]
    assert recorded(staffed) == []


@pytest.mark.parametrize(
    ("wrong", "parameter"),
    [
        ({"status": "gone"}, "status"),
        ({"status": "planned"}, "status"),
        ({"status": ["verified"]}, "status"),
        ({"end": "middle"}, "end"),
        ({"lon": 34.64, "lat": 50.88}, "lat"),
        ({"lon": 50.88}, "lat"),
        ({"lon": float("nan"), "lat": 34.64}, "lat"),
        ({"note": "ن" * 501}, "note"),
        ({"note": 7}, "note"),
        ({"photo": "!"}, "photo"),
        ({"photo": base64.b64encode(b"%PDF-1.7").decode()}, "photo"),
        ({"photo": 1}, "photo"),
        ({"plaque": "P-none"}, None),
        ({"plaque": 1}, None),
        ({"key": "1"}, "key"),
        ({"after": "1"}, "key"),
    ],
)
def test_one_event_that_cannot_be_taken_keeps_the_others_not_out(
    staffed: Flask, phone: FlaskClient, wrong: dict[str, Any], parameter: str | None
) -> None:
    refused, done = answers(phone, event("P2") | wrong, event())
    assert (refused["result"], refused["parameter"]) == ("refused", parameter)
    assert refused["message"]
    assert done["result"] == "done"
    assert [one.plaque_id for one in recorded(staffed)] == ["P1"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"events":[]}',
        b'{"account":"steward","events":{}}',
        json.dumps({"account": "steward", "events": [{}] * 51}).encode(),
        b'{"account":"admin","events":[]}',
    ],
)
def test_what_is_no_batch_is_refused_as_a_whole(phone: FlaskClient, body: bytes) -> None:
    headers = {"X-Form-Token": phone.get("/field/token").get_json()["token"]}
    answer = phone.post(
        "/field/events", data=body, content_type="application/json", headers=headers
    )
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"


def test_a_batch_beyond_all_measure_is_not_read(phone: FlaskClient) -> None:
    answer = send(phone, event(photo="A" * 13_000_000))
    assert answer.status_code == 413


def test_odd_entries_of_a_batch_get_an_answer_each(phone: FlaskClient) -> None:
    headers = {"X-Form-Token": phone.get("/field/token").get_json()["token"]}
    body = {"account": "steward", "events": [None, 1, "x", [], {}]}
    told = phone.post("/field/events", json=body, headers=headers).get_json()["answers"]
    assert [one["result"] for one in told] == ["refused"] * 5


def test_without_the_word_of_this_login_nothing_is_taken(
    staffed: Flask, phone: FlaskClient
) -> None:
    other = worker(staffed, "admin").get("/field/token").get_json()["token"]
    body = {"account": "steward", "events": [event()]}
    for headers in ({}, {"X-Form-Token": other}, {"X-Form-Token": "0" * 64}):
        assert phone.post("/field/events", json=body, headers=headers).status_code == 400
    assert recorded(staffed) == []


def ask_for_visit(app: Flask, naming_id: str, note: str = "") -> None:
    ruling = Ruling(naming_id, (Choice("visit"),), person="کسی", note=note)
    decide(journal_of(app), ruling, seen=0, by="admin", now=utc_now())


def test_a_naming_to_be_looked_for_is_in_the_list_near_the_alleys_it_may_be(
    staffed: Flask, phone: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    ask_for_visit(staffed, "DEMO-4", "از همسایه بپرسید")
    ask_for_visit(staffed, "DEMO-6")
    ask_for_visit(staffed, "DEMO-2")
    told = phone.get("/field/list.json", query_string={"near": HERE}).get_json()["signs"]
    tasks = {sign["id"]: sign for sign in told if sign.get("task")}
    assert set(tasks) == {"DEMO-4:start", "DEMO-6:start"}
    unsure, lost = tasks["DEMO-4:start"], tasks["DEMO-6:start"]
    assert unsure["task"] == "باید دیده شود: کدام کوچه است؟"
    assert unsure["note"] == "از همسایه بپرسید"
    places = [one["at"] for one in unsure["candidates"]]
    assert len(places) == 2
    assert unsure["at"] == places[0]
    of_join = tiny_catalogue.work.of_naming("DEMO-4")
    assert of_join is not None
    assert {one["alley"] for one in unsure["candidates"]} == {
        one.alley_id for one in candidates_of(of_join)
    }
    assert (lost["at"], lost["candidates"]) == (None, [])
    assert told[-1]["id"] == "DEMO-6:start"
    assert results(phone, event("DEMO-4:start", "verified", note="کوچه: لادن")) == ["done"]


def test_sheet_and_track_of_a_steward_have_it_too_and_those_of_visitors_not(
    staffed: Flask, phone: FlaskClient
) -> None:
    ask_for_visit(staffed, "DEMO-4", "از همسایه بپرسید")
    address = {"near": HERE}
    page = phone.get("/field", query_string=address).text
    assert "باید دیده شود: کدام کوچه است؟" in page
    assert "از همسایه بپرسید" in page
    track = phone.get("/field.gpx", query_string=address).text
    assert "باید دیده شود" in track
    assert re.search(r"/martyrs/\d+", track)
    visitor = staffed.test_client()
    for path in ("/field", "/field.gpx"):
        assert "باید دیده شود" not in visitor.get(path, query_string=address).text


def test_a_sign_that_a_build_gave_another_id_is_found_again(
    staffed: Flask, phone: FlaskClient
) -> None:
    lost = event("P-old", "damaged", naming="DEMO-1", sign_end="end")
    (answer,) = answers(phone, lost)
    assert (answer["result"], answer["sign"]["id"]) == ("done", "P2")
    by_place = event("P-older", "verified", naming="DEMO-1", spot=[50.881, 34.6401])
    assert answers(phone, by_place)[0]["sign"]["id"] == "P1"
    at_an_end = event("P-gone", "verified", naming="DEMO-2", sign_end="end")
    assert answers(phone, at_an_end)[0]["sign"]["id"] == "DEMO-2:end"
    with journal_of(staffed).reading() as connection:
        told = [one.details["sent_as"] for one in entries(connection, limit=3)]
    assert told == ["P-gone", "P-older", "P-old"]
    assert len(recorded(staffed)) == 3


@pytest.mark.parametrize(
    "known",
    [
        {"naming": "DEMO-1"},
        {"naming": "DEMO-1", "sign_end": "middle", "spot": ["50", 1]},
        {"naming": "DEMO-1", "sign_end": "start"},
        {"naming": "DEMO-1", "spot": [50.881, 34.641]},
    ],
)
def test_where_it_may_be_two_signs_its_person_is_asked_which(
    staffed: Flask, phone: FlaskClient, known: dict[str, Any]
) -> None:
    sent = event("P-old", "verified", **known)
    (answer,) = answers(phone, sent)
    assert answer["result"] == "refused"
    assert "کدام یک از این‌هاست" in answer["message"]
    assert [sign["id"] for sign in answer["candidates"]] == ["P1", "P2"]
    assert recorded(staffed) == []
    assert results(phone, sent | {"plaque": "P1"}) == ["done"]


def test_what_arrives_late_is_history_and_the_newer_state_stands(
    staffed: Flask, phone: FlaskClient
) -> None:
    assert results(phone, event(status="verified")) == ["done"]
    late = event(status="damaged", age_s=3 * 86_400, photo=picture())
    then = event(status="missing", age_s=2 * 86_400, after=late["key"])
    assert results(phone, late, then) == ["history", "history"]
    assert [one.status for one in recorded(staffed)] == ["damaged", "missing", "verified"]
    (answer,) = answers(phone, late)
    assert (answer["result"], answer["sign"]["status"]) == ("already", "verified")
    public = staffed.test_client().get("/api/search", query_string={"q": "علی کریمی"}).get_json()
    assert public["results"][0]["plaque_status"] in ("verified", "damaged")  # P2 is damaged


def test_what_was_seen_in_the_street_is_kept_and_told_where_it_does_not_fit(
    staffed: Flask, phone: FlaskClient
) -> None:
    assert results(phone, event("DEMO-5:start", "damaged")) == ["done"]
    assert "با آنچه پیش یا پس از آن ثبت شده جور نیست" in phone.get("/plaques/DEMO-5:start").text
    assert "DEMO-5" in phone.get("/plaques?odd=1").text


class Servers:
    """Two processes that serve one journal, and people who are logged in to them."""

    def __init__(self, dataset: Path, journal: Path) -> None:
        with closing(open_journal(str(journal))) as opened:
            for name in STEWARDS:
                make_account(opened, name, PASSWORD, Role.STEWARD, by=COMMAND_LINE, now=MADE)
        self.journal = journal
        environment = {**os.environ, "ALLEYS_DATASET": str(dataset), "ALLEYS_JOURNAL": str(journal)}
        self._processes = []
        self.addresses = []
        for _ in range(2):
            port = free_port()
            self._processes.append(
                subprocess.Popen(
                    [sys.executable, "-m", "webmap", "--port", str(port)],
                    cwd=ROOT, env=environment, stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL, text=True,
                )
            )  # fmt: skip
            self.addresses.append(f"http://127.0.0.1:{port}")
        for process in self._processes:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("http")

    def stop(self) -> None:
        for process in self._processes:
            process.terminate()
            process.wait(20)
            assert process.stdout is not None
            process.stdout.close()


STEWARDS = ("zahra", "reza", "maryam", "ali", "hasan")


@pytest.fixture(scope="module")
def servers(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    started = Servers(tiny_dataset, tmp_path_factory.mktemp("field") / "journal.sqlite")
    yield started
    started.stop()


class StayHere(HTTPErrorProcessor):
    """Takes a redirect for an answer."""

    def http_response(self, request: Any, response: Any) -> Any:
        return response


class Phone:
    """A phone that is logged in at one of the processes."""

    def __init__(self, address: str, name: str) -> None:
        form = urlencode({"name": name, "password": PASSWORD}).encode()
        with build_opener(StayHere).open(f"{address}/login", form) as answer:
            self._cookie = answer.headers["Set-Cookie"].partition(";")[0]
        self.address, self.name = address, name
        self._token = self._ask("/field/token")["token"]

    def send(self, events: list[dict[str, Any]]) -> list[str]:
        return [one["result"] for one in self.answers(events)]

    def answers(self, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        body = json.dumps({"account": self.name, "events": events}).encode()
        headers = {"Content-Type": "application/json", "X-Form-Token": self._token}
        told: list[dict[str, Any]] = self._ask("/field/events", body, headers)["answers"]
        return told

    def _ask(self, path: str, body: bytes | None = None, headers: Any = None) -> Any:
        request = Request(self.address + path, body, {"Cookie": self._cookie, **(headers or {})})
        with urlopen(request, timeout=60) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def phones(servers: Servers) -> list[Phone]:
    """Fifty phones, each with a login of its own, at one process or the other."""
    whose = [(address, name) for name in STEWARDS for address in servers.addresses] * 5
    with ThreadPoolExecutor(8) as hands:
        return list(hands.map(lambda one: Phone(*one), whose))


def kept(servers: Servers) -> list[RecordedEvent]:
    with closing(open_journal(str(servers.journal))) as journal, journal.reading() as connection:
        assert check_chain(connection).broken is None
        rows = len(entries(connection, action="plaque_recorded", limit=9999))
        found = events_in_force(connection)
        assert rows == len(found)
        return found


def pictures(servers: Servers) -> list[int]:
    with closing(open_journal(str(servers.journal))) as journal, journal.reading() as connection:
        return sorted(connection.scalars(select(media.c.media_id)))


def test_fifty_phones_that_send_one_queue_twice_record_it_once(
    servers: Servers, phones: list[Phone]
) -> None:
    queue = []
    for plaque in ("P1", "P2", "DEMO-2:start", "DEMO-5:start", "DEMO-9:start"):
        first = event(plaque, "verified", photo=picture())
        second = event(plaque, "damaged", after=first["key"])
        queue += [first, second, event(plaque, "missing", after=second["key"])]
    before = len(kept(servers))
    with ThreadPoolExecutor(100) as senders:
        told = list(senders.map(lambda phone: phone.send(queue), phones * 2))
    assert len(phones) == 50
    assert len(told) == 100
    assert all(len(one) == len(queue) for one in told)
    assert {result for one in told for result in one} <= {"done", "already"}
    found = kept(servers)[before:]
    assert sorted((one.plaque_id, one.status) for one in found) == sorted(
        (one["plaque"], one["status"]) for one in queue
    )
    with_photo = [one.media_id for one in found if one.media_id is not None]
    assert len(set(with_photo)) == 5
    assert pictures(servers) == sorted(with_photo)


def test_of_fifty_phones_that_record_one_sign_at_once_one_is_first_and_the_others_hear_of_it(
    servers: Servers, phones: list[Phone]
) -> None:
    before = len(kept(servers))
    with ThreadPoolExecutor(50) as senders:
        told = list(
            senders.map(lambda phone: phone.send([event("DEMO-7:start", "installed")]), phones)
        )
    # One is first; who tapped later is asked, who tapped before and arrived later is history.
    results = Counter(result for one in told for result in one)
    assert results["done"] == 1
    assert results["conflict"] + results["history"] == 49
    assert len(kept(servers)) == before + 1 + results["history"]


def test_what_fifty_phones_saw_at_fifty_moments_is_one_history_whoever_arrives_first(
    servers: Servers, phones: list[Phone]
) -> None:
    """Each sends twice; who is asked puts it on top, until nobody is asked any more."""
    queues = [
        event(
            "DEMO-3:start", "verified", age_s=86_400 + 600 * n, photo=picture() if n < 5 else None
        )
        for n in range(50)
    ]
    before = len(pictures(servers))

    def deliver(pair: tuple[Phone, dict[str, Any]]) -> None:
        phone, one = pair
        for _ in range(60):
            (answer,) = phone.answers([one])
            if answer["result"] != "conflict":
                break
            one = one | {"seen": answer["sign"]["seen"]}
        assert phone.send([one]) == ["already"]

    with ThreadPoolExecutor(50) as senders:
        list(senders.map(deliver, zip(phones, queues, strict=True)))
    found = [one for one in kept(servers) if one.plaque_id == "DEMO-3:start"]
    assert [one.event_key for one in found] == [one["key"] for one in reversed(queues)]
    assert len(pictures(servers)) == before + 5
