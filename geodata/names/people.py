"""How an honoree is written: always with «شهید», once.

Display only; comparing is `geodata.names.words`.
"""

from __future__ import annotations

import re

from geodata.names.letters import ZWNJ, clean_name

MARTYR = "شهید"
_LEADING = re.compile(rf"^{MARTYR}(?:[\s{ZWNJ}:]+|(?=[^\W\d_]{{3,}})(?!ان|ی\b|یان|دان))")
_ANYWHERE = re.compile(r"(?<!\w)شهی(?:د|دان|ده)(?!\w)|(?<!\w)شهدا(?:ی)?(?!\w)")


def honoree_name(text: str) -> str:
    """Return a name as written in a register without the «شهید» in front of it.

    «شهیدالماسی» gives «الماسی»; «سردار شهید فخرایی» stays as it is.
    """
    name = clean_name(text)
    return _LEADING.sub("", name).strip() or name


def martyr_title(text: str) -> str:
    """Return a name with «شهید», put in front unless the name says it already."""
    name = honoree_name(text)
    return name if _ANYWHERE.search(name) else f"{MARTYR} {name}"
