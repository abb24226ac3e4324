"""What was meant when the other keyboard was on: «lplnd» for «محمدی», «شمه» for "ali".

The keys of ISIRI 9147 on those of a US keyboard.
"""

from __future__ import annotations

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,"
_PERSIAN_KEYS = "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو"
_WITH_SHIFT = {"H": "آ", "C": "ژ", "M": "ء", "V": "ؤ", "B": "ئ", "`": "پ", "\\": "پ"}
_TO_PERSIAN = str.maketrans(
    dict(zip(_LATIN_KEYS, _PERSIAN_KEYS, strict=True))
    | dict(zip(_LATIN_KEYS.upper(), _PERSIAN_KEYS, strict=True))
    | _WITH_SHIFT
)
_TO_LATIN = str.maketrans(
    dict(zip(_PERSIAN_KEYS, _LATIN_KEYS, strict=True)) | {"آ": "h", "ژ": "c", "ي": "d", "ك": ";"}
)


def typed_on_latin_keys(text: str) -> str:
    """Return the Persian letters on the keys that gave these Latin letters."""
    return text.translate(_TO_PERSIAN)


def typed_on_persian_keys(text: str) -> str:
    """Return the Latin letters on the keys that gave these Persian letters."""
    return text.translate(_TO_LATIN)
