"""The crew's sheet: the nearest alleys that need work, in the order of a short walk."""

from __future__ import annotations

import re
from itertools import pairwise, permutations
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from geodata.catalogue import Alley, Catalogue
from geodata.catalogue.fieldwork import NEEDS_WORK, as_walk, metres

HERE = "50.881,34.641"


def length(start: tuple[float, float], places: list[tuple[float, float]]) -> float:
    stops = [start, *places]
    return sum(metres(a, b) for a, b in pairwise(stops))


def test_only_alleys_that_need_work_are_on_the_sheet(
    client: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    page = client.get(f"/field?near={HERE}").text
    listed = {int(one) for one in re.findall(r'class="stop-name"><a href="/alleys/(\d+)"', page)}
    assert listed
    for alley_id in listed:
        alley = tiny_catalogue.alley(alley_id)
        assert isinstance(alley, Alley)
        assert alley.state in NEEDS_WORK
    waiting = [
        alley.alley_id
        for state in NEEDS_WORK
        for alley in tiny_catalogue.alleys_in(None, status=state).alleys
    ]
    assert listed == set(waiting)


def test_the_track_has_the_stops_of_the_page_in_their_order(client: FlaskClient) -> None:
    page = client.get(f"/field?near={HERE}").text
    listed = re.findall(r'class="stop-name"><a href="(/alleys/\d+)"', page)
    track = ElementTree.fromstring(client.get(f"/field.gpx?near={HERE}").data)
    links = [one.get("href", "") for one in track.iter() if one.tag.endswith("link")]
    assert [link.removeprefix("http://localhost") for link in links] == listed


@pytest.mark.parametrize("seed", range(5))
def test_the_walk_is_nearly_the_shortest_there_is(seed: int) -> None:
    start = (50.88, 34.64)
    spots = [
        (50.88 + ((7 * n + 3 * seed) % 11) / 2000, 34.64 + ((5 * n + seed) % 7) / 2000)
        for n in range(7)
    ]
    order = as_walk(start, spots)
    assert sorted(order) == list(range(7))
    shortest = min(length(start, list(way)) for way in permutations(spots))
    assert length(start, [spots[at] for at in order]) <= 1.1 * shortest


def test_a_neighbourhood_is_a_start_for_whoever_tells_no_position(
    client: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    page = client.get("/field").text
    areas = [area for area, _, kind, _ in tiny_catalogue.areas() if kind == "neighbourhood"]
    assert len(re.findall("<option value=", page)) == len(areas)
    assert (
        'class="stop-name"' in client.get("/field", query_string={"neighbourhood": areas[0]}).text
    )


def test_far_from_any_city_the_sheet_says_that_there_is_nothing(client: FlaskClient) -> None:
    assert "کوچه‌ای نیست که پلاکش" in client.get("/field?near=10,10").text


@pytest.mark.parametrize(
    "address",
    ["/field?near=x", "/field?near=200,0", "/field?neighbourhood=ناکجا", "/field.gpx",
     f"/field?near={HERE}&limit=-5", f"/field?near={HERE}&limit=۱۰",
     f"/field?near={HERE}&limit=10000000000"],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400


def test_the_position_is_in_no_log(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        client.get(f"/field?near={HERE}")
    assert "50.881" not in caplog.text
