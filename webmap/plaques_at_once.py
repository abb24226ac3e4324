"""One status and day for many signs: each gets its own event, and what could not be is told."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid5

from flask import Blueprint, render_template, request

from geodata.errors import QueryError
from geodata.journal.accounts import Role
from geodata.journal.plaque_events import ToRecord, record_events
from geodata.present_signs import Sign, present_signs
from webmap.contexts.plaques_report import PlaquesReport, plaques_report
from webmap.dataset import current_catalogue
from webmap.i18n import gettext
from webmap.journal import required_journal
from webmap.logins import required_login, utc_now
from webmap.plaque_input import Said, said_in
from webmap.presentation import local_number
from webmap.recorded_signs import every_event
from webmap.rights import needs, own_path
from webmap.ticked_signs import LARGEST_PACKED, MOST_AT_ONCE, Ticked, ticked, unpacked
from webmap.uploads import up_to

bp = Blueprint("plaques_at_once", __name__)


@bp.post("/plaques/bulk")
@needs(Role.STEWARD, before_form=up_to(LARGEST_PACKED))
def record() -> str:
    """Record one thing of every sign that is ticked, or of all of the list, and tell the outcome.

    All that can be recorded is, in one transaction; else nothing.
    The same form sent twice records nothing twice: its key and the sign's id make the event's.
    """
    said = said_in(request.form)
    chosen = _chosen()
    signs = {
        sign.plaque_id: sign for sign in present_signs(current_catalogue().signs, every_event())
    }
    known = [(signs[one.plaque_id], one.seen) for one in chosen if one.plaque_id in signs]
    sent = [_to_record(said, sign, seen) for sign, seen in known]
    by = required_login().account.name
    outcomes = record_events(required_journal(), sent, by=by, now=utc_now())
    page: PlaquesReport = plaques_report(
        said,
        [(sign, outcome) for (sign, _), outcome in zip(known, outcomes, strict=True)],
        unknown=[one.plaque_id for one in chosen if one.plaque_id not in signs],
        back=own_path(request.form.get("next")) or "/plaques",
    )
    return render_template("pages/plaques_report.html", page=page)


def _chosen() -> list[Ticked]:
    """Return the signs that are meant.

    Raises
    ------
    QueryError
        None is, or more are than may be at once.
    """
    is_all = request.form.get("which") == "all"
    chosen = (
        unpacked(request.form.get("all", "")) if is_all else ticked(request.form.getlist("tick"))
    )
    if not chosen:
        raise QueryError(
            "tick: no sign is chosen", gettext("هیچ پلاکی برگزیده نشده است."), parameter="tick"
        )
    if len(chosen) > MOST_AT_ONCE:
        raise QueryError(
            f"tick: {len(chosen)} signs, at most {MOST_AT_ONCE} at once",
            gettext(
                "هر بار تا %(most)s پلاک؛ فهرست را کوتاه‌تر کنید.", most=local_number(MOST_AT_ONCE)
            ),
            parameter="tick",
        )
    return chosen


def _to_record(said: Said, sign: Sign, seen: int) -> ToRecord:
    mine = replace(said, key=str(uuid5(UUID(said.key), sign.plaque_id)))
    is_history = bool(request.form.get("history"))
    return ToRecord(mine.about(sign), sign.told_by_files, seen, is_history=is_history)
