"""Headers, escaping and the promise that a page never leaves its host."""

from __future__ import annotations

import json
import logging
import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from tests.webmap.conftest import site
from webmap.config import SiteConfig
from webmap.security import HEADERS, PAGE_HEADERS

WEBMAP = Path(__file__).parents[2] / "webmap"
TEMPLATES = sorted((WEBMAP / "templates").rglob("*.html"))
OWN_SCRIPTS = sorted((WEBMAP / "static" / "js").glob("*.js"))
PAGES = ["/", "/?q=آزمون", "/search?q=آزمون", "/coverage", "/coverage/1", "/about", "/nothing"]
PAYLOADS = [
    '"><img src=x onerror=alert(1)>',
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "${alert(1)}",
    "{{ 7*7 }}",
    "'-alert(1)-'",
    "javascript:alert(1)",
]
Ids = dict[str, int]


@pytest.mark.parametrize("address", [*PAGES, "/api/coverage", "/healthz", "/api/nothing"])
def test_every_answer_carries_the_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_carries_what_documents_obey(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    assert {name: headers[name] for name in PAGE_HEADERS} == PAGE_HEADERS
    assert "geolocation=(self)" in headers["Permissions-Policy"]


def test_the_policy_allows_this_host_and_the_nonce_only(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert re.fullmatch(
        r"default-src 'none'; script-src 'self' 'nonce-(\S+)'; style-src 'self' 'nonce-\1'; "
        r"img-src 'self' data:; media-src 'self'; font-src 'self'; connect-src 'self'; "
        r"manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        policy,
    )


def test_the_nonce_is_on_the_inline_script_and_new_every_time(client: FlaskClient) -> None:
    nonces = set()
    for _ in range(3):
        answer = client.get("/")
        nonce = re.search(r"'nonce-(\S+)'", answer.headers["Content-Security-Policy"])
        assert nonce is not None
        inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", answer.text)
        assert inline == [f'<script type="module" nonce="{nonce[1]}">'] * 2
        nonces.add(nonce[1])
    assert len(nonces) == 3


@pytest.mark.parametrize("address", PAGES)
def test_nobody_gets_a_cookie(client: FlaskClient, address: str) -> None:
    assert "Set-Cookie" not in client.get(address).headers


@pytest.mark.parametrize("address", PAGES)
def test_no_page_names_another_host(client: FlaskClient, address: str) -> None:
    page = client.get(address).text.replace("http://localhost/", "/")
    assert re.findall(r"""(?:src|href|action)=["'](?:https?:)?//[^"']*""", page) == []


@pytest.mark.parametrize("address", PAGES)
def test_no_page_has_inline_styles_or_handlers(client: FlaskClient, address: str) -> None:
    page = client.get(address).text
    tags = re.findall(r"<[a-z][^>]*>", page)
    assert not [tag for tag in tags if re.search(r"\s(style|on[a-z]+)=", tag)]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("address", ["/search?q=", "/?q=", "/search?fragment=list&q="])
def test_a_typed_payload_comes_back_as_text(
    client: FlaskClient, address: str, payload: str
) -> None:
    page = client.get(address + quote(payload)).text
    assert "<img" not in page
    assert "<script>alert" not in page
    assert "49" not in re.findall(r'value="([^"]*)"', page)
    if "fragment" not in address:
        assert payload in [unescape(value) for value in re.findall(r'value="([^"]*)"', page)]


@pytest.mark.parametrize("naming", ["DEMO-7", "DEMO-8"])
def test_a_hostile_name_of_the_register_is_text_on_its_page(
    client: FlaskClient, martyr_ids: Ids, naming: str
) -> None:
    page = client.get(f"/martyrs/{martyr_ids[naming]}").text
    assert_harmless(page)
    assert "آزمون" in page


@pytest.mark.parametrize("address", ["/alleys/{}", "/alleys/{}/card", "/?alley={}"])
def test_a_hostile_name_of_the_register_is_text_at_its_alley(
    client: FlaskClient, alley_ids: Ids, address: str
) -> None:
    page = client.get(address.format(alley_ids["هنرستان ۲۰"])).text
    assert_harmless(page)
    assert "&lt;img src=x" in page


@pytest.mark.parametrize("address", ["/search?q=آزمون", "/?q=آزمون", "/coverage/1"])
def test_a_hostile_name_of_the_register_is_text_in_lists(client: FlaskClient, address: str) -> None:
    assert_harmless(client.get(address).text)


def assert_harmless(page: str) -> None:
    pictures = re.findall(r"<img[^>]*>", page)
    assert all(re.match(r'<img src="/alleys/\d+/map\.svg"', one) for one in pictures)
    assert not re.search(r"<script[^>]*>\s*alert", page)
    # A description for machines is data: it has to be read as JSON, and nothing runs it.
    for block in re.findall(r"<script type=.application/ld.json.[^>]*>(.*?)</script>", page):
        assert json.loads(block)
        page = page.replace(block, "")
    # In the one inline script, a name would run.
    for script in re.findall(r"<script(?![^>]*src=)[^>]*>(.*?)</script>", page, re.DOTALL):
        assert "alert" not in script


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_switches_escaping_off(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape\s+false|<style|\sstyle=|\son[a-z]+=", source)


@pytest.mark.parametrize("path", OWN_SCRIPTS, ids=lambda path: path.name)
def test_no_script_writes_markup(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", source)


def test_the_access_log_knows_no_searches_and_no_positions(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="webmap.access"):
        app.test_client().get("/search?q=راز")
        app.test_client().get("/api/nearby?lon=50.8812&lat=34.6411")
    assert "'/search' 200" in caplog.text
    assert "'/api/nearby' 200" in caplog.text
    assert "راز" not in caplog.text
    assert "50.88" not in caplog.text


def test_a_proxy_is_believed_only_where_the_operator_says_there_is_one(tiny_dataset: Path) -> None:
    told: list[str | None] = []
    for proxies in (0, 1):
        app = site(tiny_dataset, proxies=proxies)
        app.before_request(lambda: told.append(request.remote_addr))
        app.test_client().get("/healthz", headers={"X-Forwarded-For": "203.0.113.9"})
    assert told == ["127.0.0.1", "203.0.113.9"]
    for typed in ("-1", "many", "9"):
        with pytest.raises(ValueError, match="ALLEYS_PROXIES"):
            SiteConfig.from_environment({"ALLEYS_PROXIES": typed})
