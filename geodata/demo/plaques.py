"""The signs in the street: where they hang, in what state, and what they say.

One sign for most namings, one at each end for some; coordinates EPSG:4326.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geodata.demo.chance import Dice
from geodata.demo.dirt import draw_hand
from geodata.demo.namings import Naming
from geodata.demo.people import draw_day
from geodata.demo.persian import latin_digits
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
_HUNG = ("installed", "verified", "damaged", "missing", "removed")
_NOTES = {
    "damaged": "رنگ تابلو رفته است",
    "missing": "در بازدید دیده نشد",
    "removed": "برای تعمیر دیوار برداشته شد",
}
_BOTH_ENDS_SHARE = 0.22
_FAR_OFF_SHARE = 0.02
_WITHOUT_MARTYR_SHARE = 0.01
_SIGMA_M = 5.0
_DEGREES = np.array([1 / 91_700, 1 / 110_900])


@dataclass(frozen=True, slots=True)
class AlleyEnds:
    """Both ends of every alley, arrays of shape (alleys, 2) EPSG:4326."""

    mouths: FloatArray
    far_ends: FloatArray


def hang_plaques(namings: list[Naming], ends: AlleyEnds, dice: Dice) -> pd.DataFrame:
    """Return one row per sign, text in every column but lon and lat [°]."""
    rows: list[tuple[object, ...]] = []
    for number, naming in enumerate(namings, start=1):
        if naming.again is not None or (naming.status == "planned" and dice.chance(0.5)):
            continue
        both = naming.status in _HUNG and dice.chance(_BOTH_ENDS_SHARE)
        for end in ("start", "end") if both else ("start",):
            plaque = f"P-{len(rows) + 1:05d}"
            rows.append((plaque, naming_id(number), *_one_plaque(naming, end, ends, dice)))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"lon": "float64", "lat": "float64"})


def _one_plaque(
    naming: Naming, end: str, ends: AlleyEnds, dice: Dice
) -> tuple[str, str, str, float, float, str, str]:
    lon, lat = _position(naming, end, ends, dice)
    day = draw_day(dice, naming.decreed.year, min(naming.decreed.year + 2, 1403))
    date = f"{day.year}/{day.month:02d}/{day.day:02d}" if naming.status in _HUNG else ""
    text = naming.new_name if end == "start" or dice.chance(0.93) else _other_wording(naming)
    if dice.chance(_WITHOUT_MARTYR_SHARE):
        text = text.replace("شهیدان ", "").replace("شهید ", "")
    if dice.chance(0.08):
        text = draw_hand(dice).write(text)
    return naming.status, latin_digits(date), end, lon, lat, text, _NOTES.get(naming.status, "")


def _other_wording(naming: Naming) -> str:
    """Return what the sign at the other end says when the two differ."""
    person = naming.people[0]
    return f"{naming.new_name.partition(' ')[0]} شهید {person.last}"


def _position(naming: Naming, end: str, ends: AlleyEnds, dice: Dice) -> tuple[float, float]:
    alley = naming.place.alley
    if alley is None or naming.status not in _HUNG:
        return float("nan"), float("nan")
    at = ends.mouths[alley] if end == "start" else ends.far_ends[alley]
    off = dice.numpy.normal(0.0, _SIGMA_M, 2)
    if dice.chance(_FAR_OFF_SHARE):
        angle, away = dice.uniform(0, 6.2832), dice.uniform(55.0, 160.0)
        off = away * np.array([np.cos(angle), np.sin(angle)])
    lon, lat = np.round(at + off * _DEGREES, 7)
    return float(lon), float(lat)
