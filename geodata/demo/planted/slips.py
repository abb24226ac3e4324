"""Slips of the pen: a letter beside, a sound written with another letter, a digit of a year.

`geodata.demo.dirt` writes one name in its many accepted spellings; a slip makes it another name.
"""

from __future__ import annotations

from collections.abc import Callable

from geodata.demo.chance import Dice
from geodata.demo.dirt import mistype
from geodata.names import fold_key

_EAR = (
    ("ط", "ت"),
    ("ت", "ط"),
    ("ص", "س"),
    ("س", "ص"),
    ("ح", "ه"),
    ("ه", "ح"),
    ("غ", "ق"),
    ("ق", "غ"),
    ("ذ", "ز"),
    ("ز", "ذ"),
    ("ض", "ظ"),
    ("ظ", "ض"),
    ("نب", "مب"),
    ("عا", "ا"),
)
_ATTEMPTS = 12


def is_one_spelling(one: str, other: str) -> bool:
    """Return whether two writings are one name to the whole library, however they are spelt."""
    return fold_key(one) == fold_key(other)


def slipped(text: str, dice: Dice) -> str | None:
    """Return the name with a slip that shows, None when it is too short for one."""
    for _ in range(_ATTEMPTS):
        written = mistype(text, dice)
        if not is_one_spelling(written, text):
            return written
    return None


def spelt_by_ear(name: str, dice: Dice) -> str | None:
    """Return the name with one letter written as it sounds, or with a slip; None if too short."""
    heard = [
        name[:at] + other + name[at + len(usual) :]
        for usual, other in _EAR
        for at in range(1, len(name) - 1)
        if name.startswith(usual, at)
    ]
    heard = [written for written in heard if not is_one_spelling(written, name)]
    if heard and dice.chance(0.8):
        return dice.pick(heard)
    return slipped(name, dice)


def wrong_year(year: int, dice: Dice, fits: Callable[[int], bool]) -> int | None:
    """Return a year that differs in one digit, or by swapped digits, and fits; None without one."""
    digits = f"{year}"
    near = {
        int(digits[:at] + digit + digits[at + 1 :]) for at in (1, 2, 3) for digit in "0123456789"
    }
    near.add(int(digits[:2] + digits[3] + digits[2]))
    fitting = sorted(other for other in near if other != year and fits(other))
    return dice.pick(fitting) if fitting else None
