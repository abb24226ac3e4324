"""Whom the organisation's own OpenID provider knows, and which account here is theirs.

A subject is linked once, by an admin or when the provider's roles let somebody in; a name alone,
which a provider may give to another person tomorrow, opens no account.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from geodata.errors import AccountError, JournalError
from geodata.journal.accounts import (
    NO_PASSWORD,
    Account,
    Role,
    able_account,
    account_name,
    account_of,
    end_all_logins,
    set_role,
)
from geodata.journal.audit import Action
from geodata.journal.database import Journal
from geodata.journal.tables import account, identity, used_state

FROM_PROVIDER, FROM_HERE = "provider", "here"
"""Who says what somebody may do: the provider at each login, or the commands of this site."""
STATE_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the provider tells of them.

    Attributes
    ----------
    name : str
        What they are called there, "" if it does not say.
    role : Role or None
        What the site's mapping makes of their groups.
    """

    issuer: str
    subject: str
    name: str
    role: Role | None


class NotLinkedError(AccountError):
    """Somebody without an account here, who can say under which subject an admin finds them."""

    def __init__(self, message_en: str, message_fa: str, subject: str) -> None:
        super().__init__(message_en, message_fa)
        self.subject = subject


def use_state(journal: Journal, state: str, *, now: datetime) -> None:
    """Take note that a way in was used.

    Raises
    ------
    AccountError
        It was used before.
    """
    row = {"state_hash": hashlib.sha256(state.encode()).hexdigest(), "used_at": now}
    try:
        with journal.writing() as connection:
            connection.execute(delete(used_state).where(used_state.c.used_at < now - STATE_KEPT))
            connection.execute(insert(used_state).values(row))
    except JournalError as error:
        if not isinstance(error.__cause__, IntegrityError):
            raise
        raise AccountError(
            "this answer of the provider was used before",
            "این ورود پیش‌تر به کار رفته است؛ دوباره از صفحهٔ ورود آغاز کنید",
        ) from error


def admit(journal: Journal, person: Person, *, now: datetime) -> Account:
    """Return the account of somebody whom the provider vouches for.

    One that is not linked yet is made if the provider's groups give a role, and never taken over
    from somebody of the same name. Where the provider says the role, it is brought up to date.

    Raises
    ------
    AccountError
        There is none for them, it is closed, or they have no role any more.
    """
    found = _linked(journal, person)
    if found is None:
        return _make(journal, person, now)
    theirs, role_from = found
    if theirs.disabled_at is not None:
        raise AccountError(f"the account {theirs.name} is disabled", "این حساب بسته است")
    if role_from != FROM_PROVIDER or person.role is theirs.role:
        return theirs
    if person.role is None:
        with journal.changing(
            theirs.name, Action.LOGINS_ENDED, theirs.name, now=now, details={"reason": "no role"}
        ) as connection:
            end_all_logins(connection, theirs, now)
        raise _no_role(person)
    set_role(journal, theirs.name, person.role, by=theirs.name, now=now)
    again = _linked(journal, person)
    assert again is not None
    return again[0]


def link(journal: Journal, name: str, issuer: str, subject: str, *, by: str, now: datetime) -> None:
    """Let whom the provider knows under this subject into an account; its role is said here.

    Raises
    ------
    AccountError
        There is no such account, it is disabled, or the subject has one already.
    """
    kept = account_name(name)
    if not 1 <= len(subject) <= 255:
        raise AccountError("a subject has 1 to 255 characters", "شناسه باید ۱ تا ۲۵۵ نویسه باشد")
    told = {"subject": subject}

    def row(connection: Connection) -> None:
        found = able_account(connection, kept)
        _tie(connection, found.account_id, issuer, subject, FROM_HERE, by, now)

    _keeping(journal, by, Action.IDENTITY_LINKED, kept, told, row, now)


def unlink(journal: Journal, name: str, *, by: str, now: datetime) -> int:
    """Take every subject from an account and end its logins; return how many there were.

    Raises
    ------
    AccountError
        There is no such account, or it is disabled.
    """
    kept, told = account_name(name), dict[str, object]()
    with journal.changing(by, Action.IDENTITY_UNLINKED, kept, now=now, details=told) as connection:
        found = able_account(connection, kept)
        mine = identity.c.account_id == found.account_id
        told["count"] = count = connection.execute(delete(identity).where(mine)).rowcount
        end_all_logins(connection, found, now)
    return count


def _linked(journal: Journal, person: Person) -> tuple[Account, str] | None:
    asked = (
        select(*account.c, identity.c.role_from)
        .join(identity, identity.c.account_id == account.c.account_id)
        .where(identity.c.issuer == person.issuer, identity.c.subject == person.subject)
    )
    with journal.reading() as connection:
        row = connection.execute(asked).one_or_none()
    return None if row is None else (account_of(row), row.role_from)


def _make(journal: Journal, person: Person, now: datetime) -> Account:
    if person.role is None:
        raise _no_role(person)
    role = person.role.value
    try:
        kept = account_name(person.name)
    except AccountError:
        digest = hashlib.sha256(f"{person.issuer}\n{person.subject}".encode()).hexdigest()
        kept = f"oidc-{digest[:12]}"
    values = {"name": kept, "password_hash": NO_PASSWORD, "role": role, "created_at": now}

    def rows(connection: Connection) -> None:
        made = connection.execute(insert(account).values(values).returning(account.c.account_id))
        _tie(connection, made.scalar_one(), person.issuer, person.subject, FROM_PROVIDER, kept, now)

    told = {"role": role, "subject": person.subject}
    _keeping(journal, kept, Action.ACCOUNT_MADE, kept, told, rows, now)
    found = _linked(journal, person)
    assert found is not None
    return found[0]


def _tie(
    connection: Connection, account_id: int, issuer: str, subject: str, role_from: str, by: str,
    now: datetime,
) -> None:  # fmt: skip
    row = {
        "issuer": issuer, "subject": subject, "account_id": account_id, "role_from": role_from,
        "linked_by": by, "linked_at": now,
    }  # fmt: skip
    connection.execute(insert(identity).values(row))


def _keeping(
    journal: Journal, by: str, action: Action, kept: str, told: dict[str, Any],
    change: Callable[[Connection], None], now: datetime,
) -> None:  # fmt: skip
    try:
        with journal.changing(by, action, kept, now=now, details=told) as connection:
            change(connection)
    except JournalError as error:
        if not isinstance(error.__cause__, IntegrityError):
            raise
        raise NotLinkedError(
            f"the name {kept} or the subject is taken; an admin links it with link-user",
            "این نام یا شناسه از پیش حسابی دارد؛ مدیر سامانه می‌تواند آن را پیوند دهد",
            str(told["subject"]),
        ) from error


def _no_role(person: Person) -> NotLinkedError:
    return NotLinkedError(
        "no role for somebody whom the provider knows",
        "برای شما در این سامانه نقشی تعیین نشده است؛ به مدیر سامانه بگویید",
        person.subject,
    )
