"""Lists that filters narrow, and what search engines read."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from geodata.catalogue import Catalogue

Ids = dict[str, int]


def names(page: str) -> list[str]:
    return re.findall(r'class="hit-name">([^<]*)<', page)


def text_of(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def test_the_list_says_how_many_there_are(client: FlaskClient) -> None:
    page = text_of(client, "/explore")
    assert len(names(page)) == 9
    assert "۹ نام." in page


def test_every_filter_leads_to_as_many_names_as_it_says(client: FlaskClient) -> None:
    page = text_of(client, "/explore")
    options = re.findall(r'<li><a href="([^"]+)" rel="nofollow">.*?facet-count">([۰-۹]+)<', page)
    assert len(options) > 8
    for address, count in options:
        found = text_of(client, address.replace("&amp;", "&"))
        assert len(names(found)) == int(count), address


def test_a_chosen_filter_can_be_left(client: FlaskClient) -> None:
    page = text_of(client, "/explore?district=1&sort=newest")
    chosen = page.split('class="chosen"')[1].split("</ul>")[0]
    address = re.findall(r'href="([^"]+)"', chosen)[0]
    assert address == "/explore?sort=newest"


@pytest.mark.parametrize(
    "query",
    ["district=99", "neighbourhood=x", "year=1399", "year=abc", "status=broken", "sort=size",
     "page=0", "page=-5", "page=۱۰", "page=10000000000", "portrait=2", "view=3d"],
)  # fmt: skip
def test_what_is_not_there_to_choose_is_refused_by_its_name(
    client: FlaskClient, query: str
) -> None:
    assert query.split("=", maxsplit=1)[0] in text_of(client, f"/explore?{query}", 400)


def test_a_page_past_the_last_says_how_many_there_are(client: FlaskClient) -> None:
    assert "۹ نام در ۱ صفحه" in text_of(client, "/explore?page=7") or "۹ نام." in text_of(
        client, "/explore?page=7"
    )


def test_a_family_has_a_page_of_its_own(client: FlaskClient) -> None:
    assert "کریمی" in text_of(client, "/families")
    page = text_of(client, "/families/كريمي")
    assert len(names(page)) == 3
    assert 'rel="canonical"' in page
    text_of(client, "/families/ناکجا", 404)


def test_a_neighbourhood_has_a_page_of_its_own(
    client: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    area = next(a for a, _, kind, _ in tiny_catalogue.areas() if kind == "neighbourhood")
    assert "شهیدان محلهٔ" in text_of(client, f"/neighbourhoods/{area}")
    text_of(client, "/neighbourhoods/ناکجا", 404)


def test_the_map_beside_a_list_gets_its_alleys_and_no_other(
    client: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    told = client.get("/explore/lines.json?status=installed").get_json()
    installed = {
        alley.alley_id for alley in tiny_catalogue.alleys_in(None, status="installed").alleys
    }
    assert {alley_id for alley_id, _ in told["alleys"]} == installed
    assert "exploremap" in text_of(client, "/explore?status=installed&view=map")


def test_every_address_of_the_sitemap_answers(client: FlaskClient) -> None:
    assert "/sitemap.xml" in text_of(client, "/robots.txt")
    seen: set[str] = set()
    for file in ElementTree.fromstring(text_of(client, "/sitemap.xml")).iter():
        if not file.tag.endswith("loc"):
            continue
        part = (file.text or "").removeprefix("http://localhost")
        for one in ElementTree.fromstring(text_of(client, part)).iter():
            if one.tag.endswith("loc"):
                seen.add((one.text or "").removeprefix("http://localhost"))
    assert {unquote(address).split("/")[1] for address in seen} == {
        "alleys", "families", "martyrs", "neighbourhoods",
    }  # fmt: skip
    for address in seen:
        text_of(client, address)


def described(page: str) -> dict[str, object]:
    (block,) = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page)
    found: dict[str, object] = json.loads(block)
    return found


def test_a_person_is_described_to_machines(client: FlaskClient, martyr_ids: Ids) -> None:
    told = described(text_of(client, f"/martyrs/{martyr_ids['DEMO-1']}"))
    assert told["@type"] == "Person"
    assert told["deathDate"] == "1986-12-25"
    assert "birthDate" not in told


def test_hostile_names_stay_inside_the_description(client: FlaskClient, martyr_ids: Ids) -> None:
    told = described(text_of(client, f"/martyrs/{martyr_ids['DEMO-7']}"))
    assert "<img" in str(told["name"])


def test_an_alley_is_described_to_machines(client: FlaskClient, alley_ids: Ids) -> None:
    told = described(text_of(client, f"/alleys/{alley_ids['هنرستان ۱۹']}"))
    assert told["@type"] == "Place"
    assert set(told["geo"]) >= {"latitude", "longitude"}  # type: ignore[call-overload]


@pytest.mark.parametrize("by", ["city", "district", "neighbourhood"])
def test_every_number_of_coverage_leads_to_exactly_what_it_counts(
    client: FlaskClient, tiny_catalogue: Catalogue, by: str
) -> None:
    flags = {
        "named": "",
        "matched": "&mapped=1",
        "installed": "&installed=1",
        "verified": "&verified=1",
    }
    for row in tiny_catalogue.coverage(by):
        if not row.area_id:
            continue
        area = "" if by == "city" else f"&{by}={row.area_id}"
        for number, flag in flags.items():
            page = text_of(client, f"/explore?once=1{area}{flag}")
            assert len(names(page)) == getattr(row, number), (row.area_id, number)
    page = text_of(client, f"/coverage?by={by}")
    links = set(re.findall(r'class="share-link" href="([^"]+)"', page))
    assert links
    for link in links:
        text_of(client, link.replace("&amp;", "&"))
