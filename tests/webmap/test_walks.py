"""The page of walks, its GPX and its interface, on the tiny city."""

from __future__ import annotations

import json
import logging
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geodata.catalogue import Catalogue
from geodata.pipeline import build
from tests.conftest import TINY, tiny_inputs
from tests.webmap.conftest import site
from webmap import create_app
from webmap.config import SiteConfig

HERE = "near=50.8811,34.6401"
GPX = "{http://www.topografix.com/GPX/1/1}"


def text_of(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def test_the_form_asks_without_any_script(client: FlaskClient) -> None:
    page = text_of(client, "/walks")
    assert 'name="spot"' in page
    assert 'value="n:' in page
    assert "data-from-here" in page
    assert "/walks" in text_of(client, "/")
    assert "۴٫۵ کیلومتر در ساعت" in page


def test_a_walk_tells_turns_stops_people_and_time(client: FlaskClient) -> None:
    page = text_of(client, f"/walks?{HERE}&minutes=45")
    assert 'id="stop-1"' in page
    assert "شهید" in page
    assert "راه بیفتید" in page
    assert "پلاک در دست" in page or "پلاک روبه‌روی شما" in page or "پلاک همین‌جاست" in page
    assert "به جایی که آغاز کردید" in page
    assert "45" not in page.split("<h1>")[1].split("</h1>")[0]


def test_an_alley_a_quarter_and_a_text_are_places_to_start_from(
    client: FlaskClient, alley_ids: dict[str, int]
) -> None:
    alley = alley_ids["هنرستان ۲۰"]
    assert 'id="stop-1"' in text_of(client, f"/walks?alley={alley}&minutes=45")
    quarter = text_of(client, "/walks").split('value="n:')[1].split('"')[0]
    assert 'id="stop-1"' in text_of(client, f"/walks?spot=n:{quarter}&minutes=60")
    name = text_of(client, "/walks").split(f'value="n:{quarter}">')[1].split("<")[0]
    assert 'id="stop-1"' in text_of(client, f"/walks?from={name}&minutes=60")
    assert f"/walks?alley={alley}" in text_of(client, f"/alleys/{alley}")


def test_a_text_that_means_several_places_asks_which(client: FlaskClient) -> None:
    page = text_of(client, "/walks?from=لادن&minutes=30")
    assert "کدام «لادن»؟" in page
    assert page.count('href="/walks?minutes=30&amp;alley=') >= 2


def test_a_text_that_is_nowhere_says_so_and_keeps_the_form(client: FlaskClient) -> None:
    page = text_of(client, "/walks?from=ناکجاآباد&minutes=30", 400)
    assert "«ناکجاآباد» روی نقشه پیدا نشد" in page
    assert 'value="ناکجاآباد"' in page


def test_a_goal_is_reached(client: FlaskClient, alley_ids: dict[str, int]) -> None:
    page = text_of(client, f"/walks?{HERE}&to_alley={alley_ids['کوچه ۱۲']}&minutes=90")
    assert "به مقصد رسیدید" in page


@pytest.mark.parametrize("minutes", ["0", "600", "-5", "ده", "9", "181", "99999999"])
def test_a_time_that_is_no_walk_is_told_in_words(client: FlaskClient, minutes: str) -> None:
    page = text_of(client, f"/walks?{HERE}&minutes={minutes}", 400)
    assert "از ۱۰ تا ۱۸۰ دقیقه" in page
    assert 'name="spot"' in page or "جای دیگر" in page


def test_persian_digits_are_numbers(client: FlaskClient) -> None:
    assert "۳۰ دقیقه" in text_of(client, f"/walks?{HERE}&minutes=۳۰&year=۱۳۶۵")


def test_outside_the_city_there_is_a_sentence_and_a_way_on(client: FlaskClient) -> None:
    page = text_of(client, "/walks?near=51.4,35.7&minutes=45", 400)
    assert "بیرون از شهر ماست" in page
    assert "جای دیگر" in page


@pytest.mark.parametrize(
    "wrong",
    [
        "near=wide,open", "near=50.88", "alley=77", "spot=n:nowhere", "spot=p:nowhere",
        f"{HERE}&year=65", f"{HERE}&short=yes", "from=" + "ا" * 200,
    ],
)  # fmt: skip
def test_what_no_form_of_ours_sends_is_refused_by_its_name(client: FlaskClient, wrong: str) -> None:
    assert client.get(f"/walks?{wrong}").status_code == 400
    answer = client.get(f"/api/walks?{wrong}")
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"


def test_a_piece_of_street_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    inputs = tmp_path / "inputs"
    shutil.copytree(TINY, inputs)
    network = json.loads((inputs / "streets.geojson").read_text(encoding="utf-8"))
    network["features"].append(
        {
            "type": "Feature",
            "properties": {"osm_id": 9_001, "highway": "residential"},
            "geometry": {"type": "LineString", "coordinates": [[50.86, 34.64], [50.861, 34.64]]},
        }
    )
    (inputs / "streets.geojson").write_text(json.dumps(network), encoding="utf-8")
    build(tiny_inputs(inputs), tmp_path / "dataset")
    client = site(tmp_path / "dataset").test_client()
    page = text_of(client, "/walks?near=50.8605,34.64&minutes=45", 400)
    assert "به بقیهٔ شهر راه پیاده ندارند" in page


def test_a_version_older_than_walks_serves_everything_else(
    tiny_dataset: Path, tmp_path: Path
) -> None:
    shutil.copytree(tiny_dataset, tmp_path / "old", symlinks=True)
    (tmp_path / "old" / "current" / "walks.net").unlink()
    client = site(tmp_path / "old").test_client()
    assert client.get("/walks").status_code == 503
    assert client.get("/").status_code == 200


def test_the_gpx_has_the_stops_and_the_way(client: FlaskClient) -> None:
    answer = client.get(f"/walks.gpx?{HERE}&minutes=45")
    assert answer.content_type == "application/gpx+xml"
    root = ET.fromstring(answer.text)
    stops, points = root.findall(f"{GPX}wpt"), root.findall(f"{GPX}trk/{GPX}trkseg/{GPX}trkpt")
    assert len(stops) >= 1
    assert len(points) > len(stops)
    assert all(stop.find(f"{GPX}name") is not None for stop in stops)
    assert client.get("/walks.gpx").status_code == 400


def interface(client: FlaskClient, query: str) -> dict[str, Any]:
    answer = client.get(f"/api/walks?{query}")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.get_json()
    return told


def test_the_interface_gives_line_and_stops_as_described(client: FlaskClient) -> None:
    told = interface(client, f"{HERE}&minutes=45")
    line, *stops = told["features"]
    assert line["geometry"]["type"] == "LineString"
    assert told["minutes"] <= 45
    assert [stop["properties"]["number"] for stop in stops] == [*range(1, len(stops) + 1)]
    assert all(stop["properties"]["directions"] is not None for stop in stops)
    described = client.get("/api/openapi.json").get_json()["paths"]["/api/walks"]["get"]
    names = {one["name"] for one in described["parameters"]}
    assert {"near", "alley", "minutes", "to_near", "family", "women", "short", "no_steps"} <= names


def test_a_position_is_rounded_and_never_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = client.get("/walks?near=50.8811234,34.6401234&minutes=45")
        assert answer.status_code == 302
        assert answer.location == "/walks?near=50.8811,34.6401&minutes=45"
        assert 'id="stop-1"' in text_of(client, answer.location)
    assert "50.88" not in caplog.text


def test_the_site_says_how_fast_people_walk(tiny_dataset: Path) -> None:
    told = {"ALLEYS_WALK_KMH": "3", "ALLEYS_WALK_STOP_MINUTES": "4"}
    config = SiteConfig.from_environment({"ALLEYS_DATASET": str(tiny_dataset), **told})
    client = create_app(config).test_client()
    assert "۳ کیلومتر در ساعت، و ۴ دقیقه" in text_of(client, "/walks")
    with pytest.raises(ValueError, match="ALLEYS_WALK_KMH"):
        SiteConfig.from_environment({"ALLEYS_WALK_KMH": "90"})


def test_women_are_offered_only_where_the_register_says_who_is_one(
    client: FlaskClient, tmp_path: Path
) -> None:
    assert 'name="women"' not in text_of(client, "/walks")
    inputs = tmp_path / "inputs"
    shutil.copytree(TINY, inputs)
    lines = (inputs / "registry.csv").read_text(encoding="utf-8").splitlines()
    said = [f"{line},{'زن' if 'زهرا' in line else ''}" for line in lines[1:]]
    told = [f"{lines[0]},جنسیت", *said]
    (inputs / "registry.csv").write_text("\n".join(told), encoding="utf-8")
    build(tiny_inputs(inputs), tmp_path / "dataset")
    other = site(tmp_path / "dataset").test_client()
    assert 'name="women"' in text_of(other, "/walks")
    wished = interface(other, f"{HERE}&minutes=120&women=1")["features"][1:]
    of_women = [stop for stop in wished if stop["properties"]["is_wished"]]
    assert len(of_women) == 1


def test_hostile_names_stay_text(hostile_dataset: Path) -> None:
    app: Flask = site(hostile_dataset)
    page = text_of(app.test_client(), f"/walks?{HERE}&minutes=120")
    assert "<img src=x" not in page
    assert "<script>alert" not in page


def test_a_walk_whose_only_stop_is_where_it_starts_has_a_line_all_the_same(
    client: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    for alley in tiny_catalogue.alleys_in(None, limit=100).alleys:
        query = f"alley={alley.alley_id}&minutes=15"
        assert client.get(f"/walks?{query}").status_code in (200, 400)
        told = client.get(f"/api/walks?{query}")
        if told.status_code == 200:
            assert len(told.get_json()["features"][0]["geometry"]["coordinates"]) >= 2
