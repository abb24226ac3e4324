"""What one row of the register claims about its alley, folded for comparing.

Reads the register's columns; the network is not looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from geodata.crs import WGS84
from geodata.designation import Designation, parse_designation, parse_street_name, street_key
from geodata.names import fold_key, fold_words, person_words, squeeze

XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Claim:
    """One naming as the join sees it.

    Attributes
    ----------
    person : tuple of str
        Folded words of the honoree's name, given name first as a rule.
    designations : tuple of Designation
        Where the register says the alley is, bare numbers completed by the parent street.
    parent_key : str
        The parent street, squeezed; "" when the register names none.
    district, neighbourhood : str or None
        Ids of the areas the row names.
    at : (float, float) or None
        Position in the metric CRS [m].
    """

    naming_id: str
    person: tuple[str, ...]
    father_key: str
    designations: tuple[Designation, ...]
    parent_key: str
    district: str | None
    neighbourhood: str | None
    at: XY | None

    @property
    def person_key(self) -> str:
        """The whole name squeezed."""
        return squeeze(self.person)

    @property
    def surname_keys(self) -> frozenset[str]:
        """Every shorter ending of the name: what a sign with the surname only would show."""
        return frozenset(squeeze(self.person[i:]) for i in range(1, len(self.person)))


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
        district = row["district"]
        claims.append(
            Claim(
                naming_id=row["naming_id"],
                person=_person(row["full_name"], row["new_name"]),
                father_key=fold_key(row["father_name"] or ""),
                designations=parse_designation(row["old_name"], row["main_street"]),
                parent_key=street_key(row["main_street"]),
                district=district,
                neighbourhood=row["neighbourhood_id"],
                at=at,
            )
        )
    return claims


def _person(full_name: str | None, new_name: str | None) -> tuple[str, ...]:
    """The register's name; the decreed street name speaks where it is empty or shorter."""
    words = person_words(fold_words(full_name or ""))
    if len(words) < 2 and new_name:
        decreed = [honoree.words for honoree in parse_street_name(new_name).honorees]
        words = max([words, *decreed], key=len)
    return words


def _positions(registry: pd.DataFrame, crs: str) -> Iterator[XY | None]:
    points = gpd.GeoSeries.from_xy(registry["lon"], registry["lat"], crs=WGS84).to_crs(crs)
    known = registry["lon"].notna() & registry["lat"].notna()
    for x, y, is_known in zip(points.x, points.y, known, strict=True):
        yield (float(x), float(y)) if is_known else None
