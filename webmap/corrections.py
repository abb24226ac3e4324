"""«Something is wrong here»: a short form, a tracking code, a page that says what became of it.

Nothing sent is public before a steward has decided. Against floods and robots: a signed form with
an age, a field only robots fill, and so many from one address an hour.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from itsdangerous import BadSignature, TimestampSigner
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from geodata.catalogue.records import Alley
from geodata.errors import QueryError
from geodata.journal import Journal
from geodata.journal.corrections import (
    Correction,
    CorrectionKind,
    correction_status,
    send_correction,
)
from geodata.journal.settings import signing_key
from webmap import params
from webmap.contexts.correction import CorrectionForm, StatusContext
from webmap.dataset import current_catalogue
from webmap.i18n import gettext
from webmap.journal import required_journal
from webmap.photos import clean_photo
from webmap.subjects import subject_of

bp = Blueprint("corrections", __name__)

MOST_TEXT, MOST_PHONE = 2_000, 20
LARGEST_BODY = 7 * 1024 * 1024
YOUNGEST_S, OLDEST_S = 3, 12 * 3600
"""A form is read before it is sent, and not the next day."""
ONE_ADDRESS, EVERYBODY = parse("5 per hour"), parse("300 per hour")
_sent = MovingWindowRateLimiter(MemoryStorage())

Page = str | tuple[str, int] | AnyResponse


@bp.get("/report")
def form() -> Page:
    """The form, about an alley or a person; with `code` the way to a tracking page."""
    if code := request.args.get("code", "").strip():
        return redirect(url_for("corrections.status", code=code[:32]), 303)
    return render_template("pages/report.html", page=_form())


@bp.post("/report")
def send() -> Page:
    """Keep what was sent and lead to its tracking page; a faulty form comes back as it was."""
    request.max_content_length = LARGEST_BODY
    journal = required_journal()
    try:
        _refuse_robots(journal)
        sent = _read()
    except QueryError as refused:
        page = _form(message_fa=refused.message_fa)
        return render_template("pages/report.html", page=page), 400
    address = request.remote_addr or ""
    if not (_sent.hit(ONE_ADDRESS, address) and _sent.hit(EVERYBODY, "all")):
        raise TooManyRequests
    code = send_correction(journal, sent, now=datetime.now(UTC).replace(tzinfo=None))
    return redirect(url_for("corrections.status", code=code), 303)


@bp.get("/report/<string(maxlength=32):code>")
def status(code: str) -> Page:
    """Where a correction stands; what was written and by whom stays inside."""
    found = correction_status(required_journal(), code)
    return render_template("pages/report_status.html", page=StatusContext(code.upper(), found))


def _form(message_fa: str = "") -> CorrectionForm:
    values = request.form if request.method == "POST" else request.args
    return CorrectionForm(
        subject=_subject(values.get("alley"), values.get("martyr")),
        alley=values.get("alley", "") if _is_number(values.get("alley")) else "",
        martyr=values.get("martyr", "") if _is_number(values.get("martyr")) else "",
        kind=values.get("kind", ""),
        text=values.get("text", "")[:MOST_TEXT],
        phone=values.get("phone", "")[:MOST_PHONE],
        token=TimestampSigner(signing_key(required_journal())).sign("report").decode(),
        message_fa=message_fa,
    )


def _subject(alley: str | None, martyr: str | None) -> Alley | str | None:
    """What the correction is about: an alley, else the name of a person, else nothing in view."""
    about = subject_of(current_catalogue(), _number(alley), _number(martyr))
    return about.alley or (about.martyr.honoree_fa if about.martyr else None)


def _number(text: str | None) -> int | None:
    return int(text or 0) if _is_number(text) else None


def _is_number(text: str | None) -> bool:
    return params.is_record_number(text or "")


def _refuse_robots(journal: Journal) -> None:
    """A field no reader sees was filled, or the form is not ours, too fresh or too old."""
    stale = QueryError(
        "the form has expired",
        gettext("این فرم کهنه شده است؛ یک بار دیگر بفرستید."),
        parameter="token",
    )
    if request.form.get("website"):
        raise stale
    try:
        signer = TimestampSigner(signing_key(journal))
        _, made = signer.unsign(
            request.form.get("token", ""), max_age=OLDEST_S, return_timestamp=True
        )
    except BadSignature as error:
        raise stale from error
    if (datetime.now(UTC) - made).total_seconds() < YOUNGEST_S:
        raise stale


def _read() -> Correction:
    form, photo = request.form, request.files.get("photo")
    kind = form.get("kind", "")
    if kind not in set(CorrectionKind):
        raise QueryError("kind: missing", gettext("بگویید چه چیزی نادرست است."), parameter="kind")
    text, phone = form.get("text", "").strip(), form.get("phone", "").strip()
    if len(text) > MOST_TEXT or len(phone) > MOST_PHONE:
        raise QueryError(
            "text: too long", gettext("متن بلندتر از دوهزار نویسه است."), parameter="text"
        )
    content = photo.read() if photo else b""
    alley_id, martyr_id = _number(form.get("alley")), _number(form.get("martyr"))
    return Correction(
        kind=CorrectionKind(kind),
        alley_id=alley_id,
        martyr_id=martyr_id,
        text=text,
        phone=phone,
        photo=clean_photo(content) if content else None,
        district=subject_of(current_catalogue(), alley_id, martyr_id).district,
    )
