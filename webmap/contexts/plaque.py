"""One sign: what is known of it, what happened to it, and the form for what happens next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from geodata.catalogue.signs import Signs
from geodata.errors import GeodataError
from geodata.journal.accounts import Role
from geodata.journal.plaque_events import RecordedEvent
from geodata.model import PlaqueStatus
from geodata.present_signs import ENDS, Sign, by_sign, own_id, present_signs
from webmap.contexts.plaques import today_text
from webmap.i18n import gettext

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
    """

    key: str
    statuses: tuple[PlaqueStatus, ...]
    values: Mapping[str, str]
    message: str = ""


@dataclass(frozen=True, slots=True)
class PlaqueContext:
    """A sign's page.

    Attributes
    ----------
    events : tuple of RecordedEvent
        What was recorded of it and stands, the newest first.
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


def plaque_context(
    signs: Signs, sign: Sign, events: Sequence[RecordedEvent], role: Role, *,
    typed: Mapping[str, str] | None = None, refused: GeodataError | None = None,
) -> PlaqueContext:  # fmt: skip
    """Return the page of a sign.

    Parameters
    ----------
    events : sequence of RecordedEvent
        All of the sign's naming, in the order they were recorded.
    typed, refused : optional
        What was sent last and why it was not taken.
    """
    of_naming = [one for one in present_signs(signs, events) if one.naming_id == sign.naming_id]
    others = [one for one in of_naming if one.plaque_id != sign.plaque_id and sign.naming_id]
    may_record = role.includes(Role.STEWARD)
    return PlaqueContext(
        sign=sign,
        events=tuple(reversed(by_sign(events).get(sign.plaque_id, []))),
        others=tuple(one for one in others if one.exists),
        further=tuple(_further(sign, others)) if may_record else (),
        form=_form(sign, typed, refused) if may_record else None,
    )


def _form(sign: Sign, typed: Mapping[str, str] | None, refused: GeodataError | None) -> EventForm:
    values = {name: (typed or {}).get(name, "") for name in FIELDS}
    if typed is None:
        values |= {"on": today_text(), "end": sign.end or ""}
    return EventForm(
        key=str(uuid4()),
        statuses=sign.next_statuses,
        values=values,
        message=gettext(refused.message_fa) if refused else "",
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
