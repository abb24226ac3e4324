"""The map in a frame of another site, and how such a site learns of it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.webmap.conftest import site
from webmap.config import SiteConfig

Ids = dict[str, int]


def policy(client: FlaskClient, address: str) -> str:
    return client.get(address).headers["Content-Security-Policy"]


def test_no_page_may_be_framed_unless_a_host_is_allowed(client: FlaskClient) -> None:
    assert "frame-ancestors 'none'" in policy(client, "/?embed=1")


def test_an_allowed_host_may_frame_the_map_and_nothing_else(tiny_dataset: Path) -> None:
    client = site(tiny_dataset, embed_hosts=("https://qom.ir",)).test_client()
    assert "frame-ancestors https://qom.ir" in policy(client, "/?embed=1")
    for address in ("/", "/explore", "/report"):
        assert "frame-ancestors 'none'" in policy(client, address)


@pytest.mark.parametrize("origins", ["qom.ir", "https://qom.ir; script-src *", "javascript:1"])
def test_what_is_no_origin_stops_the_start(origins: str) -> None:
    with pytest.raises(ValueError, match="ALLEYS_EMBED_HOSTS"):
        SiteConfig.from_environment({"ALLEYS_EMBED_HOSTS": origins})


def test_a_frame_sets_no_cookie_and_opens_links_outside(client: FlaskClient) -> None:
    answer = client.get("/?embed=1&lang=fa")
    assert "Set-Cookie" not in answer.headers
    assert '<base target="_blank">' in answer.text
    assert 'type="search"' not in answer.text


def test_a_frame_of_an_unknown_district_is_refused(client: FlaskClient) -> None:
    assert client.get("/?embed=1&district=99").status_code == 400


def test_a_link_is_described_as_a_frame(client: FlaskClient, alley_ids: Ids) -> None:
    alley = alley_ids["هنرستان ۱۹"]
    told = client.get(f"/oembed?url=http://localhost/alleys/{alley}&maxwidth=300").get_json()
    assert told["type"] == "rich"
    assert told["width"] == 300
    assert f'src="http://localhost/?embed=1&amp;alley={alley}"' in told["html"]
    page = client.get(f"/alleys/{alley}").text
    assert "application/json+oembed" in page


def test_a_hostile_name_stays_text_in_the_frame(client: FlaskClient, alley_ids: Ids) -> None:
    alley = alley_ids["هنرستان ۲۰"]
    told = client.get(f"/oembed?url=http://localhost/?alley={alley}").get_json()
    assert "<img" not in told["html"]
    assert "<script" not in told["html"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?url=", 400),
        (f"?url={quote('https://elsewhere.example/alleys/1')}", 400),
        ("?url=http://localhost/alleys/1", 404),
        ("?url=http://localhost/a/zzzz", 400),
        ("?url=http://localhost/about", 404),
        ("?url=http://localhost/&format=xml", 501),
        ("?url=http://localhost/&maxwidth=-5", 400),
    ],
)
def test_what_cannot_be_framed_is_refused(client: FlaskClient, query: str, status: int) -> None:
    assert client.get(f"/oembed{query}").status_code == status
