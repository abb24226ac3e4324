"""One status and day for many signs: each gets its own event, and what could not be is told."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid5

from flask import Blueprint, render_template, request

from geodata.errors import QueryError
from geodata.journal.accounts import Role
from geodata.journal.plaque_events import Outcome, ToRecord, record_events
from geodata.model import PlaqueStatus
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

ONE_TRANSACTION = 200
"""So many events are kept together; others get a turn in between."""


@bp.post("/plaques/bulk")
@needs(Role.STEWARD, before_form=up_to(LARGEST_PACKED))
def record() -> str:
    """Record one thing of every sign that is ticked, or of all of the list, and tell the outcome.

    The same form sent twice records nothing twice: its key and the sign's id make the event's.
    """
    said = said_in(request.form)
    chosen = _chosen()
    signs = {
        sign.plaque_id: sign for sign in present_signs(current_catalogue().signs, every_event())
    }
    known = [(signs[one.plaque_id], one.seen) for one in chosen if one.plaque_id in signs]
    sent = [_to_record(said, sign, seen) for sign, seen in known]
    outcomes = _record(sent)
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
    before = PlaqueStatus(sign.filed.status) if sign.filed.status else None
    return ToRecord(mine.about(sign), before, seen)


def _record(sent: list[ToRecord]) -> list[Outcome]:
    journal, by = required_journal(), required_login().account.name
    outcomes: list[Outcome] = []
    for first in range(0, len(sent), ONE_TRANSACTION):
        part = sent[first : first + ONE_TRANSACTION]
        outcomes += record_events(journal, part, by=by, now=utc_now())
    return outcomes
