"""Dates as people of each language say them: Jalali in Persian, Gregorian in the others.

The register's dates are Jalali. The lunar day is the one of the Umm al-Qura tables; Iran's own
calendar, which waits for the new moon, may be a day off, and the text says so.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask
from hijridate import Gregorian
from persiantools.jdatetime import JalaliDate

from geodata.gregorian import TEHRAN, gregorian_day, jalali_day
from webmap.i18n import current_language, gettext, mark
from webmap.presentation import local_digits

MONTHS = (
    mark("فروردین"),
    mark("اردیبهشت"),
    mark("خرداد"),
    mark("تیر"),
    mark("مرداد"),
    mark("شهریور"),
    mark("مهر"),
    mark("آبان"),
    mark("آذر"),
    mark("دی"),
    mark("بهمن"),
    mark("اسفند"),
)
GREGORIAN_MONTHS = (
    mark("ژانویه"),
    mark("فوریه"),
    mark("مارس"),
    mark("آوریل"),
    mark("مه"),
    mark("ژوئن"),
    mark("ژوئیه"),
    mark("اوت"),
    mark("سپتامبر"),
    mark("اکتبر"),
    mark("نوامبر"),
    mark("دسامبر"),
)
WEEKDAYS = (
    mark("دوشنبه"),
    mark("سه‌شنبه"),
    mark("چهارشنبه"),
    mark("پنجشنبه"),
    mark("جمعه"),
    mark("شنبه"),
    mark("یکشنبه"),
)
"""By `date.weekday()`."""
LUNAR_MONTHS = (
    mark("محرم"),
    mark("صفر"),
    mark("ربیع‌الاول"),
    mark("ربیع‌الثانی"),
    mark("جمادی‌الاول"),
    mark("جمادی‌الثانی"),
    mark("رجب"),
    mark("شعبان"),
    mark("رمضان"),
    mark("شوال"),
    mark("ذی‌القعده"),
    mark("ذی‌الحجه"),
)


def init_calendars(app: Flask) -> None:
    """Offer the filters of dates to the templates of `app`."""
    app.jinja_env.filters.update(
        day_of_moment=day_of_moment,
        day_text=day_text,
        moment_text=moment_text,
        other_calendars=other_calendars,
    )


def day_text(jalali: str) -> str:
    """Return a Jalali date written 1365-10-04, 1365-10 or 1365 as the reader says it.

    A date that is not whole stays Jalali in every language: it has no Gregorian twin.
    """
    day = gregorian_day(jalali)
    if day and current_language() != "fa":
        return _in_words(day.day, GREGORIAN_MONTHS[day.month - 1], day.year)
    return _jalali_text(jalali)


def other_calendars(jalali: str) -> str | None:
    """Return the same day in the two other calendars; None for one that is not whole."""
    day = gregorian_day(jalali)
    if day is None:
        return None
    try:
        hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError):
        return None
    lunar = _in_words(hijri.day, LUNAR_MONTHS[hijri.month - 1], hijri.year)
    if current_language() != "fa":
        return gettext(
            "%(jalali)s خورشیدی، نزدیک %(lunar)s قمری", jalali=_jalali_text(jalali), lunar=lunar
        )
    return gettext(
        "%(gregorian)s میلادی، نزدیک %(lunar)s قمری",
        gregorian=_in_words(day.day, GREGORIAN_MONTHS[day.month - 1], day.year),
        lunar=lunar,
    )


def day_of_moment(moment: str) -> str:
    """Return the day in Iran of a moment written in ISO 8601, UTC when it says no zone."""
    return day_text(jalali_day(datetime.fromisoformat(moment)))


def moment_text(moment: datetime) -> str:
    """Return day and time in Iran of a moment in UTC without a zone."""
    time = moment.replace(tzinfo=UTC).astimezone(TEHRAN)
    return gettext(
        "%(day)s، ساعت %(time)s",
        day=day_text(jalali_day(moment)),
        time=local_digits(f"{time:%H:%M}"),
    )


def month_text(day: date) -> str:
    """Return the month of a day, Jalali in Persian: «مهر ۱۴۰۶»."""
    if current_language() != "fa":
        month, year = GREGORIAN_MONTHS[day.month - 1], day.year
    else:
        jalali = JalaliDate(day)  # type: ignore[no-untyped-call]
        month, year = MONTHS[jalali.month - 1], jalali.year
    return gettext("%(month)s %(year)s", month=gettext(month), year=local_digits(year))


def gregorian_iso(jalali: str | None) -> str | None:
    """Return the Gregorian day of a Jalali date as machines read it; None unless it is whole."""
    day = gregorian_day(jalali)
    return day.isoformat() if day else None


def _jalali_text(jalali: str) -> str:
    year, month, day = [*(int(part) for part in jalali.split("-")), 0, 0][:3]
    if not month:
        return gettext("سال %(year)s", year=local_digits(year))
    if not day:
        return gettext(
            "%(month)s %(year)s", month=gettext(MONTHS[month - 1]), year=local_digits(year)
        )
    return _in_words(day, MONTHS[month - 1], year)


def _in_words(day: int, month: str, year: int) -> str:
    return gettext(
        "%(day)s %(month)s %(year)s",
        day=local_digits(day),
        month=gettext(month),
        year=local_digits(year),
    )
