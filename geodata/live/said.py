"""What people have said of namings and their signs, as far as it stands."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from geodata.deciding import Decision
from geodata.journal.database import Journal
from geodata.journal.decisions import decisions_in_force
from geodata.journal.plaque_records import events_in_force
from geodata.sign_history import RecordedEvent


@dataclass(slots=True)
class Said:
    """What was said of one naming.

    Attributes
    ----------
    decisions : list of Decision
        The latest first.
    history : list of RecordedEvent
        All that happened to its signs, in order.
    """

    decisions: list[Decision] = field(default_factory=list)
    history: list[RecordedEvent] = field(default_factory=list)

    def fingerprint(self) -> str:
        """Return a word that differs whenever anything else was said."""
        told = repr((self.decisions, self.history))
        return hashlib.blake2b(told.encode(), digest_size=12).hexdigest()


State = Mapping[str, Said]
"""Naming id → what was said of it; namings of which nothing was said are not in it."""


def read_said(journal: Journal) -> tuple[State, str]:
    """Return what stands in a journal, and when the last of it was said (ISO 8601, UTC)."""
    state: dict[str, Said] = defaultdict(Said)
    latest = ""
    with journal.reading() as connection:
        for kept in decisions_in_force(connection):
            decision = kept.as_decision()
            if decision is not None:
                state[kept.naming_id].decisions.insert(0, decision)
            latest = max(latest, kept.decided_at.isoformat(timespec="milliseconds"))
        for event in events_in_force(connection):
            state[event.naming_id].history.append(event)
            latest = max(latest, event.recorded_at.isoformat(timespec="milliseconds"))
    return dict(state), f"{latest}+00:00" if latest else ""
