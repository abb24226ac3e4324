"""What a steward does with a correction: every answer is one form and one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from geodata.errors import QueryError
from geodata.gregorian import jalali_day
from geodata.journal.accounts import Role
from geodata.journal.pictures import Consent
from geodata.journal.plaque_events import Picture, PlaqueEvent, ToRecord
from geodata.journal.report_answers import (
    Reply,
    accept_as_task,
    accept_for_review,
    accept_plaque,
    accept_portrait,
    accept_take_down,
    finish,
    refuse,
    reopen,
)
from geodata.journal.reports import photo_of
from geodata.model import PlaqueStatus
from geodata.present_signs import ENDS, Sign
from webmap import forms
from webmap.contexts.report import REPORTED, ReportContext, report_context
from webmap.dataset import current_catalogue
from webmap.i18n import gettext
from webmap.journal import required_journal
from webmap.logins import required_login, utc_now
from webmap.photos import PORTRAIT_SIDE, SIGN_SIDE, as_picture
from webmap.rights import needs, own_path
from webmap.ticked_signs import ticked

bp = Blueprint("report_answers", __name__)

MOST_ANSWER, MOST_NOTE, MOST_CREDIT = 1_000, 1_000, 200
ASKED = (Consent.GIVEN, Consent.ASKED)
"""What can be said of a photo that was just sent."""


@bp.post("/reports/<record_id:report_id>/refuse")
@needs(Role.STEWARD)
def refuse_report(report_id: int) -> AnyResponse:
    """Close it without doing what it asks for."""
    refuse(required_journal(), _reply(report_id))
    return _back(report_id)


@bp.post("/reports/<record_id:report_id>/task")
@needs(Role.STEWARD)
def accept_task(report_id: int) -> AnyResponse:
    """Accept it for somebody to do something about it."""
    accept_as_task(required_journal(), _reply(report_id))
    return _back(report_id)


@bp.post("/reports/<record_id:report_id>/review")
@needs(Role.STEWARD)
def send_to_review(report_id: int) -> AnyResponse:
    """Accept that a naming has to be looked at again."""
    reply = _reply(report_id)
    accept_for_review(required_journal(), reply, _naming_id(_record(report_id)))
    return _back(report_id)


@bp.post("/reports/<record_id:report_id>/plaque")
@needs(Role.STEWARD)
def record_plaque(report_id: int) -> AnyResponse:
    """Accept what is said of a sign and record it, with the photo when that is wanted."""
    reply, record = _reply(report_id), _record(report_id)
    sign = _sign(record.signs)
    status = PlaqueStatus(forms.choice("status", REPORTED))
    photo = _photo(report_id) if request.form.get("with_photo") else None
    key = f"report-{report_id}-{reply.seen}"
    event = PlaqueEvent(
        event_key=key,
        plaque_id=sign.plaque_id,
        naming_id=sign.naming_id or "",
        # Of a sign that nobody has recorded yet nobody has said at which end it is.
        end=sign.end if sign.exists and sign.end in ENDS else None,
        status=status,
        happened_on=jalali_day(record.report.sent_at),
        lon=None,
        lat=None,
        note=reply.note,
    )
    picture = as_picture(photo, Consent.ASKED, longest_side=SIGN_SIDE) if photo else None
    # Somebody saw it when they wrote: what was recorded of a later day stays as it is.
    sent = ToRecord(event, sign.told_by_files, sign.seen, picture=picture, is_history=True)
    accept_plaque(required_journal(), reply, sent)
    return _back(report_id)


@bp.post("/reports/<record_id:report_id>/portrait")
@needs(Role.STEWARD)
def add_portrait(report_id: int) -> AnyResponse:
    """Accept its photo as a picture of an honoree."""
    reply, naming_id = _reply(report_id), _naming_id(_record(report_id))
    picture = _portrait(report_id, forms.choice("consent", ASKED))
    credit = forms.optional_text("credit", longest=MOST_CREDIT)
    accept_portrait(required_journal(), reply, picture, naming_id, credit)
    return _back(report_id)


@bp.post("/reports/<record_id:report_id>/take-down")
@needs(Role.STEWARD)
def take_down(report_id: int) -> AnyResponse:
    """Accept that a picture is to be shown no more."""
    reply = _reply(report_id)
    naming_of = {one.name: one.naming_id for one in _record(report_id).portraits}
    name = forms.choice("picture", naming_of)
    accept_take_down(required_journal(), reply, name, naming_of[name])
    return _back(report_id)


@bp.post("/reports/<record_id:report_id>/done")
@needs(Role.STEWARD)
def done(report_id: int) -> AnyResponse:
    """Say that what remained to be done is done."""
    finish(required_journal(), report_id, **_deed())
    return _back(report_id)


@bp.post("/reports/<record_id:report_id>/reopen")
@needs(Role.STEWARD)
def open_again(report_id: int) -> AnyResponse:
    """Take the answer back, and what was recorded or added with it."""
    reopen(required_journal(), report_id, **_deed())
    return _back(report_id)


def _reply(report_id: int) -> Reply:
    return Reply(
        report_id=report_id,
        text=forms.text("answer", longest=MOST_ANSWER),
        note=forms.optional_text("note", longest=MOST_NOTE),
        **_deed(),
    )


def _deed() -> dict[str, Any]:
    """Which answer was the last when one looked, who decides and when."""
    by = required_login().account.name
    return {"seen": forms.number("seen"), "by": by, "now": utc_now()}


def _record(report_id: int) -> ReportContext:
    return report_context(
        current_catalogue(), required_journal(), report_id, now=utc_now(), back=""
    )


def _naming_id(record: ReportContext) -> str:
    return forms.choice("naming", [naming.naming_id for naming in record.row.subject.namings])


def _sign(signs: Sequence[Sign]) -> Sign:
    """The sign that was chosen, with what had been recorded of it when the form was made."""
    sent = request.form.get("sign", "")
    chosen = ticked([sent]) if sent else []
    for sign in signs:
        if chosen and chosen[0].plaque_id == sign.plaque_id:
            return replace(sign, seen=chosen[0].seen)
    raise QueryError(
        "sign: expected a sign of this alley",
        gettext("بگویید کدام پلاک این کوچه."),
        parameter="sign",
    )


def _portrait(report_id: int, consent: str) -> Picture:
    return as_picture(_photo(report_id), consent, longest_side=PORTRAIT_SIDE)


def _photo(report_id: int) -> bytes:
    with required_journal().reading() as connection:
        found = photo_of(connection, report_id)
    if found is None:
        raise QueryError(
            "photo: there is none", gettext("این گزارش عکسی ندارد."), parameter="photo"
        )
    return found


def _back(report_id: int) -> AnyResponse:
    back = own_path(request.form.get("next"))
    return redirect(url_for("reports.one", report_id=report_id, next=back), 303)
