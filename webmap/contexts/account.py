"""The page one logs in on, and the page of one's own account."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from geodata.journal.accounts import NO_PASSWORD, Role
from geodata.journal.logins import Login
from webmap.i18n import gettext, mark, ngettext
from webmap.presentation import local_number

ROLE_WORDS = {
    Role.PLANNER: mark("برنامه‌ریز"),
    Role.MEDIA: mark("صداوسیما"),
    Role.STEWARD: mark("کارشناس"),
    Role.ADMIN: mark("مدیر"),
}


@dataclass(frozen=True, slots=True)
class LoginForm:
    """The form as it stands.

    Attributes
    ----------
    is_possible : bool
        Whether the site keeps a journal; without one there are no accounts.
    next : str
        Where one goes after it, "" for the desk.
    message : str
        What was wrong, "" at first.
    has_left : bool
        Whether one comes from logging out here, and may want to at the provider too.
    """

    is_possible: bool
    name: str
    next: str
    message: str
    has_left: bool


@dataclass(frozen=True, slots=True)
class AccountContext:
    """One's own account, where it is logged in, and what came of changing the password."""

    login: Login
    logins: tuple[Login, ...]
    message: str
    is_changed: bool

    @property
    def has_password(self) -> bool:
        """Whether a password opens it, and not the organisation's provider alone."""
        return self.login.account.password_hash != NO_PASSWORD

    @property
    def role_word(self) -> str:
        """What one is here."""
        return role_word(self.login.account.role)


def role_word(role: str) -> str:
    """Return a role in words; one this version does not know as it is written."""
    return gettext(ROLE_WORDS[Role(role)]) if role in set(Role) else role


def waiting_sentence(wait: timedelta) -> str:
    """Return how long whoever tried too often has to wait."""
    minutes = max(1, math.ceil(wait.total_seconds() / 60))
    return ngettext(
        "تلاش‌های ناموفق زیاد بود؛ %(minutes)s دقیقه دیگر دوباره تلاش کنید.",
        "تلاش‌های ناموفق زیاد بود؛ %(minutes)s دقیقه دیگر دوباره تلاش کنید.",
        minutes,
        minutes=local_number(minutes),
    )
