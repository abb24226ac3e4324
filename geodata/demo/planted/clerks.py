"""What goes wrong at the desk: dates, districts and quarters, names, words left out.

Changes the cells of rows already written, each in the row's own hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from geodata.demo.chance import Dice
from geodata.demo.dirt import respell, write_date, write_district
from geodata.demo.namings import Naming
from geodata.demo.people import JalaliDay
from geodata.demo.planted.near_areas import NearAreas
from geodata.demo.planted.record import Planted
from geodata.demo.planted.slips import slipped, wrong_year
from geodata.demo.planted.unsaid import without_martyr
from geodata.demo.plaques import Sign
from geodata.demo.register import Row, naming_id, short_quarter, write_names

_BORN, _DIED, _DECREED = "تاریخ تولد", "تاریخ شهادت", "تاریخ مصوبه"
_FIRST_YEAR, _LAST_YEAR = 1301, 1404
_NO_FATHER_SHARE = 0.3
_PAIRS = {
    "same_naming_twice": "نام‌گذاری دوباره در دفتر آمد",
    "one_name_near": "دو کوچهٔ نزدیک به نام دو شهید هم‌نام",
    "honoree_far_apart": "یک شهید در دو جای دور شهر",
    "spelt_differently": "نام یک شهید با املای دیگر",
}


@dataclass(slots=True)
class _Clerk:
    namings: Sequence[Naming]
    rows: Sequence[Row]
    signs: Mapping[int, Sequence[Sign]]
    near: NearAreas
    dice: Dice

    def spoil(self, index: int) -> list[Planted]:
        """Spoil the row of a naming and return what was done."""
        naming, row = self.namings[index], self.rows[index]
        if naming.error in _PAIRS:
            return [self._pair(index, naming, row)]
        if naming.error == "plaque_other_name":
            return self._mistype(index, naming, row)
        if naming.error == "plaque_before_decree":
            return self._date_decree_late(index, naming, row)
        ways: dict[str, Callable[[int, Naming, Row], str]] = {
            "died_before_birth": self._date_death_early,
            "decree_before_martyrdom": self._date_decree_early,
            "district_differs": self._write_other_district,
            "neighbourhood_differs": self._write_other_quarter,
            "decree_without_martyr": self._leave_martyr_out,
        }
        note = ways[naming.error](index, naming, row)
        return [Planted(naming.error, naming_id(index + 1), note_fa=note)] if note else []

    def _pair(self, index: int, naming: Naming, row: Row) -> Planted:
        if naming.error != "spelt_differently" and self.dice.chance(_NO_FATHER_SHARE):
            row.cells.pop("نام پدر", None)
        other = "" if naming.twin is None else naming_id(naming.twin + 1)
        return Planted(
            naming.error, naming_id(index + 1), other=other, note_fa=_PAIRS[naming.error]
        )

    def _date_death_early(self, index: int, naming: Naming, row: Row) -> str:
        person, drawn = naming.people[0], self.dice.uniform()
        born, died = person.birth, person.martyrdom
        if drawn < 0.3:
            self._put_dates(row, died, born)
            return "تاریخ تولد و شهادت جابه‌جا نوشته شد"
        late = wrong_year(born.year, self.dice, lambda y: died.year < y <= died.year + 30)
        if drawn < 0.6 and late is not None:
            self._put_dates(row, _in(late, born), died)
            return "یک رقم سال تولد نادرست نوشته شد"
        if drawn < 0.75 and died.month < 12:
            copied = JalaliDay(died.year, self.dice.whole(died.month + 1, 12), born.day % 29 + 1)
            self._put_dates(row, copied, died, whole=True)
            return "سال شهادت به جای سال تولد نوشته شد"
        early = wrong_year(died.year, self.dice, lambda y: _FIRST_YEAR <= y < born.year)
        if early is None:
            self._put_dates(row, died, born)
            return "تاریخ تولد و شهادت جابه‌جا نوشته شد"
        self._put_dates(row, born, _in(early, died))
        return "یک رقم سال شهادت نادرست نوشته شد"

    def _put_dates(
        self, row: Row, born: JalaliDay, died: JalaliDay, *, whole: bool = False
    ) -> None:
        row.put(_BORN, self._date(born, whole=whole))
        row.put(_DIED, self._date(died, whole=whole))

    def _date(self, day: JalaliDay, *, whole: bool = False) -> str:
        """Return a date in some form that says its century: «28/3/5» would say no year at all."""
        text = write_date(day, self.dice, whole=whole)
        return text if str(day.year) in text else write_date(day, self.dice, whole=True)

    def _date_decree_early(self, index: int, naming: Naming, row: Row) -> str:
        died, decreed = naming.people[0].martyrdom, naming.decreed
        early = wrong_year(decreed.year, self.dice, lambda y: _FIRST_YEAR <= y < died.year)
        late = wrong_year(died.year, self.dice, lambda y: decreed.year < y <= _LAST_YEAR)
        row.put(_DIED, self._date(died))
        if late is not None and self.dice.chance(0.3):
            row.put(_DIED, self._date(_in(late, died)))
            row.put(_DECREED, self._date(decreed))
            return "یک رقم سال شهادت نادرست نوشته شد"
        if early is None or self.dice.chance(0.25):
            row.put(_DECREED, self._date(naming.people[0].birth))
            return "تاریخ تولد در ستون تاریخ مصوبه نوشته شد"
        row.put(_DECREED, self._date(_in(early, decreed)))
        return "یک رقم سال مصوبه نادرست نوشته شد"

    def _date_decree_late(self, index: int, naming: Naming, row: Row) -> list[Planted]:
        hung = [sign.hung for sign in self.signs.get(index, ()) if sign.hung]
        year = min(max(hung).year + self.dice.whole(1, 2), _LAST_YEAR)
        row.put(_DECREED, self._date(_in(year, naming.decreed)))
        return [
            Planted(
                naming.error,
                naming_id(index + 1),
                sign.plaque_id,
                note_fa="سال مصوبه دیرتر از نصب پلاک نوشته شد",
            )
            for sign in self.signs[index]
            if sign.hung
        ]

    def _write_other_district(self, index: int, naming: Naming, row: Row) -> str:
        mine = naming.place.district
        above = self.namings[index - 1].place.district if index else mine
        beside = self.near.other_districts(naming.place)
        drawn = self.dice.uniform()
        row.tags.append("wrong_district")
        if drawn < 0.3 and above != mine:
            row.put("منطقه", write_district(above, self.dice))
            return "منطقه از ردیف بالا کشیده شد"
        if drawn < 0.8 and beside:
            row.put("منطقه", write_district(beside[0], self.dice))
            return "منطقهٔ همسایه نوشته شد"
        others = [district for district in "12345678" if district != mine]
        row.put("منطقه", write_district(self.dice.pick(others), self.dice))
        return "شمارهٔ منطقه نادرست نوشته شد"

    def _write_other_quarter(self, index: int, naming: Naming, row: Row) -> str:
        row.tags.append("wrong_neighbourhood")
        others = self.near.other_quarters(naming.place)
        row.put("محله", short_quarter(self.dice.pick(others[:2]), self.dice))
        return "محلهٔ همسایه نوشته شد"

    def _leave_martyr_out(self, index: int, naming: Naming, row: Row) -> str:
        text, note = without_martyr(naming.new_name, naming.people[0], self.dice)
        row.put("نام جدید", respell(text, self.dice))
        return note

    def _mistype(self, index: int, naming: Naming, row: Row) -> list[Planted]:
        """Mistype the person's name; it shows against every sign that has the name's part whole."""
        person = naming.people[0]
        last = slipped(person.last, self.dice) if self.dice.chance(0.6) else None
        first = slipped(person.first, self.dice) if last is None else None
        if last is None and first is None:
            return []
        row.tags.append("typo")
        wrong = replace(person, first=first or person.first, last=last or person.last)
        write_names(row, wrong.given, wrong.last, wrong.title)
        return [
            Planted(naming.error, naming_id(index + 1), sign.plaque_id, note_fa="لغزش دست در دفتر")
            for sign in self.signs.get(index, ())
            if last or (person.first in naming.new_name and not sign.is_short)
        ]


def spoil_register(
    rows: Sequence[Row],
    namings: Sequence[Naming],
    signs: Sequence[Sign],
    near: NearAreas,
    dice: Dice,
) -> list[Planted]:
    """Spoil the rows at which a clerk errs and return what was done."""
    hung: dict[int, list[Sign]] = {}
    for sign in signs:
        hung.setdefault(sign.naming, []).append(sign)
    clerk = _Clerk(namings, rows, hung, near, dice)
    erring = [index for index, naming in enumerate(namings) if naming.by == "clerk"]
    return [planted for index in erring for planted in clerk.spoil(index)]


def _in(year: int, day: JalaliDay) -> JalaliDay:
    return JalaliDay(year, day.month, min(day.day, 29))
