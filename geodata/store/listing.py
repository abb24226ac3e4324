"""What the namings of a version are filtered, counted and sorted by, one row for each alley.

The reading side is `geodata.catalogue.listing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from geodata.deciding import DUPLICATE_METHOD
from geodata.frames import with_none
from geodata.model import UNMAPPED, MapState, Verdict
from geodata.names.alphabet import sortable
from geodata.names.families import family_key, family_name
from geodata.plaque_states import SIGN_COUNTS, sign_flags
from geodata.standing import by_alley

COLUMNS = (
    "naming_id", "place", "alley_id", "family_key", "family_fa", "by_name", "district",
    "neighbourhood", "state", "year", "has_portrait", "has_biography", "once", "mapped",
    *SIGN_COUNTS,
)  # fmt: skip
_READ = [
    "naming_id", "alley_id", "verdict", "method", "full_name", "last_name", "district",
    "neighbourhood_id", "martyrdom_date", "portrait", "biography", "plaque_status", "place",
]  # fmt: skip
_YEAR_DIGITS = 4


def listing_rows(alleys: pd.DataFrame, namings: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the table `listing`, values of `COLUMNS`.

    A naming lies where its alley does; without one, where the register says. One that stands for
    several alleys has a row at each.

    Parameters
    ----------
    alleys : DataFrame
        Columns `alley_id`, `district`, `neighbourhood`, `state`.
    namings : DataFrame
        The register joined with its verdicts.
    """
    columns = ["alley_id", "district", "neighbourhood", "state"]
    known = with_none(alleys[columns]).itertuples(index=False, name=None)
    places = {alley_id: place for alley_id, *place in known}
    namings = by_alley(namings)
    rows: Iterator[Any] = with_none(namings[_READ]).itertuples(index=False)
    told = _told(namings)
    seen: set[object] = set()
    for row in rows:
        is_mapped = row.verdict == Verdict.ACCEPTED.value
        district, neighbourhood, state = row.district, row.neighbourhood_id, UNMAPPED
        if is_mapped:
            district, neighbourhood, state = places[row.alley_id]
        family = family_name(row.full_name, row.last_name)
        yield (
            row.naming_id,
            row.place,
            row.alley_id if is_mapped else None,
            family_key(family),
            family,
            sorts_by(row.full_name, row.last_name),
            district,
            neighbourhood,
            state or MapState.NAMED.value,
            int(row.martyrdom_date[:_YEAR_DIGITS]) if row.martyrdom_date else None,
            int(bool(row.portrait)),
            int(bool(row.biography)),
            int(row.method != DUPLICATE_METHOD and (not is_mapped or row.alley_id not in seen)),
            int(is_mapped),
            *map(int, sign_flags(told[row.alley_id] if is_mapped else [row.plaque_status])),
        )
        if is_mapped:
            seen.add(row.alley_id)


def sorts_by(full_name: str, last_name: str | None) -> str:
    """Return what a naming is sorted by: family name first, as Persian dictionaries do."""
    return sortable(f"{family_name(full_name, last_name)} {full_name}")


def _told(namings: pd.DataFrame) -> dict[object, list[str | None]]:
    """Return of each alley with an accepted naming what all its namings say of their plaques."""
    accepted = namings[namings["verdict"] == Verdict.ACCEPTED.value]
    told: dict[object, list[str | None]] = {}
    known = with_none(accepted[["alley_id", "plaque_status"]])
    for alley_id, status in known.itertuples(index=False, name=None):
        told.setdefault(alley_id, []).append(status)
    return told
