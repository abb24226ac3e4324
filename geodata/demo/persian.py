"""Numbers and letters as people write them in Persian: three sets of digits, number words.

Writes only; reading such text back is the business of `geodata.names` and `geodata.dates`.
"""

from __future__ import annotations

from geodata.digits import PERSIAN_DIGITS

ZWNJ = "\u200c"
_AR = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
_UNITS = " یکم دوم سوم چهارم پنجم ششم هفتم هشتم نهم دهم یازدهم دوازدهم سیزدهم چهاردهم پانزدهم"
_TEENS = "شانزدهم هفدهم هجدهم نوزدهم"
_ORDINALS = (*_UNITS.split(" "), *_TEENS.split(" "))
_TENS = ("", "", "بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود")
_TENTHS = ("", "", "بیستم", "سی‌ام", "چهلم", "پنجاهم", "شصتم", "هفتادم", "هشتادم", "نودم")
DISTRICT_WORDS = ("", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت")


def persian_digits(text: object) -> str:
    """Return the text with Persian digits."""
    return str(text).translate(PERSIAN_DIGITS)


def arabic_digits(text: str) -> str:
    """Return the text, in Latin or Persian digits, with Arabic ones."""
    return text.translate(_LATIN).translate(_AR)


def latin_digits(text: str) -> str:
    """Return the text with its Persian digits made Latin."""
    return text.translate(_LATIN)


def ordinal_words(number: int) -> str:
    """Return «نوزدهم» for 19; numbers from 100 on as digits."""
    if not 0 < number < 100:
        return persian_digits(number)
    if number < 20:
        return _ORDINALS[number]
    tens, unit = divmod(number, 10)
    return f"{_TENS[tens]} و {_ORDINALS[unit]}" if unit else _TENTHS[tens]
