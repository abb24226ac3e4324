"""The way from one stop to the next: the one place where tours ask for it.

On foot along the streets; where none leads there, or the dataset knows of none, as the crow flies,
and said so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geodata.catalogue import Catalogue
from geodata.catalogue.fieldwork import metres
from geodata.errors import DatasetError
from geodata.walks.between import way_between

Position = tuple[float, float]
KEPT = 4_096
"""So many legs are remembered: a page of tours asks for all of theirs each time."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A way between two places.

    Attributes
    ----------
    line : tuple of (lon, lat)
        [degrees EPSG:4326].
    length_m : float
        How long it is [m]; of a straight one the least it can be.
    is_straight : bool
        Whether it is no way that one can walk, but the line between the two.
    """

    line: tuple[Position, ...]
    length_m: float
    is_straight: bool


def leg_between(catalogue: Catalogue, a: Position, b: Position) -> Leg:
    """Return the way from a place to another, both lon, lat [degrees EPSG:4326].

    Parameters
    ----------
    catalogue : Catalogue
        Whose streets one walks on.
    """
    return _leg(catalogue.version, a, b)


@lru_cache(maxsize=KEPT)
def _leg(version: Path, a: Position, b: Position) -> Leg:
    try:
        way = way_between(version, a, b)
    except DatasetError:
        way = None  # a version that is older than walks are
    if way is None:
        return Leg((a, b), metres(a, b), is_straight=True)
    line = tuple((float(lon), float(lat)) for lon, lat in way.line)
    return Leg(line, way.length_m, is_straight=False)
