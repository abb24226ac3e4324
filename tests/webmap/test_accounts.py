"""Logging in: one cookie and only then, nothing told to guessers, an end to every login."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.http import parse_cookie

from geodata.journal.accounts import Role, all_accounts
from geodata.journal.logins import IDLE, LONGEST
from geodata.journal.tables import account, login_session
from geodata.journal.throttling import MOST_OF_ADDRESS, MOST_OF_NAME
from tests.webmap.conftest import site
from tests.webmap.staff import (
    PASSWORD,
    deeds,
    enter,
    hire,
    journal_of,
    post,
    token_of,
    worker,
)
from webmap.logins import utc_now

COOKIE = "alleys_login"
HOSTILE_NEXT = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "http://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "//evil.example/findings",
    "//[evil",
    "/findings\\..\\..//evil.example",
    "/findings\r\nSet-Cookie: a=b",
    "/%09/evil.example",
    "/%5cevil.example",
    "//localhost@evil.example",
    "/findings#@evil.example",
    "/nothing-here",
    "/logout",
    "/login",
    "/login?next=/login",
    "/account/password",
    "findings",
    "/findings\u2028",
    "／／evil.example",
    "/" + "a" * 9000,
    "",
]


def cookies(answer: object) -> list[str]:
    return list(answer.headers.getlist("Set-Cookie"))  # type: ignore[attr-defined]


def test_whoever_knows_the_password_gets_one_cookie_and_the_desk(staffed: Flask) -> None:
    client = staffed.test_client()
    answer = enter(client, "steward")
    assert (answer.status_code, answer.location) == (303, "/desk")
    (cookie,) = cookies(answer)
    assert re.fullmatch(rf"{COOKIE}=[\w-]{{43}}; HttpOnly; Path=/; SameSite=Lax", cookie)
    page = client.get("/desk")
    assert "steward" in page.text
    assert "/audit" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "Cookie" in page.headers["Vary"]


def test_over_https_the_cookie_is_for_this_host_and_https_only(
    tiny_dataset: Path, tmp_path: Path
) -> None:
    app = site(tiny_dataset, journal=str(tmp_path / "j.sqlite"), public_url="https://kuche.example")
    hire(app, "steward", Role.STEWARD)
    client = app.test_client()
    there = "https://kuche.example"
    data = {"name": "steward", "password": PASSWORD}
    (cookie,) = cookies(client.post("/login", data=data, base_url=there))
    assert cookie.startswith("__Host-alleys_login=")
    assert "; Secure;" in cookie
    assert "Domain" not in cookie
    assert client.get("/desk", base_url=there).status_code == 200


@pytest.mark.parametrize("address", ["/", "/about", "/findings", "/login", "/explore", "/coverage"])
def test_whoever_does_not_log_in_gets_no_cookie_and_the_page_they_always_got(
    staffed: Flask, client: FlaskClient, address: str
) -> None:
    answer = staffed.test_client().get(address)
    assert cookies(answer) == []
    assert "/desk" not in answer.text
    if address != "/login":
        assert answer.headers["Cache-Control"] == "no-cache"
        without_journal = _without_chance(client.get(address).text)
        with_journal = _without_chance(answer.text)
        staff = '<p><a href="/login" rel="nofollow">ورود کارکنان</a></p>\n'
        assert with_journal.replace(staff, "") == without_journal
        assert (staff in with_journal) == (address == "/about")


def _without_chance(page: str) -> str:
    return re.sub(r'nonce="[^"]+"', "", page)


def test_the_way_to_the_desk_is_on_pages_of_those_who_are_logged_in(staffed: Flask) -> None:
    client = worker(staffed, "planner")
    for address in ("/", "/about", "/findings", "/nothing-here"):
        answer = client.get(address)
        assert '<a href="/desk"' in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Cookie" in answer.headers["Vary"]


def test_what_is_the_same_for_everybody_stays_in_caches(staffed: Flask) -> None:
    client = worker(staffed, "planner")
    for address in ("/api/coverage", "/manifest.webmanifest", "/findings.csv"):
        assert client.get(address).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("steward", "نادرست است این"),
        ("nobody", PASSWORD),
        ("", ""),
        ("steward", ""),
        ("steward' --", PASSWORD),
        ("<script>alert(1)</script>", "x"),
        ("a" * 9000, "b" * 9000),
        ("steward\x00", "\x00"),
    ],
)
def test_whoever_does_not_know_it_is_told_no_more_than_that(
    staffed: Flask, name: str, password: str
) -> None:
    answer = enter(staffed.test_client(), name, password)
    assert answer.status_code == 403
    assert "نام یا گذرواژه درست نیست." in answer.text
    assert "<script>alert" not in answer.text
    assert password not in answer.text or len(password) < 2
    assert cookies(answer) == []


def test_names_that_nobody_has_take_as_long(staffed: Flask) -> None:
    def took(name: str) -> float:
        started = time.perf_counter()
        enter(staffed.test_client(), name, "a wrong password")
        return time.perf_counter() - started

    took("nobody")
    turns = [(took(name), took(f"not-{name}")) for name in ("planner", "steward", "admin") * 2]
    known, unknown = (median(times) for times in zip(*turns, strict=True))
    # A hash takes some 25 ms; without one an answer takes a fraction of that.
    assert unknown > 0.5 * known


@pytest.mark.parametrize("hostile", HOSTILE_NEXT)
def test_after_a_login_one_never_lands_at_another_site(staffed: Flask, hostile: str) -> None:
    client = staffed.test_client()
    page = client.get("/login", query_string={"next": hostile})
    assert 'name="next"' not in page.text
    assert enter(client, "planner", next=hostile).location == "/desk"
    assert client.get("/login", query_string={"next": hostile}).location == "/desk"


@pytest.mark.parametrize("own", ["/findings?code=one_name_near&page=2", "/audit", "/", "/account"])
def test_after_a_login_one_is_where_one_wanted_to_go(staffed: Flask, own: str) -> None:
    client = staffed.test_client()
    page = client.get(f"/login?next={quote(own)}").text
    assert f'name="next" value="{own.replace("&", "&amp;")}"' in page
    assert enter(client, "steward", next=own).location == own


def test_the_token_is_new_at_every_login_and_the_old_one_ends(staffed: Flask) -> None:
    client = staffed.test_client()
    first = parse_cookie(cookies(enter(client, "steward"))[0])[COOKIE]
    second = parse_cookie(cookies(enter(client, "steward"))[0])[COOKIE]
    assert first != second
    other = staffed.test_client()
    other.set_cookie(COOKIE, first)
    assert other.get("/desk").status_code == 303
    assert client.get("/desk").status_code == 200


@pytest.mark.parametrize("token", ["x", "", "a" * 4000, "'; DROP TABLE account; --", "\u0661" * 43])
def test_a_cookie_that_is_no_login_is_a_visitors_and_is_taken_back(
    staffed: Flask, token: str
) -> None:
    client = staffed.test_client()
    client.set_cookie(COOKIE, token)
    answer = client.get("/about")
    assert answer.status_code == 200
    assert "/desk" not in answer.text
    assert cookies(answer)[0].startswith(f"{COOKIE}=; Expires=Thu, 01 Jan 1970")
    client.set_cookie(COOKIE, token)
    assert client.get("/desk").status_code == 303


def test_leaving_ends_the_login_and_not_only_the_cookie(staffed: Flask) -> None:
    client = staffed.test_client()
    token = parse_cookie(cookies(enter(client, "steward"))[0])[COOKIE]
    answer = post(client, "/logout")
    assert (answer.status_code, answer.location) == (303, "/login")
    assert cookies(answer)[0].startswith(f"{COOKIE}=; Expires=")
    client.set_cookie(COOKIE, token)
    assert client.get("/desk").status_code == 303
    assert deeds(staffed)[-2:] == [("steward", "signed_in"), ("steward", "signed_out")]


@pytest.mark.parametrize(
    ("column", "ago"), [("seen_at", IDLE), ("expires_at", timedelta(0)), ("created_at", None)]
)
def test_a_login_ends_by_itself(staffed: Flask, column: str, ago: timedelta | None) -> None:
    client = worker(staffed, "steward")
    at = utc_now() - (LONGEST - timedelta(minutes=1) if ago is None else ago)
    with journal_of(staffed).writing() as connection:
        connection.execute(update(login_session).values({column: at}))
    assert client.get("/desk").status_code == (200 if ago is None else 303)


def test_a_name_is_not_tried_without_end(staffed: Flask) -> None:
    client = staffed.test_client()
    states = [enter(client, "steward", "نادرست").status_code for _ in range(MOST_OF_NAME)]
    assert states == [403] * MOST_OF_NAME
    answer = enter(client, "steward")  # the right one, but too late
    assert answer.status_code == 429
    assert 800 < int(answer.headers["Retry-After"]) <= 900
    assert "۱۵ دقیقه دیگر" in answer.text
    assert cookies(answer) == []
    assert enter(client, "planner").status_code == 303


def test_an_address_does_not_try_names_without_end(staffed: Flask) -> None:
    client = staffed.test_client()
    for number in range(MOST_OF_ADDRESS):
        assert enter(client, f"name{number}", "x").status_code == 403
    assert enter(client, "steward").status_code == 429
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    data = {"name": "steward", "password": PASSWORD}
    answer = client.post("/login", data=data, environ_overrides=elsewhere)
    assert answer.status_code == 303


def test_a_second_process_counts_the_same_attempts(staffed: Flask, tiny_dataset: Path) -> None:
    twin = site(tiny_dataset, journal=staffed.config["SITE"].journal)
    for number in range(MOST_OF_NAME):
        app = (staffed, twin)[number % 2]
        assert enter(app.test_client(), "steward", "x").status_code == 403
    assert enter(staffed.test_client(), "steward").status_code == 429
    assert enter(twin.test_client(), "steward").status_code == 429


def test_ones_own_logins_are_listed_and_ended(staffed: Flask) -> None:
    here, there, third = (worker(staffed, "steward") for _ in range(3))
    foreign = worker(staffed, "planner")
    page = here.get("/account").text
    ends = re.findall(r'action="(/account/logins/\d+/end)"', page)
    assert len(ends) == 2
    assert page.count("همین مرورگر") == 1
    assert post(foreign, ends[0]).status_code == 303
    assert [client.get("/desk").status_code for client in (here, there, third)] == [200] * 3
    assert post(here, ends[0]).status_code == 303
    states = [client.get("/desk").status_code for client in (here, there, third)]
    assert sorted(states) == [200, 200, 303]
    assert post(here, "/account/logins/end").status_code == 303
    states = [client.get("/desk").status_code for client in (here, there, third, foreign)]
    assert states == [200, 303, 303, 200]


def test_another_password_ends_the_other_logins_and_renews_this_one(staffed: Flask) -> None:
    here, there = worker(staffed, "steward"), worker(staffed, "steward")
    new = "گذرواژه‌ای تازه و دراز"
    answer = post(here, "/account/password", present=PASSWORD, password=new, again=new)
    assert (answer.status_code, answer.location) == (303, "/account?done=password")
    assert cookies(answer)[0].startswith(f"{COOKIE}=")
    assert "گذرواژه عوض شد" in here.get(answer.location).text
    assert there.get("/desk").status_code == 303
    assert enter(staffed.test_client(), "steward").status_code == 403
    assert enter(staffed.test_client(), "steward", new).status_code == 303


@pytest.mark.parametrize(
    ("present", "password", "again", "told"),
    [
        ("نادرست", "x" * 12, "x" * 12, "گذرواژهٔ کنونی درست نیست"),
        (PASSWORD, "x" * 12, "y" * 12, "یکی نیست"),
        (PASSWORD, "x" * 9, "x" * 9, "۱۰ نویسه"),
        (PASSWORD, "", "", "۱۰ نویسه"),
    ],
)
def test_a_password_is_not_changed_by_a_slip_or_by_a_passer_by(
    staffed: Flask, present: str, password: str, again: str, told: str
) -> None:
    client = worker(staffed, "steward")
    sent = {"present": present, "password": password, "again": again}
    answer = post(client, "/account/password", **sent)
    assert answer.status_code == 400
    assert told in answer.text
    assert enter(staffed.test_client(), "steward").status_code == 303


def test_guessing_the_present_password_is_counted_too(staffed: Flask) -> None:
    client = worker(staffed, "steward")
    sent = {"present": "x", "password": "y" * 12, "again": "y" * 12}
    states = [post(client, "/account/password", **sent).status_code for _ in range(9)]
    assert states == [400] * MOST_OF_NAME + [429]


def test_without_a_journal_there_is_no_login_and_the_page_says_so(client: FlaskClient) -> None:
    page = client.get("/login")
    assert page.status_code == 200
    assert "دفتری برای تصمیم‌ها ندارد" in page.text
    assert 'type="password"' not in page.text
    assert enter(client, "steward").status_code == 404
    assert client.get("/desk").location == "/login?next=/desk"
    assert "/login" not in client.get("/about").text


def test_a_journal_that_fails_takes_no_page_from_anybody(staffed: Flask) -> None:
    client = worker(staffed, "steward")
    with journal_of(staffed).writing() as connection:
        connection.exec_driver_sql("DROP TABLE login_session")
    assert client.get("/about").status_code == 200
    assert client.get("/explore").status_code == 200
    assert client.get("/desk").status_code == 503


def test_the_audit_is_paged_newest_first_and_can_be_chosen(staffed: Flask) -> None:
    client = worker(staffed, "steward")
    worker(staffed, "admin")
    page = client.get("/audit").text
    assert "۶ ردیف." in page
    assert re.findall(r'finding-title">(\S+ ?\S*) · ', page) == [
        "ورود", "ورود", "ساختن حساب", "ساختن حساب", "ساختن حساب", "ساختن حساب",
    ]  # fmt: skip
    options = re.findall(r'<li><a href="([^"]+)" rel="nofollow">.*?facet-count">([۰-۹]+)<', page)
    assert options
    for address, count in options:
        found = client.get(address.replace("&amp;", "&")).text
        assert found.count('class="finding-title"') == int(count)
    chosen = client.get("/audit?action=signed_in&actor=admin").text
    assert chosen.count('class="finding-title"') == 1
    assert client.get("/audit?actor=nobody&action=none").status_code == 200
    assert client.get("/audit?page=0").status_code == 400


def test_a_deed_of_a_later_version_and_a_hostile_name_stand_as_they_are(staffed: Flask) -> None:
    client = worker(staffed, "steward")
    with journal_of(staffed).writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO audit VALUES (99, '2026-11-25 00:00:00.000000', '<img src=x>',"
            " 'moon_landed', '</li><script>alert(1)</script>', '{\"reason\": \"<b>\"}', '', '')"
        )
    page = client.get("/audit").text
    assert "moon_landed" in page
    assert "<img src=x>" not in page
    assert "<script>alert" not in page
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_the_pages_of_the_desk_are_there_in_every_language(staffed: Flask, language: str) -> None:
    client = worker(staffed, "steward")
    persian = re.compile("[پچژگی]|[۰-۹]")
    for address in ("/desk", "/account", "/audit"):
        page = client.get(f"{address}?lang={language}")
        assert page.status_code == 200
        assert f'<html lang="{language}"' in page.text
        if language == "en":
            seen = re.sub(r"<(head|script)\b.*?</\1>", "", page.text, flags=re.DOTALL)
            seen = re.sub(r'<(\w+)[^>]*\blang="fa"[^>]*>.*?</\1>', "", seen, flags=re.DOTALL)
            assert not persian.search(re.sub(r"<[^>]+>", "\n", seen))


def run(app: Flask, *arguments: str, typed: str = "") -> tuple[int, str]:
    told = app.test_cli_runner().invoke(args=list(arguments), input=typed)
    return told.exit_code, told.output


def test_accounts_are_made_at_the_machine(tiny_dataset: Path, tmp_path: Path) -> None:
    app = site(tiny_dataset, journal=str(tmp_path / "journal.sqlite"))
    twice = f"{PASSWORD}\n{PASSWORD}\n"
    code, told = run(app, "create-user", "زهرا", "--role", "steward", typed=twice)
    assert (code, PASSWORD in told) == (0, False)
    assert enter(app.test_client(), "زهرا").status_code == 303
    assert "زهرا\tsteward\t" in run(app, "users")[1]
    assert run(app, "create-user", "زهرا", "--role", "admin", typed=twice)[0] == 1
    assert run(app, "create-user", "b", "--role", "king", typed=twice)[0] == 2
    assert run(app, "create-user", "ali", typed=twice)[0] == 2
    code, told = run(app, "create-user", "ali", "--role", "admin", typed="short\nshort\n")
    assert (code, "۱۰ نویسه" in told, "10 to 256" in told) == (1, True, True)
    code, told = run(app, "create-user", "a b", "--role", "admin")
    assert (code, "گذرواژه / password" in told) == (1, False)
    assert [one.name for one in all_accounts(journal_of(app))] == ["زهرا"]


def test_passwords_are_set_and_accounts_closed_at_the_machine(staffed: Flask) -> None:
    client, new = worker(staffed, "steward"), "گذرواژه‌ای تازه و دراز"
    assert run(staffed, "set-password", "steward", typed=f"{new}\n{new}\n")[0] == 0
    assert client.get("/desk").status_code == 303
    assert enter(client, "steward", new).status_code == 303
    assert run(staffed, "disable-user", "steward")[0] == 0
    assert client.get("/desk").status_code == 303
    assert enter(client, "steward", new).status_code == 403
    assert "disabled" in run(staffed, "users")[1]
    for again in (["disable-user", "steward"], ["disable-user", "nobody"]):
        assert run(staffed, *again)[0] == 1
    assert ("command line", "account_disabled") in deeds(staffed)


def test_roles_are_changed_and_accounts_reopened_at_the_machine(staffed: Flask) -> None:
    client = worker(staffed, "steward")
    assert client.get("/audit").status_code == 200
    code, told = run(staffed, "set-role", "steward", "--role", "planner")
    assert (code, "برنامه‌ریز" in told, "پایان یافت" in told) == (0, True, True)
    assert client.get("/desk").status_code == 303
    assert enter(client, "steward").status_code == 303
    assert client.get("/audit").status_code == 403
    code, told = run(staffed, "set-role", "admin", "--role", "steward")
    assert (code, "تنها مدیر" in told, "last admin" in told) == (1, True, True)
    assert run(staffed, "set-role", "steward", "--role", "king")[0] == 2
    assert run(staffed, "disable-user", "steward")[0] == 0
    code, told = run(staffed, "reopen-user", "steward")
    assert (code, "باز شد" in told) == (0, True)
    assert run(staffed, "reopen-user", "steward")[0] == 1
    assert enter(client, "steward").status_code == 303
    page = worker(staffed, "admin").get("/audit").text
    assert "تغییر نقش" in page
    assert "بازگشودن حساب" in page


def test_nobody_has_an_account_that_was_not_made(tiny_dataset: Path, tmp_path: Path) -> None:
    app = site(tiny_dataset, journal=str(tmp_path / "journal.sqlite"))
    assert app.test_client().get("/login").status_code == 200
    with journal_of(app).reading() as connection:
        assert connection.execute(select(account)).all() == []


def test_without_a_journal_the_commands_say_what_is_missing(app: Flask) -> None:
    for arguments in (["users"], ["create-user", "a1", "--role", "admin"]):
        code, told = run(app, *arguments)
        assert (code, "ALLEYS_JOURNAL is not set" in told) == (1, True)


def test_the_form_token_is_the_same_on_every_page_of_one_login(staffed: Flask) -> None:
    client = worker(staffed, "steward")
    tokens = re.findall(r'name="token" value="(\w+)"', client.get("/account").text)
    assert set(tokens) == {token_of(client)}
    assert replace(staffed.config["SITE"]).journal not in tokens
