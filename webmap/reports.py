"""The corrections people sent, for stewards: a queue, and a page with all one needs to decide.

Nothing here is for anybody else: a photo comes straight from the journal and is kept nowhere, a
telephone number is shown to who asks for it, and that is in the audit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from geodata.journal.accounts import Role
from geodata.journal.corrections import CorrectionKind, CorrectionState
from geodata.journal.reports import AGES, photo_of, report_by_code, show_contact
from webmap import params
from webmap.clearing import care_once_a_day
from webmap.contexts.report import outcome_word, ready_sentences, report_context
from webmap.contexts.reports import ANY, SORTS, QueueContext, WantedReports, queue_context
from webmap.dataset import current_catalogue
from webmap.journal import required_journal
from webmap.logins import required_login, utc_now
from webmap.photos import thumbnail
from webmap.pictures import private_picture
from webmap.rights import needs, own_path

bp = Blueprint("reports", __name__)
bp.add_app_template_filter(outcome_word)
bp.add_app_template_filter(ready_sentences)

PAGE_LENGTH = 25
MOST_PAGES = 100_000


@bp.get("/reports")
@needs(Role.STEWARD)
def queue() -> AnyResponse | str:
    """What waits, the longest first; `code` leads to the one with this tracking code."""
    journal = required_journal()
    if code := request.args.get("code", "").strip():
        with journal.reading() as connection:
            report_id = report_by_code(connection, code[:32])
        return redirect(url_for("reports.one", report_id=report_id), 303)
    care_once_a_day(current_catalogue(), journal)
    page: QueueContext = queue_context(
        current_catalogue(),
        journal,
        _wanted(),
        params.whole_number("page", 1, highest=MOST_PAGES),
        length=PAGE_LENGTH,
        now=utc_now(),
        address=_address,
    )
    return render_template("pages/reports.html", page=page)


@bp.get("/reports/<record_id:report_id>")
@needs(Role.STEWARD)
def one(report_id: int) -> str:
    """One correction beside the record it is about."""
    return _page(report_id)


@bp.post("/reports/<record_id:report_id>/contact")
@needs(Role.STEWARD)
def contact(report_id: int) -> str:
    """The same with the telephone number; who saw it is in the audit."""
    by = required_login().account.name
    phone = show_contact(required_journal(), report_id, by=by, now=utc_now())
    return _page(report_id, phone)


@bp.get("/reports/<record_id:report_id>/photo")
@needs(Role.STEWARD)
def photo(report_id: int) -> Response:
    """The photo that was sent."""
    return private_picture(_photo(report_id), "image/jpeg")


@bp.get("/reports/<record_id:report_id>/thumbnail")
@needs(Role.STEWARD)
def small_photo(report_id: int) -> Response:
    """The same, small enough for a list."""
    return private_picture(thumbnail(_photo(report_id)), "image/jpeg")


def _page(report_id: int, phone: str | None = None) -> str:
    page = report_context(
        current_catalogue(),
        required_journal(),
        report_id,
        now=utc_now(),
        back=own_path(request.values.get("next")) or _address({}),
        phone=phone,
    )
    return render_template("pages/report_desk.html", page=page)


def _photo(report_id: int) -> bytes:
    with required_journal().reading() as connection:
        found = photo_of(connection, report_id)
    if found is None:
        abort(404)
    return found


def _wanted() -> WantedReports:
    """Which corrections the address asks for.

    Raises
    ------
    QueryError
        For a state, a kind or an age that there is none of.
    """
    state = params.choice("state", (*CorrectionState, ANY), CorrectionState.NEW)
    facets = {
        "state": None if state == ANY else state,
        "kind": params.optional_choice("kind", tuple(CorrectionKind)),
        "district": params.filter_text("district"),
        "age": params.optional_choice("age", tuple(AGES)),
    }
    return WantedReports(facets, params.choice("sort", tuple(SORTS), "oldest"))


def _address(query: Mapping[str, Any]) -> str:
    return url_for("reports.queue", **query)
