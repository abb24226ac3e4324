"""Jalali dates for machines and clerks; a date that is not whole has no Gregorian twin."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from persiantools.jdatetime import JalaliDate

from geodata.digits import PERSIAN_DIGITS

# Iran keeps one time all year since 1401.
TEHRAN = timezone(timedelta(hours=3, minutes=30))
_PARTS = 3


def gregorian_day(jalali: str | None) -> date | None:
    """Return the day of a Jalali date written 1365-10-04; None unless it is whole and possible."""
    parts = [int(part) for part in (jalali or "").split("-") if part]
    if len(parts) != _PARTS:
        return None
    try:
        day: date = JalaliDate(*parts).to_gregorian()  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError):
        return None
    return day


def jalali_text(jalali: str | None) -> str | None:
    """Return a Jalali date as registers write it: ۱۳۶۵/۱۰/۰۴."""
    return jalali.replace("-", "/").translate(PERSIAN_DIGITS) if jalali else None


def jalali_day(moment: datetime) -> str:
    """Return the Jalali day in Iran of a moment, UTC when it says no zone: 1405-09-04."""
    local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(TEHRAN)
    day: str = JalaliDate(local.date()).isoformat()  # type: ignore[no-untyped-call]
    return day
