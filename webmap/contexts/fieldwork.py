"""A walk past the alleys that need work: what to do at each and how far the next one is."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.catalogue import Alley, Catalogue
from geodata.catalogue.fieldwork import as_walk, metres
from webmap.contexts.alley import AlleyContext, alley_context
from webmap.contexts.site import site_url
from webmap.i18n import gettext
from webmap.places import alley_place
from webmap.presentation import map_state_word, plaque_status_word

Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stop:
    """One alley of the walk; `leg_m` is how far it is from the stop before [m]."""

    page: AlleyContext
    tasks: tuple[str, ...]
    leg_m: float

    def row(self, site: str) -> dict[str, object]:
        """Return the stop as a waypoint, see `geodata.exports.geo_files.write_gpx`."""
        alley = self.page.alley
        return {
            "martyr_fa": self.page.title,
            "old_name_fa": self.page.formerly,
            "plaque_fa": gettext("، ").join(self.tasks),
            "neighbourhood_fa": alley_place(alley),
            "lon": alley.mouth_lon,
            "lat": alley.mouth_lat,
            "record_url": f"{site}/alleys/{alley.alley_id}",
        }


@dataclass(frozen=True, slots=True)
class FieldContext:
    """The whole walk; `near` is where it begins as an address writes it."""

    stops: tuple[Stop, ...]
    length_m: float
    near: str
    site_url: str


def field_context(catalogue: Catalogue, start: Position, *, limit: int) -> FieldContext:
    """Return a walk from `start` (lon, lat) past the nearest alleys that need work."""
    found = catalogue.work_near(*start, limit=limit)
    order = as_walk(start, [place for _, place in found])
    stops, at = [], start
    for position in order:
        alley_id, place = found[position]
        alley = catalogue.alley(alley_id)
        if isinstance(alley, Alley):
            stops.append(Stop(alley_context(alley), _tasks(alley), metres(at, place)))
            at = place
    return FieldContext(
        stops=tuple(stops),
        length_m=sum(stop.leg_m for stop in stops),
        near=f"{start[0]:.4f},{start[1]:.4f}",
        site_url=site_url(),
    )


def _tasks(alley: Alley) -> tuple[str, ...]:
    """What is known of its signs that a visit can change, in words."""
    told = [plaque.status for plaque in alley.plaques] or [
        naming.plaque_status for naming in alley.namings if naming.on_map
    ]
    statuses = dict.fromkeys(status for status in told if status)
    return tuple(plaque_status_word(status) for status in statuses) or (
        map_state_word(alley.state),
    )
