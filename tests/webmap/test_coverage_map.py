"""The planners' map: areas with outlines and numbers, the same rows as the table."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from flask import Flask
from flask.testing import FlaskClient
from shapely.geometry import shape

from geodata.catalogue.area_shapes import area_shapes, inner_point
from geodata.pipeline import build
from tests.conftest import TINY, tiny_inputs
from tests.webmap.conftest import site


def features(client: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/coverage/areas.json{query}")
    assert answer.status_code == 200
    assert answer.content_type == "application/geo+json"
    found: list[dict[str, Any]] = answer.get_json(force=True)["features"]
    return found


@pytest.mark.parametrize("by", ["district", "neighbourhood", "city"])
def test_rows_are_those_of_the_table(client: FlaskClient, by: str) -> None:
    told = [feature["properties"] for feature in features(client, f"?by={by}")]
    rows = client.get(f"/api/coverage?by={by}").get_json()
    assert len(told) == len(rows)
    by_id = {row["area_id"]: row for row in rows}
    for properties in told:
        row = by_id[properties["area_id"]]
        assert {name: properties[name] for name in row} == row


def test_the_order_is_the_tables(client: FlaskClient) -> None:
    named = [
        f["properties"]["named"] for f in features(client, "?sort=named&order=desc") if f["id"]
    ]
    assert named == sorted(named, reverse=True)


def test_areas_have_valid_outlines_with_their_number_inside(client: FlaskClient) -> None:
    for feature in features(client, "?by=neighbourhood"):
        if not feature["id"]:
            continue
        outline = shape(feature["geometry"])
        assert outline.is_valid
        assert outline.contains(shapely.Point(feature["properties"]["label"]))


def test_outlines_are_those_of_the_input(client: FlaskClient) -> None:
    districts = json.loads((TINY / "districts.geojson").read_text(encoding="utf-8"))["features"]
    given = {row["properties"]["district"]: shape(row["geometry"]) for row in districts}
    shown = {row["id"]: shape(row["geometry"]) for row in features(client) if row["id"]}
    assert shown.keys() == given.keys()
    for area_id, outline in shown.items():
        assert outline.symmetric_difference(given[area_id]).area < 0.01 * outline.area


def test_what_lies_in_no_area_has_no_outline(client: FlaskClient) -> None:
    rest = [feature for feature in features(client) if not feature["id"]]
    assert all(feature["geometry"] is None for feature in rest)


def test_a_number_stands_inside_an_area_that_bends_around_its_middle() -> None:
    bent = shapely.box(0, 0, 10, 10).difference(shapely.box(2, 2, 10, 8))
    point = inner_point(shapely.MultiPolygon([bent]))
    assert point is not None
    assert bent.contains(shapely.Point(point))


def test_every_area_of_a_version_has_its_outline(tiny_dataset: Path) -> None:
    kinds = {kind for kind, _ in area_shapes((tiny_dataset / "current").resolve())}
    assert kinds == {"district", "neighbourhood"}


def test_the_page_has_the_map_and_marks_its_rows(client: FlaskClient) -> None:
    page = client.get("/coverage").text
    assert 'id="map"' in page
    assert "startCoverageMap(" in page
    assert 'data-area="1"' in page


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A city without districts and neighbourhoods."""
    out = tmp_path_factory.mktemp("bare") / "dataset"
    build(replace(tiny_inputs(), districts=None, neighbourhoods=None), out, keep_going=True)
    return site(out)


def test_without_areas_there_is_no_map_to_colour(bare: Flask) -> None:
    page = bare.test_client().get("/coverage").text
    assert "startCoverageMap(" not in page
    assert "مرزی در داده‌ها نیست" in page
