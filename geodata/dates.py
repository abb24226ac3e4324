"""Dates as clerks write them: Jalali, partial, in three kinds of digits, never guessed.

Reads text and gives `PartialDate`; the calendar's own arithmetic is persiantools'. A Gregorian
year typed as text stays unread, because the day would be a guess; only a real spreadsheet date
(marked by `mark_gregorian`) is converted.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, total_ordering

from persiantools.jdatetime import JalaliDate

from geodata.digits import PERSIAN_DIGITS
from geodata.names import ZWNJ, fold_key, fold_letters, read_number_words
from geodata.vocab import read_vocab

FIRST_YEAR, LAST_YEAR = 1200, 1499
_FIRST_LIKELY_YEAR = 1300
LONGEST_DATE = 100
GREGORIAN_MARK = "gregorian:"
"""Precedes the ISO text of a cell that the spreadsheet itself holds as a date."""

_LAST_DAY_OF_MONTH = 31
_SEPARATOR = r"[/\\\-–—.,،٫\s_:?؟*]"
_NUMERIC = re.compile(rf"{_SEPARATOR}*[0-9]+(?:{_SEPARATOR}+[0-9]+)*{_SEPARATOR}*")
_NUMBER = re.compile(r"[0-9]+")
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+")
_TIME = re.compile(r"[\sT][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?(\.[0-9]+)?\s*$")
_DECIMAL_ZERO = re.compile(r"^\s*([0-9]+)\.0+\s*$")
_SPLIT_ORDIBEHESHT = re.compile(rf"اردی[\s{ZWNJ}]+بهشت")
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class ImpossibleDateError(ValueError):
    """A date that contradicts the Jalali calendar, with the reason in both languages."""

    def __init__(self, detail_en: str, detail_fa: str) -> None:
        super().__init__(detail_en)
        self.detail_en = detail_en
        self.detail_fa = detail_fa.translate(PERSIAN_DIGITS)


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A Jalali day, month or year: what is unknown is None and sorts before what is known.

    Raises
    ------
    ImpossibleDateError
        When the calendar has no such month or day.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        _check_calendar(self.year, self.month, self.day)

    def __lt__(self, other: PartialDate) -> bool:
        return self._sort_key() < other._sort_key()

    @classmethod
    def fromisoformat(cls, text: str) -> PartialDate:
        """Return the date that `isoformat` wrote.

        Raises
        ------
        ValueError
            When the text is not '1365', '1365-10' or '1365-10-04'.
        """
        match = _ISO.fullmatch(text)
        if match is None:
            raise ValueError(f"not a partial Jalali date: {text[:LONGEST_DATE]!r}")
        return cls(*(None if part is None else int(part) for part in match.groups()))  # type: ignore[arg-type]

    @property
    def is_whole(self) -> bool:
        """Whether year, month and day are known."""
        return self.day is not None

    def isoformat(self) -> str:
        """Return '1365-10-04', '1365-10' or '1365', Jalali, as far as it is known."""
        known = [part for part in (self.month, self.day) if part is not None]
        return "-".join([f"{self.year:04d}", *(f"{part:02d}" for part in known)])

    def gregorian(self) -> datetime.date | None:
        """Return the Gregorian day, or None when the date is not whole."""
        if self.month is None or self.day is None:
            return None
        return JalaliDate(self.year, self.month, self.day).to_gregorian()  # type: ignore[no-untyped-call]

    def _sort_key(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0


def mark_gregorian(day: datetime.date) -> str:
    """Return the text by which a table reader passes on a real spreadsheet date."""
    return f"{GREGORIAN_MARK}{day.year:04d}-{day.month:02d}-{day.day:02d}"


def parse_date(text: str) -> PartialDate | None:
    """Return the Jalali date a cell says, or None when it says none that can be read.

    Takes y/m/d and d/m/y in any digits and separators, two-digit years above 31 (13xx), month
    names, weekday words, runs of 8 and 6 digits, year alone, year and month; zeros are unknown.

    Raises
    ------
    ImpossibleDateError
        When the cell clearly means a date that the calendar does not have.
    """
    if text.startswith(GREGORIAN_MARK):
        return _from_gregorian(text.removeprefix(GREGORIAN_MARK))
    if len(text) > LONGEST_DATE:
        return None
    plain = _plain(text)
    if _NUMERIC.fullmatch(plain):
        return _from_numbers(_NUMBER.findall(plain))
    return _from_words(_TOKEN.findall(plain))


def _from_gregorian(text: str) -> PartialDate | None:
    try:
        day = JalaliDate(datetime.date.fromisoformat(text))  # type: ignore[no-untyped-call]
    except ValueError:
        return None
    return PartialDate(day.year, day.month, day.day)


def _from_numbers(numbers: Sequence[str]) -> PartialDate | None:
    match len(numbers):
        case 1:
            return _from_run(numbers[0])
        case 2:
            return _from_two(numbers[0], numbers[1])
        case 3:
            return _from_three(numbers)
    return None


def _from_three(numbers: Sequence[str]) -> PartialDate | None:
    """Read y/m/d or d/m/y: the side that can only be a year decides; neither is a guess."""
    first, middle, last = numbers
    if len(middle) > 2:
        return None
    for year, day in ((first, last), (last, first)):
        if (value := _year(year)) is not None and len(day) <= 2:
            return _dated(value, int(middle), int(day))
    return None


def _from_two(first: str, second: str) -> PartialDate | None:
    """Read year and month in either order; «1365-66» is a range of years and stays unread."""
    for year, month in ((first, second), (second, first)):
        value = _year(year)
        if value is not None and len(month) <= 2 and int(month) <= 12:
            return _dated(value, int(month), 0)
    return None


def _from_run(digits: str) -> PartialDate | None:
    """Read digits without separators when exactly one reading is a possible date.

    A reading in the century of these registers goes before one of two hundred years ago.
    """
    if len(digits) in (2, 4):
        year = _year(digits)
        return None if year is None else PartialDate(year)
    readings = {
        8: ((0, 4, 6, 8), (8, 4, 2, 0)),
        6: ((0, 2, 4, 6), (6, 4, 2, 0), (0, 4, 6, 6)),
    }.get(len(digits), ())
    dates = {date for cuts in readings if (date := _from_cuts(digits, cuts)) is not None}
    likely = {date for date in dates if date.year >= _FIRST_LIKELY_YEAR} or dates
    return likely.pop() if len(likely) == 1 else None


def _from_cuts(digits: str, cuts: tuple[int, ...]) -> PartialDate | None:
    """Read year, month and day between neighbouring cuts; descending cuts mean d/m/y."""
    year, month, day = (digits[min(a, b) : max(a, b)] for a, b in itertools.pairwise(cuts))
    value = _year(year)
    if value is None or (int(month) == 0 and int(day or 0) > 0):
        return None
    try:
        return _dated(value, int(month), int(day or 0))
    except ImpossibleDateError:
        return None


def _from_words(tokens: Sequence[str]) -> PartialDate | None:
    """Read a date whose month is a name: «۴ دی ۱۳۶۵», «چهارم دی ماه ۶۵», «دی ۱۳۶۵»."""
    at = [position for position, token in enumerate(tokens) if _month(token)]
    if len(at) != 1:
        return None
    before, after = _numbers(tokens[: at[0]]), _numbers(tokens[at[0] + 1 :])
    if before is None or after is None:
        return None
    return _from_named_month(_month(tokens[at[0]]), before + after)


def _from_named_month(month: int, numbers: Sequence[str]) -> PartialDate | None:
    year_first = sorted(numbers, key=lambda n: (len(n) == 4, int(n)), reverse=True)
    year = _year(year_first[0]) if year_first else None
    if year is None or len(numbers) > 2:
        return None
    day = year_first[1] if len(numbers) == 2 else "0"
    return _dated(year, month, int(day)) if len(day) <= 2 else None


def _numbers(tokens: Sequence[str]) -> list[str] | None:
    """Return the numbers beside the month's name, or None when a word there is no number."""
    if all(_NUMBER.fullmatch(token) for token in tokens):
        return list(tokens)
    spelled = read_number_words(" ".join(tokens))
    return None if spelled is None else [str(spelled)]


def _dated(year: int, month: int, day: int) -> PartialDate:
    """Return the date; zeros, which clerks write for «unknown», become None."""
    if month == 0:
        return PartialDate(year)
    return PartialDate(year, month, day or None)


def _year(digits: str) -> int | None:
    """Return the Jalali year: four digits, or two that cannot be a day (13xx)."""
    if len(digits) == 4:
        return int(digits) if FIRST_YEAR <= int(digits) <= LAST_YEAR else None
    if len(digits) == 2 and int(digits) > _LAST_DAY_OF_MONTH:
        return 1300 + int(digits)
    return None


def _check_calendar(year: int, month: int | None, day: int | None) -> None:
    if month is None:
        if day is not None:
            raise ImpossibleDateError("a day without a month", "روز بدون ماه")
        return
    if not 1 <= month <= 12:
        raise ImpossibleDateError(f"there is no month {month}", f"ماه {month} وجود ندارد")
    last = _days_in_month(year, month)
    if day is not None and not 1 <= day <= last:
        raise ImpossibleDateError(
            f"month {month} of {year} has {last} days, not {day}",
            f"ماه {month} سال {year}، {last} روز دارد نه {day}",
        )


def _days_in_month(year: int, month: int) -> int:
    if month <= 6:
        return 31
    return 30 if month < 12 or JalaliDate.is_leap(year) else 29


def _plain(text: str) -> str:
    """Return the text in folded letters and latin digits, without words that say nothing."""
    folded = _DECIMAL_ZERO.sub(r"\1", _TIME.sub("", fold_letters(text)))
    return _SPLIT_ORDIBEHESHT.sub("اردیبهشت", _empty_words().sub(" ", folded))


def _month(token: str) -> int:
    """Return the month's number, 0 for a word that is none."""
    return _months().get(token) or _months().get(token.removesuffix("ماه"), 0)


@cache
def _months() -> dict[str, int]:
    return {fold_key(row["word"]): int(row["month"]) for row in read_vocab("months")}


@cache
def _empty_words() -> re.Pattern[str]:
    words = (fold_letters(row["word"]) for row in read_vocab("date_words"))
    longest_first = sorted(words, key=len, reverse=True)
    choice = "|".join(word.replace(ZWNJ, rf"[\s{ZWNJ}]?") for word in longest_first)
    return re.compile(rf"(?<![^\W\d_])(?:{choice})(?![^\W\d_])")
