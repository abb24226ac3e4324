"""Passwords as they are kept: Argon2id, so slow and large that guessing does not pay.

Knows no accounts.
"""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from geodata.errors import AccountError

SHORTEST, LONGEST = 10, 256
"""Length, not punctuation, is what makes a password hard to guess (NIST SP 800-63B)."""

# OWASP's Password Storage Cheat Sheet; some 25 ms here.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_places = BoundedSemaphore(2)
"""A flood of logins takes neither all threads nor all memory."""


def hash_password(password: str) -> str:
    """Return what is kept of a password.

    Raises
    ------
    AccountError
        It is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountError(
            f"a password has {SHORTEST} to {LONGEST} characters, this one has {len(password)}",
            "گذرواژه باید ۱۰ نویسه یا بیشتر باشد (تا ۲۵۶)",
        )
    with _places:
        return _hasher.hash(password)


def is_password(kept: str | None, typed: str) -> bool:
    """Return whether this is the password; without one to compare it takes as long to say no."""
    with _places:
        try:
            # Without one nothing is right, not even what fits nobody's.
            return _hasher.verify(kept or _nobodys(), typed[:LONGEST]) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobodys() -> str:
    return _hasher.hash("a password that nobody has")
