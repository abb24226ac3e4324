"""Logins: browsers that somebody has shown their password in, until they leave or stay away.

A browser keeps a random token, the journal only its hash.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from geodata.errors import AccountError
from geodata.journal.accounts import Account, account_of
from geodata.journal.audit import Action
from geodata.journal.database import Journal
from geodata.journal.tables import account, login_session
from geodata.journal.throttling import forget_older

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=30)
KEPT = timedelta(days=60)
"""How long a row stays at most, its end included; what happened stands in the audit."""
SEEN_EVERY = timedelta(minutes=1)
"""More often it is not written that a browser was seen: reading pages should not write."""


@dataclass(frozen=True, slots=True)
class Login:
    """One browser that is logged in."""

    login_id: int
    account: Account
    created_at: datetime
    seen_at: datetime


def log_in(journal: Journal, whose: Account, *, now: datetime) -> str:
    """Return the token of a new login; whoever holds it is taken for the account's owner.

    Raises
    ------
    AccountError
        The account was disabled or got another password a moment ago.
    """
    token = secrets.token_urlsafe(32)
    with journal.changing(whose.name, Action.SIGNED_IN, whose.name, now=now) as connection:
        here = account.c.account_id == whose.account_id
        present = connection.execute(select(account).where(here)).one()
        if account_of(present) != whose:
            raise AccountError("the account has changed", "این حساب تغییر کرده است")
        table = login_session
        connection.execute(delete(table).where(table.c.created_at < now - KEPT))
        connection.execute(
            table.insert().values(
                token_hash=_hash(token),
                account_id=whose.account_id,
                created_at=now,
                seen_at=now,
                expires_at=now + LONGEST,
            )
        )
    return token


def login_of(journal: Journal, token: str, *, now: datetime) -> Login | None:
    """Return the login of a token, None for one that has ended or never was."""
    here = login_session.c.token_hash == _hash(token)
    with journal.reading() as connection:
        row = connection.execute(_in_force(now).where(here)).one_or_none()
    if row is None:
        return None
    if now - row.seen_at >= SEEN_EVERY:
        with journal.writing() as connection:
            connection.execute(update(login_session).where(here).values(seen_at=now))
            forget_older(connection, now)
    return _login(row)


def logins_of(journal: Journal, account_id: int, *, now: datetime) -> list[Login]:
    """Return the logins of an account that are in force, the one seen last first."""
    asked = _in_force(now).where(login_session.c.account_id == account_id)
    with journal.reading() as connection:
        return [_login(row) for row in connection.execute(asked)]


def log_out(journal: Journal, login: Login, *, now: datetime) -> None:
    """End a login."""
    name = login.account.name
    with journal.changing(name, Action.SIGNED_OUT, name, now=now) as connection:
        here = login_session.c.login_id == login.login_id
        connection.execute(update(login_session).where(here).values(revoked_at=now))


def end_logins(
    journal: Journal, login: Login, *, now: datetime, login_id: int | None = None
) -> int:
    """End one other login of the same account, or all others; return how many there were."""
    name, table, told = login.account.name, login_session, dict[str, object]()
    ended = update(table).where(
        table.c.account_id == login.account.account_id,
        table.c.login_id != login.login_id,
        table.c.revoked_at.is_(None),
    )
    if login_id is not None:
        ended = ended.where(table.c.login_id == login_id)
    with journal.changing(name, Action.LOGINS_ENDED, name, now=now, details=told) as connection:
        told["count"] = count = connection.execute(ended.values(revoked_at=now)).rowcount
    return count


def _in_force(now: datetime) -> Any:
    """The logins that are good for something, with their accounts."""
    table = login_session
    columns = (table.c.login_id, table.c.created_at.label("begun_at"), table.c.seen_at)
    return (
        select(*columns, *account.c)
        .join(account, account.c.account_id == table.c.account_id)
        .where(
            table.c.revoked_at.is_(None),
            table.c.expires_at > now,
            table.c.seen_at > now - IDLE,
            account.c.disabled_at.is_(None),
        )
        .order_by(table.c.seen_at.desc(), table.c.login_id.desc())
    )


def _login(row: Any) -> Login:
    return Login(row.login_id, account_of(row), row.begun_at, row.seen_at)


def _hash(token: str) -> str:
    """Plain SHA-256: a token is random enough that nobody finds it by trying."""
    return hashlib.sha256(token.encode()).hexdigest()
