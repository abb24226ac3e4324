"""The signs as they stand now: what was recorded of one goes before what the dataset says of it.

The one place where the two are laid over each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from geodata.catalogue.signs import FiledSign, SignNaming, Signs
from geodata.journal.plaque_events import RecordedEvent
from geodata.model import PlaqueStatus
from geodata.plaque_life import NEXT

ENDS = ("start", "end")
_SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign as it stands now.

    Attributes
    ----------
    naming : SignNaming, optional
        None for a sign of a naming that the register does not have.
    status : PlaqueStatus, optional
        None: nothing is known of it.
    date : str, optional
        The Jalali day of its last event, else what the dataset says.
    lon, lat : float, optional
        Where it is, as it was last recorded [degrees EPSG:4326].
    seen : int
        Id of its last event, 0 for none: what whoever records next has seen.
    """

    plaque_id: str
    naming_id: str | None
    naming: SignNaming | None
    end: str | None
    status: PlaqueStatus | None
    date: str | None
    lon: float | None
    lat: float | None
    seen: int
    filed: FiledSign

    @property
    def exists(self) -> bool:
        """Whether anything says that there is such a sign, and not only that one is wanted."""
        return self.filed.is_filed or self.seen > 0

    @property
    def on_map(self) -> bool:
        """Whether its alley is on the map."""
        return self.naming is not None and self.naming.alley_id is not None

    @property
    def next_statuses(self) -> tuple[PlaqueStatus, ...]:
        """What may be recorded of it next, the usual first."""
        return NEXT[self.status]


def present_sign(
    filed: FiledSign, naming: SignNaming | None, events: Sequence[RecordedEvent] = ()
) -> Sign:
    """Return a sign as it stands now.

    Its status is that of its last event, else the dataset's, else the one the register gives its
    naming; end and place are the last that were recorded.

    Parameters
    ----------
    events : sequence of RecordedEvent
        Those of this sign that stand, in the order they were recorded.
    """
    last = events[-1] if events else None
    place = next(((e.lon, e.lat) for e in reversed(events) if e.lon is not None), None)
    lon, lat = place or (filed.lon, filed.lat)
    status = last.status if last else filed.status
    return Sign(
        plaque_id=filed.plaque_id,
        naming_id=filed.naming_id,
        naming=naming,
        end=next((e.end for e in reversed(events) if e.end), filed.end),
        status=PlaqueStatus(status) if status else None,
        date=last.happened_on if last else filed.date,
        lon=lon,
        lat=lat,
        seen=last.event_id if last else 0,
        filed=filed,
    )


def present_signs(signs: Signs, events: Iterable[RecordedEvent]) -> Iterator[Sign]:
    """Yield every sign of a version and of the journal, and one to be for each naming without.

    Parameters
    ----------
    events : iterable of RecordedEvent
        All that stand, in the order they were recorded.
    """
    recorded = by_sign(events)
    for plaque_id, filed in signs.filed.items():
        yield _of(signs, filed, recorded.get(plaque_id, ()))
    signed = set(signs.signed)
    for plaque_id, of_it in recorded.items():
        if plaque_id not in signs.filed:
            signed.add(of_it[-1].naming_id)
            yield _of(signs, _unfiled(signs, plaque_id, of_it[-1].naming_id), of_it)
    for naming_id in signs.namings:
        if naming_id not in signed:
            yield _of(signs, _unfiled(signs, own_id(naming_id, ENDS[0]), naming_id))


def find_sign(signs: Signs, plaque_id: str, events: Sequence[RecordedEvent]) -> Sign | None:
    """Return one sign as it stands now, also one that is still to be; None for an unknown id.

    Parameters
    ----------
    events : sequence of RecordedEvent
        Those of this sign that stand, in the order they were recorded.
    """
    filed = signs.filed.get(plaque_id)
    if filed is None:
        naming_id = events[-1].naming_id if events else _naming_of(signs, plaque_id)
        filed = None if naming_id is None else _unfiled(signs, plaque_id, naming_id)
    return None if filed is None else _of(signs, filed, events)


def by_sign(events: Iterable[RecordedEvent]) -> Mapping[str, list[RecordedEvent]]:
    """Return events by the sign they are of, in their order."""
    found: dict[str, list[RecordedEvent]] = defaultdict(list)
    for event in events:
        found[event.plaque_id].append(event)
    return found


def own_id(naming_id: str, end: str) -> str:
    """Return the id of a sign that is first recorded here.

    Two people who record the same new sign at once name it alike, so that it stays one sign.
    """
    return f"{naming_id}{_SEPARATOR}{end}"


def _naming_of(signs: Signs, plaque_id: str) -> str | None:
    """The naming an id of ours is of, None for any other."""
    naming_id, _, end = plaque_id.rpartition(_SEPARATOR)
    return naming_id if end in ENDS and naming_id in signs.namings else None


def _unfiled(signs: Signs, plaque_id: str, naming_id: str) -> FiledSign:
    """A sign that no file has; what the register says of its naming is said of the first."""
    _, separator, end = plaque_id.rpartition(_SEPARATOR)
    naming = signs.namings.get(naming_id)
    is_first = plaque_id == own_id(naming_id, ENDS[0]) and naming_id not in signs.signed
    return FiledSign(
        plaque_id,
        naming_id or None,
        status=naming.plaque_status if naming and is_first else None,
        end=end if separator and end in ENDS else None,
    )


def _of(signs: Signs, filed: FiledSign, events: Sequence[RecordedEvent] = ()) -> Sign:
    return present_sign(filed, signs.namings.get(filed.naming_id or ""), events)
