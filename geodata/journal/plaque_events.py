"""Recording what happened to signs, in the street or at the desk, each once however often sent.

A sign is known by the id the dataset gives it, or by one of its own when it is first recorded here.
What comes late takes its place in the history, see `geodata.sign_history`, and changes no newer
state: a phone's always, for it saw what it says; at the desk only when that is meant, because a day
before the last one known is more often a slip. What cannot have happened in that order is refused
at the desk; what was seen in the street is kept, and told as impossible where signs are listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert

from geodata.errors import (
    DecidedError,
    EarlierDayError,
    ImpossibleOrderError,
    QueryError,
)
from geodata.journal.audit import Action, Deed, append_all
from geodata.journal.database import Journal
from geodata.journal.plaque_records import histories, recorded_keys
from geodata.journal.tables import audit, lock, media, plaque_event
from geodata.model import PlaqueStatus
from geodata.sign_history import (
    NOTHING_FILED,
    Filed,
    RecordedEvent,
    impossible,
    in_order,
    latest_day,
    order_of,
)


@dataclass(frozen=True, slots=True)
class PlaqueEvent:
    """One thing that happened to one sign.

    Attributes
    ----------
    event_key : str
        Made by whoever records it; the same key is the same event.
    plaque_id : str
        Of the dataset, or new.
    end : str, optional
        'start' or 'end' of the alley.
    happened_on : str
        Jalali day, 1405-09-04.
    lon, lat : float, optional
        Where the sign is [degrees EPSG:4326].
    """

    event_key: str
    plaque_id: str
    naming_id: str
    end: str | None
    status: PlaqueStatus
    happened_on: str
    lon: float | None
    lat: float | None
    note: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo of a sign, drawn anew already: WebP bytes and the name its content gives it.

    Attributes
    ----------
    consent : str
        'own' for one that somebody took who works here, else a
        `geodata.journal.pictures.Consent`.
    """

    name: str
    content: bytes
    consent: str = "own"


@dataclass(frozen=True, slots=True)
class ToRecord:
    """An event with what whoever records it knew of the sign.

    Attributes
    ----------
    filed : Filed
        What the dataset says of the sign.
    seen : int
        Id of the sign's last event when whoever records looked at it; 0 for none.
    after : str, optional
        Instead of `seen` the key of an event that was sent before this one.
    accuracy_m : float, optional
        How far off the place may be [m].
    tapped_at : datetime, optional
        When somebody said it who stood before the sign (UTC); None at the desk, where it is said
        when it is recorded.
    sent_as : str, optional
        The id the sign had for whoever recorded it, when it has another now.
    is_history : bool
        At the desk: a day before the last one known is meant.
    """

    event: PlaqueEvent
    filed: Filed = NOTHING_FILED
    seen: int = 0
    after: str | None = None
    accuracy_m: float | None = None
    picture: Picture | None = None
    tapped_at: datetime | None = None
    sent_as: str | None = None
    is_history: bool = False


Outcome = int | DecidedError | QueryError
"""The id of an event that is recorded, or why it is not."""

_UNNUMBERED = -1
_NEXT = timedelta(milliseconds=1)


def record_event(journal: Journal, sent: ToRecord, *, by: str, now: datetime) -> int:
    """Record an event and return its id; one that was recorded already is not recorded again.

    Raises
    ------
    ImpossibleOrderError
        The sign cannot have come to be of that status then.
    EarlierDayError
        More is known of a later day, and it is not said that history is meant.
    DecidedError
        Something else was recorded of the sign since.
    """
    with journal.writing() as connection:
        lock(connection, audit)
        return keep_event(connection, sent, by=by, now=now)


def record_events(
    journal: Journal, sent: Sequence[ToRecord], *, by: str, now: datetime
) -> list[Outcome]:
    """Record events one after the other and return what became of each; all are kept at once.

    One that was recorded already is not recorded again; one that is refused keeps no other out.
    """
    with journal.writing() as connection:
        lock(connection, audit)
        return _keep_all(connection, sent, by, now)


def keep_event(connection: Connection, sent: ToRecord, *, by: str, now: datetime) -> int:
    """Do what `record_event` does inside a change that is more and holds the audit's lock."""
    (outcome,) = _keep_all(connection, [sent], by, now)
    if isinstance(outcome, int):
        return outcome
    raise outcome


def _keep_all(
    connection: Connection, sent: Sequence[ToRecord], by: str, now: datetime
) -> list[Outcome]:
    asked = [key for one in sent for key in (one.event.event_key, one.after) if key]
    keys = recorded_keys(connection, asked)
    known = {
        plaque_id: [*history]
        for plaque_id, history in histories(
            connection, (one.event.plaque_id for one in sent)
        ).items()
    }
    placed: dict[str, tuple[ToRecord, RecordedEvent]] = {}
    refused: dict[int, DecidedError | QueryError] = {}
    for at, one in enumerate(sent):
        key = one.event.event_key
        if key in keys or key in placed:
            continue
        history = known.setdefault(one.event.plaque_id, [])
        is_lost = one.after is not None and one.after not in keys and one.after not in placed
        try:
            event = _place(one, history, by, now, is_lost=is_lost)
        except (DecidedError, QueryError) as error:
            refused[at] = error
            continue
        placed[key] = one, event
        history[:] = in_order([*history, event])
    keys |= _write(connection, [*placed.values()], by, now)
    return [refused.get(at) or keys[one.event.event_key] for at, one in enumerate(sent)]


def _place(
    one: ToRecord, history: Sequence[RecordedEvent], by: str, now: datetime, *, is_lost: bool
) -> RecordedEvent:
    """Return an event where it belongs in the history of its sign, or refuse it."""
    last = history[-1] if history else None
    is_seen = _has_seen(one, last) and not is_lost
    event = _follows(_as_recorded(one, by, now), one, history, last if is_seen else None)
    is_newest = last is None or order_of(event) > order_of(last)
    is_desk = one.tapped_at is None
    if is_lost or (not is_seen and (is_desk or is_newest)):
        raise DecidedError(
            f"something else was recorded of {event.plaque_id} in the meantime",
            "در این میان چیز دیگری دربارهٔ این پلاک ثبت شده است؛ دوباره ببینید",
        )
    if is_desk:
        _refuse_slips(one, history, event)
    return event


def _has_seen(one: ToRecord, last: RecordedEvent | None) -> bool:
    if one.after is not None:
        return last is not None and last.event_key == one.after
    return (last.event_id if last else 0) == one.seen


def _as_recorded(one: ToRecord, by: str, now: datetime) -> RecordedEvent:
    told = {name: getattr(one.event, name) for name in PlaqueEvent.__dataclass_fields__}
    return RecordedEvent(
        **told | {"status": one.event.status.value}, event_id=_UNNUMBERED, media_id=None,
        recorded_by=by, recorded_at=now, said_at=one.tapped_at or now,
    )  # fmt: skip


def _follows(
    event: RecordedEvent,
    one: ToRecord,
    history: Sequence[RecordedEvent],
    seen: RecordedEvent | None,
) -> RecordedEvent:
    """Return the event after the one it was recorded on top of, whatever the clocks say.

    A day that is typed at the desk is meant as it is.
    """
    of_phone = (before for before in history if before.event_key == one.after)
    before = next(of_phone, seen)
    is_typed = one.tapped_at is None
    if before is None or (is_typed and before.happened_on != event.happened_on):
        return event
    if order_of(event) > order_of(before):
        return event
    return replace(event, happened_on=before.happened_on, said_at=before.said_at + _NEXT)


def _refuse_slips(one: ToRecord, history: Sequence[RecordedEvent], event: RecordedEvent) -> None:
    latest = latest_day(one.filed, history)
    if latest is not None and event.happened_on < latest and not one.is_history:
        raise EarlierDayError(event.happened_on, latest)
    was = {(odd.before, odd.after) for odd in impossible(one.filed, history)}
    for odd in impossible(one.filed, in_order([*history, event])):
        if (odd.before, odd.after) not in was:
            raise ImpossibleOrderError(odd.before, odd.after)


def _write(
    connection: Connection, placed: Sequence[tuple[ToRecord, RecordedEvent]], by: str, now: datetime
) -> dict[str, int]:
    """Write events with their rows of the audit and return their ids by their keys."""
    if not placed:
        return {}
    rows = []
    for one, event in placed:
        row = asdict(event)
        del row["event_id"]
        if one.picture is not None:
            row["media_id"] = _keep(connection, one.picture, event)
        rows.append(row)
    made = insert(plaque_event).returning(plaque_event.c.event_key, plaque_event.c.event_id)
    keys = {row.event_key: int(row.event_id) for row in connection.execute(made, rows)}
    deeds = (Deed(event.naming_id, _told_of(one, event)) for one, event in placed)
    append_all(connection, by, Action.PLAQUE_RECORDED, deeds, now=now)
    return keys


def _told_of(one: ToRecord, event: RecordedEvent) -> dict[str, object]:
    """What the audit keeps of an event."""
    told: dict[str, object] = {
        "status": event.status, "plaque": event.plaque_id, "on": event.happened_on,
    }  # fmt: skip
    if one.accuracy_m is not None:
        told["accuracy_m"] = round(one.accuracy_m)
    if one.sent_as is not None:
        told["sent_as"] = one.sent_as
    return told


def _keep(connection: Connection, picture: Picture, event: RecordedEvent) -> int:
    made = insert(media).values(
        name=picture.name, kind="plaque", content=picture.content, naming_id=event.naming_id,
        credit="", consent=picture.consent, added_by=event.recorded_by, added_at=event.recorded_at,
    )  # fmt: skip
    key = connection.execute(made).inserted_primary_key
    assert key is not None
    return int(key[0])
