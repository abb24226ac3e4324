"""How an honoree is written: always with «شهید», once.

Display only; comparing is `geodata.names.words`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from geodata.names.letters import ZWNJ, clean_name
from geodata.names.words import fold_words, glued_to_name, person_words, squeeze

MARTYR = "شهید"
_BETWEEN = f" :{ZWNJ}"
_ANYWHERE = re.compile(r"(?<!\w)شهی(?:د|دان|ده)(?!\w)|(?<!\w)شهدا(?:ی)?(?!\w)")


def honoree_name(text: str) -> str:
    """Return a name as written in a register without the «شهید» in front of it.

    «شهیدالماسی» gives «الماسی»; «سردار شهید فخرایی» stays as it is.
    """
    name = clean_name(text)
    return _leading().sub("", name).strip(_BETWEEN) or name


def martyr_title(text: str) -> str:
    """Return a name with «شهید», put in front unless the name says it already."""
    name = honoree_name(text)
    return name if _ANYWHERE.search(name) else f"{MARTYR} {name}".rstrip()


@lru_cache(maxsize=1 << 18)
def person_key(full_name: str) -> str:
    """Return what equal names of people share however they are spelt."""
    return squeeze(person_words(fold_words(full_name)))


def says_martyr(text: str) -> bool:
    """Return whether a text says «شهید», «شهیدان» or «شهدا», also glued to the name."""
    return _ANYWHERE.search(" ".join(fold_words(text))) is not None


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(rf"^(?:{MARTYR}[{_BETWEEN}]+|{glued_to_name(MARTYR)})+")
