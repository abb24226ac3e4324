"""What one row of the register claims about its alley, folded for comparing.

Reads the register's columns; the network is not looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from geodata.crs import WGS84
from geodata.designation import (
    Designation,
    father_key,
    parse_designation,
    parse_street_name,
    street_key,
)
from geodata.names import fold_key, fold_words, martyr_words, person_words, squeeze
from geodata.street_parts import is_sayyed, slips_mended, without_father

XY = tuple[float, float]
AND_WORD = "و"


@dataclass(frozen=True, slots=True)
class Claim:
    """One naming as the join sees it.

    Attributes
    ----------
    person : tuple of str
        Folded words of the honoree's name, given name first as a rule.
    plural : bool
        The row honours several people («شهیدان …»).
    sayyed : bool
        The row calls the honoree «سید».
    designations : tuple of Designation
        Where the register says the alley is, bare numbers completed by the parent street.
    kind : str or None
        The kind of thoroughfare the old name says it is.
    parent_key : str
        The parent street, squeezed; "" when the register names none.
    district, neighbourhood : str or None
        Ids of the areas the row names.
    born, died : str or None
        ISO-like Jalali dates, possibly partial.
    at : (float, float) or None
        Position in the metric CRS [m].
    """

    naming_id: str
    person: tuple[str, ...]
    plural: bool
    sayyed: bool
    father_key: str
    designations: tuple[Designation, ...]
    kind: str | None
    parent_key: str
    district: str | None
    neighbourhood: str | None
    born: str | None
    died: str | None
    at: XY | None

    @property
    def person_key(self) -> str:
        """The whole name squeezed."""
        return squeeze(self.person)


def read_claims(registry: pd.DataFrame, *, crs: str) -> list[Claim]:
    """Return the claims of a register, in its row order.

    Parameters
    ----------
    registry : DataFrame
        As `geodata.readers.read_registry` returns it.
    crs : str
        Metric CRS for positions.
    """
    positions = list(_positions(registry, crs))
    claims = []
    for row, at in zip(registry.to_dict("records"), positions, strict=True):
        full_name = row["full_name"] or ""
        person, plural = _person(full_name, row["new_name"])
        old_name = row["old_name"]
        claims.append(
            Claim(
                naming_id=row["naming_id"],
                person=person,
                plural=plural,
                sayyed=is_sayyed(fold_words(full_name)),
                father_key=fold_key(row["father_name"] or "") or father_key(full_name),
                designations=parse_designation(old_name, row["main_street"]),
                kind=parse_street_name(old_name).kind if old_name else None,
                parent_key=street_key(row["main_street"]),
                district=row["district"],
                neighbourhood=row["neighbourhood_id"],
                born=row["birth_date"],
                died=row["martyrdom_date"],
                at=at,
            )
        )
    return claims


def _person(full_name: str, new_name: str | None) -> tuple[tuple[str, ...], bool]:
    """The register's name; the decreed street name speaks where it is empty or shorter."""
    folded = slips_mended(fold_words(without_father(full_name)))
    plural = any(martyr_words().get(word) == "many" for word in folded)
    words = _without_and(person_words(folded))
    if len(words) < 2 and new_name:
        decreed = [_without_and(h.words) for h in parse_street_name(new_name).honorees]
        words = max([words, *decreed], key=len)
    return words, plural


def _without_and(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word != AND_WORD)


def _positions(registry: pd.DataFrame, crs: str) -> Iterator[XY | None]:
    lon, lat = registry["lon"].astype(float), registry["lat"].astype(float)
    points = gpd.GeoSeries.from_xy(lon, lat, crs=WGS84).to_crs(crs)
    known = lon.notna() & lat.notna()
    for x, y, is_known in zip(points.x, points.y, known, strict=True):
        yield (float(x), float(y)) if is_known else None
