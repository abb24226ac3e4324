"""What goes wrong in the workshop and in the street: a wrong text, a wrong place, a wrong day.

Changes signs only; one sign of a naming, though it may have two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from geodata.demo.chance import Dice
from geodata.demo.namings import Naming, draw_new_name
from geodata.demo.people import JalaliDay, draw_day, draw_person
from geodata.demo.planted.misplaced import Ground
from geodata.demo.planted.record import Planted
from geodata.demo.planted.slips import is_one_spelling, slipped, wrong_year
from geodata.demo.planted.unsaid import without_martyr
from geodata.demo.plaques import Sign
from geodata.demo.register import naming_id
from geodata.demo.terrain import ShapeArray

_ENDINGS = ("پور", "فر", "نژاد", "زاده", "نیا")
_ZWNJ_ENDINGS = tuple(f"\u200c{ending}" for ending in _ENDINGS)
_EARLIEST_YEAR = 1381
_MOST_DAYS_EARLY = 300


@dataclass(slots=True)
class _Crew:
    namings: list[Naming]
    signs: list[Sign]
    ground: Ground
    dice: Dice

    def spoil(self, position: int) -> str:
        """Spoil the sign at a position of the list and return what was done, "" for nothing."""
        naming = self.namings[self.signs[position].naming]
        ways: dict[str, Callable[[int, Naming], str]] = {
            "plaque_far": self._misplace,
            "plaque_before_decree": self._date_early,
            "plaque_other_name": self._write_another,
            "plaque_without_martyr": self._leave_martyr_out,
        }
        return ways[naming.error](position, naming)

    def _misplace(self, position: int, naming: Naming) -> str:
        sign = self.signs[position]
        before = [other.at for other in self.signs[max(0, position - 12) : position] if other.at]
        misplaced = self.ground.misplaced(naming, sign.at, before[-1:], self.dice)
        sign.at, note = misplaced
        return note

    def _date_early(self, position: int, naming: Naming) -> str:
        sign, decreed = self.signs[position], naming.decreed
        year = wrong_year(
            sign.hung.year if sign.hung else decreed.year,
            self.dice,
            lambda year: _EARLIEST_YEAR <= year < decreed.year,
        )
        if year is not None and self.dice.chance(0.5):
            sign.hung = draw_day(self.dice, year, year)
            return "سال نصب با یک رقم نادرست نوشته شد"
        sign.hung = _days_before(decreed, self.dice.whole(1, _MOST_DAYS_EARLY))
        return "پلاک پیش از مصوبه نصب شد"

    def _leave_martyr_out(self, position: int, naming: Naming) -> str:
        sign = self.signs[position]
        sign.text, note = without_martyr(naming.new_name, naming.people[0], self.dice)
        return note

    def _write_another(self, position: int, naming: Naming) -> str:
        sign, person = self.signs[position], naming.people[0]
        road = naming.new_name.partition(" شهید")[0]
        drawn = self.dice.uniform()
        if drawn < 0.3 and (other := self._neighbour(position, naming)):
            sign.text = other
            return "پلاک کوچهٔ دیگری اینجا نصب شد"
        if drawn < 0.5:
            stranger = draw_person(self.dice)
            while stranger.first in person.first or person.first in stranger.first:
                stranger = draw_person(self.dice)
            sign.text = f"{road} شهید {stranger.first} {person.last}"
            return "نام کوچک شهید دیگری روی پلاک آمد"
        if drawn < 0.65:
            sign.text = f"{road} شهید {person.given} {_other_ending(person.last, self.dice)}"
            return "پسوند نام خانوادگی روی پلاک عوض شد"
        if drawn < 0.9 and (last := slipped(person.last, self.dice)):
            sign.text = f"{road} شهید {person.given} {last}"
            return "لغزش دست در ساخت پلاک"
        stranger = draw_person(self.dice)
        while is_one_spelling(stranger.last, person.last):
            stranger = draw_person(self.dice)
        sign.text = draw_new_name((stranger,), self.dice)
        return "نام شهید دیگری روی پلاک آمد"

    def _neighbour(self, position: int, naming: Naming) -> str:
        """The text of one of the next signs in the list that names somebody else."""
        mine = naming.people[0]
        for other in self.signs[position + 1 : position + 6]:
            theirs = self.namings[other.naming]
            if theirs.error or is_one_spelling(theirs.people[0].last, mine.last):
                continue
            return theirs.new_name
        return ""


def spoil_signs(
    signs: list[Sign], namings: list[Naming], lines: ShapeArray, dice: Dice
) -> list[Planted]:
    """Spoil the signs of the namings at which a crew errs and return what was done.

    Parameters
    ----------
    lines : array of LineString
        The alleys, in local metres.
    """
    crew = _Crew(namings, signs, Ground.of(namings, lines), dice)
    planted = []
    of_naming: dict[int, list[int]] = {}
    for position, sign in enumerate(signs):
        if namings[sign.naming].by == "crew":
            of_naming.setdefault(sign.naming, []).append(position)
    for index, positions in of_naming.items():
        position = dice.pick(positions)
        if note := crew.spoil(position):
            plaque_id = signs[position].plaque_id
            code = namings[index].error
            planted.append(Planted(code, naming_id(index + 1), plaque_id, note_fa=note))
    return planted


def _days_before(day: JalaliDay, days: int) -> JalaliDay:
    """Return a day so many days earlier, every month counted as 29."""
    months, left = divmod(
        day.year * 12 * 29 + (day.month - 1) * 29 + min(day.day, 29) - 1 - days, 29
    )
    return JalaliDay(months // 12, months % 12 + 1, left + 1)


def _other_ending(last: str, dice: Dice) -> str:
    """Return a surname with its ending lost, or with one that it has not."""
    for ending in _ZWNJ_ENDINGS:
        if last.endswith(ending):
            return last.removesuffix(ending)
    return last + dice.pick(_ZWNJ_ENDINGS)
