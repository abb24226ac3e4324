"""The signs of an alley as they stand now, each with what may be recorded of it next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from geodata.journal.plaque_events import RecordedEvent, events_in_force, last_of_each_sign
from geodata.model import PlaqueStatus
from geodata.plaque_life import may_follow

if TYPE_CHECKING:
    from geodata.catalogue.records import Naming, Plaque

ENDS = ("start", "end")


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign, or the place of one that nobody has recorded yet.

    Attributes
    ----------
    plaque_id : str or None
        None for a naming without any record of a sign: the register's own column speaks.
    end_fa : str or None
        'start', 'end' or what the register writes.
    seen : int
        Id of its last event in the journal, 0 for none.
    """

    plaque_id: str | None
    naming_id: str
    end_fa: str | None
    status: PlaqueStatus | None
    seen: int

    @property
    def key(self) -> str:
        """What a form calls it: another word once something else was recorded of it."""
        return f"{self.seen}:{self.plaque_id or self.naming_id}"

    @property
    def end(self) -> str | None:
        """Its end, where it is one of `ENDS`."""
        return self.end_fa if self.end_fa in ENDS else None

    def may_become(self, status: PlaqueStatus) -> bool:
        """Return whether this may be recorded of it."""
        return may_follow(self.status, status)


def signs_of(
    connection: Connection, namings: Iterable[Naming], plaques: Iterable[Plaque]
) -> list[Sign]:
    """Return the signs of some namings: those of the dataset and those recorded since."""
    told = {naming.naming_id: naming.plaque_status for naming in namings}
    events = last_of_each_sign(events_in_force(connection, told))
    signs = [
        _sign(plaque, events.pop(plaque.plaque_id, None))
        for plaque in plaques
        if plaque.naming_id in told
    ]
    signs += [_new(event) for event in events.values()]
    known = {sign.naming_id for sign in signs}
    return signs + list(_unrecorded(told, known))


def _sign(plaque: Plaque, last: RecordedEvent | None) -> Sign:
    status = last.status if last else plaque.status
    return Sign(
        plaque_id=plaque.plaque_id,
        naming_id=str(plaque.naming_id),
        end_fa=(last.end if last else None) or plaque.end_fa,
        status=PlaqueStatus(status) if status else None,
        seen=last.event_id if last else 0,
    )


def _new(event: RecordedEvent) -> Sign:
    status = PlaqueStatus(event.status)
    return Sign(event.plaque_id, event.naming_id, event.end, status, event.event_id)


def _unrecorded(told: dict[str, str | None], known: set[str]) -> Iterator[Sign]:
    for naming_id, status in told.items():
        if naming_id not in known:
            yield Sign(None, naming_id, None, PlaqueStatus(status) if status else None, 0)
