"""Hostile and mistyped addresses: a clear 400 or 404, in the form the address promises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webmap.conftest import site

LONG = "a" * 10_000
BAD_TEXTS = ["%00", "a%00b", "%ED%A0%80", "%FF%FE", "%1b"]
BAD_PARAMETERS = [
    ("q", "/api/search"),
    *[("q", f"/api/search?q={text}") for text in BAD_TEXTS],
    ("district", f"/api/search?q=a&district={LONG}"),
    ("lang", "/api/search?q=a&lang=xx"),
    *[
        ("limit", f"/api/search?q=a&limit={limit}")
        for limit in ("-5", "0", "51", "1e3", "۱۰", "", "99999999999999999999", "NaN")
    ],
    ("lon", "/api/nearby?lat=34"),
    ("lat", "/api/nearby?lon=50"),
    *[
        ("lon", f"/api/nearby?lat=34&lon={lon}")
        for lon in ("nan", "inf", "-inf", "181", "1e400", "۵۰", "50,1", "", LONG)
    ],
    ("lat", "/api/nearby?lon=50&lat=90.1"),
    *[("radius_m", f"/api/nearby?lon=50&lat=34&radius_m={r}") for r in ("0", "-1", "20001", "inf")],
    *[
        ("bbox", f"/api/alleys.geojson?bbox={box}")
        for box in (
            "",
            "1,2,3",
            "1,2,3,4,5",
            "a,b,c,d",
            "nan,34,51,35",
            "51,34,50,35",
            "50,35,51,34",
            "50,34,1e400,35",
            "-181,34,51,35",
        )
    ],
    ("status", "/api/alleys.geojson?status=unknown"),
    ("limit", "/api/alleys.geojson?limit=2001"),
    ("by", "/api/coverage?by=street"),
]
UNKNOWN = [
    "/api/alleys/1",
    "/api/alleys/9223372036854775807",
    "/api/alleys/9223372036854775808",
    "/api/alleys/99999999999999999999999",
    "/api/alleys/-1",
    "/api/alleys/01",
    "/api/alleys/۱",
    "/api/alleys/abc",
    "/api/nothing",
]
PAGES_NOT_FOUND = [
    "/nothing",
    "/alleys/1",
    "/alleys/1/card",
    "/alleys/9223372036854775808",
    "/alleys/۱",
    "/martyrs/1",
    "/martyrs/-1",
    "/coverage/nowhere",
    "/coverage/%00",
    "/a/" + "A" * 33,
    "/alleys//1",
    "/static/000000000000/../config.py",
    "/static/000000000000/%2e%2e/config.py",
]
PAGES_REFUSED = [
    *[f"/search?q={text}" for text in BAD_TEXTS],
    *[f"/?q={text}" for text in BAD_TEXTS],
    "/search?near=nan,1",
    "/search?near=50",
    "/coverage?by=x",
    "/coverage?sort=x",
    "/coverage?order=x",
    "/a/AAAAAAAB",
    "/a/%00",
    "/a/۱۲۳",
]


def problem(client: FlaskClient, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.content_type == "application/problem+json"
    document: dict[str, Any] = answer.get_json(force=True)
    assert document["status"] == answer.status_code
    assert document["type"] == "about:blank"
    assert document["title"].isascii()
    assert any("آ" <= letter <= "ی" for letter in document["detail"])
    return document


@pytest.mark.parametrize(("parameter", "address"), BAD_PARAMETERS)
def test_a_bad_parameter_is_named(client: FlaskClient, parameter: str, address: str) -> None:
    document = problem(client, address)
    assert document["status"] == 400
    assert document["parameter"] == parameter
    assert parameter in document["detail"]


@pytest.mark.parametrize("address", UNKNOWN)
def test_an_unknown_record_is_a_problem_document(client: FlaskClient, address: str) -> None:
    assert problem(client, address)["status"] == 404


@pytest.mark.parametrize("address", PAGES_NOT_FOUND)
def test_an_unknown_page_says_so(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", PAGES_REFUSED)
def test_a_page_that_cannot_be_read_says_why_and_offers_the_search(
    client: FlaskClient, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert "درخواست خوانا نبود" in answer.text
    assert 'name="q"' in answer.text
    assert 'href="/"' in answer.text


@pytest.mark.parametrize(
    "asked", ["1", "x", "-1", "01", "۱", "99999999999999999999", "<img src=x>", "1" * 5000]
)
def test_a_link_to_an_alley_nobody_knows_shows_the_city_and_says_so(
    client: FlaskClient, asked: str
) -> None:
    answer = client.get("/", query_string={"alley": asked})
    assert answer.status_code == 404
    assert 'class="notice">کوچه‌ای با این نشانی در نقشه نیست' in answer.text
    assert 'id="map"' in answer.text
    assert "<img" not in answer.text


@pytest.mark.parametrize("asked", ["map=x", "map=99/99/999", "status=x,y", "map=1/2", "alley="])
def test_a_state_of_the_map_that_cannot_be_read_is_no_error(
    client: FlaskClient, asked: str
) -> None:
    answer = client.get(f"/?{asked}")
    assert answer.status_code == 200
    assert 'class="notice"' not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("address", ["/", "/search", "/api/search", "/readyz"])
def test_the_site_is_for_reading_only(client: FlaskClient, method: str, address: str) -> None:
    answer = client.open(address, method=method)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


def test_without_a_dataset_the_site_answers_that_it_waits(tmp_path: Path) -> None:
    client = site(tmp_path / "nothing-yet").test_client()
    page = client.get("/")
    assert page.status_code == 503
    assert "داده‌ها در حال آماده‌سازی‌اند" in page.text
    assert int(page.headers["Retry-After"]) > 0
    assert problem(client, "/api/coverage")["status"] == 503
    assert problem(client, "/readyz")["status"] == 503
    assert client.get("/healthz").status_code == 200


def test_a_dataset_published_later_is_picked_up(tmp_path: Path, tiny_dataset: Path) -> None:
    later = tmp_path / "dataset"
    client = site(later).test_client()
    assert client.get("/readyz").status_code == 503
    later.symlink_to(tiny_dataset)
    assert client.get("/readyz").status_code == 200


def test_a_failure_of_ours_hides_its_cause(tiny_dataset: Path) -> None:
    app = site(tiny_dataset)

    def fail() -> str:
        raise RuntimeError("a secret")

    app.add_url_rule("/api/fail", view_func=fail)
    answer = app.test_client().get("/api/fail")
    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_a_failure_on_a_page_is_a_kind_page(app: Flask, tiny_dataset: Path) -> None:
    broken = site(tiny_dataset)

    def fail() -> str:
        raise RuntimeError("a secret")

    broken.add_url_rule("/fail", view_func=fail)
    answer = broken.test_client().get("/fail")
    assert answer.status_code == 500
    assert "خطایی در سامانه رخ داد" in answer.text


def test_a_foreign_host_is_refused_when_hosts_are_configured(tiny_dataset: Path) -> None:
    client = site(tiny_dataset, trusted_hosts=("kuche.example",)).test_client()
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"Host": "kuche.example"}).status_code == 200
