"""Blessings behind a name: «امام رضا (ع)», «امام خمینی (ره)», «امام رضا علیه السلام».

They are shown as written; for comparing, and before a text is cut at its brackets, they go.
"""

from __future__ import annotations

import re
from functools import cache

from geodata.names.letters import ZWNJ, fold_letters
from geodata.vocab import read_vocab


def without_honorifics(text: str) -> str:
    """Return a folded text without the blessings of `vocab/honorifics.csv`.

    Parameters
    ----------
    text : str
        As `fold_letters` returns it. «(ع)» goes only in brackets: «ع. محمدی» is an initial.
    """
    return _blessing().sub(" ", text)


@cache
def _blessing() -> re.Pattern[str]:
    rows = sorted(read_vocab("honorifics"), key=lambda row: len(row["phrase"]), reverse=True)
    phrases = "|".join(_spaced(row["phrase"]) for row in rows if not row["brackets"])
    initials = "|".join(row["phrase"] for row in rows if row["brackets"])
    return re.compile(rf"(?<!\w)(?:{phrases})(?!\w)|[(\[]\s*(?:{initials})\s*[)\]]")


def _spaced(phrase: str) -> str:
    return rf"[\s{ZWNJ}]*".join(fold_letters(phrase).split())
