"""What there is to see in the alleys: whose name they carry, and what is known of them.

Only what the join holds for a fact; what a walk makes of it is `geodata.walks`'.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from typing import Any

from geodata.names import fold_key
from geodata.vocab import read_vocab

_NAMINGS = """
    SELECT alley.alley_id, alley.state, coalesce(alley.parent_id, -alley.alley_id),
           listing.family_key, listing.year, listing.has_portrait, listing.has_biography,
           naming.media_url IS NOT NULL, naming.extras
    FROM listing JOIN naming USING (naming_id)
    JOIN alley ON alley.alley_id = listing.alley_id
    ORDER BY alley.alley_id, listing.naming_id"""
_PLAQUES = """
    SELECT naming.alley_id, plaque.lon, plaque.lat FROM plaque JOIN naming USING (naming_id)
    WHERE naming.verdict = 'accepted' AND plaque.status IN ('installed', 'verified')
      AND plaque.lon IS NOT NULL AND plaque.lat IS NOT NULL
    ORDER BY naming.alley_id, plaque.plaque_id"""


@dataclass(frozen=True, slots=True)
class Sight:
    """An alley that carries a name.

    Attributes
    ----------
    street : int
        The same for all alleys off one street.
    has_plaque : bool
        Whether one is up.
    portraits, biographies, media : int
        Of how many of its honorees there is one.
    families : frozenset of str
        Keys of `geodata.names.families.family_key`.
    years : frozenset of int
        Of martyrdom, Jalali.
    is_of_woman : bool
        Whether the register says that an honoree is one; never told from a name.
    """

    alley_id: int
    street: int
    has_plaque: bool
    portraits: int
    biographies: int
    media: int
    families: frozenset[str]
    years: frozenset[int]
    is_of_woman: bool


class Sights:
    """The sights of one version as it stands.

    Parameters
    ----------
    database : callable
        Gives the calling thread's connection.
    columns : iterable of str
        Columns of the register that the library does not know.
    """

    def __init__(self, database: Callable[[], sqlite3.Connection], columns: Iterable[str]) -> None:
        self._database = database
        self._columns = tuple(column for column in columns if fold_key(column) in _women())

    @property
    def tells_women(self) -> bool:
        """Whether the register says of its rows who is a woman."""
        return bool(self._columns)

    @cached_property
    def all(self) -> tuple[Sight, ...]:
        """Every alley that carries an accepted naming, by id."""
        rows = self._database().execute(_NAMINGS)
        return tuple(self._sight(list(found)) for _, found in groupby(rows, key=lambda row: row[0]))

    @cached_property
    def plaques(self) -> Mapping[int, tuple[tuple[float, float], ...]]:
        """Where the plaques that are up hang, by alley: lon, lat [degrees EPSG:4326]."""
        found: dict[int, tuple[tuple[float, float], ...]] = {}
        for alley_id, lon, lat in self._database().execute(_PLAQUES):
            found[alley_id] = (*found.get(alley_id, ()), (lon, lat))
        return found

    def _sight(self, rows: list[tuple[Any, ...]]) -> Sight:
        alley_id, state, street, *_ = rows[0]
        return Sight(
            alley_id=alley_id,
            street=street,
            has_plaque=state == "installed",
            portraits=sum(row[5] for row in rows),
            biographies=sum(row[6] for row in rows),
            media=sum(row[7] for row in rows),
            families=frozenset(row[3] for row in rows if row[3]),
            years=frozenset(row[4] for row in rows if row[4]),
            is_of_woman=bool(self._columns) and any(map(self._says_woman, (r[8] for r in rows))),
        )

    def _says_woman(self, extras: str) -> bool:
        told = json.loads(extras)
        return any(
            fold_key(str(told.get(column) or "")) in _women()[fold_key(column)]
            for column in self._columns
        )


@cache
def _women() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in read_vocab("women_words"):
        column = fold_key(row["column"])
        found[column] = found.get(column, frozenset()) | {fold_key(row["value"])}
    return found
