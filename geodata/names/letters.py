"""Letters: one code point for each, nothing invisible left, the source never overwritten.

Character level only; what a word means is `geodata.names.words`. No library covers more than
half of the writings found in registers, because they normalise prose for publishing and not
names for comparing; the tables are `vocab/letters.csv`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from geodata.vocab import read_vocab

ZWNJ = "\u200c"
MAX_NAME_LENGTH = 300
"""Longer text is cut before normalising: Unicode normalisation is quadratic on hostile input."""

_PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
_TO_PERSIAN_DIGITS = str.maketrans("0123456789", _PERSIAN_DIGITS)
_TO_LATIN_DIGITS = str.maketrans(_PERSIAN_DIGITS + "٠١٢٣٤٥٦٧٨٩", "0123456789" * 2)
_PLAIN = re.compile(r"[ء-غف-يپچژکگی\u200c a-z0-9]*")
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u061c\u200b\u200d-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_MARKS = re.compile(
    "[\u0610-\u061a\u064b-\u0653\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u08d3-\u08ff]"
)
_DASH_OF_TATWEEL = re.compile(r"(?<=\s)ـ+(?=\s)")
_ZWNJ_RUN = re.compile(rf"\s*[{ZWNJ}\u00ac][{ZWNJ}\u00ac\s]*")
_SPACES = re.compile(r"\s+")


def latin_digits(text: str) -> str:
    """Return the text with Persian and Arabic digits as 0-9."""
    return text.translate(_TO_LATIN_DIGITS)


@lru_cache(maxsize=1 << 16)
def clean_name(text: str) -> str:
    """Return the text as it may be shown: Persian letters and digits, ZWNJ kept, no stray marks.

    At most `MAX_NAME_LENGTH` characters of the input are read.
    """
    written = write_letters(text)
    joined = _ZWNJ_RUN.sub(ZWNJ, written)
    return _SPACES.sub(" ", joined).strip(" " + ZWNJ).translate(_TO_PERSIAN_DIGITS)


def write_letters(text: str) -> str:
    """Return the text with one code point per letter and latin digits; spacing is untouched."""
    text = _DASH_OF_TATWEEL.sub("-", text[:MAX_NAME_LENGTH])
    if not _PLAIN.fullmatch(text):
        text = unicodedata.normalize("NFKC", text.replace("\u00ac", ZWNJ))
        text = _MARKS.sub("", _INVISIBLE.sub("", text))
    return latin_digits(text.translate(_table("write")))


def fold_letters(text: str) -> str:
    """Return the text for comparing: hamza seats and madda gone, lower case, latin digits."""
    return write_letters(text).translate(_table("fold")).lower()


@cache
def _table(stage: str) -> dict[int, str | None]:
    return {
        ord(letter): row["to"] or None
        for row in read_vocab("letters")
        if row["stage"] == stage
        for letter in row["letters"]
    }
