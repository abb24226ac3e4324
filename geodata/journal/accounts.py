"""Accounts: who works here and what they may do; made and changed on the command line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from geodata.errors import AccountError, JournalError
from geodata.journal.audit import Action
from geodata.journal.database import Journal
from geodata.journal.passwords import hash_password, is_password
from geodata.journal.tables import account, login_session
from geodata.names.letters import write_letters

LONGEST_NAME = 40
NO_PASSWORD = ""
"""What is kept of the password of whoever has none, for another site says who they are."""
_NAME = re.compile(rf"\w[\w.@-]{{1,{LONGEST_NAME - 1}}}")


class Role(StrEnum):
    """What one may do; a steward may do everything that a planner and the broadcaster may."""

    PLANNER = "planner"
    MEDIA = "media"
    STEWARD = "steward"
    ADMIN = "admin"

    def includes(self, other: Role) -> bool:
        """Return whether whoever has this role may do what the other may."""
        return other in _MAY_WHAT[self]


_MAY_WHAT: dict[Role, frozenset[Role]] = {
    Role.PLANNER: frozenset({Role.PLANNER}),
    Role.MEDIA: frozenset({Role.MEDIA}),
    Role.STEWARD: frozenset({Role.PLANNER, Role.MEDIA, Role.STEWARD}),
    Role.ADMIN: frozenset(Role),
}
"""The broadcaster stands beside the planners: neither sees what is for the other."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who works here."""

    account_id: int
    name: str
    role: Role
    created_at: datetime
    disabled_at: datetime | None
    password_hash: str = field(repr=False)


def account_name(typed: str) -> str:
    """Return the one spelling of an account's name: كاظم and کاظم are the same, and so is Kazem.

    Raises
    ------
    AccountError
        It is none.
    """
    name = write_letters(typed).strip().lower()
    if not _NAME.fullmatch(name):
        raise AccountError(
            f"{typed[:LONGEST_NAME]!r} is no name of an account: 2 to {LONGEST_NAME} letters,"
            " digits, '.', '-', '_' or '@', and no blanks",
            "نام کاربری باید ۲ تا ۴۰ حرف یا رقم باشد (نقطه، خط تیره، زیرخط و @ هم می‌شود)، بی فاصله",
        )
    return name


def make_account(
    journal: Journal, name: str, password: str, role: Role, *, by: str, now: datetime
) -> str:
    """Make an account and return its name as it is kept.

    Raises
    ------
    AccountError
        The name is taken or is none, or the password is too short.
    """
    kept = account_name(name)
    row = insert(account).values(
        name=kept, password_hash=hash_password(password), role=role.value, created_at=now
    )
    told = {"role": role.value}
    try:
        with journal.changing(by, Action.ACCOUNT_MADE, kept, now=now, details=told) as connection:
            connection.execute(row)
    except JournalError as error:
        if not isinstance(error.__cause__, IntegrityError):
            raise
        raise AccountError(
            f"there is an account {kept} already", f"حساب {kept} از پیش هست"
        ) from error
    return kept


def set_password(journal: Journal, name: str, password: str, *, by: str, now: datetime) -> None:
    """Give an account another password and end its logins.

    Raises
    ------
    AccountError
        There is no such account, it is disabled, or the password is too short.
    """
    kept, hashed = account_name(name), hash_password(password)
    with journal.changing(by, Action.PASSWORD_SET, kept, now=now) as connection:
        found = able_account(connection, kept)
        here = account.c.account_id == found.account_id
        connection.execute(update(account).where(here).values(password_hash=hashed))
        end_all_logins(connection, found, now)


def disable_account(journal: Journal, name: str, *, by: str, now: datetime) -> None:
    """Let somebody in no more, and end their logins; what they did keeps their name.

    Raises
    ------
    AccountError
        There is no such account, it is disabled already, or it is the last admin.
    """
    kept = account_name(name)
    with journal.changing(by, Action.ACCOUNT_DISABLED, kept, now=now) as connection:
        found = able_account(connection, kept)
        _leave_an_admin(connection, found)
        here = account.c.account_id == found.account_id
        connection.execute(update(account).where(here).values(disabled_at=now))
        end_all_logins(connection, found, now)


def set_role(journal: Journal, name: str, role: Role, *, by: str, now: datetime) -> bool:
    """Give an account another role, and end its logins where it may do less than before.

    Returns
    -------
    bool
        Whether logins ended because the role fell.

    Raises
    ------
    AccountError
        There is no such account, it is disabled, it has this role, or it is the last admin.
    """
    kept, told = account_name(name), {"role": role.value}
    with journal.changing(by, Action.ROLE_SET, kept, now=now, details=told) as connection:
        found = able_account(connection, kept)
        if found.role is role:
            raise AccountError(f"{kept} is {role} already", f"نقش {kept} از پیش همین است")
        fell = not role.includes(found.role)
        if fell:
            _leave_an_admin(connection, found)
            end_all_logins(connection, found, now)
        told["before"] = found.role.value
        here = account.c.account_id == found.account_id
        connection.execute(update(account).where(here).values(role=role.value))
    return fell


def reopen_account(journal: Journal, name: str, *, by: str, now: datetime) -> Role:
    """Let somebody in again whose account was closed, with the role they had; return it.

    The logins that ended when it was closed stay ended.

    Raises
    ------
    AccountError
        There is no such account, or it is not disabled.
    """
    kept = account_name(name)
    with journal.changing(by, Action.ACCOUNT_REOPENED, kept, now=now) as connection:
        found = _known(connection, kept)
        if found.disabled_at is None:
            raise AccountError(f"the account {kept} is open", f"حساب {kept} باز است")
        here = account.c.account_id == found.account_id
        connection.execute(update(account).where(here).values(disabled_at=None))
    return found.role


def all_accounts(journal: Journal) -> list[Account]:
    """Return every account, by name."""
    with journal.reading() as connection:
        return [account_of(row) for row in connection.execute(_asked().order_by(account.c.name))]


def checked_account(journal: Journal, name: str, password: str) -> Account | None:
    """Return the account that a name and a password open, None for any other two.

    It takes as long for names that nobody has, so that it does not tell them apart.
    """
    try:
        kept = account_name(name)
    except AccountError:
        kept = ""
    with journal.reading() as connection:
        row = connection.execute(_asked().where(account.c.name == kept)).one_or_none()
    found = account_of(row) if row and row.disabled_at is None else None
    known = found.password_hash if found else None
    return found if is_password(known, password) else None


def account_of(row: Any) -> Account:
    """Return the account that stands in a row with the columns of its table."""
    return Account(
        account_id=row.account_id,
        name=row.name,
        role=Role(row.role),
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        password_hash=row.password_hash,
    )


def _asked() -> Any:
    return select(account)


def _known(connection: Connection, kept: str) -> Account:
    row = connection.execute(_asked().where(account.c.name == kept)).one_or_none()
    if row is None:
        raise AccountError(f"there is no account {kept}", f"حسابی به نام {kept} نیست")
    return account_of(row)


def able_account(connection: Connection, kept: str) -> Account:
    """Return an account that is open, by its name as it is kept.

    Raises
    ------
    AccountError
        There is no such account, or it is disabled.
    """
    found = _known(connection, kept)
    if found.disabled_at is not None:
        raise AccountError(f"the account {kept} is disabled", f"حساب {kept} بسته است")
    return found


def _leave_an_admin(connection: Connection, leaving: Account) -> None:
    """Refuse to take the last admin away; the lock of the audit keeps two from going at once."""
    others = select(account.c.account_id).where(
        account.c.role == Role.ADMIN.value,
        account.c.disabled_at.is_(None),
        account.c.account_id != leaving.account_id,
    )
    if leaving.role is Role.ADMIN and connection.execute(others.limit(1)).first() is None:
        raise AccountError(
            f"{leaving.name} is the last admin; make another one first",
            f"{leaving.name} تنها مدیر سامانه است؛ نخست مدیر دیگری بگمارید",
        )


def end_all_logins(connection: Connection, whose: Account, now: datetime) -> None:
    """End every login of an account inside a change that is more."""
    theirs = login_session.c.account_id == whose.account_id
    in_force = login_session.c.revoked_at.is_(None)
    connection.execute(update(login_session).where(theirs, in_force).values(revoked_at=now))
