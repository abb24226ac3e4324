"""The tiny city with people of every sort of date, and with places one may ask around."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from geodata.anniversaries import Day, kept_day
from geodata.gregorian import TEHRAN
from geodata.pipeline import build
from tests.conftest import TINY, tiny_inputs

HOSTILE_NAME = "x;y,z\\n <script>alert(1)</script>&amp; ]]>"
PEOPLE = {
    "ESFAND-30": ("لیلا", "اسفندی", "رحیم", "1366/12/30"),
    "ESFAND-29": ("هادی", "اسفندی", "رحیم", "1362/12/29"),
    "MONTH": ("نادر", "ماهوش", "اکبر", "1363/7"),
    "YEAR": ("کاوه", "سالور", "اکبر", "1364"),
    "HOSTILE": (HOSTILE_NAME, "آزمون", "اکبر", "1365/7/12"),
    "LONG": ("دراز" * 40, "بلند", "اکبر", "1365/7/12"),
    "TWICE-1": ("یونس", "دوکوچه", "اکبر", "1360/7/13"),
    "TWICE-2": ("یونس", "دوکوچه", "اکبر", "1360/7/13"),
    "UNKNOWN": ("مجید", "بی‌تاریخ", "اکبر", ""),
}
"""Fictional: id → first name, surname, father's name, date of martyrdom."""
TODAYS = ("بهمن", "داوود", "سهراب", "فرهاد")
MOSQUE, SCHOOL = (50.8812, 34.6402), (50.8880, 34.6421)


def today() -> Day:
    return Day.of(datetime.now(UTC).astimezone(TEHRAN).date())


def build_remembering(root: Path) -> Path:
    """Build the city below a folder and return its dataset.

    Four people are remembered today and as many tomorrow, so that midnight is no news.
    """
    shutil.copytree(TINY, root / "inputs")
    register = root / "inputs" / "registry.csv"
    with register.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns = list(rows[0])
    people = dict(PEOPLE)
    for shift in (0, 1):
        day = today().plus(shift)
        died = kept_day(1365, day.month, day.day)
        for number, first_name in enumerate(TODAYS):
            people[f"TODAY-{shift}-{number}"] = (first_name, "روزگار", "اکبر", died.isoformat())
    for key, (first, last, father, died_on) in people.items():
        told = {"شناسه": key, "نام": first, "نام خانوادگی": last, "نام پدر": father}
        place = {"منطقه": "1", "نام قدیم": f"کوچه {key}", "تاریخ شهادت": died_on}
        rows.append(dict.fromkeys(columns, "") | told | place)
    with register.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    surroundings = root / "inputs" / "surroundings.geojson"
    surroundings.write_text(json.dumps(_places(), ensure_ascii=False), encoding="utf-8")
    inputs = replace(tiny_inputs(root / "inputs"), surroundings=surroundings)
    build(inputs, root / "dataset")
    return root / "dataset"


def _places() -> dict[str, object]:
    mosque = {"amenity": "place_of_worship", "religion": "muslim"}
    return {
        "type": "FeatureCollection",
        "features": [
            _point(MOSQUE, {**mosque, "name": "مسجد نمایشی"}),
            _point((50.885, 34.641), mosque),
            _point(SCHOOL, {"amenity": "school", "name": "دبستان نمایشی", "religion": "christian"}),
        ],
    }


def _point(at: tuple[float, float], tags: dict[str, str]) -> dict[str, object]:
    geometry = {"type": "Point", "coordinates": list(at)}
    return {"type": "Feature", "properties": tags, "geometry": geometry}
