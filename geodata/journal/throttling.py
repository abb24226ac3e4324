"""So many attempts to log in and no more, whichever process is asked.

Counted by name, against guessing one password, and by address, against trying one password on
many names. Who stays away for a quarter of an hour may try again; a login that is open goes on.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from sqlalchemy import Connection, delete, insert, select

from geodata.journal.database import Journal
from geodata.journal.settings import signing_key
from geodata.journal.tables import lock, login_failure
from geodata.names import fold_letters

WINDOW = timedelta(minutes=15)
MOST_OF_NAME = 8
MOST_OF_ADDRESS = 30
"""More, for a whole office may have one address."""
KEPT = timedelta(days=1)


def note_attempt(journal: Journal, name: str, address: str, *, now: datetime) -> timedelta | None:
    """Count an attempt before it is judged; return how long to wait where it was one too many.

    Whether it may be made is decided together with counting it, so that many at once are no way
    around.
    """
    table, key = login_failure, signing_key(journal)
    of_name, of_address = _keyed(key, "name", fold_letters(name)), _keyed(key, "address", address)
    limits = ((table.c.name_hash, of_name, MOST_OF_NAME),
              (table.c.address_hash, of_address, MOST_OF_ADDRESS))  # fmt: skip
    with journal.writing() as connection:
        lock(connection, table)
        forget_older(connection, now)
        waits: list[timedelta] = [
            at + WINDOW - now
            for column, value, most in limits
            for at in connection.scalars(
                select(table.c.at)
                .where(column == value, table.c.at > now - WINDOW)
                .order_by(table.c.at.desc())
                .offset(most - 1)
                .limit(1)
            )
        ]
        if waits:
            return max(waits)
        noted = {"name_hash": of_name, "address_hash": of_address, "at": now}
        connection.execute(insert(table).values(noted))
    return None


def forgive(journal: Journal, name: str) -> None:
    """Forget the attempts under a name, for whoever had it right in the end.

    Those that came from its address under other names stay counted.
    """
    of_name = _keyed(signing_key(journal), "name", fold_letters(name))
    with journal.writing() as connection:
        connection.execute(delete(login_failure).where(login_failure.c.name_hash == of_name))


def forget_older(connection: Connection, now: datetime) -> None:
    """Take out what is older than a day."""
    connection.execute(delete(login_failure).where(login_failure.c.at < now - KEPT))


def network_of(address: str) -> str:
    """Return what one household has: an address, of version 6 its first half."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))


def _keyed(key: str, kind: str, value: str) -> str:
    """A hash that says nothing without the journal's key: addresses are few enough to be tried."""
    text = f"{kind}:{network_of(value) if kind == 'address' else value}"
    return hmac.new(key.encode(), text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
