"""Static files under their content hash, and what a first view weighs."""

from __future__ import annotations

import gzip
import re

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from webmap.assets import Assets, read_assets

FIRST_VIEW_BYTES = 150_000
TILES_OF_A_PHONE_BYTES = 30_000
PAGE_BYTES = 12_000
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture(scope="module")
def assets() -> Assets:
    return read_assets()


def test_a_file_may_be_kept_for_ever(client: FlaskClient, assets: Assets) -> None:
    answer = client.get(assets.url("css/site.css"), headers=BROWSER)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.content_type == "text/css; charset=utf-8"


def test_every_encoding_holds_the_same_file(client: FlaskClient, assets: Assets) -> None:
    address = assets.url("css/site.css")
    plain = client.get(address).data
    squeezed = client.get(address, headers={"Accept-Encoding": "gzip"})
    dense = client.get(address, headers=BROWSER)
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert dense.headers["Content-Encoding"] == "br"
    assert gzip.decompress(squeezed.data) == brotli.decompress(dense.data) == plain


def test_a_page_opened_before_an_update_still_gets_its_files(client: FlaskClient) -> None:
    answer = client.get("/static/000000000000/css/site.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


def test_modules_find_each_other_by_relative_addresses(client: FlaskClient, assets: Assets) -> None:
    entry = assets.url("js/map/citymap.js")
    source = client.get(entry).text
    for name in re.findall(r'from "\./(\w+\.js)"', source):
        assert client.get(f"{entry.rsplit('/', 1)[0]}/{name}").status_code == 200


@pytest.mark.parametrize("path", ["", "css", "css/none.css", "vendor/assets.py"])
def test_what_is_no_file_is_not_found(client: FlaskClient, assets: Assets, path: str) -> None:
    assert client.get(f"/static/{assets.tree_hash}/{path}").status_code == 404


def test_a_missing_file_fails_where_it_is_named(assets: Assets) -> None:
    with pytest.raises(KeyError):
        assets.url("css/none.css")


def test_the_hash_follows_the_content(assets: Assets) -> None:
    fewer = Assets({path: file for path, file in assets.files.items() if path != "js/city.js"})
    assert fewer.tree_hash != assets.tree_hash


def test_the_map_page_is_light(app: Flask) -> None:
    assert len(app.test_client().get("/", headers=BROWSER).data) <= PAGE_BYTES


def test_modules_also_come_joined_into_one_file(client: FlaskClient, assets: Assets) -> None:
    joined = client.get(assets.url("js/citymap.js")).text
    assert "import" not in re.sub(r"//.*|/\*.*?\*/|\bimported\b", "", joined, flags=re.DOTALL)
    assert joined.splitlines()[-1].startswith("export const { ")


def test_the_first_view_stays_within_its_budget(app: Flask) -> None:
    """Page, styles, scripts and fonts; browsers over plain http are offered gzip only."""
    client = app.test_client()
    over_http = {"Accept-Encoding": "gzip, deflate"}
    page = client.get("/", headers=over_http)
    addresses = set(
        re.findall(r'(?:src|href)="(/static/[^"]+)"', gzip.decompress(page.data).decode())
    )
    files = sum(len(client.get(address, headers=over_http).data) for address in addresses)
    assert len(page.data) + files + TILES_OF_A_PHONE_BYTES <= FIRST_VIEW_BYTES
