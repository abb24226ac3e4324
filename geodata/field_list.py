"""The signs around a place that a crew may look at, the nearest first.

Beside the signs of alleys on the map: namings of which somebody decided that one has to go there
first, near the alleys they may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geodata.catalogue import Alley, Catalogue
from geodata.catalogue.fieldwork import FARTHEST_M, Position, metres
from geodata.catalogue.worklists import Offered
from geodata.journal.decisions import Kept
from geodata.present_signs import Sign

MOST_PLACELESS = 30
"""Of namings to be looked for without a place so many are told."""


@dataclass(frozen=True, slots=True)
class MaybeAlley:
    """An alley that a naming may be about, and where it begins [degrees EPSG:4326]."""

    offered: Offered
    alley_id: int
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Visit:
    """A naming that somebody has to go and look for.

    Attributes
    ----------
    place : (float, float), optional
        Lon, lat of the nearest alley it may be [degrees EPSG:4326]; None when there is none.
    note : str
        What whoever decided so wrote.
    """

    naming_id: str
    place: Position | None
    candidates: tuple[MaybeAlley, ...]
    note: str


@dataclass(frozen=True, slots=True)
class FieldSign:
    """One sign of the list.

    Attributes
    ----------
    place : (float, float), optional
        Where to go: lon, lat [degrees EPSG:4326].
    distance_m : float, optional
        How far that is from where the list begins [m].
    visit : Visit, optional
        For a naming that has to be looked for.
    """

    sign: Sign
    place: Position | None
    distance_m: float | None
    visit: Visit | None = None


def field_list(
    signs: Iterable[Sign], visits: Iterable[Visit], start: Position, *, limit: int
) -> tuple[FieldSign, ...]:
    """Return at most `limit` signs around a place, the nearest first; then those without one.

    Parameters
    ----------
    start : (float, float)
        Lon, lat [degrees EPSG:4326].
    """
    wanted = {visit.naming_id: visit for visit in visits}
    found = [*_placed(signs, wanted, start)]
    near = [one for one in found if one.distance_m is not None and one.distance_m <= FARTHEST_M]
    near.sort(key=lambda one: (one.distance_m, one.sign.plaque_id))
    lost = [one for one in found if one.place is None]
    return (*near[:limit], *lost[:MOST_PLACELESS])


def find_visits(catalogue: Catalogue, waiting: Iterable[Kept], start: Position) -> list[Visit]:
    """Return what has to be looked for, with the alleys it may be, those nearest to `start` first.

    A naming that a build has joined to an alley since needs nobody to look for it.
    """
    namings = catalogue.signs.namings
    found = []
    for naming_id, note in {one.naming_id: one.note for one in waiting}.items():
        naming = namings.get(naming_id)
        if naming is None or naming.alley_id is not None:
            continue
        candidates = sorted(_candidates(catalogue, naming_id), key=lambda one: _far(start, one))
        place = (candidates[0].lon, candidates[0].lat) if candidates else None
        found.append(Visit(naming_id, place, tuple(candidates), note))
    return found


def _candidates(catalogue: Catalogue, naming_id: str) -> Iterator[MaybeAlley]:
    row = catalogue.work.of_naming(naming_id)
    for offered in catalogue.work.offered(row) if row else ():
        alley_id = offered.candidate.alley_id
        alley = None if alley_id is None else catalogue.alley(alley_id)
        if isinstance(alley, Alley):
            yield MaybeAlley(offered, alley.alley_id, alley.mouth_lon, alley.mouth_lat)


def _placed(
    signs: Iterable[Sign], visits: dict[str, Visit], start: Position
) -> Iterator[FieldSign]:
    for sign in signs:
        visit = visits.get(sign.naming_id or "")
        if visit is None and not sign.on_map:
            continue
        place = place_of(sign) or (visit.place if visit else None)
        yield FieldSign(sign, place, metres(start, place) if place else None, visit)


def place_of(sign: Sign) -> Position | None:
    """Return lon, lat of a sign [degrees], else of the mouth of its alley; None without either."""
    if sign.lon is not None and sign.lat is not None:
        return sign.lon, sign.lat
    naming = sign.naming
    if naming is None or naming.mouth_lon is None or naming.mouth_lat is None:
        return None
    return naming.mouth_lon, naming.mouth_lat


def _far(start: Position, alley: MaybeAlley) -> float:
    return metres(start, (alley.lon, alley.lat))
