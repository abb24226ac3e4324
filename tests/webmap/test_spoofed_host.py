"""Whoever asks under another name finds it in no link, no code and no document."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from geodata.catalogue import Alley, Catalogue
from tests.webmap.conftest import site
from tests.webmap.test_sheets import decoded

PUBLIC = "https://kuche.example"
SPOOFED = (
    {"Host": "evil.example"},
    {"Host": "kuche.example", "X-Forwarded-Host": "evil.example"},
    {"Host": "kuche.example", "Forwarded": "host=evil.example", "X-Host": "evil.example"},
    {"Host": "kuche.example.evil.example:443"},
)
ADDRESSES = (
    "/", "/about", "/search?q=x", "/coverage", "/explore", "/families", "/neighbourhoods", "/work",
    "/findings", "/login", "/report", "/alleys/{alley}", "/alleys/{alley}/poster",
    "/alleys/{alley}/poster.svg", "/alleys/{alley}/qr.svg", "/a/{code}", "/martyrs/{martyr}",
    "/robots.txt", "/sitemap.xml", "/sitemaps/alleys-1.xml", "/api/openapi.json",
    "/api/alleys/{alley}", "/ogc/", "/ogc/api", "/ogc/collections/alleys/items",
    "/alleys.csv", "/alleys.geojson", "/work/unmapped.csv", "/field.gpx?near=50.88,34.64",
    "/manifest.webmanifest", "/oembed?url=https://kuche.example/alleys/{alley}", "/offline",
    "/?embed=1", "/nothing-here", "/a/nothing",
)  # fmt: skip


@pytest.fixture(scope="module")
def public_site(tiny_dataset: Path) -> Flask:
    return site(tiny_dataset, public_url=PUBLIC)


@pytest.fixture(scope="module")
def alley(tiny_catalogue: Catalogue) -> Alley:
    found = tiny_catalogue.alleys_in(None, limit=100).alleys
    return next(one for one in found if one.namings and one.state)


@pytest.mark.parametrize("headers", SPOOFED, ids=",".join)
def test_no_address_repeats_the_host_it_was_asked_under(
    public_site: Flask, alley: Alley, headers: dict[str, str]
) -> None:
    client = public_site.test_client()
    known = {"alley": alley.alley_id, "code": alley.code, "martyr": alley.namings[0].martyr_id}
    for address in ADDRESSES:
        answer = client.get(address.format(**known), headers=headers)
        assert answer.status_code < 500, address
        assert b"evil" not in answer.data, address
        assert not [value for _, value in answer.headers if "evil" in value], address


@pytest.mark.parametrize("headers", SPOOFED, ids=",".join)
def test_the_code_on_a_poster_leads_to_the_public_address(
    public_site: Flask, alley: Alley, headers: dict[str, str]
) -> None:
    answer = public_site.test_client().get(f"/alleys/{alley.alley_id}/poster.pdf", headers=headers)
    assert decoded(answer.data) == [f"{PUBLIC}/a/{alley.code}"]


def test_a_host_that_is_not_trusted_gets_no_page(tiny_dataset: Path) -> None:
    client = site(tiny_dataset, trusted_hosts=("kuche.example",)).test_client()
    for host in ("evil.example", "kuche.example.evil.example", "kuche.example@evil.example"):
        answer = client.get("/", headers={"Host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.text
    assert client.get("/", headers={"Host": "kuche.example"}).status_code == 200


def test_no_setting_has_a_secret_that_everybody_knows() -> None:
    """The key of forms is of chance and stands in the journal; there is none to be left as is."""
    root = Path(__file__).parents[2]
    sources = [*root.glob("webmap/**/*.py"), *root.glob("geodata/**/*.py")]
    told = re.compile(
        r"SECRET_KEY\s*[=:]|(password|secret|token)\s*=\s*[\"'][^\"'{}\s]{4,}[\"']", re.I
    )
    found = [
        f"{path.name}: {line.strip()}"
        for path in sources
        if path.is_file()
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        if told.search(line) and "noqa: S105" not in line
    ]
    assert found == []
