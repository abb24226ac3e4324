"""What changed since a moment, and who may read it from another site."""

from __future__ import annotations

import csv
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from geodata.pipeline import build
from tests.conftest import TINY, tiny_inputs
from tests.webmap.conftest import lose_street, site

ALLEYS = "/api/alleys.geojson"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    shutil.copytree(TINY, tmp_path / "in")
    return tmp_path


def built(city: Path) -> FlaskClient:
    build(tiny_inputs(city / "in"), city / "out")
    return site(city / "out").test_client()


def told(client: FlaskClient, query: str = "") -> dict[str, Any]:
    answer = client.get(f"{ALLEYS}{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json(force=True)
    return found


def ids(answer: dict[str, Any]) -> list[int]:
    return [feature["properties"]["alley_id"] for feature in answer["features"]]


def test_of_a_first_build_everything_is_new_and_then_nothing(city: Path) -> None:
    first = told(built(city))
    assert ids(told(built(city), "?since=2020-01-01")) == ids(first)
    again = told(built(city), f"?since={first['as_of']}".replace("+", "%2B"))
    assert (ids(again), again["gone"]) == ([], [])


def test_only_what_changed_is_told(city: Path) -> None:
    before = told(built(city))
    register = city / "in" / "registry.csv"
    rows = list(csv.reader(StringIO(register.read_text(encoding="utf-8-sig"))))
    place = rows[0].index("محل شهادت")
    (row,) = [row for row in rows if "ظفری" in "".join(row)]
    row[place] = "مهران"
    with register.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    after = told(built(city), f"?since={before['as_of']}")
    assert len(after["features"]) == 1
    assert "ظفری" in str(after["features"][0])
    assert after["gone"] == []


def test_what_is_gone_is_told_once(city: Path) -> None:
    before = told(built(city))
    lose_street(city / "in" / "streets.geojson")
    client = built(city)
    after = told(client, f"?since={before['as_of']}")
    assert len(after["gone"]) == 1
    assert set(after["gone"]) <= set(ids(before))
    later = told(built(city), f"?since={after['as_of']}")
    assert (ids(later), later["gone"]) == ([], [])


def test_a_long_answer_is_read_page_by_page(client: FlaskClient) -> None:
    whole, pages, last = ids(told(client)), [], ""
    while True:
        page = told(client, f"?limit=4{last}")
        pages += ids(page)
        if not page["truncated"]:
            break
        last = f"&after={pages[-1]}"
    assert pages == whole
    assert len(whole) > 8


@pytest.mark.parametrize(
    "query", ["since=yesterday", "since=", "since=1404/09/04", f"since={'9' * 60}", "after=x",
              "after=-1", "after=007"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_its_name(client: FlaskClient, query: str) -> None:
    answer = client.get(f"{ALLEYS}?{query}")
    assert answer.status_code == 400
    assert answer.get_json()["parameter"] == query.split("=", maxsplit=1)[0]


@pytest.mark.parametrize(
    "address", [ALLEYS, "/api/coverage", "/ogc/collections", "/alleys.csv", "/tiles/state.json"]
)
def test_data_is_open_to_the_sites_the_operator_names(tiny_dataset: Path, address: str) -> None:
    client = site(tiny_dataset, data_hosts=("https://qom.ir", "https://*.qom.ir")).test_client()
    for origin in ("https://qom.ir", "https://map.qom.ir"):
        headers = client.get(address, headers={"Origin": origin}).headers
        assert headers["Access-Control-Allow-Origin"] == origin
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Origin" in headers["Vary"]
    for origin in ("https://evil.ir", "https://notqom.ir", "http://qom.ir", "https://qom.ir.evil"):
        headers = client.get(address, headers={"Origin": origin}).headers
        assert "Access-Control-Allow-Origin" not in headers


def test_pages_are_open_to_nobody_and_data_is_closed_by_itself(tiny_dataset: Path) -> None:
    open_site = site(tiny_dataset, data_hosts=("*",)).test_client()
    assert open_site.get(ALLEYS).headers["Access-Control-Allow-Origin"] == "*"
    for address in ("/", "/coverage", "/report", "/findings"):
        assert "Access-Control-Allow-Origin" not in open_site.get(address).headers
    closed = site(tiny_dataset).test_client()
    assert "Access-Control-Allow-Origin" not in closed.get(ALLEYS).headers
