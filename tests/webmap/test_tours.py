"""Curated tours: made without a script, read by everybody, never lost, never a guess."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pikepdf import Pdf

from geodata.journal.tour_stops import StopFacts, StopPlace, add_stop, stops_of
from geodata.journal.tours import TourFacts, make_tour, publish_tour, tour_of
from geodata.store.directory import WALKS
from tests.webmap.conftest import site
from tests.webmap.staff import MADE, deeds, hire, journal_of, post, worker
from webmap.contexts.tour_phone import MOST_TILES, kept_tiles
from webmap.contexts.tours import tour_context
from webmap.dataset import current_catalogue

Ids = dict[str, int]
HOSTILE = "<script>alert(1)</script> \u202eوارونه & «\"'}{{ 7*7 }}"
SHORT, LOST = "هنرستان ۱۹", "خیابان ۱۵ خرداد"


def make(app: Flask, places: list[StopPlace], facts: TourFacts | None = None) -> int:
    """A published tour past some places, the journal's own way."""
    journal = journal_of(app)
    tour_id = make_tour(journal, facts or TourFacts("تور نمونه"), by="steward", now=MADE)
    for seen, place in enumerate(places, start=1):
        add_stop(journal, tour_id, place, StopFacts("گفتار", "", 4), seen=seen, by="x", now=MADE)
    publish_tour(journal, tour_id, seen=len(places) + 1, by="steward", now=MADE)
    return tour_id


def place(alley_id: int, naming_id: str | None = None, name: str = "کوچه") -> StopPlace:
    return StopPlace(naming_id, alley_id, 50.88, 34.64, name)


def version(app: Flask, tour_id: int = 1) -> str:
    with journal_of(app).reading() as connection:
        return str(tour_of(connection, tour_id).version)


def send(app: Flask, client: FlaskClient, path: str = "", **fields: Any) -> Any:
    """Send a form of the tour's page, as the page that was just read."""
    return post(client, f"/tours/edit/1{path}", **{"seen": version(app), **fields})


def alleys(app: Flask, tour_id: int = 1) -> list[int]:
    with journal_of(app).reading() as connection:
        return [stop.alley_id for stop in stops_of(connection, tour_id)]


@pytest.fixture
def steward(staffed: Flask) -> FlaskClient:
    return worker(staffed, "steward")


@pytest.fixture
def draft(staffed: Flask, steward: FlaskClient) -> FlaskClient:
    """A steward with an empty tour, whose number is 1."""
    assert post(steward, "/tours/edit", title_fa="تور نمونه").status_code == 303
    return steward


def test_a_tour_is_made_without_a_script_and_read_by_everybody(
    staffed: Flask, draft: FlaskClient, alley_ids: Ids
) -> None:
    found = draft.get("/tours/edit/1?q=هنرستان").text
    adds = re.findall(
        r'name="alley" value="(\d+)"(?:><input[^>]*name="naming" value="([^"]*)")?', found
    )
    assert str(alley_ids[SHORT]) in dict(adds)
    for alley, naming in adds[:2]:
        answer = send(
            staffed, draft, "/stops", alley=alley, **({"naming": naming} if naming else {})
        )
        assert answer.status_code == 303
    first, second = alleys(staffed)
    stop = answer.location.rpartition("-")[2]
    assert send(staffed, draft, f"/stops/{stop}/move", step="up").status_code == 303
    assert alleys(staffed) == [second, first]
    told = {"text_fa": "این‌جا می‌ایستیم", "minutes": "۱۲", "media_url": "https://seda.example/1"}
    assert send(staffed, draft, f"/stops/{stop}", **told).status_code == 303
    facts = {
        "title_fa": "تور هنرستان",
        "opens_at": "۹:۰۰",
        "closes_at": "12:30",
        "group_size": "۱۵",
    }
    assert send(staffed, draft, "", **facts).status_code == 303
    visitor = staffed.test_client()
    assert visitor.get("/tours/1").status_code == 404
    assert "پیش‌نمایش" in draft.get("/tours/1", follow_redirects=True).text
    assert send(staffed, draft, "/publish").status_code == 303
    assert "تور هنرستان" in visitor.get("/tours").text
    page = visitor.get("/tours/1", follow_redirects=True)
    assert page.request.path == "/tours/1-تور-هنرستان"
    for word in ("این‌جا می‌ایستیم", "۱۲ دقیقه", "از ساعت ۰۹:۰۰ تا ۱۲:۳۰", "تا ۱۵ تن",
                 "https://seda.example/1", "og:image"):  # fmt: skip
        assert word in page.text, word
    assert [action for _, action in deeds(staffed)][-6:] == [
        "stop_added", "stop_added", "stop_moved", "stop_changed", "tour_changed", "tour_published",
    ]  # fmt: skip


def test_what_one_takes_along_is_whole(staffed: Flask, alley_ids: Ids) -> None:
    make(staffed, [place(alley_id) for alley_id in list(alley_ids.values())[:4]])
    client = staffed.test_client()
    gpx = ElementTree.fromstring(client.get("/tours/1/tour.gpx").data)
    points = gpx.findall("{*}wpt")
    told = client.get("/tours/1/stops.json").json
    assert [[float(p.attrib["lon"]), float(p.attrib["lat"])] for p in points] == [
        [round(x, 6), round(y, 6)] for x, y in told["stops"]
    ]
    assert len(told["legs"]) == 3
    assert all(len(leg["line"]) == 2 for leg in told["legs"] if leg["straight"])
    with Pdf.open(BytesIO(client.get("/tours/1/leaflet.pdf").data)) as pdf:
        _, _, width, height = map(float, pdf.pages[0].mediabox)
        assert (round(width), round(height)) == (842, 595)  # A4 on its side
        assert len(pdf.pages) <= 2
    assert client.get("/tours/1/card.png").data.startswith(b"\x89PNG")
    for picture in ("map.svg", "qr.svg"):
        ElementTree.fromstring(client.get(f"/tours/1/{picture}").data)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("opens_at", "25:00", "ساعت را مانند ۰۹:۳۰"),
        ("opens_at", "نه صبح", "ساعت را مانند ۰۹:۳۰"),
        ("opens_at", "9:5", "ساعت را مانند ۰۹:۳۰"),
        ("closes_at", "08:00", "ساعت پایان باید پس از"),
        ("closes_at", "", "با هم بنویسید"),
        ("group_size", "0", "عددی از ۱ تا ۵۰۰"),
        ("group_size", "-3", "عددی از ۱ تا ۵۰۰"),
        ("group_size", "1e9", "عددی از ۱ تا ۵۰۰"),
        ("title_fa", "", "۱ تا ۸۰ نویسه"),
        ("title_fa", "ا" * 81, "۱ تا ۸۰ نویسه"),
        ("title_fa", "نام\x00بد", "۱ تا ۸۰ نویسه"),
        ("lead_fa", "ا" * 801, "۱ تا ۸۰۰ نویسه"),
    ],
)
def test_a_form_with_something_wrong_comes_back_as_it_was(
    staffed: Flask, draft: FlaskClient, field: str, typed: str, said: str
) -> None:
    good = {"title_fa": "نام دیگر", "opens_at": "09:00", "closes_at": "12:00", "form": "facts"}
    for answer in (
        send(staffed, draft, "", **(good | {field: typed})),
        post(draft, "/tours/edit", **(good | {field: typed})),
    ):
        assert answer.status_code == 400
        assert said in answer.text
        if field != "title_fa":
            assert 'value="نام دیگر"' in answer.text
    assert version(staffed) == "1"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("minutes", "200", "عددی از ۱ تا ۱۸۰"),
        ("minutes", "ده", "عددی از ۱ تا ۱۸۰"),
        ("media_url", "javascript:alert(1)", "باید با http"),
        ("media_url", "//evil.example/x", "باید با http"),
        ("text_fa", "ا" * 1201, "نویسهٔ خوانا"),
    ],
)
def test_a_stop_that_is_told_wrong_keeps_what_was_typed(
    staffed: Flask, draft: FlaskClient, alley_ids: Ids, field: str, typed: str, said: str
) -> None:
    send(staffed, draft, "/stops", alley=alley_ids[SHORT])
    good = {"text_fa": "گفتار تازه", "minutes": "5", "form": "stop-1"}
    answer = send(staffed, draft, "/stops/1", **(good | {field: typed}))
    assert answer.status_code == 400
    assert said in answer.text
    assert field == "text_fa" or "گفتار تازه" in answer.text
    assert version(staffed) == "2"


@pytest.mark.parametrize(
    "fields",
    [
        {"alley": "1"},
        {"alley": ""},
        {"alley": "-1"},
        {"alley": "۱"},
        {"alley": "99999999999999999999"},
        {"alley": "x' OR 1=1"},
    ],
)
def test_a_stop_that_is_on_no_map_is_refused(
    staffed: Flask, draft: FlaskClient, fields: dict[str, str]
) -> None:
    answer = send(staffed, draft, "/stops", **fields)
    assert answer.status_code == 400
    assert "روی نقشه نیست" in answer.text or "از جست‌وجو برگزینید" in answer.text
    assert alleys(staffed) == []


def test_a_naming_of_another_alley_is_no_reason_to_stop(
    staffed: Flask, draft: FlaskClient, alley_ids: Ids
) -> None:
    answer = send(staffed, draft, "/stops", alley=alley_ids[SHORT], naming="nothing")
    assert answer.status_code == 400
    assert alleys(staffed) == []


def test_an_empty_tour_is_not_published(staffed: Flask, draft: FlaskClient) -> None:
    answer = send(staffed, draft, "/publish")
    assert answer.status_code == 400
    assert "دو ایستگاه" in answer.text
    assert staffed.test_client().get("/tours/1").status_code == 404


def test_two_hundred_stops_are_too_many(staffed: Flask, draft: FlaskClient, alley_ids: Ids) -> None:
    journal = journal_of(staffed)
    for number in range(30):
        add_stop(journal, 1, place(number), StopFacts(), seen=number + 1, by="x", now=MADE)
    answers = [send(staffed, draft, "/stops", alley=alley_ids[SHORT]) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {400}
    assert "بیش از ۳۰ ایستگاه" in answers[0].text
    assert len(alleys(staffed)) == 30


def test_who_saw_an_older_version_is_told_so(
    staffed: Flask, draft: FlaskClient, alley_ids: Ids
) -> None:
    old = version(staffed)
    send(staffed, draft, "/stops", alley=alley_ids[SHORT])
    for path, fields in (
        ("", {"title_fa": "دیگر"}),
        ("/stops/1/move", {"step": "up"}),
        ("/stops/1/remove", {}),
        ("/withdraw", {}),
    ):
        answer = send(staffed, draft, path, **{**fields, "seen": old})
        assert answer.status_code == 409, path
        assert "در این میان" in answer.text
    assert version(staffed) == "2"


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/stops/99", {"minutes": "5"}, 404),
        ("/stops/99/remove", {}, 404),
        ("/stops/1/put-back", {}, 404),
        ("/stops/1/move", {"step": "sideways"}, 400),
        ("/publish", {"seen": "x"}, 400),
    ],
)
def test_what_no_page_of_ours_sends_is_refused(
    staffed: Flask, draft: FlaskClient, path: str, fields: dict[str, str], status: int
) -> None:
    assert send(staffed, draft, path, **fields).status_code == status
    assert version(staffed) == "1"


def test_a_stop_that_is_taken_out_is_there_to_be_put_back(
    staffed: Flask, draft: FlaskClient, alley_ids: Ids
) -> None:
    send(staffed, draft, "/stops", alley=alley_ids[SHORT])
    send(staffed, draft, "/stops/1/remove")
    assert "۱ ایستگاه برداشته‌شده" in draft.get("/tours/edit/1").text
    assert send(staffed, draft, "/stops/1/put-back").status_code == 303
    assert alleys(staffed) == [alley_ids[SHORT]]


def test_hostile_words_stay_words(staffed: Flask, alley_ids: Ids) -> None:
    facts = TourFacts(HOSTILE[:60], HOSTILE, HOSTILE, HOSTILE)
    some = list(alley_ids.values())[:2]
    make(staffed, [*(place(one, name=HOSTILE) for one in some), place(1, "gone", HOSTILE)], facts)
    visitor, steward = staffed.test_client(), worker(staffed, "steward")
    for client, address in (
        (visitor, "/tours"),
        (visitor, "/tours/1"),
        (visitor, "/tours/1/follow"),
        (steward, "/tours/edit"),
        (steward, "/tours/edit/1"),
        (steward, "/audit"),
    ):
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        assert "<script>alert" not in answer.text, address
    ElementTree.fromstring(visitor.get("/tours/1/tour.gpx").data)
    ElementTree.fromstring(visitor.get("/tours/1/map.svg").data)
    assert visitor.get("/tours/1/leaflet.pdf").data.startswith(b"%PDF")
    assert visitor.get("/tours/1/card.png").status_code == 200


@pytest.mark.parametrize("ref", ["0", "01", "99", "1-", "x", "-1", "1.5", "۱", "9" * 30])
def test_an_address_of_no_tour_leads_nowhere(staffed: Flask, ref: str) -> None:
    assert staffed.test_client().get(f"/tours/{ref}").status_code == 404


def test_a_withdrawn_tour_says_so(staffed: Flask, alley_ids: Ids) -> None:
    make(staffed, [place(one) for one in list(alley_ids.values())[:2]])
    send(staffed, worker(staffed, "steward"), "/withdraw")
    answer = staffed.test_client().get("/tours/1")
    assert answer.status_code == 404
    assert "دیگر برپا نیست" in answer.text
    assert "تور نمونه" not in staffed.test_client().get("/tours").text


def test_where_no_way_leads_the_line_is_straight_and_says_so(
    tiny_dataset: Path, tmp_path: Path, alley_ids: Ids
) -> None:
    older = tmp_path / "dataset"
    shutil.copytree(tiny_dataset, older, symlinks=True)
    (older / "current" / WALKS).unlink()
    app = _site_of(older, tmp_path)
    make(app, [place(one) for one in list(alley_ids.values())[:2]])
    page = app.test_client().get("/tours/1", follow_redirects=True).text
    for word in ("مسیر مستقیم، تقریبی", "دست‌کم", "tour-stop-straight", "strip-straight"):
        assert word in page, word
    assert app.test_client().get("/tours/1/leaflet.pdf").status_code == 200


def test_a_site_without_a_journal_has_no_tours(app: Flask) -> None:
    client = app.test_client()
    assert "هنوز توری منتشر نشده" in client.get("/tours").text
    assert client.get("/tours/1").status_code == 404


def test_a_stop_whose_alley_is_gone_stays_as_what_it_was(
    changed_dataset: Path, tmp_path: Path, alley_ids: Ids
) -> None:
    app = _site_of(changed_dataset, tmp_path)
    lost = place(alley_ids[LOST], name="پانزده خرداد")
    make(app, [place(alley_ids[SHORT]), lost, place(_other(alley_ids))])
    visitor = app.test_client()
    page = visitor.get("/tours/1", follow_redirects=True).text
    assert "پانزده خرداد" in page
    assert "دیگر روی نقشه نیست" in page
    assert len(visitor.get("/tours/1/stops.json").json["stops"]) == 2
    assert visitor.get("/tours/1/leaflet.pdf").status_code == 200
    desk = worker(app, "steward")
    assert "chip-error" in desk.get("/tours/edit/1").text
    assert "۱ ایستگاه دیگر روی نقشه نیست" in desk.get("/tours/edit").text


def test_a_tour_of_one_living_alley_is_not_published(
    changed_dataset: Path, tmp_path: Path, alley_ids: Ids
) -> None:
    app = _site_of(changed_dataset, tmp_path)
    make(app, [place(alley_ids[SHORT]), place(alley_ids[LOST])])
    desk = worker(app, "steward")
    send(app, desk, "/withdraw")
    assert send(app, desk, "/publish").status_code == 400


def test_a_stop_follows_its_alley_into_the_one_it_became_part_of(
    changed_dataset: Path, tmp_path: Path, alley_ids: Ids
) -> None:
    merged = tmp_path / "dataset"
    shutil.copytree(changed_dataset, merged, symlinks=True)
    heir = alley_ids[SHORT]
    with closing(sqlite3.connect(merged / "current" / "catalogue.sqlite")) as catalogue, catalogue:
        done = catalogue.execute(
            "UPDATE retired SET successor_id = ? WHERE alley_id = ?", (heir, alley_ids[LOST])
        )
        assert done.rowcount == 1
    app = _site_of(merged, tmp_path)
    make(app, [place(alley_ids[LOST]), place(_other(alley_ids))])
    page = app.test_client().get("/tours/1", follow_redirects=True).text
    assert "یکی شده است" in page
    assert f'href="/alleys/{heir}"' in page
    assert "با کوچهٔ دیگری یکی شده" in worker(app, "steward").get("/tours/edit/1").text


def test_a_stop_follows_its_naming_and_never_a_guess(
    staffed: Flask, alley_ids: Ids, tiny_catalogue: Any
) -> None:
    alley = tiny_catalogue.alley(alley_ids[SHORT])
    naming = next(one.naming_id for one in alley.namings if one.on_map)
    other = _other(alley_ids)
    make(staffed, [place(1, naming), place(other, "no such naming")])
    page = staffed.test_client().get("/tours/1", follow_redirects=True).text
    assert f'href="/alleys/{alley.alley_id}"' in page
    assert "ایستگاه به آن‌جا رفته است" in page
    assert "دوباره در دست بررسی" in page


def test_the_page_for_the_hand_holds_nothing_of_one_person(staffed: Flask, alley_ids: Ids) -> None:
    make(staffed, [place(one) for one in list(alley_ids.values())[:2]])
    visitor = staffed.test_client().get("/tours/1/follow")
    assert "no-store" not in visitor.headers["Cache-Control"]
    assert 'name="token"' not in visitor.text
    assert "no-store" in worker(staffed, "steward").get("/tours/1/follow").headers["Cache-Control"]
    text = staffed.test_client().get("/tours/1/follow?lang=en").text
    assert "I am here" in text


def test_a_phone_keeps_no_more_tiles_than_it_has_to(staffed: Flask, alley_ids: Ids) -> None:
    make(staffed, [place(one) for one in list(alley_ids.values())[:6]])
    with staffed.test_request_context():
        with journal_of(staffed).reading() as connection:
            tour, stops = tour_of(connection, 1), stops_of(connection, 1)
        tiles = kept_tiles(tour_context(current_catalogue(), tour, stops))
    assert 0 < len(tiles) <= MOST_TILES
    assert len(set(tiles)) == len(tiles)
    client = staffed.test_client()
    keeps = re.search(r'id="tour-keeps"[^>]*>(.*?)</script>', client.get("/tours/1/follow").text)
    assert keeps
    for address in re.findall(r'"(/[^"]+)"', keeps[1]):
        assert client.get(address).status_code in {200, 204}, address


def _site_of(dataset: Path, tmp_path: Path) -> Flask:
    from geodata.journal.accounts import Role

    app = site(dataset, journal=str(tmp_path / "journal.sqlite"))
    hire(app, "steward", Role.STEWARD)
    return app


def _other(alley_ids: Ids) -> int:
    return next(one for name, one in alley_ids.items() if name not in (SHORT, LOST))
