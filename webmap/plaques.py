"""The signs of the city as they stand now, and what stewards record of one at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from geodata.errors import DecidedError, GeodataError, QueryError
from geodata.journal.accounts import Role
from geodata.journal.picture_records import sign_photo
from geodata.journal.plaque_events import ToRecord, record_event
from geodata.journal.plaque_withdrawals import withdraw_event
from geodata.model import PlaqueStatus
from geodata.sign_list import FACETS, SORTS, UNKNOWN, YES
from webmap import forms, params
from webmap.contexts.plaque import PlaqueContext, plaque_context
from webmap.contexts.plaques import (
    PlaquesContext,
    WantedSigns,
    plaques_context,
    sign_name,
    sign_old_name,
    sign_place,
)
from webmap.dataset import current_catalogue
from webmap.journal import required_journal
from webmap.logins import required_login, utc_now
from webmap.pictures import private_picture
from webmap.plaque_input import said_in
from webmap.recorded_signs import every_event, sign_with_events
from webmap.rights import needs, own_path
from webmap.ticked_signs import tick_of
from webmap.uploads import up_to

bp = Blueprint("plaques", __name__)
for show in (sign_name, sign_old_name, sign_place, tick_of):
    bp.add_app_template_filter(show)

PAGE_LENGTH = 50
MOST_PAGES = 100_000
LARGEST_BODY = 7 * 1024 * 1024


@bp.get("/plaques")
@needs(Role.PLANNER)
def listed() -> str:
    """All signs, narrowed and sorted by the address, page by page."""
    page: PlaquesContext = plaques_context(
        current_catalogue(),
        every_event(),
        wanted_signs(),
        params.whole_number("page", 1, highest=MOST_PAGES),
        length=PAGE_LENGTH,
        address=_address,
        role=required_login().account.role,
    )
    return render_template("pages/plaques.html", page=page)


@bp.get("/plaques/<path:plaque_id>")
@needs(Role.PLANNER)
def sign(plaque_id: str) -> AnyResponse:
    """One sign with its history, and for stewards the form for what happens next."""
    return _sign_page(plaque_id)


@bp.post("/plaques/record")
@needs(Role.STEWARD, before_form=up_to(LARGEST_BODY))
def record() -> AnyResponse:
    """Record what happened to one sign; a faulty form comes back as it was."""
    plaque_id = request.form.get("plaque", "")
    found, _ = sign_with_events(plaque_id)
    photo = request.files.get("photo")
    try:
        said = said_in(request.form, photo.read() if photo else b"")
        sent = ToRecord(
            said.about(found),
            found.told_by_files,
            seen=forms.number("seen"),
            picture=said.picture,
            is_history=bool(request.form.get("history")),
        )
        record_event(required_journal(), sent, by=required_login().account.name, now=utc_now())
    except (QueryError, DecidedError) as refused:
        return _sign_page(plaque_id, refused)
    return redirect(url_for("plaques.sign", plaque_id=plaque_id), 303)


@bp.post("/plaques/events/<record_id:event_id>/withdraw")
@needs(Role.STEWARD)
def withdraw(event_id: int) -> AnyResponse:
    """Take back the last event of a sign."""
    by = required_login().account.name
    taken_back = withdraw_event(required_journal(), event_id, by=by, now=utc_now())
    back = own_path(request.form.get("next"))
    return redirect(back or url_for("plaques.sign", plaque_id=taken_back.plaque_id), 303)


@bp.get("/plaque-photos/<record_id:media_id>")
@needs(Role.PLANNER)
def photo(media_id: int) -> Response:
    """The photo of an event; seen at the desk only."""
    with required_journal().reading() as connection:
        content = sign_photo(connection, media_id)
    if content is None:
        raise NotFound
    return private_picture(content, "image/webp")


def wanted_signs() -> WantedSigns:
    """Return which signs the address asks for.

    Raises
    ------
    QueryError
        For a status, an end or an order that there is none of.
    """
    facets: dict[str, str | None] = {facet: params.filter_text(facet) for facet in FACETS}
    facets["status"] = params.optional_choice("status", [*PlaqueStatus, UNKNOWN])
    for flag in ("off_map", "odd"):
        facets[flag] = params.optional_choice(flag, (YES,))
    return WantedSigns(
        facets=facets,
        words=params.filter_text("q") or "",
        sort=params.choice("sort", tuple(SORTS), "name"),
    )


def _sign_page(plaque_id: str, refused: GeodataError | None = None) -> AnyResponse:
    found, events = sign_with_events(plaque_id)
    page: PlaqueContext = plaque_context(
        current_catalogue().signs,
        found,
        events,
        required_login().account.role,
        typed=request.form if refused else None,
        refused=refused,
    )
    status = 200 if refused is None else 409 if isinstance(refused, DecidedError) else 400
    return make_response(render_template("pages/plaque.html", page=page), status)


def _address(query: Mapping[str, Any]) -> str:
    return url_for("plaques.listed", **query)
