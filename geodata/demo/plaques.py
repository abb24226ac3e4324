"""The signs in the street: where they hang, in what state, and what they say.

One sign for most namings, one at each end for some; coordinates EPSG:4326. Signs agree with the
register; what is wrong about some of them is put in by `planted`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geodata.demo.chance import Dice
from geodata.demo.dirt import draw_hand
from geodata.demo.namings import Naming
from geodata.demo.people import JalaliDay, draw_day
from geodata.demo.register import naming_id
from geodata.demo.terrain import FloatArray

COLUMNS = (
    "plaque_id",
    "naming_id",
    "plaque_status",
    "plaque_date",
    "end",
    "lon",
    "lat",
    "plaque_text",
    "note",
)
_NOTES = {
    "damaged": "رنگ تابلو رفته است",
    "missing": "در بازدید دیده نشد",
    "removed": "برای تعمیر دیوار برداشته شد",
}
_BOTH_ENDS_SHARE = 0.22
_LATEST_YEAR = 1403
_SIGMA_M = 5.0
_DEGREES = np.array([1 / 91_700, 1 / 110_900])


@dataclass(frozen=True, slots=True)
class AlleyEnds:
    """Both ends of every alley, arrays of shape (alleys, 2) EPSG:4326."""

    mouths: FloatArray
    far_ends: FloatArray


@dataclass(slots=True)
class Sign:
    """One sign: `naming` is an index, `at` is (lon, lat) [°] or None, `hung` when it went up.

    A short one says the surname alone.
    """

    plaque_id: str
    naming: int
    status: str
    end: str
    text: str
    hung: JalaliDay | None
    at: tuple[float, float] | None
    is_short: bool = False


def hang_signs(namings: list[Naming], ends: AlleyEnds, dice: Dice) -> list[Sign]:
    """Return the signs of all namings, in their order."""
    signs: list[Sign] = []
    for index, naming in enumerate(namings):
        if naming.again is not None or (naming.status == "planned" and dice.chance(0.5)):
            continue
        both = naming.hangs and dice.chance(_BOTH_ENDS_SHARE)
        for end in ("start", "end") if both else ("start",):
            sign = _hang(index, naming, end, ends, dice)
            sign.plaque_id = f"P-{len(signs) + 1:05d}"
            signs.append(sign)
    return signs


def plaque_frame(signs: list[Sign]) -> pd.DataFrame:
    """Return one row per sign, text in every column but lon and lat [°]."""
    rows = [
        (
            sign.plaque_id,
            naming_id(sign.naming + 1),
            sign.status,
            f"{sign.hung.year}/{sign.hung.month:02d}/{sign.hung.day:02d}" if sign.hung else "",
            sign.end,
            *(sign.at or (float("nan"), float("nan"))),
            sign.text,
            _NOTES.get(sign.status, ""),
        )
        for sign in signs
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"lon": "float64", "lat": "float64"})


def _hang(index: int, naming: Naming, end: str, ends: AlleyEnds, dice: Dice) -> Sign:
    at = _position(naming, end, ends, dice)
    hung = _after(naming.decreed, dice)
    is_short = end == "end" and dice.chance(0.07)
    text = _short_wording(naming) if is_short else naming.new_name
    if dice.chance(0.08):
        text = draw_hand(dice).write(text)
    return Sign("", index, naming.status, end, text, hung if naming.hangs else None, at, is_short)


def _after(decreed: JalaliDay, dice: Dice) -> JalaliDay:
    """Return a day in the two years after a decree."""
    day = decreed
    while day <= decreed:
        day = draw_day(dice, decreed.year, min(decreed.year + 2, _LATEST_YEAR))
    return day


def _short_wording(naming: Naming) -> str:
    """Return what the sign at the other end says when the two differ."""
    person = naming.people[0]
    return f"{naming.new_name.partition(' ')[0]} شهید {person.last}"


def _position(naming: Naming, end: str, ends: AlleyEnds, dice: Dice) -> tuple[float, float] | None:
    alley = naming.place.alley
    if alley is None or not naming.hangs:
        return None
    at = ends.mouths[alley] if end == "start" else ends.far_ends[alley]
    lon, lat = np.round(at + dice.numpy.normal(0.0, _SIGMA_M, 2) * _DEGREES, 7)
    return float(lon), float(lat)
