"""What a phone sends from its queue: each event once, in order, with an answer of its own.

A batch is kept in one piece. An event that is refused keeps no other out, except those that follow
it on the same sign: they name it as the one they come after. One whose sign a build has given
another id is recorded of the sign it can only be; else it stays on the phone, with the signs it may
be for its person to choose.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from geodata.catalogue.fieldwork import Position
from geodata.errors import DecidedError, QueryError, UnknownRecordError
from geodata.gregorian import jalali_day
from geodata.journal.plaque_events import Outcome, ToRecord, record_events
from geodata.journal.plaque_records import events_in_force, events_of, recorded_keys
from geodata.model import PlaqueStatus
from geodata.present_signs import ENDS, Sign, find_sign
from geodata.sign_again import KnownAs, find_again, signs_of_naming
from geodata.sign_history import RecordedEvent, order_of, present
from webmap.contexts.field_mode import BUTTONS, sign_json
from webmap.dataset import current_catalogue
from webmap.i18n import gettext, mark
from webmap.journal import required_journal
from webmap.logins import utc_now
from webmap.photos import sign_picture
from webmap.plaque_input import Said, end_of, event_key, note_of, place_in_city, status_of
from webmap.plaque_refusals import refusal_sentence

OLDEST_S = 400 * 24 * 3600
LONGEST_ID = 1_000
WIDEST_M = 100_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one event.

    Attributes
    ----------
    result : str
        'done'; 'history', when a newer state is known and stands; 'already', 'conflict', 'refused'.
    sign : mapping, optional
        The sign as it stands now.
    parameter : str, optional
        What was refused.
    candidates : list of mapping
        The signs it may be about, where the one that was meant is not to be found.
    """

    key: str
    result: str
    message: str = ""
    sign: Mapping[str, Any] | None = None
    parameter: str | None = None
    candidates: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class _Recorded:
    """An event that was sent to the journal, and what became of it."""

    sent: ToRecord
    outcome: Outcome


class _LostSignError(UnknownRecordError):
    """A sign that is not to be found again, with those it may be."""

    def __init__(self, candidates: Sequence[Sign]) -> None:
        sentence = (
            mark("شناسهٔ این پلاک عوض شده است و معلوم نیست کدام است؛ بگویید کدام یک از این‌هاست.")
            if candidates
            else mark("پلاکی با این شناسه در داده‌ها نیست")
        )
        super().__init__("plaque: not known", sentence)
        self.candidates = candidates


def take(sent: Sequence[Any], *, by: str) -> list[Answer]:
    """Record a batch and return an answer for each event, in its order."""
    known, now = _known(sent), utc_now()
    to_record: dict[str, ToRecord] = {}
    refused: dict[int, Answer] = {}
    for at, one in enumerate(sent):
        key = _told_key(one)
        if key in known or key in to_record:
            continue
        try:
            to_record[event_key(key)] = _read(one, now)
        except (QueryError, UnknownRecordError) as error:
            refused[at] = _refusal(key, error)
    outcomes = record_events(required_journal(), [*to_record.values()], by=by, now=now)
    became = {
        key: _Recorded(one, outcome)
        for (key, one), outcome in zip(to_record.items(), outcomes, strict=True)
    }
    return [
        refused.get(at) or _answer(_told_key(one), one, became.get(_told_key(one)))
        for at, one in enumerate(sent)
    ]


def _known(sent: Sequence[Any]) -> Mapping[str, int]:
    with required_journal().reading() as connection:
        return recorded_keys(connection, [key for one in sent if (key := _told_key(one))])


def _read(one: Any, now: datetime) -> ToRecord:
    """Return an event as the journal takes it.

    Raises
    ------
    QueryError, UnknownRecordError
        What is said cannot be read, or is said of a sign that there is not.
    """
    sign = _meant(one)
    tapped_at = _moment(one.get("age_s"), now)
    said = Said(
        key=event_key(one.get("key")),
        status=_seen_status(one.get("status")),
        happened_on=jalali_day(tapped_at),
        end=end_of(one.get("end")),
        place=place_in_city(one.get("lon"), one.get("lat"), current_catalogue().info.bounds),
        note=note_of(one.get("note")),
        picture=sign_picture(_photo(one["photo"])) if one.get("photo") else None,
    )
    after, seen, accuracy_m = one.get("after"), one.get("seen"), one.get("accuracy_m")
    told_id = _told_id(one)
    return ToRecord(
        event=said.about(sign),
        filed=sign.told_by_files,
        seen=seen if isinstance(seen, int) else 0,
        after=event_key(after) if after is not None else None,
        accuracy_m=accuracy_m if _is_length(accuracy_m) else None,
        picture=said.picture,
        tapped_at=tapped_at,
        sent_as=told_id if told_id != sign.plaque_id else None,
    )


def _meant(one: Any) -> Sign:
    """Return the sign an event is about; `_LostSignError` when that cannot be said."""
    sign, _ = _sign(_told_id(one))
    if sign is not None:
        return sign
    known = _known_as(one)
    with required_journal().reading() as connection:
        events = events_in_force(connection, [known.naming_id or ""])
    signs = current_catalogue().signs
    found = find_again(signs, known, events)
    if found is None:
        raise _LostSignError(signs_of_naming(signs, known.naming_id, events))
    return found


def _known_as(one: Any) -> KnownAs:
    told = one if isinstance(one, dict) else {}
    naming_id, end = told.get("naming"), told.get("sign_end")
    is_id = isinstance(naming_id, str) and 0 < len(naming_id) <= LONGEST_ID
    return KnownAs(
        plaque_id=_told_id(one),
        naming_id=naming_id if is_id else None,
        end=end if end in ENDS else None,
        place=_spot(told.get("spot")),
    )


def _spot(sent: object) -> Position | None:
    match sent:
        case [int() | float() as lon, int() | float() as lat]:
            return float(lon), float(lat)
    return None


def _answer(key: str, one: Any, became: _Recorded | None) -> Answer:
    plaque_id = became.sent.event.plaque_id if became else _told_id(one)
    sign, history = _sign(plaque_id)
    told = sign_json(sign, history[-1] if history else None) if sign else None
    if became is None:
        return Answer(key, "already", sign=told)
    outcome = became.outcome
    if isinstance(outcome, int):
        return Answer(key, "history" if _is_late(outcome, sign, history) else "done", sign=told)
    result = "conflict" if isinstance(outcome, DecidedError) else "refused"
    parameter = getattr(outcome, "parameter", None)
    return Answer(key, result, refusal_sentence(outcome), told, parameter)


def _is_late(event_id: int, sign: Sign | None, history: Sequence[RecordedEvent]) -> bool:
    """Return whether something newer was known when this arrived."""
    mine = next((event for event in history if event.event_id == event_id), None)
    if mine is None or sign is None:
        return False
    is_older_than_files = present(sign.filed.date, [mine]).telling is None
    later = (event for event in history if order_of(event) > order_of(mine))
    return is_older_than_files or any(event.event_id < event_id for event in later)


def _refusal(key: str, error: QueryError | UnknownRecordError) -> Answer:
    parameter = getattr(error, "parameter", None)
    candidates = error.candidates if isinstance(error, _LostSignError) else ()
    return Answer(
        key, "refused", gettext(error.message_fa), parameter=parameter,
        candidates=[sign_json(sign) for sign in candidates],
    )  # fmt: skip


def _sign(plaque_id: str) -> tuple[Sign | None, list[RecordedEvent]]:
    with required_journal().reading() as connection:
        history = events_of(connection, plaque_id)
    return find_sign(current_catalogue().signs, plaque_id, history), history


def _seen_status(sent: object) -> PlaqueStatus:
    """Return what somebody found who stood before the sign."""
    status = status_of(sent)
    if status in {seen for seen, _ in BUTTONS}:
        return status
    raise QueryError(
        f"status: {status} is nothing one sees in the street",
        gettext("این وضعیت را در کوچه ثبت نمی‌کنند؛ از صفحهٔ پلاک ثبت کنید."),
        parameter="status",
    )


def _moment(age_s: object, now: datetime) -> datetime:
    """The moment so many seconds ago: a phone's clock may be wrong, but it runs evenly."""
    if isinstance(age_s, int | float) and 0 <= age_s <= OLDEST_S:
        return now - timedelta(seconds=age_s)
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
