"""A walk past the alleys that need work: what to do at each and how far the next one is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from geodata.catalogue import Alley, Catalogue
from geodata.catalogue.fieldwork import as_walk, metres
from geodata.catalogue.signs import SignNaming
from geodata.field_list import MaybeAlley, Visit
from webmap.contexts.alley import alley_context
from webmap.contexts.field_mode import candidate_name, candidate_place, task_sentence
from webmap.contexts.site import site_url
from webmap.i18n import gettext
from webmap.places import alley_place, old_name, place_line
from webmap.presentation import map_state_word, martyr_name, plaque_status_word

Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the walk: an alley, or a naming that may be one of some alleys nearby.

    Attributes
    ----------
    path : str
        Address of its page.
    code : str, optional
        Short code of the alley; None where nobody knows which it is.
    leg_m : float
        How far it is from the stop before [m].
    note : str
        What whoever sends somebody there wrote.
    maybe : tuple of (str, str)
        Name and place of the alleys it may be.
    """

    title: str
    formerly: str | None
    place: str
    path: str
    code: str | None
    at: Position
    tasks: tuple[str, ...]
    note: str = ""
    maybe: tuple[tuple[str, str], ...] = ()
    leg_m: float = 0.0

    def row(self, site: str) -> dict[str, object]:
        """Return the stop as a waypoint, see `geodata.exports.geo_files.write_gpx`."""
        return {
            "martyr_fa": self.title,
            "old_name_fa": self.formerly,
            "plaque_fa": gettext("، ").join(
                (*self.tasks, *(name for name, _ in self.maybe), *filter(None, [self.note]))
            ),
            "neighbourhood_fa": self.place,
            "lon": self.at[0],
            "lat": self.at[1],
            "record_url": f"{site}{self.path}",
        }


@dataclass(frozen=True, slots=True)
class FieldContext:
    """The whole walk; `near` is where it begins as an address writes it."""

    stops: tuple[Stop, ...]
    length_m: float
    near: str
    site_url: str


def field_context(
    catalogue: Catalogue, start: Position, visits: Iterable[Visit] = (), *, limit: int
) -> FieldContext:
    """Return a walk from `start` (lon, lat) past the nearest alleys that need somebody there."""
    found = [*_alleys(catalogue, start, limit), *_visits(catalogue, visits)]
    found.sort(key=lambda stop: metres(start, stop.at))
    found = found[:limit]
    stops, at = [], start
    for position in as_walk(start, [stop.at for stop in found]):
        stop = found[position]
        stops.append(replace(stop, leg_m=metres(at, stop.at)))
        at = stop.at
    return FieldContext(
        stops=tuple(stops),
        length_m=sum(stop.leg_m for stop in stops),
        near=f"{start[0]:.4f},{start[1]:.4f}",
        site_url=site_url(),
    )


def _alleys(catalogue: Catalogue, start: Position, limit: int) -> Iterator[Stop]:
    for alley_id, place in catalogue.work_near(*start, limit=limit):
        alley = catalogue.alley(alley_id)
        if isinstance(alley, Alley):
            page = alley_context(alley)
            yield Stop(
                title=page.title,
                formerly=page.formerly,
                place=alley_place(alley),
                path=f"/alleys/{alley_id}",
                code=alley.code,
                at=place,
                tasks=_tasks(alley),
            )


def _visits(catalogue: Catalogue, visits: Iterable[Visit]) -> Iterator[Stop]:
    for visit in visits:
        naming = catalogue.signs.namings[visit.naming_id]
        if visit.place is not None:
            yield _visit_stop(naming, visit, visit.place)


def _visit_stop(naming: SignNaming, visit: Visit, place: Position) -> Stop:
    former, street = naming.old_name_fa, naming.street_fa
    return Stop(
        title=martyr_name(
            naming.honoree_fa, naming.title_fa, naming.latin_name, naming.arabic_name
        ),
        formerly=old_name(former, street) if former else None,
        place=place_line(street, naming.neighbourhood, naming.district),
        path=f"/martyrs/{naming.martyr_id}",
        code=None,
        at=place,
        tasks=(task_sentence(),),
        note=visit.note,
        maybe=tuple(map(_maybe, visit.candidates)),
    )


def _maybe(candidate: MaybeAlley) -> tuple[str, str]:
    return candidate_name(candidate), candidate_place(candidate)


def _tasks(alley: Alley) -> tuple[str, ...]:
    """What is known of its signs that a visit can change, in words."""
    told = [plaque.status for plaque in alley.plaques] or [
        naming.plaque_status for naming in alley.namings if naming.on_map
    ]
    statuses = dict.fromkeys(status for status in told if status)
    return tuple(plaque_status_word(status) for status in statuses) or (
        map_state_word(alley.state),
    )
