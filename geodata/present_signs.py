"""The signs as they stand now: what was recorded of them laid over what the dataset says.

What holds when both speak is `geodata.sign_history`'s rule; who shows or changes signs asks here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from geodata.catalogue.signs import FiledSign, SignNaming, Signs
from geodata.model import PlaqueStatus
from geodata.plaque_life import NEXT, may_follow
from geodata.sign_history import Filed, RecordedEvent, by_sign, impossible, present

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
        The Jalali day since when it is of that status.
    lon, lat : float, optional
        Where it is, as it was last recorded [degrees EPSG:4326].
    seen : int
        Id of its last event, 0 for none: what whoever records next has seen.
    odd : frozenset of int
        Ids of its events that cannot have come in that order.
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
    odd: frozenset[int] = frozenset()

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

    @property
    def told_by_files(self) -> Filed:
        """What the dataset says of it, which whoever records needs to know."""
        return filed_of(self.filed)

    def may_become(self, status: PlaqueStatus) -> bool:
        """Return whether this may be recorded of it."""
        return may_follow(self.status, status)


def present_sign(
    filed: FiledSign, naming: SignNaming | None, history: Sequence[RecordedEvent] = ()
) -> Sign:
    """Return a sign as it stands now.

    Its status is that of its last event, else the dataset's, else the one the register gives its
    naming; end and place are the last that were recorded.

    Parameters
    ----------
    history : sequence of RecordedEvent
        Those of this sign that stand, in order.
    """
    now = present(filed.date, history)
    lon, lat = now.place or (filed.lon, filed.lat)
    status = now.telling.status if now.telling else filed.status
    return Sign(
        plaque_id=filed.plaque_id,
        naming_id=filed.naming_id,
        naming=naming,
        end=now.end or filed.end,
        status=PlaqueStatus(status) if status else None,
        date=now.telling.happened_on if now.telling else filed.date,
        lon=lon,
        lat=lat,
        seen=history[-1].event_id if history else 0,
        filed=filed,
        odd=frozenset(odd.event.event_id for odd in impossible(filed_of(filed), history)),
    )


def filed_of(filed: FiledSign) -> Filed:
    """Return what the dataset says of a sign's state."""
    return Filed(PlaqueStatus(filed.status) if filed.status else None, filed.date)


def present_signs(
    signs: Signs, events: Iterable[RecordedEvent], naming_ids: Collection[str] | None = None
) -> Iterator[Sign]:
    """Yield every sign of a version and of the journal, and one to be for each naming without.

    Parameters
    ----------
    events : iterable of RecordedEvent
        All that stand, of these namings at least.
    naming_ids : collection of str, optional
        Whose signs; None: all, also those of no naming.
    """
    recorded = by_sign(events)
    wanted = signs.namings if naming_ids is None else [n for n in naming_ids if n in signs.namings]
    for plaque_id, filed in signs.filed.items():
        if naming_ids is None or filed.naming_id in naming_ids:
            yield _of(signs, filed, recorded.get(plaque_id, ()))
    signed = set(signs.signed)
    for plaque_id, of_it in recorded.items():
        is_wanted = naming_ids is None or of_it[-1].naming_id in naming_ids
        if plaque_id not in signs.filed and is_wanted:
            signed.add(of_it[-1].naming_id)
            yield _of(signs, _unfiled(signs, plaque_id, of_it[-1].naming_id), of_it)
    for naming_id in wanted:
        if naming_id not in signed:
            yield _of(signs, _unfiled(signs, own_id(naming_id, ENDS[0]), naming_id))


def find_sign(signs: Signs, plaque_id: str, history: Sequence[RecordedEvent]) -> Sign | None:
    """Return one sign as it stands now, also one that is still to be; None for an unknown id.

    Parameters
    ----------
    history : sequence of RecordedEvent
        Those of this sign that stand, in order.
    """
    filed = signs.filed.get(plaque_id)
    if filed is None:
        naming_id = history[-1].naming_id if history else _naming_of(signs, plaque_id)
        filed = None if naming_id is None else _unfiled(signs, plaque_id, naming_id)
    return None if filed is None else _of(signs, filed, history)


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


def _of(signs: Signs, filed: FiledSign, history: Sequence[RecordedEvent] = ()) -> Sign:
    return present_sign(filed, signs.namings.get(filed.naming_id or ""), history)
