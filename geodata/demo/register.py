"""The register as a clerk kept it: Persian headers, text in every cell, all its usual dirt.

What is true of each row is returned apart, for tests and benchmarks only.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from geodata.demo.chance import Dice
from geodata.demo.designations import AlleyName
from geodata.demo.dirt import Hand, draw_hand, mistype, respell, write_date, write_district
from geodata.demo.namings import Naming
from geodata.demo.people import FICTION_NOTE, JalaliDay, Person, draw_day
from geodata.demo.persian import ordinal_words, persian_digits
from geodata.demo.terrain import FloatArray

COLUMNS = (
    "شناسه",
    "نام",
    "نام خانوادگی",
    "نام پدر",
    "عنوان",
    "تاریخ تولد",
    "تاریخ شهادت",
    "محل شهادت",
    "محل دفن",
    "زندگی‌نامه",
    "منطقه",
    "محله",
    "خیابان اصلی",
    "نام قدیم",
    "نام جدید",
    "شماره مصوبه",
    "تاریخ مصوبه",
    "وضعیت پلاک",
    "تاریخ نصب",
    "طول جغرافیایی",
    "عرض جغرافیایی",
    "ملاحظات",
)
STATUS_FA = {
    "installed": "نصب شده",
    "made": "ساخته شده",
    "approved": "مصوب",
    "planned": "در دست برنامه‌ریزی",
    "verified": "تأیید شده",
    "damaged": "آسیب‌دیده",
    "missing": "مفقود",
    "removed": "برداشته شده",
}
_REMARKS = (
    "خانواده اطلاع دارند",
    "نیاز به بازدید",
    "با هماهنگی شورا",
    "تابلو دو سر کوچه",
    "بررسی شود",
)
_DEGREES_PER_METRE = (1 / 91_700, 1 / 110_900)


@dataclass(slots=True)
class _Row:
    """One row while it is being written."""

    hand: Hand
    tags: list[str]
    cells: dict[str, str] = field(default_factory=dict)

    def put(self, column: str, text: str) -> None:
        self.cells[column] = self.hand.write(text)


def write_register(
    namings: list[Naming], mouths: FloatArray, *, others: list[str], dice: Dice
) -> tuple[pd.DataFrame, list[list[str]]]:
    """Return the register and the tags of each row.

    Parameters
    ----------
    namings : list of Naming
        In the order of the rows.
    mouths : array, shape (alleys, 2)
        Where each alley begins, EPSG:4326.
    others : list of str
        All neighbourhoods, from which a wrong one is now and then taken.
    """
    rows = [
        _write_row(number, naming, mouths, others, dice)
        for number, naming in enumerate(namings, start=1)
    ]
    frame = pd.DataFrame([row.cells for row in rows], columns=list(COLUMNS), dtype="str")
    return frame.fillna(""), [row.tags for row in rows]


def naming_id(number: int) -> str:
    """Return the id of the row with that number, counted from 1."""
    return f"DEMO-{number:05d}"


def _write_row(
    number: int, naming: Naming, mouths: FloatArray, others: list[str], dice: Dice
) -> _Row:
    row = _Row(draw_hand(dice), list(naming.tags))
    row.cells["شناسه"] = naming_id(number)
    _write_person(row, naming.people, dice)
    _write_life(row, naming.people[0], dice)
    _write_area(row, naming, others, dice)
    _write_designation(row, naming.place.name, dice)
    _write_decree(row, naming, dice)
    _write_position(row, naming, mouths, dice)
    return row


def _write_person(row: _Row, people: tuple[Person, ...], dice: Dice) -> None:
    person = people[0]
    first = " و ".join(respell(one.given, dice, given=True) for one in people)
    last, title = respell(person.last, dice), person.title
    if len(people) > 1:
        first = f"شهیدان {first}"
    if dice.chance(0.04):
        row.tags.append("typo")
        if dice.chance(0.6):
            last = mistype(last, dice)
        else:
            first = mistype(first, dice)
    drawn = dice.uniform()
    if drawn < 0.03 and len(people) == 1:
        first, last = last, first
        row.tags.append("swapped")
    elif drawn < 0.05 and len(people) == 1:
        first, last = "", f"شهید{last}"
        row.tags.append("glued")
    elif drawn < 0.10 and len(people) == 1:
        first = f"{title or 'شهید'} {first}"
        title = ""
        row.tags.append("title_in_name")
    elif drawn < 0.13 and len(people) == 1:
        first = f"شهید {first}"
    row.put("نام", first)
    row.put("نام خانوادگی", last)
    row.put("عنوان", title)


def _write_life(row: _Row, person: Person, dice: Dice) -> None:
    if not dice.chance(0.18):
        row.put("نام پدر", respell(person.father, dice, given=True))
    for column, day, missing in (
        ("تاریخ تولد", person.birth, 0.30),
        ("تاریخ شهادت", person.martyrdom, 0.18),
    ):
        if not dice.chance(missing):
            row.put(column, write_date(day, dice))
    if not dice.chance(0.3):
        row.put("محل شهادت", person.front)
    if not dice.chance(0.25):
        row.put("محل دفن", person.burial)
    if dice.chance(0.012):
        row.cells["زندگی‌نامه"] = FICTION_NOTE


def _write_area(row: _Row, naming: Naming, others: list[str], dice: Dice) -> None:
    place = naming.place
    district = place.district
    if dice.chance(0.02):
        district = dice.pick([d for d in "12345678" if d != district])
        row.tags.append("wrong_district")
    if dice.chance(0.10):
        row.tags.append("no_district")
    else:
        row.put("منطقه", write_district(district, dice))
    neighbourhood = place.neighbourhood
    if dice.chance(0.03):
        neighbourhood = dice.pick(others)
        row.tags.append("wrong_neighbourhood")
    if dice.chance(0.2):
        row.tags.append("no_neighbourhood")
    else:
        row.put("محله", neighbourhood.partition(" (")[0] if dice.chance(0.6) else neighbourhood)


def _write_designation(row: _Row, alley: AlleyName, dice: Dice) -> None:
    old, street = _old_name(alley, dice)
    needed = alley.parent.short not in old
    if not old:
        row.tags.append("no_old_name")
    if dice.chance(0.06 if needed else 0.3):
        row.tags.append("no_street")
        street = ""
    if old and dice.chance(0.015):
        old = mistype(old, dice)
        row.tags.append("typo")
    row.put("نام قدیم", old)
    row.put("خیابان اصلی", street)


def _old_name(alley: AlleyName, dice: Dice) -> tuple[str, str]:
    """Return the old name in one of the orders clerks use, and the parent street."""
    parent, number = alley.parent, alley.number
    street = dice.pick((parent.full, parent.short, parent.full.replace("خیابان", "خ")))
    if dice.chance(0.10):
        return "", street
    if alley.proper:
        return alley.text, street
    whole = "/" not in number
    forms = [
        (0.34, f"{parent.short} {number}"),
        (0.44, f"کوچه {number} {parent.full}"),
        (0.52, f"خ {parent.short} ک {number}"),
        (0.60, f"{number} {parent.short}"),
        (0.72, number),
        (0.80, f"کوچه {ordinal_words(_whole(number))}" if whole else f"کوچه {number}"),
        (0.90, f"کوچه {number}"),
        (0.96, f"{parent.full} کوچه {number}"),
        (1.0, f"{parent.full}، کوچه {number}"),
    ]
    drawn = dice.uniform()
    return next(text for limit, text in forms if drawn < limit), street


def _whole(number: str) -> int:
    return int(number.partition("/")[0])


def _write_decree(row: _Row, naming: Naming, dice: Dice) -> None:
    row.put("نام جدید", "" if dice.chance(0.12) else respell(naming.new_name, dice))
    row.put("شماره مصوبه", "" if dice.chance(0.08) else str(naming.decree_no))
    row.put("تاریخ مصوبه", "" if dice.chance(0.1) else write_date(naming.decreed, dice))
    if dice.chance(0.85):
        row.cells["وضعیت پلاک"] = row.hand.write(STATUS_FA[naming.status])
    if naming.status in ("installed", "verified") and dice.chance(0.7):
        row.put("تاریخ نصب", write_date(_after(naming.decreed, dice), dice))
    if dice.chance(0.05):
        row.put("ملاحظات", dice.pick(_REMARKS))


def _after(day: JalaliDay, dice: Dice) -> JalaliDay:
    return draw_day(dice, day.year + 1, min(day.year + 2, 1403))


def _write_position(row: _Row, naming: Naming, mouths: FloatArray, dice: Dice) -> None:
    alley = naming.place.alley
    if alley is None or not dice.chance(0.05):
        return
    spread = dice.numpy.normal(0.0, 25.0, 2) * np.array(_DEGREES_PER_METRE)
    lon, lat = (f"{value:.6f}" for value in mouths[alley] + spread)
    if dice.chance(0.05):
        lon, lat = lat, lon
        row.tags.append("swapped_position")
    row.tags.append("position")
    row.cells["طول جغرافیایی"] = persian_digits(lon) if dice.chance(0.1) else lon
    row.cells["عرض جغرافیایی"] = lat
