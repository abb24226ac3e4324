"""The register as a clerk kept it: Persian headers, text in every cell, all its usual dirt.

What is true of each row is kept apart, for tests and benchmarks only. Rows agree with the city;
what is wrong about some of them is put in by `planted`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from geodata.demo.chance import Dice
from geodata.demo.designations import AlleyName
from geodata.demo.dirt import Hand, draw_hand, mistype, respell, write_date, write_district
from geodata.demo.namings import Naming
from geodata.demo.people import FICTION_NOTE, JalaliDay, draw_day
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
class Row:
    """One row while it is being written."""

    hand: Hand
    tags: list[str]
    cells: dict[str, str] = field(default_factory=dict)

    def put(self, column: str, text: str) -> None:
        """Write a text into a cell as this row's hand does."""
        self.cells[column] = self.hand.write(text)


def write_rows(namings: list[Naming], mouths: FloatArray, dice: Dice) -> list[Row]:
    """Return the rows of the register, one for each naming, with what was done to them.

    Parameters
    ----------
    namings : list of Naming
        In the order of the rows.
    mouths : array, shape (alleys, 2)
        Where each alley begins, EPSG:4326.
    """
    return [
        _write_row(number, naming, mouths, dice) for number, naming in enumerate(namings, start=1)
    ]


def register_frame(rows: list[Row]) -> pd.DataFrame:
    """Return the register as a table of text."""
    frame = pd.DataFrame([row.cells for row in rows], columns=list(COLUMNS), dtype="str")
    return frame.fillna("")


def naming_id(number: int) -> str:
    """Return the id of the row with that number, counted from 1."""
    return f"DEMO-{number:05d}"


def write_names(row: Row, first: str, last: str, title: str) -> None:
    """Write the columns of a person's name."""
    row.put("نام", first)
    row.put("نام خانوادگی", last)
    row.put("عنوان", title)


def _write_row(number: int, naming: Naming, mouths: FloatArray, dice: Dice) -> Row:
    row = Row(draw_hand(dice), list(naming.tags))
    row.cells["شناسه"] = naming_id(number)
    _write_person(row, naming, dice)
    _write_life(row, naming, dice)
    _write_area(row, naming, dice)
    _write_designation(row, naming, dice)
    _write_decree(row, naming, dice)
    _write_position(row, naming, mouths, dice)
    return row


def _write_person(row: Row, naming: Naming, dice: Dice) -> None:
    people = naming.people
    person = people[0]
    first = " و ".join(respell(one.given, dice, given=True) for one in people)
    last, title = respell(person.last, dice), person.title
    if len(people) > 1:
        first = f"شهیدان {first}"
    drawn = dice.uniform()
    if drawn < 0.03 and len(people) == 1:
        first, last = last, first
        row.tags.append("swapped")
    elif drawn < 0.05 and len(people) == 1 and not (naming.is_found or naming.error):
        first, last = "", f"شهید{last}"
        row.tags.append("glued")
    elif drawn < 0.10 and len(people) == 1:
        first = f"{title or 'شهید'} {first}"
        title = ""
        row.tags.append("title_in_name")
    elif drawn < 0.13 and len(people) == 1:
        first = f"شهید {first}"
    write_names(row, first, last, title)


def _write_life(row: Row, naming: Naming, dice: Dice) -> None:
    person, whole = naming.people[0], naming.is_dated
    if not dice.chance(0.18) or whole:
        row.put("نام پدر", respell(person.father, dice, given=True))
    for column, day, missing in (
        ("تاریخ تولد", person.birth, 0.30),
        ("تاریخ شهادت", person.martyrdom, 0.18),
    ):
        if not dice.chance(missing) or whole:
            row.put(column, write_date(day, dice, whole=whole))
    if not dice.chance(0.3):
        row.put("محل شهادت", person.front)
    if not dice.chance(0.25):
        row.put("محل دفن", person.burial)
    if dice.chance(0.012):
        row.cells["زندگی‌نامه"] = FICTION_NOTE


def _write_area(row: Row, naming: Naming, dice: Dice) -> None:
    place = naming.place
    if dice.chance(0.10) and not naming.is_found:
        row.tags.append("no_district")
    else:
        row.put("منطقه", write_district(place.district, dice))
    if dice.chance(0.2) and not naming.is_found:
        row.tags.append("no_neighbourhood")
    else:
        row.put("محله", short_quarter(place.neighbourhood, dice))


def short_quarter(name: str, dice: Dice) -> str:
    """Return a neighbourhood as clerks write it, mostly without what stands in brackets."""
    return name.partition(" (")[0] if dice.chance(0.6) else name


def _write_designation(row: Row, naming: Naming, dice: Dice) -> None:
    alley = naming.place.name
    old, street = _old_name(alley, dice)
    while naming.is_found and not old:
        old, street = _old_name(alley, dice)
    needed = alley.parent.short not in old
    if not old:
        row.tags.append("no_old_name")
    if dice.chance(0.06 if needed else 0.3) and not naming.is_found:
        row.tags.append("no_street")
        street = ""
    if old and dice.chance(0.015) and not naming.is_found:
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


def _write_decree(row: Row, naming: Naming, dice: Dice) -> None:
    row.put("نام جدید", "" if dice.chance(0.12) else respell(naming.new_name, dice))
    row.put("شماره مصوبه", "" if dice.chance(0.08) else str(naming.decree_no))
    decreed = write_date(naming.decreed, dice, whole=naming.is_dated)
    row.put("تاریخ مصوبه", "" if dice.chance(0.1) and not naming.is_dated else decreed)
    if dice.chance(0.85):
        row.cells["وضعیت پلاک"] = row.hand.write(STATUS_FA[naming.status])
    if naming.status in ("installed", "verified") and dice.chance(0.7):
        row.put("تاریخ نصب", write_date(_after(naming.decreed, dice), dice))
    if dice.chance(0.05):
        row.put("ملاحظات", dice.pick(_REMARKS))


def _after(day: JalaliDay, dice: Dice) -> JalaliDay:
    return draw_day(dice, day.year + 1, min(day.year + 2, 1403))


def _write_position(row: Row, naming: Naming, mouths: FloatArray, dice: Dice) -> None:
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
