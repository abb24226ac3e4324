"""Letters: one code point for each, nothing invisible left, the source never overwritten.

Character level only; what a word means is `geodata.names.words`. No library covers more than
half of the writings found in registers, because they normalise prose for publishing and not
names for comparing; the tables are `vocab/letters.csv`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from geodata.digits import PERSIAN_DIGITS
from geodata.vocab import read_vocab

ZWNJ = "\u200c"
MAX_NAME_LENGTH = 300
"""Longer text is cut before normalising: Unicode normalisation is quadratic on hostile input."""

_TO_LATIN_DIGITS: dict[int, str | None] = {
    ord(digit): str(value)
    for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")
    for value, digit in enumerate(digits)
}
_NOT_SIGN = "\u00ac"
"""What old word processors left where a ZWNJ was."""
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_SMALL_LETTERS_ABOVE = frozenset("\u06e5\u06e6")
_HAMZA_ABOVE_BELOW = frozenset("\u0654\u0655")
_DASH_OF_TATWEEL = re.compile(r"(?<=\s)ـ+(?=\s)")
_ZWNJ_RUN = re.compile(rf"\s*{ZWNJ}[{ZWNJ}\s]*")
_SPACES = re.compile(r"\s+")


def latin_digits(text: str) -> str:
    """Return the text with Persian and Arabic digits as 0-9."""
    return text.translate(_TO_LATIN_DIGITS)


def clean_name(text: str) -> str:
    """Return the text as it may be shown: Persian letters and digits, ZWNJ kept, no stray marks.

    At most `MAX_NAME_LENGTH` characters come in and go out. Idempotent.
    """
    return _clean_name(cut(text))


def cut(text: str) -> str:
    """Return at most `MAX_NAME_LENGTH` characters of a text; what cannot be seen does not count."""
    if len(text) <= MAX_NAME_LENGTH:
        return text
    return _SPACES.sub(" ", text.translate(_VISIBLE)).strip()[:MAX_NAME_LENGTH]


def write_letters(text: str) -> str:
    """Return the text with one code point per letter and latin digits; spacing is untouched."""
    seen = _DASH_OF_TATWEEL.sub("-", cut(text)).translate(_VISIBLE)
    written = unicodedata.normalize("NFKC", seen).translate(_WRITTEN)
    return unicodedata.normalize("NFC", written)[:MAX_NAME_LENGTH]


def fold_letters(text: str) -> str:
    """Return the text for comparing: hamza seats and madda gone, lower case, latin digits."""
    return write_letters(text).translate(_rows("fold")).lower()


@lru_cache(maxsize=1 << 16)
def _clean_name(text: str) -> str:
    joined = _ZWNJ_RUN.sub(ZWNJ, write_letters(text))
    return _SPACES.sub(" ", joined).strip(" " + ZWNJ).translate(PERSIAN_DIGITS)


@cache
def _rows(stage: str) -> dict[int, str | None]:
    return {
        ord(letter): row["to"] or None
        for row in read_vocab("letters")
        if row["stage"] == stage
        for letter in row["letters"]
    }


class _Visible(dict[int, str | None]):
    """A table for `str.translate` that learns which characters can be seen as it meets them."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        self[code] = kept = None if self.is_unseen(letter) else letter
        return kept

    @staticmethod
    def is_unseen(letter: str) -> bool:
        if letter == ZWNJ or letter.isspace():
            return False
        return letter in _BLANK_LETTERS or unicodedata.category(letter) in _INVISIBLE_CATEGORIES


class _Written(_Visible):
    """The same for one code point per letter: rows of the table, and no vowel marks.

    A digit of whatever script is one of 0-9, so that what is a digit can be reckoned with.
    """

    def __init__(self) -> None:
        super().__init__(_TO_LATIN_DIGITS | _rows("write") | {ord(_NOT_SIGN): ZWNJ})

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        if not letter.isdigit():
            return super().__missing__(code)
        self[code] = latin = str(unicodedata.digit(letter))
        return latin

    @staticmethod
    def is_unseen(letter: str) -> bool:
        return _Visible.is_unseen(letter) or _is_mark(letter)


def _is_mark(letter: str) -> bool:
    """Harakat and other marks of Arabic script, and what selects a variant of a glyph.

    A hamza above or below is kept: «خانهٔ» is shown with it.
    """
    if letter in _HAMZA_ABOVE_BELOW or letter in _SMALL_LETTERS_ABOVE:
        return letter in _SMALL_LETTERS_ABOVE
    if unicodedata.category(letter) != "Mn":
        return False
    return "\u0600" <= letter <= "\u08ff" or unicodedata.name(letter, "").startswith("VARIATION")


_VISIBLE = _Visible()
_WRITTEN = _Written()
