"""Jalali dates for machines and clerks; a date that is not whole has no Gregorian twin."""

from __future__ import annotations

from datetime import date

from persiantools.jdatetime import JalaliDate

from geodata.digits import PERSIAN_DIGITS

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


def jalali_day(day: date) -> str:
    """Return a day as the register's dates are kept: 1405-09-04."""
    return str(JalaliDate(day).isoformat())  # type: ignore[no-untyped-call]
