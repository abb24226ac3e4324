"""A sheet set by Typst: a template of `sheets/` and the data it reads, made into a document.

Fonts are the ones in the repository and no others, so a sheet is the same on every machine.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import typst

from webmap.assets import STATIC
from webmap.paper.searchable import searchable

SHEETS = Path(__file__).parent / "sheets"
FONTS = STATIC / "vendor" / "vazirmatn-33.0.3"
PIXELS_PER_POINT = 1
POINTS_PER_INCH = 72
LONGEST_TEXT = 300
"""No name on a sign is longer; what is must not push a page out of its frame."""


def typeset(sheet: str, data: dict[str, Any], kind: Literal["pdf", "png", "svg"]) -> bytes:
    """Return a document.

    Parameters
    ----------
    sheet : str
        Name of a template without its suffix.
    data : dict
        What the template reads; texts are set as they are, whatever they hold.
    kind : str
        'pdf'; 'png' with one pixel a point; 'svg'. The last two have one page.
    """
    made = typst.compile(
        SHEETS / f"{sheet}.typ",
        root=SHEETS,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format=kind,
        ppi=POINTS_PER_INCH * PIXELS_PER_POINT,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return searchable(made) if kind == "pdf" else made


def printable(text: str | None) -> str:
    """Return a text for paper: no control or direction marks, and not longer than a sign."""
    plain = "".join(letter for letter in text or "" if letter.isprintable() or letter == "\u200c")
    return plain if len(plain) <= LONGEST_TEXT else plain[:LONGEST_TEXT] + "…"
