"""Family names: what relatives share, and what a page of namesakes is called after."""

from __future__ import annotations

import re

from geodata.names.letters import clean_name
from geodata.names.words import fold_key, name_endings, person_words, squeeze

LONGEST_KEY = 60
_NO_LETTER = re.compile(r"[\W_]")


def family_name(full_name: str, last_name: str | None = None) -> str:
    """Return the family name as written: the register's own, else the last word of the name.

    «علی حسینی نژاد» gives «حسینی نژاد»: an ending is no name by itself.
    """
    if last_name:
        return clean_name(last_name)
    words = clean_name(full_name).split()
    known = [word for word in words if person_words((fold_key(word),))] or words
    last = known[-1:]
    if len(known) > 2 and fold_key(known[-1]) in name_endings():
        last = known[-2:]
    return " ".join(last)


def family_key(family: str) -> str:
    """Return what equal family names share however they are spelt: «رحيمي», «رحیمی».

    At most `LONGEST_KEY` letters, for it stands in addresses; "" for a name without letters.
    """
    folded = squeeze(tuple(fold_key(word) for word in clean_name(family).split()))
    return _NO_LETTER.sub("", folded)[:LONGEST_KEY]
