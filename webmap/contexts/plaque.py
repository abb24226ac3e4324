"""One sign: what is known of it, what happened to it, and the form for what happens next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from geodata.catalogue.signs import Signs
from geodata.errors import EarlierDayError, GeodataError
from geodata.journal.accounts import Role
from geodata.journal.plaque_withdrawals import may_be_taken_back
from geodata.model import PlaqueStatus
from geodata.present_signs import ENDS, Sign, own_id, present_signs
from geodata.sign_history import RecordedEvent, by_sign
from webmap.contexts.plaques import today_text
from webmap.plaque_refusals import refusal_sentence

FIELDS = ("status", "on", "end", "lon", "lat", "note")


@dataclass(frozen=True, slots=True)
class EventForm:
    """The form for the next event as it stands.

    Attributes
    ----------
    values : mapping
        What was typed, by the field's name.
    message : str
        What was wrong, "" at first.
    may_be_history : bool
        Whether one may say that a day before the last one known is meant.
    """

    key: str
    statuses: tuple[PlaqueStatus, ...]
    values: Mapping[str, str]
    message: str = ""
    may_be_history: bool = False


@dataclass(frozen=True, slots=True)
class PlaqueContext:
    """A sign's page.

    Attributes
    ----------
    events : tuple of RecordedEvent
        What was recorded of it and stands, the newest first.
    returnable : frozenset of int
        Ids of those that may be taken back.
    others : tuple of Sign
        The other signs of the same naming.
    further : tuple of (str, str)
        Ends of the alley without a sign, each with the id its sign would have.
    form : EventForm, optional
        For whoever may record.
    """

    sign: Sign
    events: tuple[RecordedEvent, ...]
    others: tuple[Sign, ...]
    further: tuple[tuple[str, str], ...]
    form: EventForm | None
    returnable: frozenset[int] = frozenset()


def plaque_context(
    signs: Signs, sign: Sign, events: Sequence[RecordedEvent], role: Role, *,
    typed: Mapping[str, str] | None = None, refused: GeodataError | None = None,
) -> PlaqueContext:  # fmt: skip
    """Return the page of a sign.

    Parameters
    ----------
    events : sequence of RecordedEvent
        All of the sign's naming.
    typed, refused : optional
        What was sent last and why it was not taken.
    """
    of_naming = [one for one in present_signs(signs, events) if one.naming_id == sign.naming_id]
    others = [one for one in of_naming if one.plaque_id != sign.plaque_id and sign.naming_id]
    may_record = role.includes(Role.STEWARD)
    history = by_sign(events).get(sign.plaque_id, [])
    return PlaqueContext(
        sign=sign,
        events=tuple(reversed(history)),
        others=tuple(one for one in others if one.exists),
        further=tuple(_further(sign, others)) if may_record else (),
        form=_form(sign, typed, refused) if may_record else None,
        returnable=may_be_taken_back(history) if may_record else frozenset(),
    )


def _form(sign: Sign, typed: Mapping[str, str] | None, refused: GeodataError | None) -> EventForm:
    values = {name: (typed or {}).get(name, "") for name in FIELDS}
    if typed is None:
        values |= {"on": today_text(), "end": sign.end or ""}
    may_be_history = isinstance(refused, EarlierDayError) or "history" in (typed or {})
    return EventForm(
        key=str(uuid4()),
        # Of an earlier day something else may have been true than what may come next.
        statuses=tuple(PlaqueStatus) if may_be_history else sign.next_statuses,
        values=values,
        message=refusal_sentence(refused) if refused else "",
        may_be_history=may_be_history,
    )


def _further(sign: Sign, others: Sequence[Sign]) -> list[tuple[str, str]]:
    if sign.naming is None:
        return []
    known = [sign, *(one for one in others if one.exists)]
    taken = {one.end for one in known} | {one.plaque_id for one in known}
    return [
        (end, own_id(sign.naming.naming_id, end))
        for end in ENDS
        if end not in taken and own_id(sign.naming.naming_id, end) not in taken
    ]
