"""Recording signs in the street: the list a phone keeps, and what it sends when it has network."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, json, request

from geodata.errors import QueryError
from geodata.field_list import field_list, find_visits
from geodata.journal.accounts import Role
from geodata.journal.decisions import awaiting_visit
from geodata.present_signs import present_signs
from webmap import params
from webmap.contexts.field_mode import list_json
from webmap.dataset import current_catalogue
from webmap.field_batch import take
from webmap.fieldwork import required_start
from webmap.i18n import gettext
from webmap.journal import required_journal
from webmap.logins import form_token, required_login
from webmap.recorded_signs import every_event
from webmap.rights import needs
from webmap.uploads import up_to

bp = Blueprint("field_mode", __name__)

USUAL, MOST = 300, 1_000
MOST_EVENTS = 50
LARGEST_BATCH = 12 * 1024 * 1024


@bp.get("/field/list.json")
@needs(Role.STEWARD)
def listed() -> Response:
    """The signs around a place or the middle of a neighbourhood, the nearest first."""
    start = required_start()
    catalogue = current_catalogue()
    with required_journal().reading() as connection:
        waiting = awaiting_visit(connection)
    found = field_list(
        present_signs(catalogue.signs, every_event()),
        find_visits(catalogue, waiting, start),
        start,
        limit=params.whole_number("limit", USUAL, highest=MOST),
    )
    return _json(list_json(found, required_login().account.name))


@bp.get("/field/token")
@needs(Role.STEWARD)
def token() -> Response:
    """Who is logged in here, and what they send with their events: the page itself has neither."""
    return _json({"account": required_login().account.name, "token": form_token()})


@bp.post("/field/events")
@needs(Role.STEWARD, before_form=up_to(LARGEST_BATCH))
def events() -> Response:
    """Record what waited on a phone; each event has its own answer."""
    by = required_login().account.name
    return _json({"answers": [asdict(answer) for answer in take(_batch(by), by=by)]})


def _batch(by: str) -> list[Any]:
    """Return the events of the request.

    Raises
    ------
    QueryError
        It is no batch, too many at once, or recorded by somebody else than sends it.
    """
    sent = request.get_json(silent=True)
    told = sent if isinstance(sent, dict) else {}
    found = told.get("events")
    if not isinstance(found, list) or len(found) > MOST_EVENTS:
        raise QueryError(
            f"events: expected a list of at most {MOST_EVENTS}",
            gettext("بسته‌ای که فرستاده شد خوانا نیست."),
            parameter="events",
        )
    if told.get("account") != by:
        raise QueryError(
            "account: the events are somebody else's",
            gettext("این رویدادها را کس دیگری ثبت کرده است؛ با نام او وارد شوید."),
            parameter="account",
        )
    return found


def _json(told: Any) -> Response:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Response(text, content_type="application/json")
