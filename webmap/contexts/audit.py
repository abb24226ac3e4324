"""A page of the audit in words, with what every other choice would leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from geodata.catalogue.facets import count_facets
from geodata.input_roles import InputRole
from geodata.journal import Journal
from geodata.journal.audit import (
    COMMAND_LINE,
    FACETS,
    THE_SITE,
    Action,
    Entry,
    cube,
    entries,
)
from webmap.calendars import day_text
from webmap.contexts.account import role_word
from webmap.contexts.intake_words import column_word, role_of_input
from webmap.contexts.paging import Address, Facet, Option, PageLinks, page_links
from webmap.contexts.pictures import consent_word
from webmap.contexts.report import outcome_word
from webmap.contexts.review import KIND_WORDS
from webmap.i18n import gettext, mark
from webmap.presentation import local_number, plaque_status_word

FACET_LABELS = {"action": mark("کار"), "actor": mark("چه کسی")}
ACTIONS = {
    Action.ACCOUNT_MADE: mark("ساختن حساب"),
    Action.ACCOUNT_DISABLED: mark("بستن حساب"),
    Action.ACCOUNT_REOPENED: mark("بازگشودن حساب"),
    Action.ROLE_SET: mark("تغییر نقش"),
    Action.PASSWORD_SET: mark("گذرواژهٔ تازه"),
    Action.IDENTITY_LINKED: mark("پیوند دادن به ورود سازمانی"),
    Action.IDENTITY_UNLINKED: mark("برداشتن پیوند ورود سازمانی"),
    Action.SIGNED_IN: mark("ورود"),
    Action.SIGNED_OUT: mark("خروج"),
    Action.LOGINS_ENDED: mark("پایان دادن به ورودهای دیگر"),
    Action.NAMING_DECIDED: mark("تصمیم دربارهٔ نام‌گذاری"),
    Action.DECISION_UNDONE: mark("پس گرفتن تصمیم"),
    Action.PLAQUE_RECORDED: mark("ثبت وضعیت پلاک"),
    Action.PLAQUE_WITHDRAWN: mark("پس گرفتن وضعیت پلاک"),
    Action.FINDING_ACCEPTED: mark("پذیرفتن یافته"),
    Action.ACCEPTANCE_WITHDRAWN: mark("پس گرفتن پذیرش یافته"),
    Action.REPORT_ACCEPTED: mark("پذیرفتن گزارش"),
    Action.REPORT_REFUSED: mark("نپذیرفتن گزارش"),
    Action.REPORT_DONE: mark("انجام دادن گزارش"),
    Action.REPORT_REOPENED: mark("بازکردن دوبارهٔ گزارش"),
    Action.CONTACT_SHOWN: mark("دیدن شمارهٔ تماس"),
    Action.REPORTS_CLEARED: mark("پاک کردن شماره‌ها و عکس‌ها"),
    Action.PICTURE_ADDED: mark("افزودن تصویر"),
    Action.CONSENT_CHANGED: mark("ثبت رضایت"),
    Action.PICTURE_TAKEN_DOWN: mark("برداشتن تصویر"),
    Action.PICTURE_PUT_BACK: mark("بازگرداندن تصویر"),
    Action.EPISODE_RESERVED: mark("رزرو برنامه"),
    Action.EPISODE_DELIVERED: mark("تحویل برنامه"),
    Action.EPISODE_PUBLISHED: mark("انتشار برنامه"),
    Action.EPISODE_WITHDRAWN: mark("پس گرفتن برنامه"),
    Action.EPISODE_TAKEN_DOWN: mark("برداشتن برنامه"),
    Action.EPISODE_PUT_BACK: mark("بازگرداندن برنامه"),
    Action.COLUMN_EXPLAINED: mark("معنای ستون‌ها"),
    Action.DATASET_PUBLISHED: mark("انتشار نسخهٔ تازه"),
    Action.DATASET_RESTORED: mark("بازگشت به نسخهٔ پیشین"),
    Action.TOUR_MADE: mark("ساختن تور"),
    Action.TOUR_CHANGED: mark("تغییر تور"),
    Action.TOUR_PUBLISHED: mark("انتشار تور"),
    Action.TOUR_WITHDRAWN: mark("برچیدن تور"),
    Action.STOP_ADDED: mark("افزودن ایستگاه"),
    Action.STOP_CHANGED: mark("تغییر ایستگاه"),
    Action.STOP_MOVED: mark("جابه‌جا کردن ایستگاه"),
    Action.STOP_REMOVED: mark("برداشتن ایستگاه"),
    Action.STOP_PUT_BACK: mark("بازگرداندن ایستگاه"),
}
DETAILS = {
    "finding": mark("یافته"),
    "naming": mark("شناسهٔ نام‌گذاری"),
    "reason": mark("دلیل"),
    "kind": mark("گونهٔ برنامه"),
    "title": mark("عنوان"),
    "licence": mark("پروانه"),
    "file": mark("پرونده"),
    "link": mark("پیوند"),
    "outcome": mark("نتیجه"),
    "answer": mark("پاسخ"),
    "choices": mark("تصمیم"),
    "note": mark("یادداشت"),
    "consent": mark("رضایت"),
    "credit": mark("منبع عکس"),
    "picture": mark("تصویر"),
    "role": mark("نقش"),
    "before": mark("نقش پیشین"),
    "subject": mark("شناسه نزد ارائه‌دهنده"),
    "count": mark("شمار"),
    "from": mark("از نسخهٔ"),
    "version": mark("به نسخهٔ"),
    "inputs": mark("ورودی‌های تازه"),
    "headers": mark("ستون‌ها"),
    "new": mark("ردیف تازه"),
    "changed": mark("ردیف تغییرکرده"),
    "gone": mark("ردیف رفته"),
    "plaque": mark("شناسهٔ پلاک"),
    "status": mark("وضعیت"),
    "on": mark("تاریخ رویداد"),
    "accuracy_m": mark("دقت جا به متر"),
    "tour": mark("تور"),
    "stop": mark("ایستگاه"),
    "from_place": mark("از ردیف"),
    "to_place": mark("به ردیف"),
}
"""What is told of a row, in this order; the rest is for machines."""
_WORDS = {
    "role": role_word,
    "before": role_word,
    "outcome": outcome_word,
    "consent": consent_word,
    "status": plaque_status_word,
    "on": day_text,
}
"""What values of a detail are called."""
_NOBODY = {COMMAND_LINE: mark("خط فرمان"), THE_SITE: mark("خود سایت")}
"""Who acts without an account."""
Wanted = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One thing that was done."""

    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AuditContext:
    """One page of the audit."""

    total: int
    rows: tuple[AuditRow, ...]
    pages: PageLinks
    facets: tuple[Facet, ...]
    chosen: tuple[Option, ...]


def audit_context(
    journal: Journal, wanted: Wanted, page: int, *, length: int, address: Address
) -> AuditContext:
    """Return one page of the audit."""
    with journal.reading() as connection:
        total, counts = count_facets(cube(connection), FACETS, wanted)
        found = entries(connection, **wanted, limit=length, offset=(page - 1) * length)
    return AuditContext(
        total=total,
        rows=tuple(map(_row, found)),
        pages=page_links(
            page,
            length=length,
            shown=len(found),
            total=total,
            to=lambda number: address({**_known(wanted), "page": number}),
        ),
        facets=tuple(_facets(counts, wanted, address)),
        chosen=tuple(
            Option(_word(facet, value), total, address(_with(wanted, facet)), True)
            for facet, value in wanted.items()
            if value is not None
        ),
    )


def _row(entry: Entry) -> AuditRow:
    return AuditRow(
        sequence=entry.sequence,
        at=entry.at,
        actor=_word("actor", entry.actor),
        action=_word("action", entry.action),
        subject=_input(entry.subject),
        details=tuple(
            (gettext(label), _value(key, entry.details[key]))
            for key, label in DETAILS.items()
            if entry.details.get(key) not in (None, "")
        ),
    )


def _value(key: str, value: Any) -> str:
    if key == "choices":
        return gettext("؛ ").join(_choice(one) for one in value)
    if key in _WORDS:
        return _WORDS[key](str(value))
    if isinstance(value, Mapping):
        return "، ".join(_pair(key, str(name), one) for name, one in value.items())
    return local_number(value) if isinstance(value, int) else str(value)


def _choice(told: Mapping[str, Any]) -> str:
    """One thing decided about a naming, and the alley or the naming it is about."""
    word = gettext(KIND_WORDS.get(told["kind"], told["kind"]))
    about = told.get("other_id") or told.get("alley_id")
    return f"{word} ({about})" if about else word


def _pair(key: str, name: str, value: Any) -> str:
    """What was said of an input or of a header of one."""
    if key == "inputs":
        return f"{_input(name)}: {value}"
    return f"{name}: {column_word(value) if value else gettext('ناشناخته بماند')}"


def _input(text: str) -> str:
    return role_of_input(InputRole(text)) if text in {*InputRole} else text


def _word(facet: str, value: str) -> str:
    """A deed in words, a person by name; what a later version wrote as it is."""
    if facet == "action":
        return gettext(ACTIONS[Action(value)]) if value in set(Action) else value
    return gettext(_NOBODY[value]) if value in _NOBODY else value


def _facets(
    counts: Mapping[str, Mapping[str, int]], wanted: Wanted, address: Address
) -> Iterator[Facet]:
    for facet in FACETS:
        options = tuple(
            Option(
                _word(facet, value),
                number,
                address(_with(wanted, facet, None if wanted[facet] == value else value)),
                wanted[facet] == value,
            )
            for value, number in sorted(counts[facet].items())
        )
        if options:
            yield Facet(facet, gettext(FACET_LABELS[facet]), options)


def _with(wanted: Wanted, facet: str, value: str | None = None) -> dict[str, Any]:
    return _known({**wanted, facet: value})


def _known(wanted: Wanted) -> dict[str, Any]:
    return {facet: value for facet, value in wanted.items() if value is not None}
