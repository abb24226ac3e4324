"""Making tours: a steward's pages, which need no script."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from geodata.errors import DecidedError, GeodataError, QueryError
from geodata.journal.accounts import Role
from geodata.journal.tour_stops import (
    add_stop,
    change_stop,
    move_stop,
    put_back_stop,
    remove_stop,
    removed_stops,
    stop_of,
    stops_of,
)
from geodata.journal.tours import (
    LEAST_STOPS,
    change_tour,
    make_tour,
    publish_tour,
    too_few_stops,
    tour_of,
    tours,
    withdraw_tour,
)
from geodata.tours import Standing, standing_stops
from webmap import forms, params
from webmap.contexts.results import found
from webmap.contexts.tour_desk import edit_context, overview_context
from webmap.contexts.tours import tour_context
from webmap.dataset import current_catalogue
from webmap.journal import required_journal
from webmap.logins import required_login, utc_now
from webmap.rights import needs
from webmap.tour_form import stop_facts, stop_place, tour_facts

bp = Blueprint("tour_desk", __name__)
STEPS = {"up": -1, "down": 1}


@bp.get("/tours/edit")
@needs(Role.STEWARD)
def overview() -> AnyResponse:
    """Every tour, drafts and withdrawn ones too, and the form for a new one."""
    return _overview()


@bp.post("/tours/edit")
@needs(Role.STEWARD)
def make() -> AnyResponse:
    """Make a tour; a faulty form comes back as it was."""
    try:
        tour_id = make_tour(required_journal(), tour_facts(), **_who())
    except QueryError as refused:
        return _overview(refused)
    return _back(tour_id)


@bp.get("/tours/edit/<record_id:tour_id>")
@needs(Role.STEWARD)
def edit(tour_id: int) -> AnyResponse:
    """One tour with all that may be changed of it; `q` looks for alleys to stop at."""
    return _edit(tour_id)


@bp.post("/tours/edit/<record_id:tour_id>")
@needs(Role.STEWARD)
def change(tour_id: int) -> AnyResponse:
    """Write down what is said of a tour as a whole."""
    try:
        change_tour(required_journal(), tour_id, tour_facts(), **_seen())
    except (QueryError, DecidedError) as refused:
        return _edit(tour_id, refused)
    return _back(tour_id)


@bp.post("/tours/edit/<record_id:tour_id>/stops")
@needs(Role.STEWARD)
def add(tour_id: int) -> AnyResponse:
    """Put an alley at the end of a tour."""
    try:
        place = stop_place(current_catalogue())
        stop_id = add_stop(required_journal(), tour_id, place, stop_facts(), **_seen())
    except (QueryError, DecidedError) as refused:
        return _edit(tour_id, refused)
    return _back(tour_id, stop_id)


@bp.post("/tours/edit/<record_id:tour_id>/stops/<record_id:stop_id>")
@needs(Role.STEWARD)
def change_one(tour_id: int, stop_id: int) -> AnyResponse:
    """Write down what is told at a stop."""
    journal = required_journal()
    try:
        with journal.reading() as connection:
            stop = stop_of(connection, tour_id, stop_id)
        change_stop(journal, stop, stop_facts(), **_seen())
    except (QueryError, DecidedError) as refused:
        return _edit(tour_id, refused)
    return _back(tour_id, stop_id)


@bp.post("/tours/edit/<record_id:tour_id>/stops/<record_id:stop_id>/move")
@needs(Role.STEWARD)
def move(tour_id: int, stop_id: int) -> AnyResponse:
    """Move a stop one place up or down."""
    journal = required_journal()
    step = STEPS[forms.choice("step", tuple(STEPS))]
    with journal.reading() as connection:
        stop = stop_of(connection, tour_id, stop_id)
    move_stop(journal, stop, step, **_seen())
    return _back(tour_id, stop_id)


@bp.post("/tours/edit/<record_id:tour_id>/stops/<record_id:stop_id>/remove")
@needs(Role.STEWARD)
def remove(tour_id: int, stop_id: int) -> AnyResponse:
    """Take a stop out of a tour."""
    journal = required_journal()
    try:
        with journal.reading() as connection:
            stop = stop_of(connection, tour_id, stop_id)
        remove_stop(journal, stop, **_seen())
    except (QueryError, DecidedError) as refused:
        return _edit(tour_id, refused)
    return _back(tour_id)


@bp.post("/tours/edit/<record_id:tour_id>/stops/<record_id:stop_id>/put-back")
@needs(Role.STEWARD)
def put_back(tour_id: int, stop_id: int) -> AnyResponse:
    """Put a stop that was taken out at the end of its tour."""
    journal = required_journal()
    try:
        with journal.reading() as connection:
            stop = stop_of(connection, tour_id, stop_id, is_removed=True)
        put_back_stop(journal, stop, **_seen())
    except (QueryError, DecidedError) as refused:
        return _edit(tour_id, refused)
    return _back(tour_id, stop_id)


@bp.post("/tours/edit/<record_id:tour_id>/publish")
@needs(Role.STEWARD)
def publish(tour_id: int) -> AnyResponse:
    """Show a tour to everybody."""
    journal = required_journal()
    try:
        with journal.reading() as connection:
            standing = standing_stops(current_catalogue(), stops_of(connection, tour_id))
        if sum(one.standing is not Standing.GONE for one in standing) < LEAST_STOPS:
            raise too_few_stops()
        publish_tour(journal, tour_id, **_seen())
    except (QueryError, DecidedError) as refused:
        return _edit(tour_id, refused)
    return _back(tour_id)


@bp.post("/tours/edit/<record_id:tour_id>/withdraw")
@needs(Role.STEWARD)
def withdraw(tour_id: int) -> AnyResponse:
    """Show a tour to nobody any more."""
    try:
        withdraw_tour(required_journal(), tour_id, **_seen())
    except (QueryError, DecidedError) as refused:
        return _edit(tour_id, refused)
    return _back(tour_id)


def _overview(refused: GeodataError | None = None) -> AnyResponse:
    catalogue = current_catalogue()
    with required_journal().reading() as connection:
        known = [
            tour_context(catalogue, tour, stops_of(connection, tour.tour_id))
            for tour in tours(connection)
        ]
    page = overview_context(known, typed=request.form if refused else None, refused=refused)
    return make_response(render_template("pages/tour_desk.html", page=page), _status(refused))


def _edit(tour_id: int, refused: GeodataError | None = None) -> AnyResponse:
    catalogue = current_catalogue()
    with required_journal().reading() as connection:
        tour = tour_of(connection, tour_id)
        stops, removed = stops_of(connection, tour_id), removed_stops(connection, tour_id)
    page = edit_context(
        tour_context(catalogue, tour, stops),
        removed,
        found(catalogue, params.search_text()),
        typed=request.form if refused else None,
        refused=refused,
    )
    return make_response(render_template("pages/tour_edit.html", page=page), _status(refused))


def _status(refused: GeodataError | None) -> int:
    if refused is None:
        return 200
    return 409 if isinstance(refused, DecidedError) else 400


def _who() -> dict[str, Any]:
    return {"by": required_login().account.name, "now": utc_now()}


def _seen() -> dict[str, Any]:
    return {"seen": forms.number("seen"), **_who()}


def _back(tour_id: int, stop_id: int | None = None) -> AnyResponse:
    anchor = f"stop-{stop_id}" if stop_id else None
    return redirect(url_for("tour_desk.edit", tour_id=tour_id, _anchor=anchor), 303)
