"""What the map learns without new tiles: changed states, plaques, names, and how it is cached."""

from __future__ import annotations

from pathlib import Path
from time import sleep
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geodata.catalogue import Alley, Catalogue
from geodata.tiles.grid import tile_at
from tests.notebook import Notebook
from tests.webmap.conftest import site

FOREVER = "public, max-age=31536000, immutable"


@pytest.fixture
def notebook(tiny_dataset: Path, tmp_path: Path) -> Notebook:
    return Notebook(tiny_dataset, tmp_path / "journal.sqlite")


@pytest.fixture
def written(tiny_dataset: Path, notebook: Notebook) -> FlaskClient:
    """A site whose alleys change as the notebook says."""
    return site(tiny_dataset, journal=notebook.address).test_client()


def state(client: FlaskClient) -> dict[str, Any]:
    answer = client.get("/tiles/state.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


def state_soon(client: FlaskClient, before: dict[str, Any]) -> dict[str, Any]:
    """The state after a change, which shows within a second."""
    for _ in range(20):
        if (now := state(client)) != before:
            return now
        sleep(0.05)
    raise AssertionError("nothing changed within a second")


def sign_tile(client: FlaskClient, zoom: int, lon: float, lat: float) -> dict[str, Any]:
    x, y = tile_at(zoom, lon, lat)
    address = state(client)["signs"].format(z=zoom, x=x, y=y)
    found: dict[str, Any] = client.get(address).get_json()
    return found


def test_without_changes_the_file_says_none(client: FlaskClient) -> None:
    assert state(client)["changed"] == []


def test_it_names_the_tiles_in_force(client: FlaskClient) -> None:
    current = client.get("/readyz").get_json()["dataset"]
    assert state(client)["tiles"] == f"/tiles/{current}/{{z}}/{{x}}/{{y}}.pbf"


def test_it_counts_the_alleys_of_each_state(client: FlaskClient, tiny_catalogue: Catalogue) -> None:
    alleys = tiny_catalogue.alleys_in(None, limit=1000).alleys
    states = [alley.state for alley in alleys if alley.state]
    counts = state(client)["counts"]
    assert counts == {name: states.count(name) for name in ("named", "installed", "damaged")}


def test_it_is_asked_for_again_without_being_sent_again(client: FlaskClient) -> None:
    first = client.get("/tiles/state.json")
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get("/tiles/state.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


def test_a_change_has_a_new_version_the_state_and_the_line(
    written: FlaskClient, notebook: Notebook, tiny_catalogue: Catalogue, alley_ids: dict[str, int]
) -> None:
    before = written.get("/tiles/state.json")
    alley_id = alley_ids["هنرستان ۱۹"]
    notebook.write(alley_id, "damaged")
    (changed,) = state_soon(written, before.get_json())["changed"]
    after = written.get("/tiles/state.json", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    alley = tiny_catalogue.alley(alley_id)
    assert isinstance(alley, Alley)
    assert changed[:2] == [alley_id, "damaged"]
    assert changed[2][0][0] == pytest.approx(alley.lines[0][0], abs=1e-5)


def test_counts_follow_the_changes(
    written: FlaskClient, notebook: Notebook, alley_ids: dict[str, int]
) -> None:
    before = state(written)
    notebook.write(alley_ids["هنرستان ۱۹"], "damaged")
    after, was = state_soon(written, before)["counts"], before["counts"]
    assert after["damaged"] == was["damaged"] + 1
    assert sum(after.values()) == sum(was.values())


def test_an_alley_that_lost_its_state_is_told_as_well(
    written: FlaskClient, notebook: Notebook, alley_ids: dict[str, int]
) -> None:
    notebook.write(alley_ids["هنرستان ۱۹"], None)
    assert state(written)["changed"][0][1] is None


def test_a_decision_about_an_alley_that_is_gone_is_passed_over(
    tiny_dataset: Path, changed_dataset: Path, changed_app: Flask, notebook: Notebook
) -> None:
    (gone,) = _gone(tiny_dataset, changed_app)
    notebook.write(gone, "named")
    client = site(changed_dataset, journal=notebook.address).test_client()
    assert state(client)["changed"] == []


def _gone(before: Path, after: Flask) -> set[int]:
    def ids(app: Flask) -> set[int]:
        page = app.test_client().get("/api/alleys.geojson").get_json()
        return {feature["id"] for feature in page["features"]}

    return ids(site(before)) - ids(after)


def test_names_of_the_register_come_with_the_tile(
    client: FlaskClient, alley_ids: dict[str, int], tiny_catalogue: Catalogue
) -> None:
    alley = tiny_catalogue.alley(alley_ids["هنرستان ۱۹"])
    assert isinstance(alley, Alley)
    titles = dict(sign_tile(client, 14, alley.mouth_lon, alley.mouth_lat)["titles"])
    assert titles[alley.alley_id].startswith("شهید ")


def test_every_plaque_of_a_named_alley_is_in_exactly_one_tile(
    client: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    alleys = tiny_catalogue.alleys_in(None, limit=1000).alleys
    tiles = {tile_at(14, alley.mouth_lon, alley.mouth_lat) for alley in alleys if alley.state}
    around = {(x + dx, y + dy) for x, y in tiles for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
    address = state(client)["signs"]
    found = []
    for x, y in around:
        answer = client.get(address.format(z=14, x=x, y=y))
        found += answer.get_json()["plaques"] if answer.status_code == 200 else []
    told = [plaque.status for alley in alleys for plaque in alley.plaques if plaque.status]
    bare = [alley for alley in alleys if alley.namings and not alley.plaques]
    said = [
        n.plaque_status for alley in bare for n in alley.namings if n.on_map and n.plaque_status
    ]
    assert told
    assert len(found) == len(told) + len(said)


def test_tiles_above_hold_numbers_instead_of_plaques(
    client: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    info = tiny_catalogue.info
    tile = sign_tile(client, 13, info.centre_lon, info.centre_lat)
    assert tile["plaques"] == tile["titles"] == []
    counted = sum(sum(counts.values()) for _, _, counts in tile["clusters"])
    assert counted > 0


def test_plaques_of_the_present_version_may_be_kept_for_ever(client: FlaskClient) -> None:
    address = state(client)["signs"].format(z=14, x=0, y=0)
    assert client.get(address).headers["Cache-Control"] == FOREVER
    old = "/tiles/000000000000/signs/14/0/0.json"
    assert client.get(old).headers["Cache-Control"] == "no-cache"


def test_a_tile_without_plaques_is_no_content(client: FlaskClient) -> None:
    answer = client.get(state(client)["signs"].format(z=14, x=0, y=0))
    assert (answer.status_code, answer.data) == (204, b"")


@pytest.mark.parametrize("place", ["12/0/0", "15/0/0", "14/16384/0", "14/0/x", "014/0/0"])
def test_what_is_no_tile_of_plaques_is_not_found(client: FlaskClient, place: str) -> None:
    assert client.get(f"/tiles/000000000000/signs/{place}.json").status_code == 404
