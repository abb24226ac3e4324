"""People who work at a site: accounts in its journal, and clients that are logged in."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from geodata.journal import Journal
from geodata.journal.accounts import Role, make_account
from geodata.journal.audit import COMMAND_LINE, check_chain, entries
from webmap.journal import EXTENSION

PASSWORD = "کلمه‌ای دراز و دیرشکن"
MADE = datetime(2026, 11, 25)


def journal_of(app: Flask) -> Journal:
    journal = app.extensions[EXTENSION].open()
    assert isinstance(journal, Journal)
    return journal


def hire(app: Flask, name: str, role: Role) -> None:
    make_account(journal_of(app), name, PASSWORD, role, by=COMMAND_LINE, now=MADE)


def enter(client: FlaskClient, name: str, password: str = PASSWORD, **fields: str) -> Any:
    return client.post("/login", data={"name": name, "password": password, **fields})


def worker(app: Flask, name: str) -> FlaskClient:
    """A client that is logged in."""
    client = app.test_client()
    assert enter(client, name).status_code == 303
    return client


def token_of(client: FlaskClient) -> str:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', client.get("/desk").text)
    assert found
    return found[1]


def post(client: FlaskClient, address: str, **fields: str) -> Any:
    """Send a form as its page does."""
    return client.post(address, data={"token": token_of(client), **fields})


def deeds(app: Flask) -> list[tuple[str, str]]:
    """What the audit says was done by whom, in order; it has to be whole."""
    with journal_of(app).reading() as connection:
        assert check_chain(connection).broken is None
        return [(one.actor, one.action) for one in reversed(entries(connection, limit=99))]
