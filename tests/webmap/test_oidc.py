"""Logging in at the organisation's provider: whom it vouches for comes in, and no lie does."""

from __future__ import annotations

import json
import re
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geodata.journal.accounts import Role, all_accounts
from geodata.journal.audit import entries
from tests.webmap.conftest import site
from tests.webmap.provider import CLIENT_ID, SECRET, Provider, running
from tests.webmap.staff import deeds, enter, hire, journal_of, post
from tests.webmap.test_accounts import HOSTILE_NEXT, run
from webmap.config import SiteConfig
from webmap.oidc_config import OidcConfig

HERE = "http://kuche.test"
ROLES = {"kuche-admins": Role.ADMIN, "kuche-stewards": Role.STEWARD, "staff": Role.PLANNER}
STEWARD = {"sub": "1001", "preferred_username": "Zahra", "groups": ["staff", "kuche-stewards"]}
PERSIAN = re.compile(r'role="alert">[^<]*[\u0600-\u06ff]')


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as told:
        told.person = dict(STEWARD)
        yield told


@pytest.fixture
def app(tiny_dataset: Path, tmp_path: Path, provider: Provider) -> Flask:
    oidc = OidcConfig(provider.issuer, CLIENT_ID, SECRET, "groups", ROLES)
    return site(tiny_dataset, journal=str(tmp_path / "journal.sqlite"), public_url=HERE, oidc=oidc)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def begin(client: FlaskClient, query: str = "") -> str:
    """Go to the provider; return the address it is asked at."""
    answer = client.get(f"/login/oidc{query}", base_url=HERE)
    assert answer.status_code == 303
    return str(answer.location)


def at_provider(address: str) -> str:
    """Be let in there; return where the browser is sent back to, its host left out."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    location = answer.headers["Location"]
    assert location.startswith(f"{HERE}/login/oidc/back?")
    return str(location).removeprefix(HERE)


def come_in(client: FlaskClient, query: str = "") -> Any:
    return client.get(at_provider(begin(client, query)), base_url=HERE)


def assert_refused(client: FlaskClient, answer: Any, status: int = 403) -> None:
    """In Persian, and nobody is logged in."""
    assert answer.status_code == status
    assert PERSIAN.search(answer.text)
    assert client.get("/desk", base_url=HERE).status_code == 303


def asked_for(address: str) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}


def test_whoever_the_provider_vouches_for_comes_in(
    app: Flask, client: FlaskClient, provider: Provider
) -> None:
    answer = come_in(client, "?next=/findings")
    assert (answer.status_code, answer.location) == (303, "/findings")
    cookies = answer.headers.getlist("Set-Cookie")
    assert any(
        re.match(r"alleys_login=[\w-]{43}; HttpOnly; Path=/; SameSite=Lax", one) for one in cookies
    )
    assert any(one.startswith("alleys_oidc=;") for one in cookies)
    assert "zahra" in client.get("/desk", base_url=HERE).text
    (made,) = all_accounts(journal_of(app))
    assert (made.name, made.role, made.password_hash) == ("zahra", Role.STEWARD, "")
    assert deeds(app) == [("zahra", "account_made"), ("zahra", "signed_in")]
    assert come_in(app.test_client()).status_code == 303
    assert len(all_accounts(journal_of(app))) == 1
    assert "گذرواژه‌ای در این سایت ندارد" in client.get("/account", base_url=HERE).text


def test_what_is_asked_binds_browser_token_and_code_together(client: FlaskClient) -> None:
    first, second = asked_for(begin(client)), asked_for(begin(client))
    for name in ("state", "nonce", "code_challenge"):
        assert re.fullmatch(r"[\w-]{43}", first[name])
        assert first[name] != second[name]
    assert len({first[name] for name in ("state", "nonce", "code_challenge")}) == 3
    assert first["redirect_uri"] == f"{HERE}/login/oidc/back"


def expired(claims: dict[str, Any]) -> None:
    claims["exp"] = int(time.time()) - 300


LIES: dict[str, Callable[[dict[str, Any]], object]] = {
    "another nonce": lambda claims: claims.update(nonce="0" * 43),
    "no nonce": lambda claims: claims.pop("nonce"),
    "a nonce of another kind": lambda claims: claims.update(nonce=["x"]),
    "another audience": lambda claims: claims.update(aud="another-site"),
    "no audience": lambda claims: claims.pop("aud"),
    "audiences of somebody else": lambda claims: claims.update(aud=[CLIENT_ID, "x"], azp="x"),
    "audiences and nobody's": lambda claims: claims.update(aud=[CLIENT_ID, "x"]),
    "made for another party": lambda claims: claims.update(azp="x"),
    "another issuer": lambda claims: claims.update(iss="https://evil.example"),
    "no issuer": lambda claims: claims.pop("iss"),
    "expired": expired,
    "without an end": lambda claims: claims.pop("exp"),
    "from the future": lambda claims: claims.update(iat=int(time.time()) + 9000),
    "without a beginning": lambda claims: claims.pop("iat"),
    "of nobody": lambda claims: claims.pop("sub"),
    "of an empty subject": lambda claims: claims.update(sub=""),
    "of a number": lambda claims: claims.update(sub=1001),
    "of an endless subject": lambda claims: claims.update(sub="x" * 300),
}


@pytest.mark.parametrize("lie", list(LIES))
def test_a_token_that_does_not_hold_lets_nobody_in(
    app: Flask, client: FlaskClient, provider: Provider, lie: str
) -> None:
    provider.lie = LIES[lie]
    assert_refused(client, come_in(client))
    assert all_accounts(journal_of(app)) == []


@pytest.mark.parametrize("sign", ["none", "other key", "public key", "cut"])
def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(
    app: Flask, client: FlaskClient, provider: Provider, sign: str
) -> None:
    provider.sign = sign
    assert_refused(client, come_in(client))
    assert all_accounts(journal_of(app)) == []


def test_a_state_is_good_once_in_the_browser_that_began(app: Flask, client: FlaskClient) -> None:
    back = at_provider(begin(client))
    cookie = client.get_cookie("alleys_oidc", domain="kuche.test")
    assert cookie is not None
    stranger = app.test_client()
    assert_refused(stranger, stranger.get(back, base_url=HERE))
    assert_refused(stranger, stranger.get(back.replace("state=", "state=x"), base_url=HERE))
    assert client.get(back, base_url=HERE).status_code == 303
    again = app.test_client()
    again.set_cookie("alleys_oidc", cookie.value, domain="kuche.test")
    assert_refused(again, again.get(back, base_url=HERE))


def test_a_state_that_was_used_is_no_good_with_another_code(
    app: Flask, client: FlaskClient, provider: Provider
) -> None:
    first = begin(client)
    cookie = client.get_cookie("alleys_oidc", domain="kuche.test")
    assert cookie is not None
    assert client.get(at_provider(first), base_url=HERE).status_code == 303
    again = app.test_client()
    again.set_cookie("alleys_oidc", cookie.value, domain="kuche.test")
    assert_refused(again, again.get(at_provider(first), base_url=HERE))
    assert deeds(app).count(("zahra", "signed_in")) == 1


def test_what_the_browser_keeps_cannot_be_made_up(app: Flask, client: FlaskClient) -> None:
    back = at_provider(begin(client))
    cookie = client.get_cookie("alleys_oidc", domain="kuche.test")
    assert cookie is not None
    text, _, seal = cookie.value.partition(".")
    told = json.loads(urlsafe_b64decode(text))
    assert set(told) == {"state", "nonce", "verifier", "next", "at"}
    for forged in (f"{text}.{'0' * 64}", f"{text}A.{seal}", text, "", "é.é", f".{seal}"):
        other = app.test_client()
        other.set_cookie("alleys_oidc", forged, domain="kuche.test")
        assert_refused(other, other.get(back, base_url=HERE))


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?error=access_denied&state=x",
                                   "?code=%00&state=%ff", "?iss=https://evil.example"])  # fmt: skip
def test_who_comes_back_without_having_gone_is_refused(client: FlaskClient, query: str) -> None:
    assert_refused(client, client.get(f"/login/oidc/back{query}", base_url=HERE))


def test_who_is_turned_away_there_is_told_so(client: FlaskClient) -> None:
    state = asked_for(begin(client))["state"]
    bad = "<script>alert(1)</script>"
    back = f"/login/oidc/back?state={state}&error=access_denied&error_description={bad}"
    answer = client.get(back, base_url=HERE)
    assert_refused(client, answer)
    assert bad not in answer.text


def test_an_answer_of_another_issuer_is_refused(client: FlaskClient, provider: Provider) -> None:
    back = at_provider(begin(client))
    mixed = re.sub(r"iss=[^&]+", "iss=https%3A%2F%2Fevil.example", back)
    assert_refused(client, client.get(mixed, base_url=HERE))


def test_after_it_one_never_lands_at_another_site(client: FlaskClient) -> None:
    for hostile in (*HOSTILE_NEXT, "/login/oidc", "/login/oidc/leave"):
        answer = client.get("/login/oidc", query_string={"next": hostile}, base_url=HERE)
        back = at_provider(answer.location)
        assert client.get(back, base_url=HERE).location == "/desk", hostile


def test_a_spoofed_host_reaches_neither_the_provider_nor_the_browser(client: FlaskClient) -> None:
    answer = client.get("/login/oidc", base_url="http://evil.example")
    assert asked_for(answer.location)["redirect_uri"] == f"{HERE}/login/oidc/back"
    left = client.get("/login/oidc/leave", base_url="http://evil.example")
    assert asked_for(left.location)["post_logout_redirect_uri"] == f"{HERE}/login"


def test_whoever_is_not_known_is_told_what_an_admin_needs(
    client: FlaskClient, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    provider.person = {"sub": "s-4711<b>", "groups": []}
    answer = come_in(client)
    assert "s-4711&lt;b&gt;" in answer.text
    assert "s-4711" not in " ".join(record.getMessage() for record in caplog.records)


def test_whoever_has_no_role_gets_none(app: Flask, client: FlaskClient, provider: Provider) -> None:
    for groups in ([], ["others"], "others", None, {"kuche-admins": 1}, [["kuche-admins"]]):
        provider.person = {"sub": "7", "preferred_username": "reza", "groups": groups}
        assert_refused(client, come_in(client))
    del provider.person["groups"]
    assert_refused(client, come_in(client))
    assert all_accounts(journal_of(app)) == []


def test_a_name_that_somebody_has_is_not_taken_over(
    app: Flask, client: FlaskClient, provider: Provider
) -> None:
    hire(app, "zahra", Role.ADMIN)
    assert_refused(client, come_in(client))
    code, told = run(app, "link-user", "zahra", "1001")
    assert code == 0, told
    assert come_in(client).status_code == 303
    # Linked by hand: what she may do is said here, whatever her groups are.
    assert all_accounts(journal_of(app))[0].role is Role.ADMIN
    assert run(app, "link-user", "zahra", "1001")[0] == 1
    assert run(app, "link-user", "nobody", "1002")[0] == 1
    assert run(app, "unlink-user", "zahra")[0] == 0
    assert_refused(client, come_in(client))


def test_the_same_name_under_another_subject_is_somebody_else(
    app: Flask, client: FlaskClient, provider: Provider
) -> None:
    assert come_in(client).status_code == 303
    provider.person["sub"] = "1002"
    stranger = app.test_client()
    assert_refused(stranger, come_in(stranger))


def test_the_subject_stays_the_person_under_another_name(
    app: Flask, client: FlaskClient, provider: Provider
) -> None:
    assert come_in(client).status_code == 303
    provider.person["preferred_username"] = "modir"
    assert come_in(app.test_client()).status_code == 303
    assert [one.name for one in all_accounts(journal_of(app))] == ["zahra"]


def test_a_name_that_is_none_here_gets_one_of_the_subject(
    app: Flask, client: FlaskClient, provider: Provider
) -> None:
    for number, name in enumerate(("<script>alert(1)</script>", "", 7, ["x"], None)):
        provider.person = {**STEWARD, "sub": f"s{number}", "preferred_username": name}
        assert come_in(client).status_code == 303
    names = [one.name for one in all_accounts(journal_of(app))]
    assert len(names) == 5
    assert all(re.fullmatch(r"oidc-[0-9a-f]{12}", name) for name in names)


def test_the_role_follows_the_provider_and_falls_at_once(
    app: Flask, client: FlaskClient, provider: Provider
) -> None:
    hire(app, "modir", Role.ADMIN)
    assert come_in(client).status_code == 303
    provider.person["groups"] = ["staff"]
    other = app.test_client()
    assert come_in(other).status_code == 303
    assert other.get("/audit", base_url=HERE).status_code == 403
    # The login of before, with the higher role, has ended.
    assert client.get("/desk", base_url=HERE).status_code == 303
    provider.person["groups"] = []
    third = app.test_client()
    assert_refused(third, come_in(third))
    assert other.get("/desk", base_url=HERE).status_code == 303
    assert ("zahra", "role_set") in deeds(app)


def test_the_provider_leaves_the_site_an_admin(
    app: Flask, client: FlaskClient, provider: Provider
) -> None:
    provider.person["groups"] = ["kuche-admins"]
    assert come_in(client).status_code == 303
    provider.person["groups"] = ["staff"]
    other = app.test_client()
    assert_refused(other, come_in(other))


def test_a_closed_account_stays_closed(app: Flask, client: FlaskClient) -> None:
    assert come_in(client).status_code == 303
    assert run(app, "disable-user", "zahra")[0] == 0
    assert_refused(client, come_in(client))


def test_whoever_has_no_password_cannot_be_guessed(app: Flask, client: FlaskClient) -> None:
    assert come_in(client).status_code == 303
    for typed in ("", "a password that nobody has", "!"):
        other = app.test_client()
        answer = other.post("/login", data={"name": "zahra", "password": typed}, base_url=HERE)
        assert answer.status_code == 403


def test_passwords_of_here_stay_a_way_in(app: Flask, provider: Provider) -> None:
    hire(app, "reza", Role.ADMIN)
    provider.broken = True
    client = app.test_client()
    page = client.get("/login?next=/findings", base_url=HERE).text
    assert 'href="/login/oidc?next=/findings"' in page
    assert enter(client, "reza").status_code == 303
    assert provider.asked == []


def test_leaving_ends_the_login_here_and_offers_to_end_it_there(
    app: Flask, client: FlaskClient, provider: Provider
) -> None:
    come_in(client)
    form = re.search(r'name="token" value="(\w+)"', client.get("/desk", base_url=HERE).text)
    assert form
    left = client.post("/logout", data={"token": form[1]}, base_url=HERE)
    assert left.location == "/login?left=here"
    page = client.get(left.location, base_url=HERE).text
    assert 'href="/login/oidc/leave"' in page
    assert client.get("/desk", base_url=HERE).status_code == 303
    there = client.get("/login/oidc/leave", base_url=HERE).location
    assert there.startswith(f"{provider.issuer}/logout?")


@pytest.mark.parametrize("document", [
    {"issuer": "https://evil.example"},
    {"token_endpoint": "https://evil.example/token"},
    {"token_endpoint": "http://127.0.0.1:1/token"},
    {"jwks_uri": "https://evil.example/keys"},
    {"jwks_uri": "file:///etc/passwd"},
    {"authorization_endpoint": "javascript:alert(1)"},
    {"authorization_endpoint": None},
    {"end_session_endpoint": "https://evil.example/"},
])  # fmt: skip
def test_a_provider_that_points_elsewhere_is_not_followed(
    client: FlaskClient, provider: Provider, document: dict[str, Any]
) -> None:
    provider.document = document
    assert_refused(client, client.get("/login/oidc", base_url=HERE), 503)
    assert set(provider.asked) == {"/.well-known/openid-configuration"}


def test_a_provider_that_fails_is_told_of_in_persian(
    app: Flask, client: FlaskClient, provider: Provider
) -> None:
    back = at_provider(begin(client))
    provider.broken = True
    assert_refused(client, client.get(back, base_url=HERE), 503)
    app.extensions["alleys-oidc"].clear()
    assert_refused(client, client.get("/login/oidc", base_url=HERE), 503)


def test_nobody_is_asked_until_somebody_wants_in(client: FlaskClient, provider: Provider) -> None:
    for address in ("/", "/about", "/login", "/healthz", "/readyz", "/api/coverage"):
        client.get(address, base_url=HERE)
    assert provider.asked == []


def test_without_a_provider_there_is_no_such_way_in(staffed: Flask) -> None:
    client = staffed.test_client()
    for address in ("/login/oidc", "/login/oidc/back", "/login/oidc/leave"):
        assert client.get(address).status_code == 404
    assert "oidc" not in client.get("/login").text
    assert post(_entered(staffed), "/logout").location == "/login"
    assert run(staffed, "link-user", "steward", "1")[0] == 1


def _entered(app: Flask) -> FlaskClient:
    client = app.test_client()
    enter(client, "steward")
    return client


def test_the_journal_keeps_no_token_of_the_provider(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    come_in(client)
    kept = (tmp_path / "journal.sqlite").read_bytes()
    assert SECRET.encode() not in kept
    assert b"eyJ" not in kept
    with journal_of(app).reading() as connection:
        made = entries(connection, limit=9)[-1]
    assert made.details == {"role": "steward", "subject": "1001"}


SET = {
    "ALLEYS_OIDC_ISSUER": "https://sso.example", "ALLEYS_OIDC_CLIENT_ID": "kuche",
    "ALLEYS_OIDC_CLIENT_SECRET": SECRET, "ALLEYS_PUBLIC_URL": "https://kuche.example",
    "ALLEYS_JOURNAL": "j.sqlite",
}  # fmt: skip


def test_settings_are_read_from_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n")
    told = SET | {"ALLEYS_OIDC_CLIENT_SECRET_FILE": str(file), "ALLEYS_OIDC_CLIENT_SECRET": "",
                  "ALLEYS_OIDC_ROLE_CLAIM": "realm_access.roles",
                  "ALLEYS_OIDC_ROLES": "kuche=admins=admin, staff=planner"}  # fmt: skip
    found = SiteConfig.from_environment(told).oidc
    assert found is not None
    assert (found.client_secret, dict(found.roles)) == (
        SECRET, {"kuche=admins": Role.ADMIN, "staff": Role.PLANNER},
    )  # fmt: skip
    assert found.role_of({"realm_access": {"roles": ["staff", "kuche=admins"]}}) is Role.ADMIN
    assert found.role_of({"realm_access": "staff"}) is None
    assert SECRET not in repr(replace(found))
    assert SiteConfig.from_environment({}).oidc is None


@pytest.mark.parametrize("wrong", [
    {"ALLEYS_OIDC_ISSUER": ""},
    {"ALLEYS_OIDC_ISSUER": "http://sso.example"},
    {"ALLEYS_OIDC_ISSUER": "https://sso.example?x"},
    {"ALLEYS_OIDC_ISSUER": "http://localhost@evil.example"},
    {"ALLEYS_OIDC_CLIENT_ID": ""},
    {"ALLEYS_OIDC_CLIENT_SECRET": ""},
    {"ALLEYS_OIDC_CLIENT_SECRET": "changeme"},
    {"ALLEYS_OIDC_CLIENT_SECRET": "client-secret"},
    {"ALLEYS_OIDC_CLIENT_SECRET": "", "ALLEYS_OIDC_CLIENT_SECRET_FILE": "/nowhere"},
    {"ALLEYS_OIDC_CLIENT_SECRET_FILE": "/etc/hostname"},
    {"ALLEYS_PUBLIC_URL": ""},
    {"ALLEYS_JOURNAL": ""},
    {"ALLEYS_OIDC_ROLE_CLAIM": "groups"},
    {"ALLEYS_OIDC_ROLES": "a=admin"},
    {"ALLEYS_OIDC_ROLE_CLAIM": "groups", "ALLEYS_OIDC_ROLES": "a=king"},
    {"ALLEYS_OIDC_ROLE": "groups"},
])  # fmt: skip
def test_a_site_with_half_a_provider_or_no_secret_does_not_start(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="ALLEYS_OIDC_") as refused:
        SiteConfig.from_environment(SET | wrong)
    secret = (SET | wrong)["ALLEYS_OIDC_CLIENT_SECRET"]
    assert not secret or secret not in str(refused.value)
