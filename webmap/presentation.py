"""How values read in Persian: digits, dates, lengths, shares and the words of the closed sets.

Templates print numbers, dates and codes through these filters only. Nothing here is HTML.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta, timezone

from flask import Flask
from hijridate import Gregorian
from persiantools.jdatetime import JalaliDate

from geodata.vocab import read_vocab
from webmap.i18n import gettext, mark

PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
# Iran keeps one time all year since 1401.
TEHRAN = timezone(timedelta(hours=3, minutes=30))
MONTHS = tuple(
    mark(name)
    for name in (
        "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
        "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
    )
)  # fmt: skip
GREGORIAN_MONTHS = tuple(
    mark(name)
    for name in (
        "ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن",
        "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر",
    )
)  # fmt: skip
LUNAR_MONTHS = tuple(
    mark(name)
    for name in (
        "محرم", "صفر", "ربیع‌الاول", "ربیع‌الثانی", "جمادی‌الاول", "جمادی‌الثانی",
        "رجب", "شعبان", "رمضان", "شوال", "ذی‌القعده", "ذی‌الحجه",
    )
)  # fmt: skip
DIRECTIONS = tuple(
    mark(name)
    for name in (
        "شمال", "شمال شرقی", "شرق", "جنوب شرقی", "جنوب", "جنوب غربی", "غرب", "شمال غربی",
    )
)  # fmt: skip
METRES_PER_KILOMETRE = 1000
KINDS = {
    "alley": mark("کوچه"),
    "dead_end": mark("بن‌بست"),
    "passage": mark("گذر"),
    "lane": mark("کوی"),
    "street": mark("خیابان"),
    "boulevard": mark("بلوار"),
    "square": mark("میدان"),
    "highway": mark("بزرگراه"),
    "road": mark("جاده"),
    "footway": mark("پیاده‌راه"),
}
KINDS_OF = {**KINDS, "alley": mark("کوچهٔ"), "road": mark("جادهٔ")}
PLAQUE_STATUSES = {
    "planned": mark("پلاک در برنامه"),
    "approved": mark("پلاک تصویب‌شده"),
    "made": mark("پلاک آمادهٔ نصب"),
    "installed": mark("پلاک نصب شده"),
    "verified": mark("پلاک نصب و بازدید شده"),
    "damaged": mark("پلاک آسیب دیده"),
    "missing": mark("پلاک گم شده"),
    "removed": mark("پلاک برداشته شده"),
}
PLAQUE_ENDS = {"start": mark("ابتدای کوچه"), "end": mark("انتهای کوچه")}
VERDICTS = {
    "accepted": mark("روی نقشه"),
    "review": mark("در دست بررسی؛ هنوز روی نقشه نیست"),
    "unmatched": mark("در دفتر هست، هنوز روی نقشه نیست"),
    "register_error": mark("در دست اصلاح دفتر؛ هنوز روی نقشه نیست"),
}
MAP_STATES = {
    "named": mark("هنوز بی پلاک"),
    "installed": mark("پلاک نصب شده"),
    "damaged": mark("پلاک آسیب دیده"),
}


def init_presentation(app: Flask) -> None:
    """Offer the filters to the templates of `app`."""
    app.jinja_env.filters.update(
        direction_fa=direction_fa,
        district_fa=district_fa,
        fa_digits=fa_digits,
        fa_number=fa_number,
        jalali=jalali,
        jalali_from_utc=jalali_from_utc,
        kind_fa=kind_fa,
        kind_of_fa=kind_of_fa,
        map_state_fa=map_state_fa,
        martyr_fa=martyr_fa,
        metres=metres,
        other_calendars=other_calendars,
        percent=percent,
        plaque_end_fa=plaque_end_fa,
        plaque_status_fa=plaque_status_fa,
        share=share,
        web_address=web_address,
        verdict_fa=verdict_fa,
    )


def fa_digits(text: object) -> str:
    """Return the text with Persian digits, otherwise as it is written."""
    return str(text).translate(PERSIAN_DIGITS)


def fa_number(value: int | float | None) -> str:
    """Return a count with Persian digits and separators, «نامشخص» when it is unknown."""
    if value is None:
        return gettext("نامشخص")
    number = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}".removesuffix(".0")
    return fa_digits(number.replace(",", "٬").replace(".", "٫"))


def jalali(date: str) -> str:
    """Return a Jalali date written 1365-10-04, 1365-10 or 1365 as people say it."""
    year, month, day = [*(int(part) for part in date.split("-")), 0, 0][:3]
    if not month:
        return gettext("سال %(year)s", year=fa_digits(year))
    month_fa = gettext(MONTHS[month - 1])
    if not day:
        return gettext("%(month)s %(year)s", month=month_fa, year=fa_digits(year))
    return _in_words(day, MONTHS[month - 1], year)


def other_calendars(date: str) -> str | None:
    """Return the Gregorian and the lunar day of a Jalali date; None for one that is not whole.

    The lunar day is the one of the Umm al-Qura tables; Iran's own calendar, which waits for the
    new moon, may be a day off, and the text says so.
    """
    parts = [int(part) for part in date.split("-")]
    if len(parts) != 3:
        return None
    try:
        day = JalaliDate(*parts).to_gregorian()  # type: ignore[no-untyped-call]
        lunar = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError):
        return None
    return gettext(
        "%(gregorian)s میلادی، نزدیک %(lunar)s قمری",
        gregorian=_in_words(day.day, GREGORIAN_MONTHS[day.month - 1], day.year),
        lunar=_in_words(lunar.day, LUNAR_MONTHS[lunar.month - 1], lunar.year),
    )


def gregorian_iso(date: str | None) -> str | None:
    """Return the Gregorian day of a Jalali date as machines read it; None unless it is whole."""
    parts = [int(part) for part in (date or "").split("-") if part]
    if len(parts) != 3:
        return None
    try:
        day: str = JalaliDate(*parts).to_gregorian().isoformat()  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError):
        return None
    return day


def _in_words(day: int, month: str, year: int) -> str:
    return gettext(
        "%(day)s %(month)s %(year)s",
        day=fa_digits(day),
        month=gettext(month),
        year=fa_digits(year),
    )


def jalali_from_utc(moment: str) -> str:
    """Return the Jalali day in Iran of a moment written in ISO 8601, UTC when it says no zone."""
    at = datetime.fromisoformat(moment)
    local = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(TEHRAN)
    return jalali(JalaliDate(local.date()).isoformat())  # type: ignore[no-untyped-call]


def metres(length_m: float | None) -> str:
    """Return a length [m] as people say it: metres, from a kilometre on kilometres."""
    if length_m is None:
        return gettext("نامشخص")
    if length_m < METRES_PER_KILOMETRE:
        return gettext("%(length)s متر", length=fa_number(round(length_m)))
    kilometres = round(length_m / METRES_PER_KILOMETRE, 1)
    return gettext("%(length)s کیلومتر", length=fa_number(kilometres))


def direction_fa(origin: tuple[float, float], lon: float, lat: float) -> str:
    """Return in which of eight directions a place lies from another, both lon, lat [degrees]."""
    east = (lon - origin[0]) * math.cos(math.radians(origin[1]))
    turn = math.degrees(math.atan2(east, lat - origin[1]))
    return gettext(DIRECTIONS[round(turn / 45) % 8])


def percent(part: float, whole: float) -> str | None:
    """Return the share as whole per cent, None when there is nothing to share.

    Neither «۰٪» nor «۱۰۰٪» is said of a share that is only near to it.
    """
    if not whole:
        return None
    rounded = round(100 * part / whole)
    if part and not rounded:
        return gettext("کمتر از ۱٪")
    if part < whole and rounded == 100:
        return gettext("بیش از ۹۹٪")
    return f"{fa_number(rounded)}٪"


def share(part: int, whole: int) -> str:
    """Return «۱۲ از ۴۰ (۳۰٪)»: both numbers stand beside their share.

    Of nothing there is no share: then the part stands alone.
    """
    numbers = gettext("%(part)s از %(whole)s", part=fa_number(part), whole=fa_number(whole))
    in_percent = percent(part, whole)
    return fa_number(part) if in_percent is None else f"{numbers} ({in_percent})"


def district_fa(district: str) -> str:
    """Return a district as people call it: «منطقهٔ ۴» for a number, a name as it is."""
    if district.isdecimal():
        return gettext("منطقهٔ %(number)s", number=fa_digits(district))
    return fa_digits(district)


def martyr_fa(name: str, title: str | None = None) -> str:
    """Return the name with «شهید» and the title before it, each only once.

    A name without «شهید» was a national controversy when it stood on signs.
    """
    words = name.split()
    titles = [word for word in (title or "").split() if word not in words]
    if not any(word in _MARTYR_WORDS for word in (*words, *titles)):
        return " ".join((gettext("شهید"), *titles, *words))
    return " ".join((*titles, *words))


_MARTYR_WORDS = frozenset(
    row["word"] for row in read_vocab("martyr_words") if row["word"].startswith("شه")
)


def web_address(text: str | None) -> str | None:
    """Return an address of the web as it is, None for anything a browser would do more with."""
    if text is None or not _WEB_ADDRESS.fullmatch(text):
        return None
    return text


_WEB_ADDRESS = re.compile(r"https?://[\w.-]+(:\d{1,5})?(/[^\s\"'<>\\]{0,500})?", re.ASCII)


def kind_fa(kind: str) -> str:
    """Return what sort of thoroughfare it is, standing alone."""
    return gettext(KINDS.get(kind, KINDS["alley"]))


def kind_of_fa(kind: str) -> str:
    """Return the same in front of a name: «کوچهٔ …»."""
    return gettext(KINDS_OF.get(kind, KINDS_OF["alley"]))


def plaque_status_fa(status: str | None) -> str:
    """Return the state of a plaque."""
    return gettext(PLAQUE_STATUSES[status]) if status else gettext("وضعیت پلاک ثبت نشده")


def plaque_end_fa(end: str) -> str:
    """Return at which end of the alley a plaque is; other words as they are written."""
    return gettext(PLAQUE_ENDS[end]) if end in PLAQUE_ENDS else fa_digits(end)


def verdict_fa(verdict: str) -> str:
    """Return where a naming stands between register and map."""
    return gettext(VERDICTS[verdict])


def map_state_fa(state: str | None) -> str:
    """Return how an alley is drawn."""
    return gettext(MAP_STATES[state]) if state else gettext("بدون نام‌گذاری")
