"""What goes wrong, told once: a table of statuses, a page for people, a document for machines.

Views raise and never catch.
"""

from __future__ import annotations

import errno
import logging
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, Response, g, json, make_response, render_template, request
from werkzeug.exceptions import (
    Gone,
    HTTPException,
    RequestedRangeNotSatisfiable,
    SecurityError,
    TooManyRequests,
)

from geodata.catalogue.records import Moved
from geodata.errors import (
    AccountError,
    BusyError,
    DatasetError,
    DecidedError,
    GeodataError,
    JournalError,
    JournalFullError,
    QueryError,
    UnknownRecordError,
    UnsoundError,
)
from webmap.i18n import gettext, mark

log = logging.getLogger("webmap")

STATUS_OF: dict[type[GeodataError], int] = {
    AccountError: 400,
    BusyError: 423,
    DecidedError: 409,
    QueryError: 400,
    UnknownRecordError: 404,
    UnsoundError: 409,
    DatasetError: 503,
    JournalError: 503,
    JournalFullError: 507,
}
MACHINE_PATHS = (
    "/anniversaries.ics",
    "/anniversaries/feed.",
    "/api/",
    "/feed.xml",
    "/field/",
    "/ogc/",
    "/tiles/",
    "/static/",
    "/healthz",
    "/readyz",
)
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
RETRY_AFTER_S = 20
MAX_INSTANCE_CHARS = 200

HEADINGS = {
    400: mark("درخواست خوانا نبود"),
    403: mark("این کار از شما برنمی‌آید"),
    404: mark("این نشانی پیدا نشد"),
    405: mark("این کار از این نشانی برنمی‌آید"),
    409: mark("پیش‌تر تصمیم گرفته شده است"),
    410: mark("این کوچه دیگر در نقشه نیست"),
    413: mark("فایل بیش از اندازه بزرگ است"),
    416: mark("این بخش از پرونده نیست"),
    414: mark("نشانی بیش از اندازه بلند است"),
    423: mark("کار دیگری در جریان است"),
    429: mark("کمی آهسته‌تر"),
    500: mark("خطایی در سامانه رخ داد"),
    503: mark("داده‌ها در حال آماده‌سازی‌اند"),
    507: mark("جایی برای نوشتن نمانده است"),
}
SENTENCES = {
    400: mark("بخشی از نشانی یا عبارت جست‌وجو درست نیست."),
    403: mark("این بخش برای نقش شما باز نیست، یا درخواست از سایت دیگری آمده است."),
    404: mark("شاید نشانی ناقص رونویسی شده باشد. نام شهید یا نام کوچه را جست‌وجو کنید."),
    405: mark("این نشانی فقط برای دیدن است."),
    410: mark("این کوچه از نقشهٔ تازهٔ شهر برداشته شده است."),
    413: mark("عکسی کوچک‌تر از ۶ مگابایت بفرستید."),
    416: mark("بخشی که خواسته شد در این پرونده نیست، یا چند بخش با هم خواسته شد."),
    414: mark("عبارت کوتاه‌تری جست‌وجو کنید."),
    429: mark("درخواست‌های پی‌درپی زیاد بود؛ چند لحظه دیگر دوباره تلاش کنید."),
    500: mark("خطا ثبت شد. لطفاً چند لحظه دیگر دوباره تلاش کنید."),
    503: mark("نقشه و دفتر نام‌ها هنوز منتشر نشده است؛ چند دقیقه دیگر دوباره سر بزنید."),
    507: mark("چیزی ثبت نشد و آنچه پیش‌تر ثبت شده برجاست. به نگهدارندهٔ سامانه خبر دهید."),
}
SILENT_JOURNAL = (
    mark("دفتر تصمیم‌ها اکنون پاسخ نمی‌دهد"),
    mark("چیزی ثبت نشد و آنچه پیش‌تر ثبت شده برجاست. چند لحظه دیگر دوباره تلاش کنید."),
)
"""Heading and sentence while the journal cannot be reached; what is published can be read."""
FROM_THE_DATA = (
    mark("کوچه‌ای با این شناسه شناخته نیست"),
    mark("یافته‌ای با این شناسه در داده‌ها نیست"),
    mark("این یافته پیش‌تر پذیرفته شده است"),
    mark("این یافته پذیرفته‌شده نیست"),
    mark("این گزارش در نوبت بررسی است؛ در این میان کسی آن را باز کرده است"),
    mark("این گزارش پیش‌تر پذیرفته شده و در دست انجام است"),
    mark("این گزارش پیش‌تر پذیرفته شده است"),
    mark("این گزارش پیش‌تر بررسی شده و پذیرفته نشده است"),
    mark("گزارشی با این شناسه نیست"),
    mark("گزارشی با این کد پیگیری نیست؛ کد را دوباره بخوانید"),
    mark("برای این گزارش شماره‌ای نیست"),
    mark("این تصویر پیش‌تر برداشته شده است؛ نخست در صفحهٔ تصویرها بازش گردانید"),
    mark("این تصویر پیش‌تر افزوده شده است"),
    mark("این تصویر پیش‌تر برداشته شده است"),
    mark("این تصویر برداشته نشده است"),
    mark("تصویری با این شناسه نیست"),
    mark("برنامه‌ای با این شناسه نیست"),
    mark("این برنامه پیش‌تر رزرو شده است"),
    mark("این پرونده یا پیوند پیش‌تر برداشته شده است؛ کارشناس باید بازش گرداند"),
    mark("این برنامه برداشته نشده است"),
    mark("این برنامه پیش‌تر برداشته شده است"),
    mark("در این میان وضعیت این برنامه عوض شده است؛ دوباره ببینید"),
    mark("نام‌گذاری‌ای با این شناسه در دفتر نیست"),
    mark(
        "این پرونده فیلم یا صدایی نیست که مرورگرها پخش کنند؛ MP4 (H.264 و AAC)،"
        " M4A، MP3، Ogg یا WebM بفرستید."
    ),
    mark("فیلم MP4 باید با H.264 و صدای AAC باشد تا همهٔ گوشی‌ها پخشش کنند."),
    mark("پرونده ناقص است؛ گویا ارسال یا ساختنش نیمه‌کاره مانده است."),
    mark("در این پرونده نه تصویری هست و نه صدایی."),
    mark("ساختار این پرونده درست نیست؛ یک بار دیگر از برنامهٔ تدوین خروجی بگیرید."),
    mark("زیرنویس خوانده نشد؛ پرونده‌ای از نوع WebVTT یا SRT با نویسه‌های UTF-8 بفرستید."),
    mark("این عکس را کارکنان گرفته‌اند و رضایتی در کار نیست"),
    mark("در این میان کس دیگری رضایت این تصویر را تغییر داده است؛ دوباره ببینید"),
    mark("این تحلیل آمادهٔ انتشار نیست یا پیش‌تر منتشر شده است"),
    mark("در این میان نسخهٔ دیگری منتشر شده است؛ یک بار دیگر تحلیل کنید"),
    mark("پرونده‌های این نسخه همان نیست که بررسی شده بود؛ چیزی منتشر نشد"),
    mark("این تحلیل دیگر نیست؛ پرونده‌ها را دوباره بفرستید"),
    mark("پرونده‌های این تحلیل دیگر نیست؛ آن‌ها را دوباره بفرستید"),
    mark("این نسخه دیگر نگه داشته نشده یا همین حالا در کار است"),
    mark("تحلیل دیگری در جریان است؛ تا پایان آن صبر کنید یا آن را متوقف کنید"),
    mark("ساخت دیگری در همین پوشه در کار است؛ تا پایان آن صبر کنید"),
    mark("گذرواژه باید ۱۰ نویسه یا بیشتر باشد (تا ۲۵۶)"),
    mark("این حساب تغییر کرده است"),
    mark("گذرواژهٔ کنونی درست نیست"),
    mark("این ورود پیش‌تر به کار رفته است؛ دوباره از صفحهٔ ورود آغاز کنید"),
    mark("این حساب بسته است"),
    mark("این نام یا شناسه از پیش حسابی دارد؛ مدیر سامانه می‌تواند آن را پیوند دهد"),
    mark("برای شما در این سامانه نقشی تعیین نشده است؛ به مدیر سامانه بگویید"),
    mark("سامانهٔ ورود سازمانی پاسخ درستی نداد؛ چند دقیقه دیگر دوباره تلاش کنید"),
    mark("ورود سازمانی تأیید نشد؛ دوباره از صفحهٔ ورود آغاز کنید"),
    mark("سامانهٔ ورود سازمانی شما را راه نداد یا خودتان بازگشتید"),
    mark("دو بار نوشتن گذرواژهٔ تازه یکی نیست"),
    mark("شهیدی با این شناسه در دفتر نیست"),
    mark("پلاکی با این شناسه در داده‌ها نیست"),
    mark("در این میان چیز دیگری دربارهٔ این پلاک ثبت شده است؛ دوباره ببینید"),
    mark("این وضعیت نمی‌تواند پس از وضعیت کنونی پلاک بیاید"),
    mark("چنین رویدادی ثبت نیست"),
    mark("پس از این، چیز دیگری دربارهٔ همین پلاک ثبت شده است"),
    mark("توری با این نشانی نیست"),
    mark("این تور دیگر برپا نیست"),
    mark("در این میان کس دیگری این تور را تغییر داده است؛ دوباره ببینید"),
    mark("تور برای انتشار دست‌کم دو ایستگاه می‌خواهد که روی نقشه باشند"),
    mark("یک تور بیش از ۳۰ ایستگاه نمی‌گیرد؛ تور دیگری بسازید"),
    mark("این ایستگاه از پیش در تور هست"),
    mark("این ایستگاه در تور نیست؛ صفحه را تازه کنید"),
    mark("این کوچه دیگر روی نقشه نیست"),
    mark("این کوچه با کوچهٔ دیگری یکی شده است"),
    mark("© مشارکت‌کنندگان OpenStreetMap، پروانهٔ ODbL"),
    mark("دادهٔ ساختگی، بدون منبع بیرونی"),
)
"""What the library says itself, which knows no language but Persian; here to be translated."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal, for a person and for a program.

    Parameters
    ----------
    detail_fa, detail_en : str
        What was wrong and what would be right.
    parameter : str or None
        Which parameter of the address it was.
    heading_fa : str
        The heading of the page, where it is not that of the status.
    """

    status: int
    detail_fa: str
    detail_en: str
    parameter: str | None = None
    heading_fa: str = ""

    @property
    def title_en(self) -> str:
        """The status in words."""
        return HTTPStatus(self.status).phrase

    @property
    def heading(self) -> str:
        """The heading of the page."""
        return gettext(self.heading_fa or HEADINGS.get(self.status, HEADINGS[500]))


class AlleyGoneError(Gone):
    """An alley that went away without a successor."""

    def __init__(self, moved: Moved) -> None:
        super().__init__(moved.reason_fa)
        self.reason_fa = moved.reason_fa


class TriedTooOftenError(TooManyRequests):
    """So many attempts that the next has to wait `wait_s` seconds."""

    def __init__(self, reason_fa: str, wait_s: int) -> None:
        super().__init__(reason_fa)
        self.reason_fa = reason_fa
        self.wait_s = wait_s


def init_errors(app: Flask) -> None:
    """Answer every error of `app` in the form its address promises."""
    app.register_error_handler(GeodataError, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unforeseen)


def _refused(error: GeodataError) -> Response:
    status = next((STATUS_OF[kind] for kind in type(error).__mro__ if kind in STATUS_OF), 500)
    if (status >= 500 and status != 503) or type(error) is UnsoundError:
        log.error("%s: %s", type(error).__name__, error)
    if type(error) is JournalError:
        log.error("%s", error)
        heading, sentence = SILENT_JOURNAL
        return _answer(Problem(status, gettext(sentence), "journal", heading_fa=heading))
    # What is wrong inside the server is for its log; visitors get the general sentence.
    detail_fa = gettext(SENTENCES[status]) if status >= 500 else gettext(error.message_fa)
    detail_en = HTTPStatus(status).description if status >= 500 else error.message_en
    parameter = getattr(error, "parameter", None)
    heading = mark("چیزی منتشر نشد") if type(error) is UnsoundError else ""
    return _answer(Problem(status, detail_fa, detail_en, parameter, heading_fa=heading))


def _http_error(error: HTTPException) -> Response:
    if error.response is not None or not error.code or error.code < 400:
        return make_response(error.get_response())
    if isinstance(error, SecurityError):
        # A host that is not ours: no page, because its links would be built for that host.
        return problem_document(Problem(400, gettext(SENTENCES[400]), "unknown host"))
    sentence = gettext(SENTENCES.get(error.code, SENTENCES[400]))
    if error.code == 413 and "too_large_fa" in g:
        sentence = g.too_large_fa
    reason = getattr(error, "reason_fa", None)
    detail_fa = gettext(reason) if reason else sentence
    answer = _answer(Problem(error.code, detail_fa, HTTPStatus(error.code).description))
    if isinstance(error, RequestedRangeNotSatisfiable):
        answer.headers["Content-Range"] = f"bytes */{error.length}"
    if wait_s := getattr(error, "wait_s", None):
        answer.headers["Retry-After"] = str(wait_s)
    if allowed := getattr(error, "valid_methods", None):
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


def _unforeseen(error: Exception) -> Response:
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        log.error("no room: %s", error)
        return _answer(Problem(507, gettext(SENTENCES[507]), HTTPStatus(507).description))
    log.exception("unforeseen %s", type(error).__name__, exc_info=error)
    return _answer(Problem(500, gettext(SENTENCES[500]), HTTPStatus(500).description))


def _answer(problem: Problem) -> Response:
    if request.path.startswith(MACHINE_PATHS):
        answer = problem_document(problem)
    else:
        answer = make_response(render_template("pages/error.html", page=problem), problem.status)
    answer.headers["Cache-Control"] = "no-store" if problem.status >= 500 else "no-cache"
    if problem.status in (429, 503):
        answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    return answer


def problem_document(problem: Problem) -> Response:
    """Return the problem as `application/problem+json` (RFC 9457)."""
    members = {
        "type": "about:blank",
        "title": problem.title_en,
        "status": problem.status,
        "detail": problem.detail_fa,
        "detail_en": problem.detail_en,
        "instance": request.path[:MAX_INSTANCE_CHARS],
    }
    if problem.parameter:
        members["parameter"] = problem.parameter
    return Response(
        json.dumps(members, ensure_ascii=False, sort_keys=False),
        problem.status,
        content_type="application/problem+json",
    )
