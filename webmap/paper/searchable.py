"""Lets readers of a PDF find Persian words in it.

Letters that share a glyph («لا», a letter after a half space, «هٔ») are written in a PDF as several
letters for one glyph. PDFium (Chrome, Edge) and Poppler turn a line from right to left round
letter by letter, those of one glyph too, and «پلاک» is found as «پالک» only. So they are written
turned round beforehand, and «لا» as the one character Unicode has for it, which every reader of
PDFs takes for the two. What is seen does not change.
"""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO

_SHARED = re.compile(rb"(<[0-9A-Fa-f]{4}> )<((?:[0-9A-Fa-f]{4}){2,})>")
"""A line of a glyph's letters, of which there are two or more (ISO 32000-1, 9.10.3)."""
_LAM_ALEF = {"لا": "\ufefb", "لآ": "\ufef5", "لأ": "\ufef7", "لإ": "\ufef9"}


def searchable(pdf: bytes) -> bytes:
    """Return a PDF with the letters of shared glyphs in the order its readers expect."""
    from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf, Stream

    with Pdf.open(BytesIO(pdf)) as document:
        for font in document.objects:
            if isinstance(font, Dictionary) and isinstance(font.get(Name.ToUnicode), Stream):
                letters = font.ToUnicode.read_bytes()
                font.ToUnicode.write(_SHARED.sub(_turned_line, letters))
        out = BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return out.getvalue()


def turned(letters: str) -> str:
    """Return the letters of one glyph in the order to write them; others than Persian as is."""
    if not any(unicodedata.bidirectional(letter) in ("AL", "R") for letter in letters):
        return letters
    for pair, one in _LAM_ALEF.items():
        letters = letters.replace(pair, one)
    return letters[::-1]


def _turned_line(line: re.Match[bytes]) -> bytes:
    letters = bytes.fromhex(line[2].decode("ascii")).decode("utf-16-be")
    return line[1] + b"<" + turned(letters).encode("utf-16-be").hex().upper().encode() + b">"
