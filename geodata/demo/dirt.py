"""The dirt of a register kept by hand: letters, digits, spaces, slips of the finger, dates.

Each function takes clean text and writes it as some clerk would. Rates are those found in the
field; what was done to a row is known only to `register`.
"""

from __future__ import annotations

from dataclasses import dataclass

from geodata.demo.chance import Dice
from geodata.demo.people import JalaliDay
from geodata.demo.persian import (
    DISTRICT_WORDS,
    ZWNJ,
    arabic_digits,
    latin_digits,
    persian_digits,
)

MONTHS = tuple(
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split(" ")  # noqa: SIM905
)
TATWEEL = "ـ"
_DIGITS = ("fa", "en", "ar")
_DIGITS_SUMS = (0.55, 0.87, 1.0)
_FIRST_HALVES = ("محمد", "علی", "غلام", "حسین", "امیر", "حمید", "احمد", "ابو")
_SPELLINGS = (
    ("الله", "اله"),
    ("رحمان", "رحمن"),
    ("اسماعیل", "اسمعیل"),
    ("اسحاق", "اسحق"),
    ("داوود", "داود"),
    ("ایی", "ائی"),
    ("مصطفی", "مصطفا"),
    ("قائم", "قایم"),
    ("آ", "ا"),
)
_NEAR_LETTERS = {
    "ی": "سب",
    "ر": "زذ",
    "ز": "رذ",
    "س": "شص",
    "ص": "سض",
    "ح": "هخ",
    "ه": "حخ",
    "م": "نک",
    "ن": "تم",
    "ب": "پل",
    "ق": "فغ",
    "ف": "قب",
    "د": "ذپ",
    "ع": "غه",
    "ت": "طن",
    "ک": "گم",
    "ج": "چح",
}


@dataclass(frozen=True, slots=True)
class Hand:
    """The habits one row was typed with."""

    arabic_letters: bool
    digits: str
    joiner: str
    tatweel: bool
    padding: bool

    def write(self, text: str) -> str:
        """Return the text with this hand's letters, digits and joiners."""
        if not text:
            return text
        text = text.replace(ZWNJ, self.joiner)
        if self.arabic_letters:
            text = text.replace("ی", "ي").replace("ک", "ك")
        if self.tatweel and len(text) > 4:
            text = text.replace("م", "م" + TATWEEL, 1)
        return self.figures(f"{text} " if self.padding else text)

    def figures(self, text: str) -> str:
        """Return the text with this hand's digits."""
        write = {"fa": persian_digits, "en": latin_digits, "ar": arabic_digits}[self.digits]
        return write(latin_digits(text))


def draw_hand(dice: Dice) -> Hand:
    """Return the habits for one row."""
    return Hand(
        arabic_letters=dice.chance(0.25),
        digits=dice.weighted(_DIGITS, _DIGITS_SUMS),
        joiner=dice.pick((ZWNJ, ZWNJ, " ", "")),
        tatweel=dice.chance(0.02),
        padding=dice.chance(0.03),
    )


def respell(text: str, dice: Dice, *, given: bool = False) -> str:
    """Return the text with spellings that people use for the same name.

    Given names may fall into halves: «محمد رضا».
    """
    for usual, other in _SPELLINGS:
        if usual in text and dice.chance(0.22):
            text = text.replace(usual, other, 1)
    return " ".join(_halve(word, dice) for word in text.split(" ")) if given else text


def mistype(text: str, dice: Dice) -> str:
    """Return the text with one letter lost, doubled, swapped or struck beside."""
    if len(text) < 5:
        return text
    at = dice.whole(1, len(text) - 2)
    slip = dice.uniform()
    letter = text[at]
    if slip < 0.3:
        return text[:at] + text[at + 1 :]
    if slip < 0.45:
        return text[:at] + letter + text[at:]
    if slip < 0.6:
        return text[:at] + text[at + 1] + letter + text[at + 2 :]
    return text[:at] + dice.pick(_NEAR_LETTERS.get(letter, letter)) + text[at + 1 :]


def write_date(day: JalaliDay, dice: Dice, *, whole: bool = False) -> str:
    """Return a Jalali date in one of the forms found in registers, with Latin digits.

    A `whole` one says year, month and day, and not in a form that could mean another day.
    """
    year, month, number = day.year, day.month, day.day
    plain = f"{year}/{month:02d}/{number:02d}"
    forms = (
        (0.34, f"{year}/{month}/{number}"),
        (0.52, plain),
        (0.66, plain if whole else f"{year % 100 if year < 1400 else year}/{month}/{number}"),
        (0.76, f"{number} {MONTHS[month - 1]} {year}"),
        (0.82, plain if whole else f"{year}"),
        (0.88, plain if whole else f"{year}/{month:02d}"),
        (0.94, f"{year}-{month:02d}-{number:02d}"),
        (0.97, f"{number}/{month}/{year}"),
        (1.0, f"{year}{month:02d}{number:02d}"),
    )
    drawn = dice.uniform()
    return next(text for limit, text in forms if drawn < limit)


def write_district(district: str, dice: Dice) -> str:
    """Return «4», «منطقه 4» or «منطقه چهار» for district 4, with Latin digits."""
    words = f"منطقه {DISTRICT_WORDS[int(district)]}"
    return dice.pick((district, district, f"منطقه {district}", f"منطقه {district}", words))


def _halve(word: str, dice: Dice) -> str:
    for half in _FIRST_HALVES:
        if word.startswith(half) and len(word) > len(half) + 2 and dice.chance(0.25):
            return half + dice.pick((" ", " ", ZWNJ)) + word[len(half) :].lstrip(ZWNJ)
    return word
