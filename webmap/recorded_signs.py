"""The signs as the requests see them: this dataset, with what the journal says of them now."""

from __future__ import annotations

from geodata.errors import UnknownRecordError
from geodata.journal.plaque_records import events_in_force, events_of
from geodata.present_signs import Sign, find_sign
from geodata.sign_history import RecordedEvent, in_order
from webmap.dataset import current_catalogue
from webmap.journal import required_journal


def every_event() -> list[RecordedEvent]:
    """Return everything that stands, in order."""
    with required_journal().reading() as connection:
        return events_in_force(connection)


def sign_with_events(plaque_id: str) -> tuple[Sign, list[RecordedEvent]]:
    """Return a sign as it stands now and all events of it and of its naming's other signs.

    Raises
    ------
    UnknownRecordError
        Neither dataset nor journal knows it, and it is none that may still be recorded.
    """
    with required_journal().reading() as connection:
        events = events_of(connection, plaque_id)
        sign = find_sign(current_catalogue().signs, plaque_id, events)
        if sign is None:
            raise UnknownRecordError(
                f"plaque {plaque_id!r} is not known", "پلاکی با این شناسه در داده‌ها نیست"
            )
        others = events_in_force(connection, [sign.naming_id or ""])
    of_both = {event.event_id: event for event in (*others, *events)}
    return sign, in_order(of_both.values())
