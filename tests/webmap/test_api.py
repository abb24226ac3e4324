"""The JSON interface against its contract."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

HIT_KEYS = {
    "alley_id", "naming_id", "title_fa", "title_en", "honoree_fa", "father_fa", "old_name_fa",
    "district", "neighbourhood", "main_street", "plaque_status", "on_map", "lon", "lat", "bbox",
    "score", "why_fa",
}  # fmt: skip
COVERAGE_KEYS = {
    "area_id", "name_fa", "eligible", "named", "matched", "installed", "verified", "length_m",
    "named_length_m", "share_named", "share_installed",
}  # fmt: skip
COUNTS = ("eligible", "named", "matched", "installed", "verified")
Ids = dict[str, int]


def json_of(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.get_json(force=True)


def test_search_answers_with_the_names_of_the_contract(client: FlaskClient) -> None:
    answer = json_of(client, "/api/search?q=کریمی")
    assert {"query", "total", "took_ms", "results", "suggestions"} <= set(answer)
    assert answer["query"] == "کریمی"
    assert set(answer["results"][0]) >= HIT_KEYS


def test_search_gives_a_naming_without_geometry_as_not_on_the_map(client: FlaskClient) -> None:
    results = json_of(client, "/api/search?q=مرشدلو&limit=50")["results"]
    (waiting,) = [hit for hit in results if hit["naming_id"] == "DEMO-3"]
    assert waiting["on_map"] is False
    assert waiting["alley_id"] is None
    assert waiting["bbox"] is None


def test_search_covers_alleys_that_no_register_names(client: FlaskClient) -> None:
    results = json_of(client, "/api/search?q=لادن")["results"]
    assert any(hit["naming_id"] is None and hit["on_map"] for hit in results)


def test_search_obeys_its_limit_and_tells_the_total(client: FlaskClient) -> None:
    answer = json_of(client, "/api/search?q=کریمی&limit=1")
    assert len(answer["results"]) == 1
    assert answer["total"] > 1


def test_search_for_nothing_finds_nothing(client: FlaskClient) -> None:
    assert json_of(client, "/api/search?q=")["results"] == []


def test_an_alley_is_a_feature_with_namings_plaques_and_reason(
    client: FlaskClient, alley_ids: Ids
) -> None:
    answer = client.get(f"/api/alleys/{alley_ids['هنرستان ۱۹']}")
    assert answer.content_type == "application/geo+json"
    feature = answer.get_json(force=True)
    assert feature["type"] == "Feature"
    assert feature["geometry"]["type"] in ("LineString", "MultiLineString")
    (naming,) = feature["properties"]["namings"]
    assert naming["naming_id"] == "DEMO-1"
    assert naming["reason_fa"]
    assert [plaque["plaque_id"] for plaque in feature["properties"]["plaques"]] == ["P1", "P2"]


def test_an_alley_does_not_carry_namings_that_wait_for_review(
    client: FlaskClient, alley_ids: Ids
) -> None:
    feature = json_of(client, f"/api/alleys/{alley_ids['خیابان شهید مرشدلو']}")
    assert feature["properties"]["namings"] == []


def test_coordinates_are_lon_lat(client: FlaskClient, alley_ids: Ids) -> None:
    feature = json_of(client, f"/api/alleys/{alley_ids['هنرستان ۱۹']}")
    west, south, east, north = feature["bbox"]
    assert 50 < west <= east < 51
    assert 34 < south <= north < 35


def test_an_alley_without_a_successor_is_gone(changed_app: Flask, alley_ids: Ids) -> None:
    answer = changed_app.test_client().get(f"/api/alleys/{alley_ids['خیابان ۱۵ خرداد']}")
    assert answer.status_code == 410
    assert answer.content_type == "application/problem+json"


def test_nearby_is_sorted_by_distance(client: FlaskClient) -> None:
    results = json_of(client, "/api/nearby?lon=50.881&lat=34.641&limit=5")["results"]
    distances = [hit["distance_m"] for hit in results]
    assert distances == sorted(distances)
    assert set(results[0]) >= HIT_KEYS


def test_features_can_be_cut_and_say_so(client: FlaskClient) -> None:
    answer = json_of(client, "/api/alleys.geojson?limit=2")
    assert answer["type"] == "FeatureCollection"
    assert len(answer["features"]) == 2
    assert answer["truncated"] is True


def test_features_obey_box_district_and_state(client: FlaskClient, alley_ids: Ids) -> None:
    answer = json_of(
        client, "/api/alleys.geojson?bbox=50.87,34.63,50.90,34.65&district=1&status=installed"
    )
    assert [feature["id"] for feature in answer["features"]] == [alley_ids["هنرستان ۱۹"]]
    assert answer["truncated"] is False


@pytest.mark.parametrize("by", ["district", "neighbourhood", "city"])
def test_coverage_rows_sum_to_the_city(client: FlaskClient, by: str) -> None:
    (city,) = json_of(client, "/api/coverage?by=city")
    rows = json_of(client, f"/api/coverage?by={by}")
    assert all(set(row) >= COVERAGE_KEYS for row in rows)
    for count in COUNTS:
        assert sum(row[count] for row in rows) == city[count]


def test_a_share_of_nothing_is_null(client: FlaskClient) -> None:
    rows = json_of(client, "/api/coverage?by=district")
    (nowhere,) = [row for row in rows if not row["area_id"]]
    assert nowhere["eligible"] == 0
    assert nowhere["share_named"] is None


def test_demo_data_is_marked_in_a_header(client: FlaskClient) -> None:
    assert client.get("/api/coverage").headers["X-Data"] == "demo"


def test_ready_names_the_dataset(client: FlaskClient) -> None:
    answer = json_of(client, "/readyz")
    assert set(answer) == {"dataset", "built_at", "alleys"}
    assert answer["alleys"] == 16


def test_the_process_is_healthy(client: FlaskClient) -> None:
    assert json_of(client, "/healthz") == {"status": "ok"}


def _required(document: dict[str, Any], schema: dict[str, Any]) -> set[str]:
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    if schema.get("type") == "array":
        return _required(document, schema["items"])
    return set(schema.get("required", ()))


def test_answers_have_what_the_definition_promises(client: FlaskClient, alley_ids: Ids) -> None:
    document = client.get("/api/openapi.json").get_json()
    asked = {
        "/api/search": "?q=کریمی",
        "/api/nearby": "?lon=50.881&lat=34.641",
        "/api/alleys.geojson": "",
        "/api/coverage": "?by=district",
        "/api/walks": "?near=50.8811,34.6401",
        "/api/alleys/{alley_id}": "",
    }
    assert document["paths"].keys() == asked.keys()
    for path, query in asked.items():
        answer = client.get(path.format(alley_id=alley_ids["هنرستان ۱۹"]) + query)
        promised = document["paths"][path]["get"]["responses"]["200"]["content"]
        assert answer.content_type in promised
        told = answer.get_json()
        one = told[0] if isinstance(told, list) else told
        assert one.keys() >= _required(document, promised[answer.content_type]["schema"])
        for hit in told["results"] if path in ("/api/search", "/api/nearby") else ():
            assert hit.keys() >= set(document["components"]["schemas"]["Hit"]["required"])
