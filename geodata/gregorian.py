"""The Gregorian twin of a Jalali day; a date that is not whole has none."""

from __future__ import annotations

from datetime import date

from persiantools.jdatetime import JalaliDate

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
