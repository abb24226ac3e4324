"""What a phone sends from its queue: each event once, in order, with an answer of its own.

A batch is kept in one piece. An event that is refused keeps no other out, except those that follow
it on the same sign: they name it as the one they come after.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from geodata.errors import DecidedError, QueryError, UnknownRecordError
from geodata.gregorian import jalali_day
from geodata.journal.plaque_events import (
    RecordedEvent,
    ToRecord,
    events_of,
    record_events,
    recorded_keys,
)
from geodata.model import PlaqueStatus
from geodata.present_signs import Sign, find_sign
from webmap.contexts.field_mode import sign_json
from webmap.dataset import current_catalogue
from webmap.i18n import gettext
from webmap.journal import required_journal
from webmap.logins import utc_now
from webmap.photos import sign_picture
from webmap.plaque_input import Said, end_of, event_key, note_of, place_in_city, status_of

OLDEST_S = 400 * 24 * 3600
LONGEST_ID = 1_000
WIDEST_M = 100_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one event.

    Attributes
    ----------
    result : str
        'done', 'already', 'conflict' or 'refused'.
    sign : mapping, optional
        The sign as it stands now.
    parameter : str, optional
        What was refused.
    """

    key: str
    result: str
    message: str = ""
    sign: Mapping[str, Any] | None = None
    parameter: str | None = None


def take(sent: Sequence[Any], *, by: str) -> list[Answer]:
    """Record a batch and return an answer for each event, in its order."""
    known = _known(sent)
    to_record: dict[str, ToRecord] = {}
    refused: dict[int, Answer] = {}
    for at, one in enumerate(sent):
        key = _told_key(one)
        if key in known or key in to_record:
            continue
        try:
            to_record[event_key(key)] = _read(one)
        except (QueryError, UnknownRecordError) as error:
            refused[at] = _refusal(key, error)
    outcomes = record_events(required_journal(), [*to_record.values()], by=by, now=utc_now())
    became = dict(zip(to_record, outcomes, strict=True))
    return [
        refused.get(at) or _answer(_told_key(one), _told_id(one), became.get(_told_key(one)))
        for at, one in enumerate(sent)
    ]


def _known(sent: Sequence[Any]) -> Mapping[str, int]:
    with required_journal().reading() as connection:
        return recorded_keys(connection, [key for one in sent if (key := _told_key(one))])


def _read(one: Any) -> ToRecord:
    """Return an event as the journal takes it.

    Raises
    ------
    QueryError, UnknownRecordError
        What is said cannot be read, or is said of a sign that there is not.
    """
    sign, _ = _sign(_told_id(one))
    if sign is None:
        raise UnknownRecordError("plaque: not known", "پلاکی با این شناسه در داده‌ها نیست")
    said = Said(
        key=event_key(one.get("key")),
        status=status_of(one.get("status")),
        happened_on=_day(one.get("age_s")),
        end=end_of(one.get("end")),
        place=place_in_city(one.get("lon"), one.get("lat"), current_catalogue().info.bounds),
        note=note_of(one.get("note")),
        picture=sign_picture(_photo(one["photo"])) if one.get("photo") else None,
    )
    after, seen, accuracy_m = one.get("after"), one.get("seen"), one.get("accuracy_m")
    return ToRecord(
        event=said.about(sign),
        before=PlaqueStatus(sign.filed.status) if sign.filed.status else None,
        seen=seen if isinstance(seen, int) else 0,
        after=event_key(after) if after is not None else None,
        accuracy_m=accuracy_m if _is_length(accuracy_m) else None,
        picture=said.picture,
    )


def _answer(key: str, plaque_id: str, outcome: int | DecidedError | QueryError | None) -> Answer:
    sign, events = _sign(plaque_id)
    last = events[-1] if events else None
    told = sign_json(sign, last) if sign else None
    if outcome is None:
        return Answer(key, "already", sign=told)
    if isinstance(outcome, int):
        return Answer(key, "done", sign=told)
    result = "conflict" if isinstance(outcome, DecidedError) else "refused"
    parameter = getattr(outcome, "parameter", None)
    return Answer(key, result, gettext(outcome.message_fa), told, parameter)


def _refusal(key: str, error: QueryError | UnknownRecordError) -> Answer:
    parameter = getattr(error, "parameter", None)
    return Answer(key, "refused", gettext(error.message_fa), parameter=parameter)


def _sign(plaque_id: str) -> tuple[Sign | None, list[RecordedEvent]]:
    with required_journal().reading() as connection:
        events = events_of(connection, plaque_id)
    return find_sign(current_catalogue().signs, plaque_id, events), events


def _day(age_s: object) -> str:
    """The day so many seconds ago: a phone's clock may be wrong, but it runs evenly."""
    if isinstance(age_s, int | float) and 0 <= age_s <= OLDEST_S:
        return jalali_day(utc_now() - timedelta(seconds=age_s))
    raise QueryError(
        "age_s: expected seconds since it happened",
        gettext("این گوشی نگفت رویداد کی رخ داده است."),
        parameter="age_s",
    )


def _is_length(told: object) -> bool:
    return isinstance(told, int | float) and 0 <= told <= WIDEST_M


def _photo(sent: object) -> bytes:
    try:
        return base64.b64decode(sent if isinstance(sent, str) else "-", validate=True)
    except (binascii.Error, ValueError):
        return b""


def _told_key(one: Any) -> str:
    key = one.get("key") if isinstance(one, dict) else None
    return key if isinstance(key, str) else ""


def _told_id(one: Any) -> str:
    plaque_id = one.get("plaque") if isinstance(one, dict) else None
    return plaque_id if isinstance(plaque_id, str) and len(plaque_id) <= LONGEST_ID else ""
