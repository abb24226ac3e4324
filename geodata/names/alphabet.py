"""The order of the Persian alphabet; Unicode puts «پ» after «ی»."""

from __future__ import annotations

_ALPHABET = "\u200c ءآاأإبپتثجچحخدذرزژسشصضطظعغفقکگلمنوؤهیئ"
_PLACE = {letter: place for place, letter in enumerate(_ALPHABET)}
_FIRST = ord("0")


def alphabetical(text: str) -> tuple[int, ...]:
    """Return a key that sorts as Persian dictionaries do."""
    return tuple(_PLACE.get(letter, ord(letter)) for letter in text)


def sortable(text: str) -> str:
    """Return a text that sorts byte by byte as Persian dictionaries do, for a database."""
    return "".join(chr(_FIRST + place) for place in alphabetical(text))
