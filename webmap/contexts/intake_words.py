"""The words of imports in the reader's language: stages, endings, alarms, states of an analysis."""

from __future__ import annotations

from geodata.input_roles import InputRole
from geodata.intake.order import End
from geodata.intake.preview import Alarm, Cell, SheetName
from geodata.intake.words import COLUMN_FA, ROLE_FA, word_fa
from webmap.i18n import gettext, mark
from webmap.presentation import local_digits, local_number

STAGES = {
    "read": mark("خواندن ورودی‌ها"),
    "alleys": mark("ساختن کوچه‌ها"),
    "join": mark("پیوند دفتر و نقشه"),
    "coverage": mark("شمردن پوشش"),
    "files": mark("نوشتن پرونده‌ها"),
    "search": mark("نمایهٔ جست‌وجو"),
    "tiles": mark("کاشی‌های نقشه"),
    "publish": mark("بازبینی"),
    "compare": mark("سنجیدن با نسخهٔ کنونی"),
}
"""The stages of an analysis, in their order."""
ENDINGS = {
    End.REFUSED: mark("پرونده‌ها پذیرفته نشد."),
    End.UNREADABLE: mark("پرونده‌ها خوانده نشد: خطایی پیش آمد که برایش پیامی نیست."),
    End.ABORTED: mark("تحلیل متوقف شد."),
    End.CPU: mark("تحلیل بیش از اندازهٔ مجاز پردازش خواست و متوقف شد."),
    End.MEMORY: mark("تحلیل بیش از اندازهٔ مجاز حافظه خواست و متوقف شد."),
    End.ROOM: mark("برای ساختن جا نماند: دیسک پر است یا نتیجه بیش از اندازه بزرگ شد."),
    End.TIME: mark("تحلیل بیش از اندازهٔ مجاز طول کشید و متوقف شد."),
    End.CRASHED: mark("خواندن این پرونده‌ها فرایند تحلیل را از کار انداخت."),
    End.UNSAFE: mark("آنچه تحلیل ساخت درست نیست و کنار گذاشته شد."),
    End.BUSY: mark("تحلیل دیگری در جریان بود و این یکی آغاز نشد."),
    End.INTERRUPTED: mark("تحلیل نیمه‌کاره ماند؛ شاید سامانه از نو راه افتاده است."),
}
ALARMS = {
    "becomes_demo": mark("این دفتر نمایشی (ساختگی) است و جای دادهٔ واقعی را می‌گیرد."),
    "leaves_demo": mark("دادهٔ نمایشی جای خود را به دادهٔ واقعی می‌دهد."),
    "network_elsewhere": mark("شبکهٔ تازه جای دیگری از نقشه است؛ آیا شبکهٔ همین شهر است؟"),
    "network_shrunk": mark("از %(of)s معبر تنها %(count)s می‌ماند."),
    "rows_gone": mark("%(count)s ردیف از %(of)s ردیف دفتر دیگر نیست."),
    "rows_changed": mark("%(count)s ردیف از %(of)s ردیف دفتر تغییر کرده است."),
    "rows_renumbered": mark(
        "%(count)s ردیف از %(of)s همان است و شناسهٔ دیگری دارد؛ تصمیم‌ها به شناسه بسته‌اند."
    ),
    "matches_lost": mark("%(count)s نام‌گذاری از %(of)s دیگر در همان کوچه نیست."),
    "decisions_stale": mark("%(count)s تصمیم کارشناسان با این ورودی دیگر نمی‌خواند."),
    "column_emptied": mark("ستون «%(column)s» که بیشتر ردیف‌ها داشتند اکنون خالی است."),
    "plaques_gone": mark("از %(of)s پلاک تنها %(count)s می‌ماند."),
    "portraits_gone": mark("از %(of)s تصویر شهیدان تنها %(count)s می‌ماند."),
    "areas_gone": mark("از %(of)s منطقه و محله تنها %(count)s می‌ماند."),
    "rows_faulty": mark("%(count)s خطا در ردیف‌هاست؛ مقدارهای نادرست ناشناخته شمرده شده‌اند."),
}
ALARM_WORDS = ("count", "of", "column")
SHEETS = {
    SheetName.NEW: mark("ردیف‌های تازه"),
    SheetName.CHANGED: mark("خانه‌های تغییرکرده"),
    SheetName.GONE: mark("ردیف‌هایی که دیگر نیست"),
    SheetName.RENUMBERED: mark("ردیف‌هایی که شناسه‌شان عوض شده"),
    SheetName.MOVED: mark("نام‌گذاری‌هایی که جایشان عوض می‌شود"),
    SheetName.STALE: mark("تصمیم‌هایی که دیگر نمی‌خواند"),
    SheetName.ISSUES: mark("ایراد ردیف‌ها"),
}
FROM_THE_LIBRARY = (
    mark("شبکهٔ معابر"), mark("دفتر نام‌گذاری"), mark("منطقه‌ها"), mark("محله‌ها"), mark("پلاک‌ها"),
    mark("پروندهٔ تصمیم‌ها"), mark("برگهٔ داوری"), mark("زمینهٔ نقشه"), mark("عکس‌ها"),
    mark("شناسهٔ نام‌گذاری"), mark("نام و نام خانوادگی"), mark("نام"), mark("نام خانوادگی"),
    mark("نام پدر"), mark("عنوان"), mark("تاریخ تولد"), mark("تاریخ شهادت"), mark("محل شهادت"),
    mark("مزار"), mark("زندگی‌نامه"), mark("نام لاتین"), mark("نام عربی"), mark("عکس"),
    mark("منبع عکس"), mark("رضایت انتشار عکس"), mark("صوت و تصویر"), mark("منطقه"), mark("محله"),
    mark("خیابان اصلی"), mark("نام قدیم"), mark("نام جدید"), mark("شمارهٔ مصوبه"),
    mark("تاریخ مصوبه"), mark("طول جغرافیایی"), mark("عرض جغرافیایی"), mark("وضعیت پلاک"),
    mark("تاریخ نصب"), mark("شناسهٔ پلاک"), mark("سر کوچه"), mark("نوشتهٔ پلاک"), mark("یادداشت"),
    mark("شناسهٔ پیشین"), mark("ستون"), mark("پیش‌تر"), mark("اکنون"), mark("چه می‌شود"),
    mark("کوچهٔ پیشین"), mark("کوچهٔ تازه"), mark("دلیل"), mark("چه چیزی"), mark("از کی"),
    mark("پرونده"), mark("ردیف"), mark("اهمیت"), mark("نوشته"), mark("همان می‌ماند"),
    mark("به کوچهٔ دیگری می‌رود"), mark("به بازبینی می‌رود"), mark("از نقشه می‌افتد"),
    mark("خطای دفتر شمرده می‌شود"), mark("دیگر در دفتر نیست"), mark("خطا"), mark("هشدار"),
    mark("آگاهی"), mark("با همین ورودی"), mark("پیش از این هم"),
)  # fmt: skip
"""What `geodata.intake.words` calls things, here to be translated; a test keeps both alike."""


def alarm_sentence(alarm: Alarm) -> str:
    """Return what is rarely meant, as a sentence."""
    words = {name: _alarm_word(name, alarm.words.get(name)) for name in ALARM_WORDS}
    sentence = ALARMS.get(alarm.code)
    return alarm.code if sentence is None else gettext(sentence, **words)


def isolated(name: str) -> str:
    """Return a name of another script so that it reorders nothing of the sentence around it."""
    return f"\u2068{name}\u2069"


def column_word(column: str) -> str:
    """Return how a column is called; one of the file's own as it is written there."""
    return gettext(COLUMN_FA[column]) if column in COLUMN_FA else column


def role_of_input(role: InputRole) -> str:
    """Return how an input is called."""
    return gettext(ROLE_FA[role])


def cell_text(key: str, value: Cell) -> str:
    """Return a cell of a preview's table as it reads, "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, int):
        return local_number(value) if key != "row" else local_digits(value)
    if key == "source":
        stem = value.partition(".")[0]
        return role_of_input(InputRole(stem)) if stem in {*InputRole} else value
    words = word_fa(key, value)
    return gettext(str(words)) if words != value else value


def _alarm_word(name: str, value: Cell) -> str:
    if isinstance(value, int):
        return local_number(value)
    if value is None:
        return "؟"
    return column_word(value) if name == "column" else value
