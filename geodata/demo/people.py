"""Fictional people: composed from lists of common names, with none taken from life.

Given names and surnames are drawn apart from each other; surnames of widely known martyrs are
not in the lists. No deeds are told of anyone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from geodata.demo.chance import Dice
from geodata.demo.persian import ZWNJ
from geodata.demo.tables import read_words

_MONTH_DAYS = (31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 29)
_YOUNGEST = 16
_NATIONS = ("afghan", "iraqi", "lebanese")
FICTION_NOTE = f"این شخص و این سرگذشت ساختگی است و تنها برای نمایش صفحه نوشته شده{ZWNJ}است."


@dataclass(frozen=True, slots=True, order=True)
class JalaliDay:
    """A day of the Jalali calendar; earlier days are smaller."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Person:
    """One fictional honoree."""

    first: str
    last: str
    father: str
    title: str
    birth: JalaliDay
    martyrdom: JalaliDay
    front: str
    burial: str
    sayyed: bool = False
    foreign: bool = False

    @property
    def given(self) -> str:
        """The given name with «سید» before it where it belongs."""
        return f"سید {self.first}" if self.sayyed else self.first

    @property
    def full(self) -> str:
        """Given name and surname."""
        return f"{self.given} {self.last}"

    def honoured_on(self, day: JalaliDay) -> Person:
        """Return the person with a life that ended before that day: nobody is honoured earlier."""
        late = self.martyrdom.year - (day.year - 1)
        if late <= 0:
            return self
        return replace(
            self,
            birth=replace(self.birth, year=self.birth.year - late),
            martyrdom=replace(self.martyrdom, year=self.martyrdom.year - late),
        )


def draw_day(dice: Dice, first_year: int, last_year: int) -> JalaliDay:
    """Return a day between two Jalali years, both included."""
    month = dice.whole(1, 12)
    return JalaliDay(
        dice.whole(first_year, last_year), month, dice.whole(1, _MONTH_DAYS[month - 1])
    )


def draw_person(dice: Dice) -> Person:
    """Return one fictional person."""
    woman = dice.chance(0.03)
    nation = dice.pick(_NATIONS) if not woman and dice.chance(0.07) else ""
    late = bool(nation) or dice.chance(0.05)
    martyrdom = draw_day(dice, 1392, 1396) if late else draw_day(dice, 1359, 1367)
    first, last = _names(dice, nation, woman=woman)
    return Person(
        first=first,
        last=last,
        father=_draw(dice, f"{nation}_name" if nation else "man"),
        title=_title(dice, woman=woman, nation=nation),
        birth=draw_day(dice, martyrdom.year - 42, martyrdom.year - _YOUNGEST),
        martyrdom=martyrdom,
        front=_draw(dice, "far_front" if late else "front"),
        burial=_draw(dice, "burial"),
        sayyed=not woman and not nation and _is_sayyed(dice, last),
        foreign=bool(nation),
    )


def draw_brother(dice: Dice, person: Person) -> Person:
    """Return a fictional brother: same surname and father, another given name."""
    first = _draw(dice, "man")
    while first == person.first:
        first = _draw(dice, "man")
    born = person.birth.year + dice.pick((-5, -3, -2, 2, 4))
    died = draw_day(dice, 1361, 1367)
    if person.martyrdom.year > died.year:
        died = replace(person.martyrdom, day=died.day % 29 + 1)
    return replace(
        person,
        first=first,
        birth=replace(person.birth, year=min(born, died.year - _YOUNGEST)),
        martyrdom=died,
    )


def _names(dice: Dice, nation: str, *, woman: bool) -> tuple[str, str]:
    if nation:
        return _draw(dice, f"{nation}_name"), _draw(dice, f"{nation}_surname")
    last = _surname(dice)
    return _draw(dice, "woman" if woman else "man"), last


def _surname(dice: Dice) -> str:
    if dice.chance(0.17):
        return _draw(dice, "root") + _draw(dice, "ending")
    last = _draw(dice, "surname")
    return f"{last} {_draw(dice, 'second')}" if dice.chance(0.05) else last


def _title(dice: Dice, *, woman: bool, nation: str) -> str:
    if woman or nation or dice.chance(0.62):
        return ""
    return _draw(dice, "cleric" if dice.chance(0.16) else "title")


def _is_sayyed(dice: Dice, last: str) -> bool:
    usual = last.partition(" ")[0] in read_words("people", "sayyed_surname")[0]
    return dice.chance(0.75 if usual else 0.04)


def _draw(dice: Dice, kind: str) -> str:
    return dice.weighted(*read_words("people", kind))
