"""The way from one stop to the next: the one place where tours ask for it.

For now as the crow flies, and said so. A graph of the streets takes its place here alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from geodata.catalogue import Catalogue
from geodata.catalogue.fieldwork import metres

Position = tuple[float, float]


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
        Whose streets one walks on; not looked at while legs are straight.
    """
    del catalogue
    return Leg((a, b), metres(a, b), is_straight=True)
