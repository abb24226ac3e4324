"""The desk: the ways that a role opens."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from geodata.journal.accounts import Account, Role
from webmap.contexts.account import role_word
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
    """Who works here and on what."""

    name: str
    role_word: str
    ways: tuple[Way, ...]


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
    )
