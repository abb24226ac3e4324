"""Districts and neighbourhoods as clerks write them: «۴», «4», «منطقه چهار» are one.

Recognises names only; where something lies is a question of geometry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd

from geodata.digits import PERSIAN_DIGITS
from geodata.names import (
    ZWNJ,
    clean_name,
    fold_key,
    fold_letters,
    fold_words,
    latin_digits,
    read_number_words,
    squeeze,
    with_digits,
)
from geodata.readers.near_areas import NearAreas

_DISTRICT_WORDS = re.compile(rf"منطقه(?:[\s{ZWNJ}]?ی(?!\w))?|شهرداری|شماره|district|[:()_\-]")
_BRACKETS = re.compile(r"[()]")
_DECIMAL_ZERO = re.compile(r"^(\d+)\.0+$")
_NEIGHBOURHOOD_WORD = re.compile(r"^\s*محله\s+")


@lru_cache(maxsize=4096)
def district_number(text: str) -> int | None:
    """Return the number a text names a district by, in digits or words, or None."""
    words = _DISTRICT_WORDS.sub(" ", fold_letters(latin_digits(text)))
    return read_number_words(_DECIMAL_ZERO.sub(r"\1", words.strip()))


def district_title(number: int) -> str:
    """Return «منطقه ۴»."""
    return f"منطقه {str(number).translate(PERSIAN_DIGITS)}"


@dataclass(frozen=True, slots=True)
class KnownAreas:
    """The areas of one file, found by any of their writings."""

    ids_by_key: dict[str, str]
    names: dict[str, str]
    near: NearAreas

    @classmethod
    def from_frame(cls, areas: gpd.GeoDataFrame) -> KnownAreas:
        """Return the areas of a frame of `read_areas`, keyed by folded id and name.

        «باجک (۱۹ دی)» is found by either of its names too.
        """
        ids = [str(area_id) for area_id in areas["area_id"]]
        names = list(zip(areas["name_fa"], ids, strict=True))
        shorter = [(part, i) for name, i in names for part in _BRACKETS.split(name)]
        meant: dict[str, set[str]] = {}
        for name, area_id in (*names, *shorter):
            meant.setdefault(area_key(name), set()).add(area_id)
        keys = {key: min(found) for key, found in meant.items() if len(found) == 1}
        whole = {fold_key(name): area_id for name, area_id in (*names, *zip(ids, ids, strict=True))}
        return cls(keys | whole, {i: name for name, i in names}, NearAreas.of((*names, *shorter)))

    def find(self, text: str) -> str | None:
        """Return the id of the area a text names, or None.

        «محله یاسر ۳» and «یاسر ۳» are two areas where both are known, else one.
        """
        number = district_number(text)
        keys = (fold_key(text), area_key(text), "" if number is None else str(number))
        return next((self.ids_by_key[key] for key in keys if key in self.ids_by_key), None)

    def find_near(self, text: str) -> str | None:
        """Return the id of the one area a text means although `find` does not know the writing.

        A reading to report: see `geodata.readers.near_areas.NearAreas.find`.
        """
        return self.near.find(text)

    @property
    def listing(self) -> str:
        """The ids for a message."""
        return ", ".join(dict.fromkeys(self.ids_by_key.values()))


@lru_cache(maxsize=1 << 16)
def area_key(text: str) -> str:
    """Return the key to compare names of areas by: folded, without «محله» in front.

    Numbers are digits: «نوزده دی» is «۱۹ دی».
    """
    return squeeze(with_digits(fold_words(_NEIGHBOURHOOD_WORD.sub("", clean_name(text)))))
