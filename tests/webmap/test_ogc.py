"""OGC API – Features, as GDAL and other clients use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from geodata.catalogue import Catalogue
from geodata.catalogue.features import COLLECTIONS
from tests.webmap.conftest import site

READ = """
import json, sys, warnings
import geopandas as gpd
warnings.simplefilter("error")
found = {}
for layer in sys.argv[2:]:
    frame = gpd.read_file(f"OAPIF:{sys.argv[1]}/ogc/", layer=layer)
    found[layer] = [len(frame), int(frame.geometry.notna().sum()), sorted(frame["id"].astype(str))]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def address(tiny_dataset: Path) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, site(tiny_dataset), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_gdal_reads_every_collection_completely(address: str, tiny_catalogue: Catalogue) -> None:
    """In a process of its own: GDAL would hold the lock our server needs to answer."""
    done = subprocess.run(
        [sys.executable, "-c", READ, address, *COLLECTIONS],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        # Reading inputs leaves out every driver that opens addresses; a client has them.
        env={name: value for name, value in os.environ.items() if name != "OGR_SKIP"},
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for name, collection in COLLECTIONS.items():
        page = tiny_catalogue.features.page(collection, limit=10_000)
        ids = sorted(str(one["id"]) for one in page.features)
        placed = sum(one["geometry"] is not None for one in page.features)
        assert found[name] == [page.total, placed, ids]


def test_pages_follow_each_other_to_the_end(client: FlaskClient) -> None:
    address, seen, matched = "/ogc/collections/alleys/items?limit=3", [], 0
    while address:
        page = client.get(address).get_json()
        matched = page["numberMatched"]
        assert page["numberReturned"] == len(page["features"]) <= 3
        seen += [one["id"] for one in page["features"]]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        address = following[0].removeprefix("http://localhost") if following else ""
    assert len(seen) == len(set(seen)) == matched


def test_a_box_and_a_property_narrow_the_list(
    client: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    installed = tiny_catalogue.alleys_in(None, status="installed").alleys
    page = client.get("/ogc/collections/alleys/items?state=installed").get_json()
    assert {one["id"] for one in page["features"]} == {str(one.alley_id) for one in installed}
    west, south, east, north = installed[0].bbox
    page = client.get(
        f"/ogc/collections/alleys/items?state=installed&bbox={west},{south},{east},{north}"
    ).get_json()
    assert str(installed[0].alley_id) in {one["id"] for one in page["features"]}
    assert client.get("/ogc/collections/alleys/items?bbox=0,0,1,1").get_json()["numberMatched"] == 0


def test_a_feature_has_an_address_of_its_own(client: FlaskClient) -> None:
    first = client.get("/ogc/collections/plaques/items?limit=1").get_json()["features"][0]
    one = client.get(f"/ogc/collections/plaques/items/{first['id']}").get_json()
    assert one["properties"] == first["properties"]
    assert client.get("/ogc/collections/plaques/items/none").status_code == 404


def test_the_definition_names_every_path(client: FlaskClient) -> None:
    told = client.get("/ogc/api").get_json()
    assert told["openapi"].startswith("3.0")
    for name in COLLECTIONS:
        assert f"/collections/{name}/items" in told["paths"]
    landing = client.get("/ogc/").get_json()
    for link in landing["links"]:
        assert client.get(link["href"].removeprefix("http://localhost")).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=-5", 400),
        ("limit=0", 400),
        ("limit=۱۰", 400),
        ("limit=10000000000", 400),
        ("limit=5000", 200),
        ("offset=-1", 400),
        ("offset=999999", 200),
        ("bbox=1,2,3", 400),
        ("bbox=nan,0,1,1", 400),
        ("colour=red", 400),
        ("f=html", 400),
        ("state=' OR 1=1 --", 200),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_name(
    client: FlaskClient, query: str, status: int
) -> None:
    answer = client.get(f"/ogc/collections/alleys/items?{query}")
    assert answer.status_code == status
    if status == 400:
        assert answer.content_type == "application/problem+json"
        assert answer.get_json()["parameter"] == query.split("=", maxsplit=1)[0]


def test_what_is_not_there_is_not_found(client: FlaskClient) -> None:
    for address in ("/ogc/collections/rivers", "/ogc/collections/rivers/items"):
        assert client.get(address).status_code == 404
