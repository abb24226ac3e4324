"""Persian names for readers of Arabic: the same letters where Arabic has them.

The standard: Persian spelling is kept, with Arabic yeh and kaf; the four letters Arabic lacks are
written by the nearest it has (پ ب، چ ج، ژ ج، گ ك), as Arabic newspapers write Iranian names; words
that say what a street is are translated (`vocab/arabic_words.csv`). Never a verified spelling.
"""

from __future__ import annotations

from functools import cache

from geodata.names.letters import ZWNJ, clean_name
from geodata.names.people import martyr_title
from geodata.names.words import fold_key
from geodata.vocab import read_vocab

_LETTERS = str.maketrans(
    {"ی": "ي", "ک": "ك", "ۀ": "ه", "پ": "ب", "چ": "ج", "ژ": "ج", "گ": "ك", ZWNJ: " "}
)


def arabic_name(text: str) -> str:
    """Return a name or street for readers of Arabic: «کوچه شهید کریمی» → «زقاق الشهيد كريمي»."""
    words = clean_name(text).split()
    return " ".join(_words().get(fold_key(word)) or word.translate(_LETTERS) for word in words)


def arabic_martyr(name: str, stated: str | None = None) -> str:
    """Return an honoree with «الشهيد»; `stated` is how the register itself writes the name."""
    return f"{_words()['شهید']} {stated}" if stated else arabic_name(martyr_title(name))


@cache
def _words() -> dict[str, str]:
    return {fold_key(row["word"]): row["arabic"] for row in read_vocab("arabic_words")}
