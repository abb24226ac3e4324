"""One cell as text: what counts as empty, what is safe to show, what a spreadsheet meant.

Names are cleaned by `geodata.names.clean_name`; here are the longer texts and the odd values.
"""

from __future__ import annotations

import datetime
import re

from geodata.dates import GREGORIAN_MARK, mark_gregorian

NOTHING_SAID = frozenset({"", "nan", "none", "null", "nat", "<na>"})
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_BLANK = re.compile(r"[\s\u200b-\u200f\ufeff\u00ad]*")


def cell_text(value: object) -> str:
    """Return a spreadsheet's value as the text a clerk sees, "" for an empty cell.

    Whole numbers lose their «.0»; a real date becomes Gregorian ISO text with the mark that
    `geodata.dates.parse_date` knows.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.date):
        return mark_gregorian(value)
    return str(value)


def as_written(text: str) -> str:
    """Return the text without the mark of a spreadsheet date and without outer space."""
    return text.removeprefix(GREGORIAN_MARK).strip()


def is_blank(text: str) -> bool:
    """Return whether a cell shows nothing at all."""
    return not text or (not text[0].isalnum() and _BLANK.fullmatch(text) is not None)


def clean_text(text: str) -> str | None:
    """Return longer text or an address safe to show: letters untouched, nothing invisible.

    Line breaks stay; direction controls, which could reorder what follows them, go. None when
    nothing is left.
    """
    kept = _INVISIBLE.sub("", as_written(text)).strip()
    return kept or None
