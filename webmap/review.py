"""The review screen: one doubtful naming at a time, its alternatives, and the decision."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from geodata.catalogue.worklists import FACETS, SORTS
from geodata.errors import DecidedError, QueryError
from geodata.journal.accounts import Role
from geodata.journal.decisions import Ruling, decide, undo
from geodata.worklists.row import WorkList
from webmap import params
from webmap.contexts.offers import alleys_beside, offered_alleys
from webmap.contexts.review import (
    NOT_REFUSED,
    QUEUES,
    Queue,
    Refused,
    ReviewContext,
    review_context,
)
from webmap.dataset import current_catalogue
from webmap.i18n import gettext
from webmap.journal import required_journal
from webmap.logins import required_login, utc_now
from webmap.paper.choices_map import choices_svg
from webmap.rights import needs
from webmap.ruling_form import LONGEST_NOTE, read_ruling
from webmap.security import DRAWING_POLICY

bp = Blueprint("review", __name__)

LONGEST_ID = 200


@bp.get("/review")
@needs(Role.PLANNER)
def one() -> str:
    """The naming the address asks for, or the next of the queue."""
    return _page()


@bp.post("/review")
@needs(Role.STEWARD)
def rule() -> AnyResponse:
    """Keep a decision and go on to the next naming."""
    catalogue = current_catalogue()
    naming = catalogue.naming(request.form.get("naming", "")[:LONGEST_ID])
    try:
        ruling: Ruling = read_ruling(catalogue, naming)
        decide(
            required_journal(),
            ruling,
            seen=params.form_number("seen"),
            by=required_login().account.name,
            now=utc_now(),
        )
    except QueryError as unclear:
        return Response(_page(naming.naming_id, _refused(unclear.message_fa)), 400)
    except DecidedError as late:
        return Response(_page(naming.naming_id, _refused(late.message_fa)), 409)
    return redirect(_address(_queue(), after=naming.naming_id), 303)


@bp.post("/review/undo")
@needs(Role.STEWARD)
def take_back() -> AnyResponse:
    """Take back the latest decision about a naming and show it again."""
    naming_id = request.form.get("naming", "")[:LONGEST_ID]
    try:
        undo(
            required_journal(),
            naming_id,
            seen=params.form_number("seen"),
            by=required_login().account.name,
            now=utc_now(),
        )
    except DecidedError as late:
        return Response(_page(naming_id, Refused(gettext(late.message_fa))), 409)
    return redirect(_address(_queue(), naming=naming_id), 303)


@bp.get("/review/map.svg")
@needs(Role.PLANNER)
def alternatives() -> Response:
    """All alternatives of a naming on one small map, numbered, and what lies beside them."""
    catalogue = current_catalogue()
    naming = catalogue.naming(params.required_text("naming"))
    headers = {"Content-Security-Policy": DRAWING_POLICY}
    offered = [alley for alley, _ in offered_alleys(catalogue, naming)]
    beside = [alley for alley, _ in alleys_beside(catalogue, naming)]
    content = choices_svg(catalogue, offered, beside)
    return Response(content, content_type="image/svg+xml", headers=headers)


def _refused(message_fa: str) -> Refused:
    ticked = filter(params.is_record_number, request.form.getlist("alley"))
    note = request.form.get("note", "")[:LONGEST_NOTE]
    return Refused(gettext(message_fa), note, frozenset(map(int, ticked)))


def _page(naming_id: str | None = None, refused: Refused = NOT_REFUSED) -> str:
    queue = _queue()
    page: ReviewContext = review_context(
        current_catalogue(),
        required_journal(),
        queue,
        naming_id or params.filter_text("naming"),
        after=params.filter_text("after"),
        address=partial(_address, queue),
        refused=refused,
    )
    return render_template("pages/review.html", page=page)


def _queue() -> Queue:
    """Return which namings the address wants to go through, and in which order."""
    work_list = WorkList(params.choice("list", QUEUES, WorkList.UNCERTAIN.value))
    known = current_catalogue().work.known
    wanted = {facet: params.filter_text(facet) for facet in FACETS}
    # What a choice leaves may be nothing any more: then the queue is empty, not wrong.
    usual = "likeliest" if work_list is WorkList.UNCERTAIN else "place"
    asked = {
        facet: value
        for facet, value in wanted.items()
        if value is not None and (facet == "reason" or value in known(work_list, facet))
    }
    return Queue(work_list, asked, params.choice("sort", tuple(SORTS), usual))


def _address(queue: Queue, **changes: Any) -> str:
    """Return the address of a queue; `changes` of None leave something out."""
    query: dict[str, Any] = {"list": queue.work_list.value, **queue.wanted, "sort": queue.sort}
    query |= changes
    return url_for("review.one", **{key: value for key, value in query.items() if value})
