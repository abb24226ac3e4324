"""Accounts, logins and the count of attempts: who may come in, for how long, how often."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from geodata.errors import AccountError
from geodata.journal import Journal
from geodata.journal.accounts import (
    Account,
    Role,
    account_name,
    all_accounts,
    checked_account,
    disable_account,
    make_account,
    reopen_account,
    set_password,
    set_role,
)
from geodata.journal.audit import COMMAND_LINE, check_chain, entries
from geodata.journal.logins import (
    IDLE,
    LONGEST,
    Login,
    end_logins,
    log_in,
    log_out,
    login_of,
    logins_of,
)
from geodata.journal.tables import account, login_failure, login_session
from geodata.journal.throttling import (
    MOST_OF_ADDRESS,
    MOST_OF_NAME,
    WINDOW,
    forgive,
    network_of,
    note_attempt,
)
from tests.geodata.journal.conftest import NOW

ROOT = Path(__file__).parents[3]
PASSWORD = "کلمه‌ای دراز و دیرشکن"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def zahra(journal: Journal) -> Account:
    make_account(journal, "zahra", PASSWORD, Role.STEWARD, by=COMMAND_LINE, now=NOW)
    found = checked_account(journal, "zahra", PASSWORD)
    assert found
    return found


def deeds(journal: Journal) -> list[str]:
    with journal.reading() as connection:
        assert check_chain(connection).broken is None
        return [entry.action for entry in reversed(entries(connection, limit=99))]


def login(journal: Journal, token: str) -> Login:
    found = login_of(journal, token, now=NOW)
    assert found
    return found


def test_roles_are_ordered() -> None:
    assert Role.ADMIN.includes(Role.STEWARD)
    assert Role.STEWARD.includes(Role.STEWARD)
    assert not Role.PLANNER.includes(Role.STEWARD)


def test_the_right_password_opens_an_account_and_no_other_does(
    journal: Journal, zahra: Account
) -> None:
    assert zahra.role is Role.STEWARD
    for name, password in (
        ("zahra", PASSWORD + "x"), ("zahra", ""), ("zahr", PASSWORD), ("", PASSWORD),
        ("zahra' OR 1=1 --", PASSWORD), ("zahra", PASSWORD * 9000),
    ):  # fmt: skip
        assert checked_account(journal, name, password) is None


def test_a_password_is_kept_as_a_hash_only(journal: Journal, zahra: Account) -> None:
    with journal.reading() as connection:
        kept = connection.scalar(select(account.c.password_hash))
    assert kept is not None
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert kept not in repr(zahra)


@pytest.mark.parametrize("typed", ["كاظم", "کاظم", " کاظم "])
def test_a_name_is_the_same_on_every_keyboard(journal: Journal, typed: str) -> None:
    make_account(journal, "كاظم", PASSWORD, Role.PLANNER, by=COMMAND_LINE, now=NOW)
    assert checked_account(journal, typed, PASSWORD)
    assert account_name("Kazem۱") == "kazem1"
    with pytest.raises(AccountError, match="already"):
        make_account(journal, typed, PASSWORD, Role.ADMIN, by=COMMAND_LINE, now=NOW)
    assert [one.name for one in all_accounts(journal)] == ["کاظم"]
    assert deeds(journal) == ["account_made"]


@pytest.mark.parametrize("typed", ["", "a", "command line", "a b", "<b>", "x" * 41, "-a"])
def test_what_is_no_name_is_refused(journal: Journal, typed: str) -> None:
    with pytest.raises(AccountError, match="no name"):
        make_account(journal, typed, PASSWORD, Role.PLANNER, by=COMMAND_LINE, now=NOW)


@pytest.mark.parametrize("password", ["", "نهنهنهنهن", "x" * 257])
def test_a_password_too_short_or_endless_is_refused(journal: Journal, password: str) -> None:
    with pytest.raises(AccountError, match="10 to 256"):
        make_account(journal, "zahra", password, Role.PLANNER, by=COMMAND_LINE, now=NOW)
    assert all_accounts(journal) == []


def test_a_login_lasts_until_one_stays_away_or_a_month(journal: Journal, zahra: Account) -> None:
    token = log_in(journal, zahra, now=NOW)
    at = NOW
    while at < NOW + LONGEST - IDLE:
        at += IDLE - SECOND
        found = login_of(journal, token, now=at)
        assert found
        assert found.account == zahra
    assert login_of(journal, token, now=NOW + LONGEST) is None
    other = log_in(journal, zahra, now=NOW)
    assert login_of(journal, other, now=NOW + IDLE) is None


def test_reading_many_pages_writes_once_a_minute(journal: Journal, zahra: Account) -> None:
    token = log_in(journal, zahra, now=NOW)
    login_of(journal, token, now=NOW + MINUTE - SECOND)
    assert [one.seen_at for one in logins_of(journal, zahra.account_id, now=NOW)] == [NOW]
    login_of(journal, token, now=NOW + MINUTE)
    assert [one.seen_at for one in logins_of(journal, zahra.account_id, now=NOW)] == [NOW + MINUTE]


def test_the_journal_does_not_hold_what_opens_it(journal: Journal, zahra: Account) -> None:
    token = log_in(journal, zahra, now=NOW)
    with journal.reading() as connection:
        kept = [str(value) for value in connection.execute(select(login_session)).one()]
    assert token not in kept
    assert login_of(journal, token, now=NOW)
    for other in (*kept, "", token[:-1], token + "x"):
        assert login_of(journal, other, now=NOW) is None


def test_one_login_or_all_others_can_be_ended(journal: Journal, zahra: Account) -> None:
    make_account(journal, "ali", PASSWORD, Role.ADMIN, by=COMMAND_LINE, now=NOW)
    ali = checked_account(journal, "ali", PASSWORD)
    assert ali
    of_ali = log_in(journal, ali, now=NOW)
    first, second, third, fourth = (log_in(journal, zahra, now=NOW) for _ in range(4))
    here = login(journal, first)
    foreign = login(journal, of_ali).login_id
    assert end_logins(journal, here, now=NOW, login_id=foreign) == 0
    assert end_logins(journal, here, now=NOW, login_id=login(journal, second).login_id) == 1
    assert login_of(journal, second, now=NOW) is None
    log_out(journal, login(journal, third), now=NOW)
    assert login_of(journal, third, now=NOW) is None
    assert end_logins(journal, here, now=NOW) == 1
    assert login_of(journal, fourth, now=NOW) is None
    assert login_of(journal, first, now=NOW)
    assert login_of(journal, of_ali, now=NOW)


def test_another_password_ends_every_login(journal: Journal, zahra: Account) -> None:
    token = log_in(journal, zahra, now=NOW)
    set_password(journal, "zahra", PASSWORD + "۲", by="zahra", now=NOW)
    assert login_of(journal, token, now=NOW) is None
    assert checked_account(journal, "zahra", PASSWORD) is None
    with pytest.raises(AccountError):  # the old password was right a moment ago
        log_in(journal, zahra, now=NOW)
    assert checked_account(journal, "zahra", PASSWORD + "۲")
    assert deeds(journal) == ["account_made", "signed_in", "password_set"]


def test_a_disabled_account_is_closed_at_once_and_for_good(
    journal: Journal, zahra: Account
) -> None:
    token = log_in(journal, zahra, now=NOW)
    disable_account(journal, "zahra", by=COMMAND_LINE, now=NOW)
    assert login_of(journal, token, now=NOW) is None
    assert checked_account(journal, "zahra", PASSWORD) is None
    for again in (
        lambda: disable_account(journal, "zahra", by=COMMAND_LINE, now=NOW),
        lambda: set_password(journal, "zahra", PASSWORD, by=COMMAND_LINE, now=NOW),
        lambda: disable_account(journal, "nobody", by=COMMAND_LINE, now=NOW),
        lambda: log_in(journal, zahra, now=NOW),
    ):
        with pytest.raises(AccountError):
            again()
    assert deeds(journal) == ["account_made", "signed_in", "account_disabled"]


def test_old_logins_are_taken_out(journal: Journal, zahra: Account) -> None:
    log_in(journal, zahra, now=NOW)
    log_in(journal, zahra, now=NOW + timedelta(days=61))
    with journal.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(login_session)) == 1


def test_a_name_can_be_tried_so_often_and_then_after_a_while(journal: Journal) -> None:
    for number in range(MOST_OF_NAME):
        at = NOW + number * SECOND
        assert note_attempt(journal, "zahra", f"10.0.0.{number}", now=at) is None
    wait = note_attempt(journal, "ZAHRA", "10.0.1.1", now=NOW + MINUTE)
    assert wait == WINDOW - MINUTE
    assert note_attempt(journal, "ali", "10.0.1.1", now=NOW + MINUTE) is None
    assert note_attempt(journal, "zahra", "10.0.1.1", now=NOW + WINDOW) is None
    assert note_attempt(journal, "zahra", "10.0.1.1", now=NOW + WINDOW) == SECOND


def test_an_address_can_try_so_many_names(journal: Journal) -> None:
    for number in range(MOST_OF_ADDRESS):
        assert note_attempt(journal, f"name{number}", f"2001:db8:0:1::{number:x}", now=NOW) is None
    assert note_attempt(journal, "another", "2001:db8:0:1:ffff::1", now=NOW) == WINDOW
    assert note_attempt(journal, "another", "2001:db8:0:2::1", now=NOW) is None


def test_whoever_has_it_right_is_forgiven_the_name_but_not_the_address(journal: Journal) -> None:
    for number in range(MOST_OF_ADDRESS):
        assert note_attempt(journal, f"name{number % 8}", "10.0.0.1", now=NOW) is None
    forgive(journal, "name1")
    for _ in range(4):
        assert note_attempt(journal, "name1", "10.0.0.1", now=NOW) is None
    assert note_attempt(journal, "name1", "10.0.0.1", now=NOW)
    assert note_attempt(journal, "name1", "10.0.0.2", now=NOW) is None


def test_attempts_are_kept_a_day_and_name_nobody(journal: Journal) -> None:
    note_attempt(journal, "zahra", "10.20.30.40", now=NOW)
    with journal.reading() as connection:
        kept = str(connection.execute(select(login_failure)).all())
    assert "zahra" not in kept
    assert "10.20.30.40" not in kept
    note_attempt(journal, "ali", "10.0.0.1", now=NOW + timedelta(days=1, seconds=1))
    with journal.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(login_failure)) == 1


def test_many_attempts_at_once_are_no_way_around(address: str, journal: Journal) -> None:
    program = """
import sys
from datetime import datetime
from geodata.journal import open_journal
from geodata.journal.throttling import note_attempt
journal = open_journal(sys.argv[1])
now = datetime(2026, 11, 25)
print(sum(note_attempt(journal, "zahra", "10.0.0.1", now=now) is None for _ in range(8)))
"""
    command = [sys.executable, "-c", program, address]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    let_in = [int(process.communicate(timeout=60)[0]) for process in started]
    assert sum(let_in) == MOST_OF_NAME


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("", ""),
        ("localhost", ""),
    ],
)
def test_an_address_stands_for_its_household(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_broken_hash_opens_nothing(journal: Journal, zahra: Account) -> None:
    with journal.writing() as connection:
        connection.execute(update(account).values(password_hash="not a hash"))
    assert checked_account(journal, "zahra", PASSWORD) is None


def test_a_role_that_falls_ends_the_logins_and_one_that_rises_does_not(
    journal: Journal, zahra: Account
) -> None:
    token = log_in(journal, zahra, now=NOW)
    assert set_role(journal, "zahra", Role.ADMIN, by=COMMAND_LINE, now=NOW) is False
    assert login(journal, token).account.role is Role.ADMIN
    make_account(journal, "reza", PASSWORD, Role.ADMIN, by=COMMAND_LINE, now=NOW)
    assert set_role(journal, "ZAHRA", Role.PLANNER, by=COMMAND_LINE, now=NOW) is True
    assert login_of(journal, token, now=NOW) is None
    with journal.reading() as connection:
        fell, _, rose, *_ = entries(connection, limit=9)
    assert (fell.action, fell.subject, fell.details) == (
        "role_set", "zahra", {"role": "planner", "before": "admin"},
    )  # fmt: skip
    assert rose.details["role"] == "admin"


def test_a_closed_account_is_reopened_without_its_old_logins(
    journal: Journal, zahra: Account
) -> None:
    token = log_in(journal, zahra, now=NOW)
    disable_account(journal, "zahra", by=COMMAND_LINE, now=NOW)
    with pytest.raises(AccountError, match="disabled"):
        set_role(journal, "zahra", Role.ADMIN, by=COMMAND_LINE, now=NOW)
    assert reopen_account(journal, "zahra", by=COMMAND_LINE, now=NOW) is zahra.role
    assert checked_account(journal, "zahra", PASSWORD) == zahra
    assert login_of(journal, token, now=NOW) is None
    assert deeds(journal)[-2:] == ["account_disabled", "account_reopened"]


def test_a_site_is_never_left_without_an_admin(journal: Journal, zahra: Account) -> None:
    make_account(journal, "reza", PASSWORD, Role.ADMIN, by=COMMAND_LINE, now=NOW)
    before = deeds(journal)
    for last in (
        lambda: set_role(journal, "reza", Role.STEWARD, by=COMMAND_LINE, now=NOW),
        lambda: disable_account(journal, "reza", by=COMMAND_LINE, now=NOW),
    ):
        with pytest.raises(AccountError, match="last admin"):
            last()
    for refused in (
        lambda: set_role(journal, "reza", Role.ADMIN, by=COMMAND_LINE, now=NOW),
        lambda: set_role(journal, "nobody", Role.ADMIN, by=COMMAND_LINE, now=NOW),
        lambda: reopen_account(journal, "reza", by=COMMAND_LINE, now=NOW),
        lambda: reopen_account(journal, "nobody", by=COMMAND_LINE, now=NOW),
    ):
        with pytest.raises(AccountError):
            refused()
    assert deeds(journal) == before
    set_role(journal, "zahra", Role.ADMIN, by=COMMAND_LINE, now=NOW)
    disable_account(journal, "reza", by=COMMAND_LINE, now=NOW)
    with pytest.raises(AccountError, match="last admin"):
        disable_account(journal, "zahra", by=COMMAND_LINE, now=NOW)
