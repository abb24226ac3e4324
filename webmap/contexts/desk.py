"""The desk: the ways that a role opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from geodata.journal.accounts import Account, Role
from webmap.contexts.account import role_word
from webmap.contexts.field_mode import field_texts
from webmap.i18n import gettext, mark

WORK = (
    (
        Role.PLANNER,
        "review.one",
        mark("بازبینی تطبیق‌ها"),
        mark("نام‌گذاری‌های نامطمئن، یکی‌یکی، با نقشهٔ همهٔ گزینه‌ها."),
    ),
    (
        Role.PLANNER,
        "findings.findings",
        mark("یافته‌ها"),
        mark("آنچه در دفتر و نقشه با هم نمی‌خواند؛ کارشناس می‌تواند یافته‌ای را با دلیل بپذیرد."),
    ),
    (
        Role.PLANNER,
        "plaques.listed",
        mark("پلاک‌ها"),
        mark("هر پلاک با کوچه، وضعیت و تاریخچه‌اش؛ کارشناس رویداد تازه را این‌جا ثبت می‌کند."),
    ),
    (
        Role.MEDIA,
        "media_desk.listed",
        mark("میز صداوسیما"),
        mark("چه فیلم و صدایی از هر شهید هست و چه نیست؛ رزرو، تحویل و انتشار، و بستهٔ روایت."),
    ),
    (
        Role.STEWARD,
        "fieldwork.sheet",
        mark("کار در کوچه‌ها"),
        mark("ثبت پلاک‌ها با گوشی در خیابان، بی‌اینترنت هم؛ نزدیک‌ترین نخست."),
    ),
    (
        Role.STEWARD,
        "reports.queue",
        mark("گزارش‌های مردم"),
        mark("آنچه مردم نادرست یافته‌اند؛ هر گزارش پاسخی می‌گیرد که با کد پیگیری دیده می‌شود."),
    ),
    (
        Role.STEWARD,
        "pictures.gallery",
        mark("تصویرها"),
        mark("تصویر شهیدان و عکس پلاک‌ها، رضایت خانواده‌ها و برداشتن تصویر."),
    ),
    (
        Role.STEWARD,
        "tour_desk.overview",
        mark("تورهای گردش"),
        mark("ساختن تور: ایستگاه‌ها به ترتیب، گفتار، ساعت و اندازهٔ گروه، پیش‌نمایش و انتشار."),
    ),
    (
        Role.STEWARD,
        "intake.overview",
        mark("ورود دفتر یا نقشهٔ تازه"),
        mark("پرونده‌های تازه فرستاده، تحلیل و دیده می‌شود و با تأیید مدیر منتشر می‌شود."),
    ),
    (
        Role.STEWARD,
        "intake.versions",
        mark("نسخه‌های منتشرشده"),
        mark("چه نسخه‌ای کی و به دست چه کسی منتشر شده است؛ مدیر می‌تواند به نسخه‌ای بازگردد."),
    ),
    (
        Role.STEWARD,
        "desk.audit",
        mark("ممیزی"),
        mark("چه کسی، کی، چه تصمیمی گرفته است."),
    ),
)
"""Role it is for, where it is, what it is called, what one does there."""


@dataclass(frozen=True, slots=True)
class Way:
    """A page one may work on."""

    url: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class DeskContext:
    """Who works here and on what.

    Attributes
    ----------
    leaving : mapping
        What is asked of whoever leaves a phone that has something to send.
    """

    name: str
    role_word: str
    ways: tuple[Way, ...]
    leaving: Mapping[str, str]


def desk_context(account: Account) -> DeskContext:
    """Return what an account may do."""
    return DeskContext(
        name=account.name,
        role_word=role_word(account.role),
        ways=tuple(
            Way(url_for(endpoint), gettext(label), gettext(sentence))
            for role, endpoint, label, sentence in WORK
            if account.role.includes(role)
        ),
        leaving={"leaving": field_texts()["leaving"]},
    )
