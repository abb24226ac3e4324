"""The encoding of text files that do not say it: UTF-8, UTF-16 with a mark, Windows-1256.

Persian clerks' files come in these three. One damaged byte does not turn a UTF-8 file into
Windows-1256: the reading with fewer unreadable characters wins.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

UTF_8, WINDOWS_1256 = "utf-8", "windows-1256"
_MARKS = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_REPLACEMENT = "\ufffd"
_BAD_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Text, the encoding it was read in, and how many characters were unreadable."""

    text: str
    encoding: str
    unreadable: int
    is_guess: bool


def decode_text(data: bytes) -> DecodedText:
    """Return the text of a file, by its mark when it has one, else by its bytes."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return DecodedText(text, encoding, text.count(_REPLACEMENT), is_guess=False)
    encoding = guess_encoding(data)
    text = data.decode(encoding, "replace")
    unreadable = text.count(_REPLACEMENT) if encoding == UTF_8 else 0
    return DecodedText(text, encoding, unreadable, is_guess=encoding != UTF_8)


def guess_encoding(data: bytes) -> str:
    """Return 'utf-8' or 'windows-1256', whichever leaves fewer characters unreadable."""
    text = data.decode(UTF_8, "replace")
    bad = text.count(_REPLACEMENT)
    if not bad:
        return UTF_8
    foreign = sum(1 for letter in text if letter > "\x7f") - bad
    return UTF_8 if bad <= _BAD_SHARE * foreign else WINDOWS_1256
