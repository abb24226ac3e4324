"""People who work at a site: accounts in its journal, and clients that are logged in."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from geodata.journal import Journal
from geodata.journal.accounts import Role, make_account
from geodata.journal.audit import COMMAND_LINE, check_chain, entries
from geodata.journal.corrections import Correction, CorrectionKind, send_correction
from geodata.journal.pictures import keep_portrait
from geodata.journal.plaque_events import Picture
from webmap.journal import EXTENSION
from webmap.logins import utc_now

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


def post(client: FlaskClient, address: str, **fields: Any) -> Any:
    """Send a form as its page does."""
    return client.post(address, data={"token": token_of(client), **fields})


def deeds(app: Flask) -> list[tuple[str, str]]:
    """What the audit says was done by whom, in order; it has to be whole."""
    with journal_of(app).reading() as connection:
        assert check_chain(connection).broken is None
        return [(one.actor, one.action) for one in reversed(entries(connection, limit=99))]


def photo(colour: str = "teal") -> bytes:
    """A photo as it is kept."""
    out = BytesIO()
    Image.new("RGB", (400, 300), colour).save(out, "JPEG")
    return out.getvalue()


def report(app: Flask, kind: str = "plaque_damaged", **fields: Any) -> str:
    """Send a correction and return its tracking code."""
    when = fields.pop("sent_at", None) or utc_now()
    told: dict[str, Any] = {
        "alley_id": None, "martyr_id": None, "text": "", "phone": "", "photo": None,
    }  # fmt: skip
    sent = Correction(kind=CorrectionKind(kind), **told | fields)
    return send_correction(journal_of(app), sent, now=when)


def picture(app: Flask, naming_id: str = "DEMO-1", consent: str = "given", **fields: str) -> str:
    """Keep a portrait and return the name it has."""
    out = BytesIO()
    Image.new("RGB", (40, 50), fields.get("colour", "gray")).save(out, "WEBP")
    name = fields.get("name", "0123456789abcdef.webp")
    kept = Picture(name, out.getvalue(), consent)
    with journal_of(app).writing() as connection:
        keep_portrait(
            connection, kept, naming_id, fields.get("credit", "خانواده"), by="zahra", now=MADE
        )
    return name
