"""A journal that is written by hand: alleys get the state a test wants them to have."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from geodata.catalogue import Alley, CatalogueSource
from geodata.journal import open_journal
from geodata.journal.audit import Action
from geodata.journal.decisions import Choice, Ruling, decide, state_of
from geodata.journal.plaque_events import PlaqueEvent, ToRecord, record_event
from geodata.journal.plaque_records import last_event
from geodata.journal.tables import decision, plaque_event
from geodata.model import PlaqueStatus
from geodata.plaque_life import NEXT
from geodata.sign_history import Filed
from geodata.worklists.row import WorkList

START = datetime(2026, 11, 25, 8, 0)
STATUS = {
    "installed": PlaqueStatus.INSTALLED,
    "damaged": PlaqueStatus.DAMAGED,
    "named": PlaqueStatus.MADE,
}


class Notebook:
    """Writes what people could have said into the journal of a site.

    Parameters
    ----------
    dataset : Path
        What they speak of.
    file : Path
        The journal.
    """

    def __init__(self, dataset: Path, file: Path) -> None:
        self.address = str(file)
        self.journal = open_journal(self.address)
        self._dataset = dataset
        self._moments = (START + timedelta(seconds=number) for number in count())

    def write(self, alley_id: int, state: str | None) -> None:
        """Let an alley come to be of a state; None takes its namings away."""
        catalogue = CatalogueSource(self._dataset).current()
        alley = catalogue.alley(alley_id)
        assert isinstance(alley, Alley)
        if state is None:
            for naming in alley.namings:
                self.rule(naming.naming_id, Choice("reject", alley_id))
        elif not alley.namings:
            waiting = next(catalogue.work.all(WorkList.UNMAPPED, {}))
            assert waiting.naming_id
            self.rule(waiting.naming_id, Choice("accept", alley_id))
        else:
            self._hang(alley, STATUS[state])

    def rule(self, naming_id: str, *choices: Choice) -> None:
        """Decide about a naming."""
        catalogue = CatalogueSource(self._dataset).current()
        person = catalogue.naming(naming_id).honoree_fa
        with self.journal.reading() as connection:
            seen = state_of(connection, naming_id)
        ruling = Ruling(naming_id, choices, person)
        decide(self.journal, ruling, seen=seen, by="zahra", now=next(self._moments))

    def record(self, naming_id: str, plaque_id: str, status: PlaqueStatus) -> None:
        """Record that a sign is of a status, by the way that leads there."""
        with self.journal.reading() as connection:
            last = last_event(connection, plaque_id)
        now = next(self._moments)
        event = PlaqueEvent(
            f"key-{now.isoformat()}", plaque_id, naming_id, None, status, "1405-09-04", None, None,
            "",
        )  # fmt: skip
        before = next(before for before, after in NEXT.items() if status in after)
        # What the tests want comes to be, whatever the files say of a later day.
        sent = ToRecord(event, Filed(before), seen=last.event_id if last else 0)
        record_event(self.journal, sent, by="zahra", now=now)

    def next_moment(self) -> datetime:
        """Return when the next thing is said."""
        return next(self._moments)

    def skip_to(self, moment: datetime) -> None:
        """Let what is said next be said then."""
        self._moments = (moment + timedelta(seconds=number) for number in count())

    def clear(self) -> None:
        """Let nothing have been said."""
        with self.journal.changing(
            "zahra", Action.DECISION_UNDONE, "all", now=next(self._moments)
        ) as connection:
            connection.execute(plaque_event.delete())
            connection.execute(decision.delete())

    def _hang(self, alley: Alley, status: PlaqueStatus) -> None:
        for naming in alley.namings:
            signs = [sign.plaque_id for sign in alley.plaques if sign.naming_id == naming.naming_id]
            for plaque_id in signs or [f"new-{naming.naming_id}"]:
                self.record(naming.naming_id, plaque_id, status)
