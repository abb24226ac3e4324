"""The review screen: one naming after another, decisions that show at once, nobody run over."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geodata.catalogue import Alley, Catalogue
from geodata.journal.accounts import Role
from geodata.worklists.row import WorkList, candidates_of
from tests.webmap.conftest import site
from tests.webmap.staff import deeds, hire, post, worker
from webmap.dataset import current_catalogue


@pytest.fixture
def staffed(tiny_dataset: Path, tmp_path: Path) -> Flask:
    app = site(tiny_dataset, journal=str(tmp_path / "journal.sqlite"))
    hire(app, "zahra", Role.STEWARD)
    hire(app, "reza", Role.STEWARD)
    hire(app, "planner", Role.PLANNER)
    return app


@pytest.fixture
def zahra(staffed: Flask) -> FlaskClient:
    return worker(staffed, "zahra")


@pytest.fixture
def doubtful(tiny_catalogue: Catalogue) -> tuple[str, int]:
    """A naming in review and its likeliest alley."""
    for row in tiny_catalogue.work.all(WorkList.UNCERTAIN, {}, sort="likeliest"):
        best = candidates_of(row)[0].alley_id
        alley = tiny_catalogue.alley(best or 0)
        if row.naming_id and isinstance(alley, Alley) and not alley.namings:
            return row.naming_id, alley.alley_id
    raise AssertionError("the tiny city has no doubtful naming")


def shown(page: str) -> str:
    found = re.search(r'id="review-form".*?name="naming" value="([^"]+)"', page, re.DOTALL)
    assert found, page
    return found[1]


def seen(page: str) -> str:
    found = re.search(r'id="review-form".*?name="seen" value="(\d+)"', page, re.DOTALL)
    assert found
    return found[1]


def rule(client: FlaskClient, naming_id: str, choice: str, **fields: Any) -> Any:
    page = client.get(f"/review?naming={naming_id}").text
    fields = {"seen": seen(page), **fields}
    return post(client, "/review", naming=naming_id, choice=choice, **fields)


def test_only_staff_see_it_and_only_stewards_decide(
    staffed: Flask, doubtful: tuple[str, int]
) -> None:
    assert staffed.test_client().get("/review").status_code == 303
    planner = worker(staffed, "planner")
    page = planner.get("/review")
    assert page.status_code == 200
    assert 'name="choice"' not in page.text
    fields = {"naming": doubtful[0], "choice": "visit", "seen": "0"}
    assert post(planner, "/review", **fields).status_code == 403


def test_the_queue_is_gone_through_one_by_one(
    zahra: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    ids = tiny_catalogue.work.naming_ids(WorkList.UNCERTAIN, {}, sort="likeliest")
    page = zahra.get("/review").text
    assert shown(page) == ids[0]
    for expected in [*ids[1:], ids[0]]:
        way_on = re.search(r'href="([^"]+)" data-key="KeyN"', page)
        assert way_on
        page = zahra.get(way_on[1].replace("&amp;", "&")).text
        assert shown(page) == expected


def test_an_accepted_alley_shows_to_everybody_at_once(
    staffed: Flask, zahra: FlaskClient, doubtful: tuple[str, int], tiny_catalogue: Catalogue
) -> None:
    naming_id, alley_id = doubtful
    answer = rule(zahra, naming_id, f"accept:{alley_id}", note="از اهالی پرسیدم")
    assert answer.status_code == 303
    assert f"after={naming_id}" in answer.location
    public = staffed.test_client()
    record = public.get(f"/api/alleys/{alley_id}").get_json()
    assert naming_id in str(record)
    assert record["properties"]["state"]
    page = public.get(f"/alleys/{alley_id}").text
    assert tiny_catalogue.naming(naming_id).honoree_fa.split()[-1] in page
    assert "از اهالی پرسیدم" not in page
    assert "zahra" not in page
    changed = public.get("/tiles/state.json").get_json()["changed"]
    assert alley_id in [row[0] for row in changed]
    assert public.get("/alleys.csv?mapped=1").text.count(naming_id) == 1
    assert deeds(staffed)[-1] == ("zahra", "naming_decided")
    desk = zahra.get(f"/review?naming={naming_id}").text
    assert "از اهالی پرسیدم" in desk


def test_what_was_decided_can_be_taken_back(
    staffed: Flask, zahra: FlaskClient, doubtful: tuple[str, int]
) -> None:
    naming_id, alley_id = doubtful
    page = zahra.get(rule(zahra, naming_id, f"accept:{alley_id}").location).text
    state = re.search(r'class="review-last".*?name="seen" value="(\d+)"', page, re.DOTALL)
    assert state
    answer = post(zahra, "/review/undo", naming=naming_id, seen=state[1])
    assert shown(zahra.get(answer.location).text) == naming_id
    record = staffed.test_client().get(f"/api/alleys/{alley_id}").get_json()
    assert naming_id not in str(record)


def test_of_two_stewards_the_second_is_told(
    staffed: Flask, zahra: FlaskClient, doubtful: tuple[str, int]
) -> None:
    naming_id, alley_id = doubtful
    reza = worker(staffed, "reza")
    looked = seen(reza.get(f"/review?naming={naming_id}").text)
    assert rule(zahra, naming_id, f"accept:{alley_id}").status_code == 303
    answer = rule(reza, naming_id, "not_on_map", seen=looked)
    assert answer.status_code == 409
    assert "کس دیگری" in answer.text
    assert "zahra" in answer.text
    assert naming_id in str(staffed.test_client().get(f"/api/alleys/{alley_id}").get_json())


@pytest.mark.parametrize(
    ("choice", "method"),
    [
        ("none", "decided_reject"),
        ("not_on_map", "decided_not_on_map"),
        ("register_error", "decided_register_error"),
        ("duplicate", "decided_duplicate"),
        ("duplicate:DEMO-1", "decided_duplicate"),
    ],
)
def test_every_verdict_leaves_the_queue(
    staffed: Flask, zahra: FlaskClient, doubtful: tuple[str, int], choice: str, method: str
) -> None:
    naming_id, _ = doubtful
    assert rule(zahra, naming_id, choice, note="نوشته", other="DEMO-1").status_code == 303
    page = zahra.get("/work/uncertain").text
    assert f">{naming_id}<" not in page
    assert deeds(staffed)[-1] == ("zahra", "naming_decided")
    rows = staffed.test_client().get("/ogc/collections/alleys/items?limit=1000").text
    assert naming_id not in rows
    assert method in _method_of(staffed, naming_id)


def two_of(page: str) -> list[str]:
    found = re.findall(r'name="alley" value="(\d+)"', page)
    assert len(found) >= 2, "the tiny city has nothing beside this naming's alleys"
    return found[:2]


def test_a_name_for_several_alleys_shows_on_each_page_and_can_be_taken_back(
    staffed: Flask, zahra: FlaskClient, doubtful: tuple[str, int], tiny_catalogue: Catalogue
) -> None:
    naming_id, _ = doubtful
    first, second = two_of(zahra.get(f"/review?naming={naming_id}").text)
    answer = rule(zahra, naming_id, "several", alley=[first, second])
    assert answer.status_code == 303
    public = staffed.test_client()
    martyr_id = tiny_catalogue.naming(naming_id).martyr_id
    addresses = [f"/alleys/{first}", f"/alleys/{second}", f"/martyrs/{martyr_id}"]
    for address in addresses:
        assert "این نام بر چند معبر است" in public.get(address).text, address
    person = public.get(addresses[-1]).text
    assert f'href="/alleys/{first}"' in person
    assert f'href="/alleys/{second}"' in person
    assert public.get("/alleys.csv?mapped=1").text.count(naming_id) == 2
    for alley_id in (first, second):
        assert naming_id in str(public.get(f"/api/alleys/{alley_id}").get_json())
    assert "این نام برای چند معبر است: " in zahra.get(f"/review?naming={naming_id}").text
    assert _method_of(staffed, naming_id) == "decided_several"
    assert deeds(staffed)[-1] == ("zahra", "naming_decided")

    page = zahra.get(answer.location).text
    state = re.search(r'class="review-last".*?name="seen" value="(\d+)"', page, re.DOTALL)
    assert state
    post(zahra, "/review/undo", naming=naming_id, seen=state[1])
    for alley_id in (first, second):
        assert naming_id not in str(public.get(f"/api/alleys/{alley_id}").get_json())


def test_a_form_that_lacks_something_comes_back_with_what_was_written(
    staffed: Flask, zahra: FlaskClient, doubtful: tuple[str, int]
) -> None:
    naming_id, _ = doubtful
    (ticked, _) = two_of(zahra.get(f"/review?naming={naming_id}").text)
    answer = rule(zahra, naming_id, "several", alley=ticked, note="دو تکه است")
    assert answer.status_code == 400
    assert "دو معبر یا بیشتر" in answer.text
    assert "دو تکه است</textarea>" in answer.text
    assert re.search(rf'value="{ticked}"[^>]* checked', answer.text)


def test_the_queue_begins_with_the_oldest_decree_and_ends_without_one(
    zahra: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    ids = tiny_catalogue.work.naming_ids(WorkList.UNMAPPED, {}, sort="oldest")
    dates = [tiny_catalogue.naming(naming_id).decree_date for naming_id in ids]
    known = [date for date in dates if date]
    assert known == sorted(known)
    assert dates[: len(known)] == known
    assert shown(zahra.get("/review?list=unmapped&sort=oldest").text) == ids[0]


def test_what_needs_a_visit_is_asked_last(zahra: FlaskClient, doubtful: tuple[str, int]) -> None:
    naming_id, _ = doubtful
    before = zahra.get(f"/review?naming={naming_id}").text
    assert rule(zahra, naming_id, "visit").status_code == 303
    ids = set()
    page = zahra.get("/review").text
    for _ in range(40):
        if 'id="review-form"' not in page:
            break
        ids.add(shown(page))
        way_on = re.search(r'href="([^"]+)" data-key="KeyN"', page)
        assert way_on
        page = zahra.get(way_on[1].replace("&amp;", "&")).text
    assert naming_id not in ids
    assert shown(before) == naming_id


def _method_of(app: Flask, naming_id: str) -> str:
    with app.test_request_context():
        return current_catalogue().naming(naming_id).method


@pytest.mark.parametrize(
    "fields",
    [
        {"choice": "maybe"},
        {"choice": "accept:x"},
        {"choice": "accept:99"},
        {"choice": "register_error"},
        {"choice": "several"},
        {"choice": "several", "alley": "x"},
        {"choice": "duplicate"},
        {"choice": "duplicate:DEMO-NOBODY"},
        {"choice": "duplicate", "other": "DEMO-NOBODY"},
        {"choice": "not_on_map", "note": "ا" * 501},
        {"choice": "not_on_map", "seen": "x"},
        {"choice": "not_on_map", "naming": "nobody"},
    ],
)
def test_what_is_no_ruling_is_refused_and_nothing_is_kept(
    staffed: Flask, zahra: FlaskClient, doubtful: tuple[str, int], fields: dict[str, str]
) -> None:
    before = deeds(staffed)
    fields = {"naming": doubtful[0], "seen": "0", **fields}
    answer = post(zahra, "/review", **fields)
    assert answer.status_code in (400, 404)
    assert deeds(staffed) == before


def test_all_alternatives_are_on_one_map(zahra: FlaskClient, doubtful: tuple[str, int]) -> None:
    answer = zahra.get(f"/review/map.svg?naming={doubtful[0]}")
    assert answer.mimetype == "image/svg+xml"
    assert "۱" in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert zahra.get("/review/map.svg?naming=nobody").status_code == 404
