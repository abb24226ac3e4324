"""The signs of one version as its files have them, and the namings they are of as they stand.

What was recorded of signs since is the journal's, see `geodata.present_signs`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from geodata.names import fold_key, fold_words
from geodata.vocab import read_vocab

_NAMINGS = """
    SELECT naming.naming_id, martyr_id, honoree_fa, title_fa, father_fa, latin_name, arabic_name,
           old_name_fa, coalesce(parent_fa, main_street_fa), listing.district,
           listing.neighbourhood, listing.alley_id, mouth_lon, mouth_lat, by_name
    FROM naming JOIN listing ON listing.naming_id = naming.naming_id AND place = 0
    LEFT JOIN alley ON alley.alley_id = listing.alley_id"""
_FILED = """
    SELECT plaque_id, naming_id, status, date, end_fa, text_fa, note_fa, lon, lat
    FROM plaque ORDER BY plaque_id"""
_REGISTER = "SELECT naming_id, plaque_status FROM naming"


@dataclass(frozen=True, slots=True)
class SignNaming:
    """The naming a sign is of: whom it honours and where its alley is.

    Attributes
    ----------
    alley_id : int, optional
        None while the alley is not on the map.
    mouth_lon, mouth_lat : float, optional
        Where the alley begins [degrees EPSG:4326].
    plaque_status : str, optional
        What the register says, where no file of plaques says more.
    by_name : str
        Sorts as Persian dictionaries do.
    """

    naming_id: str
    martyr_id: int
    honoree_fa: str
    title_fa: str | None
    father_fa: str | None
    latin_name: str | None
    arabic_name: str | None
    old_name_fa: str | None
    street_fa: str | None
    district: str | None
    neighbourhood: str | None
    alley_id: int | None
    mouth_lon: float | None
    mouth_lat: float | None
    by_name: str
    plaque_status: str | None


@dataclass(frozen=True, slots=True)
class FiledSign:
    """A sign as the dataset has it, or one that is to be.

    Attributes
    ----------
    naming_id : str, optional
        As the file of plaques says, also where the register has no such naming.
    status : str, optional
        Its own, else that of the naming.
    date : str, optional
        Jalali, perhaps not whole.
    end : str, optional
        'start' or 'end' of the alley; another word as it is written.
    is_filed : bool
        Whether the file of plaques has it.
    """

    plaque_id: str
    naming_id: str | None
    status: str | None = None
    date: str | None = None
    end: str | None = None
    text_fa: str | None = None
    note_fa: str | None = None
    lon: float | None = None
    lat: float | None = None
    is_filed: bool = False


class Signs:
    """The signs of one version.

    Parameters
    ----------
    database : callable
        Gives the calling thread's connection to the version as it stands.
    built : Path
        The serving database as it was built.
    """

    def __init__(self, database: Callable[[], sqlite3.Connection], built: Path) -> None:
        self._database, self._path = database, built

    @cached_property
    def namings(self) -> Mapping[str, SignNaming]:
        """Every naming by its id."""
        rows = self._database().execute(_NAMINGS)
        told = self._built[1]
        return {row[0]: SignNaming(*(*row, told.get(row[0]))) for row in rows}

    @cached_property
    def filed(self) -> Mapping[str, FiledSign]:
        """Every sign of the file of plaques by its id.

        One of which the file says no status has that of its naming, where no other sign of the
        naming says one: the register speaks of the naming as a whole.
        """
        found = self._built[0]
        told = {sign.naming_id for sign in found if sign.status}
        return {sign.plaque_id: self._whole(sign, told) for sign in found}

    @cached_property
    def _built(self) -> tuple[list[FiledSign], Mapping[str, str | None]]:
        """The signs of the file, and what the register says of the signs of a naming."""
        address = f"file:{self._path}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as database:
            found = [FiledSign(*(*row, True)) for row in database.execute(_FILED)]
            return found, dict(database.execute(_REGISTER))

    @cached_property
    def signed(self) -> frozenset[str]:
        """The ids of the namings of which the file of plaques has a sign."""
        return frozenset(sign.naming_id for sign in self.filed.values() if sign.naming_id)

    @cached_property
    def folded(self) -> Mapping[str, str]:
        """What a naming is found by, folded, each word with a blank before it."""
        return {naming_id: _folded(naming) for naming_id, naming in self.namings.items()}

    def _whole(self, sign: FiledSign, told: Collection[str | None]) -> FiledSign:
        """The sign with what the register says of its naming, unless that is one of `told`."""
        naming = self.namings.get(sign.naming_id or "")
        return replace(
            sign,
            status=naming.plaque_status if naming and sign.naming_id not in told else sign.status,
            end=end_of(sign.end) if sign.end else None,
        )


def end_of(word: str) -> str:
    """Return at which end of an alley a sign is, 'start' or 'end'; other words as written."""
    return _ends().get(fold_key(word), word)


@cache
def _ends() -> dict[str, str]:
    return {fold_key(row["word"]): row["end"] for row in read_vocab("plaque_ends")}


def _folded(naming: SignNaming) -> str:
    told = (
        naming.honoree_fa,
        naming.father_fa,
        naming.old_name_fa,
        naming.street_fa,
        naming.naming_id,
    )
    words = (word for text in told if text for word in fold_words(text))
    return "".join(f" {word}" for word in words)
