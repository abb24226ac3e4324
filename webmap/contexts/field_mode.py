"""What a phone in the street is told: the signs around it, what may come next, the words for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from geodata.field_list import FieldSign, MaybeAlley, Visit
from geodata.model import PlaqueStatus
from geodata.plaque_life import NEXT
from geodata.present_signs import ENDS, Sign
from geodata.sign_history import RecordedEvent
from webmap.calendars import day_text, moment_text
from webmap.contexts.plaques import sign_name, sign_old_name, sign_place
from webmap.i18n import gettext, mark
from webmap.places import place_line
from webmap.presentation import local_digits, local_name, plaque_end_word, plaque_status_word

BUTTONS = (
    (PlaqueStatus.INSTALLED, mark("نصب شد")),
    (PlaqueStatus.VERIFIED, mark("سالم است (بازدید)")),
    (PlaqueStatus.DAMAGED, mark("آسیب دیده")),
    (PlaqueStatus.MISSING, mark("نیست")),
)
"""What one records in the street, with the words of its button."""
TEXTS = {
    "waiting": mark("{count} رویداد در انتظار فرستادن"),
    "nothing_waits": mark("چیزی در انتظار نیست"),
    "sending": mark("در حال فرستادن …"),
    "no_network": mark("اینترنت نیست؛ رویدادها روی همین گوشی مانده است."),
    "not_taken": mark("سامانه پاسخ نداد؛ دوباره فرستاده می‌شود."),
    "log_in": mark("برای فرستادن دوباره وارد شوید."),
    "others": mark("{count} رویداد را {name} ثبت کرده است؛ با نام او وارد شوید تا فرستاده شود."),
    "sent": mark("{count} رویداد ثبت شد."),
    "history": mark("{count} رویداد به تاریخچه افزوده شد؛ وضعیت تازه‌تر پلاک همان ماند."),
    "is_this": mark("این است: {sign}"),
    "already": mark("{count} رویداد پیش‌تر ثبت شده بود."),
    "recorded": mark("ثبت شد: {status}، {name}"),
    "taken_back": mark("برگردانده شد؛ {name}"),
    "moment": mark("{day} ساعت {time}"),
    "metres": mark("{length} متر"),
    "kilometres": mark("{length} کیلومتر"),
    "no_place": mark("جایش نوشته نشده"),
    "list_of": mark("فهرست {date}"),
    "shown": mark("{count} پلاک"),
    "list_missing": mark("فهرست نرسید؛ اینترنت را ببینید."),
    "where_unknown": mark("جای شما معلوم نشد. محله‌ای را از فهرست برگزینید."),
    "place_taken": mark("جای شما با دقت {length} متر کنار رویداد می‌ماند."),
    "place_rough": mark("جا دقیق نیست ({length} متر) و کنار رویداد نمی‌ماند."),
    "place_none": mark("جا معلوم نیست؛ رویداد بی جا ثبت می‌شود."),
    "photo_failed": mark("این عکس خوانده نشد؛ عکس دیگری بگیرید یا بی‌عکس ثبت کنید."),
    "which_alley": mark("کوچه: {name} ({id})."),
    "not_sent_yet": mark("هنوز فرستاده نشده"),
    "you_said": mark("شما: {status}"),
    "they_said": mark("در این میان: {status}، {day} ({by}، {at})"),
    "storage_failed": mark("این مرورگر چیزی نگه نمی‌دارد؛ از صفحهٔ پلاک‌ها ثبت کنید."),
    "leaving": mark(
        "{count} رویداد هنوز فرستاده نشده است و تا ورود دوبارهٔ شما روی این گوشی می‌ماند."
        " با این همه خارج می‌شوید؟"
    ),
}
"""Every sentence the scripts of the field say; {count} and the like become words on the phone."""


@dataclass(frozen=True, slots=True)
class FieldModeContext:
    """The page for the street: nothing on it is of one person, because the phone keeps it."""

    buttons: tuple[tuple[PlaqueStatus, str], ...]
    texts: dict[str, str]


def field_mode_context() -> FieldModeContext:
    """Return the page for the street."""
    return FieldModeContext(
        tuple((status, gettext(label)) for status, label in BUTTONS), field_texts()
    )


def field_texts() -> dict[str, str]:
    """Return the sentences of the field in the reader's language."""
    return {key: gettext(text) for key, text in TEXTS.items()}


def list_json(found: Iterable[FieldSign], account: str) -> dict[str, Any]:
    """Return the list a phone keeps."""
    mine = {status for status, _ in BUTTONS}
    return {
        "account": account,
        "words": {status.value: plaque_status_word(status.value) for status in PlaqueStatus},
        "life": {
            (before or ""): [after for after in afters if after in mine]
            for before, afters in NEXT.items()
        },
        "signs": [
            sign_json(one.sign)
            | {"at": one.place and [round(degree, 6) for degree in one.place]}
            | ({"task": task_sentence(), **_visit_json(one.visit)} if one.visit else {})
            for one in found
        ],
    }


def sign_json(sign: Sign, last: RecordedEvent | None = None) -> dict[str, Any]:
    """Return a sign as it stands now; with `last` also who said so and when."""
    told: dict[str, Any] = {
        "id": sign.plaque_id,
        "name": sign_name(sign),
        "formerly": sign_old_name(sign),
        "place": sign_place(sign),
        "url": url_for("plaques.sign", plaque_id=sign.plaque_id),
        "status": sign.status.value if sign.status else "",
        "state": plaque_status_word(sign.status),
        "day": day_text(sign.date) if sign.date else None,
        "end": plaque_end_word(sign.end) if sign.end else None,
        "seen": sign.seen,
        # By what the sign is found again when a build gives it another id.
        "naming": sign.naming_id,
        "sign_end": sign.end if sign.end in ENDS else None,
        "spot": None if sign.lon is None or sign.lat is None else [sign.lon, sign.lat],
    }
    if last is not None:
        told["by"], told["recorded"] = last.recorded_by, moment_text(last.recorded_at)
        told["note"] = last.note
    return told


def task_sentence() -> str:
    """Return what there is to do where nobody knows which alley it is."""
    return gettext("باید دیده شود: کدام کوچه است؟")


def candidate_name(candidate: MaybeAlley) -> str:
    """Return what the map calls an alley that a naming may be about."""
    name = candidate.offered.name_fa
    return local_digits(local_name(name)) if name else gettext("بی‌نام")


def candidate_place(candidate: MaybeAlley) -> str:
    """Return where it is."""
    one = candidate.offered
    return place_line(one.street_fa, one.neighbourhood, one.district)


def _visit_json(visit: Visit) -> dict[str, Any]:
    return {
        "note": visit.note,
        "candidates": [
            {
                "alley": one.alley_id,
                "name": candidate_name(one),
                "place": candidate_place(one),
                "at": [round(one.lon, 6), round(one.lat, 6)],
            }
            for one in visit.candidates
        ],
    }
