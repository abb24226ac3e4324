"""Tiles by generation, and addresses that are not tiles."""

from __future__ import annotations

import gzip
from pathlib import Path
from time import perf_counter

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geodata.catalogue import Catalogue
from geodata.tiles.grid import tile_at

FOREVER = "public, max-age=31536000, immutable"
CENTRE = (50.8855, 34.64215)
NO_TILES = [
    "-1/0/0", "0/-1/0", "23/0/0", "22/4194304/0", "14/16384/0", "14/0/16384", "1/2/0",
    "014/1/2", "14/01/2", "۱۴/۱/۲", "14/1/۲", "99999999999999999999/0/0", "100000000000/0/0",
    "14/99999999999999999999/0", "14/0/" + "9" * 4301, "14/1.0/2", "1e1/1/2", "14/+1/2", "a/b/c",
    "14/12345678/2",
]  # fmt: skip


@pytest.fixture(scope="module")
def dataset_id(app: Flask) -> str:
    return str(app.test_client().get("/readyz").json["dataset"])  # type: ignore[index]


@pytest.fixture(scope="module")
def full_tile(tiny_catalogue: Catalogue) -> str:
    """The address of a tile with something in it."""
    zoom = 14
    x, y = tile_at(zoom, *CENTRE)
    assert tiny_catalogue.tile(zoom, x, y)
    return f"{zoom}/{x}/{y}"


def test_a_tile_of_the_asked_generation_may_be_kept_for_ever(
    client: FlaskClient, dataset_id: str, full_tile: str
) -> None:
    answer = client.get(f"/tiles/{dataset_id}/{full_tile}.pbf")
    assert answer.status_code == 200
    assert answer.content_type == "application/vnd.mapbox-vector-tile"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Cache-Control"] == FOREVER
    assert gzip.decompress(answer.data)


def test_a_known_tile_is_not_sent_again(
    client: FlaskClient, dataset_id: str, full_tile: str
) -> None:
    address = f"/tiles/{dataset_id}/{full_tile}.pbf"
    etag = client.get(address).headers["ETag"]
    assert not etag.startswith("W/")
    again = client.get(address, headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["Cache-Control"] == FOREVER


def test_an_unknown_generation_gets_the_current_tile_uncached(
    client: FlaskClient, dataset_id: str, full_tile: str
) -> None:
    answer = client.get(f"/tiles/long-gone/{full_tile}.pbf")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.data == client.get(f"/tiles/{dataset_id}/{full_tile}.pbf").data


def test_a_page_opened_before_a_swap_gets_tiles_of_its_generation(
    changed_app: Flask, full_tile: str
) -> None:
    client = changed_app.test_client()
    current = str(client.get("/readyz").json["dataset"])  # type: ignore[index]
    dataset = changed_app.config["SITE"].dataset
    (before,) = {path.name for path in (Path(dataset) / "versions").iterdir()} - {current}
    old = client.get(f"/tiles/{before}/{full_tile}.pbf")
    assert old.headers["Cache-Control"] == FOREVER
    assert old.data != client.get(f"/tiles/{current}/{full_tile}.pbf").data


def test_an_empty_tile_is_no_content(client: FlaskClient, dataset_id: str) -> None:
    answer = client.get(f"/tiles/{dataset_id}/14/0/0.pbf")
    assert answer.status_code == 204
    assert answer.data == b""


@pytest.mark.parametrize("place", NO_TILES, ids=lambda place: place[:24])
def test_what_is_no_tile_is_not_found_at_once(
    client: FlaskClient, dataset_id: str, place: str
) -> None:
    started = perf_counter()
    answer = client.get(f"/tiles/{dataset_id}/{place}.pbf")
    took_s = perf_counter() - started
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    # Shifting by an unchecked zoom would take minutes; this is no benchmark.
    assert took_s < 5


@pytest.mark.parametrize("generation", ["%00", "..", "a" * 65, "%2e%2e%2fsecret"])
def test_a_hostile_generation_harms_nothing(
    client: FlaskClient, generation: str, full_tile: str
) -> None:
    assert client.get(f"/tiles/{generation}/{full_tile}.pbf").status_code in (200, 404)
