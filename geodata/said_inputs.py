"""What a journal adds to the files of a build: decisions, and what happened to signs since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import pandas as pd

from geodata.deciding import Decision
from geodata.journal.column_meanings import column_meanings
from geodata.journal.database import look_into_journal
from geodata.journal.decisions import decisions_in_force
from geodata.journal.plaque_events import RecordedEvent, events_in_force, last_of_each_sign


@dataclass(frozen=True, slots=True)
class SaidInputs:
    """What stands in a journal.

    Attributes
    ----------
    events : tuple of RecordedEvent
        The last of each sign.
    meanings : mapping
        Of the register and of plaques what headers mean that the vocabulary does not know.
    """

    decisions: tuple[Decision, ...] = ()
    events: tuple[RecordedEvent, ...] = ()
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_journal(address: str | None) -> SaidInputs:
    """Return what stands in a journal; nothing without one.

    Raises
    ------
    geodata.errors.JournalError
        It is not there or cannot be read: decisions must not be lost by accident.
    """
    if address is None:
        return SaidInputs()
    with closing(look_into_journal(address)) as journal, journal.reading() as connection:
        kept = (one.as_decision() for one in decisions_in_force(connection))
        return SaidInputs(
            decisions=tuple(one for one in kept if one is not None),
            events=tuple(last_of_each_sign(events_in_force(connection)).values()),
            meanings=column_meanings(connection),
        )


def with_decisions(
    from_file: Sequence[Decision], from_journal: Sequence[Decision]
) -> list[Decision]:
    """Return all decisions; where both speak of a naming, the journal does."""
    decided = {decision.naming_id for decision in from_journal}
    return [*(one for one in from_file if one.naming_id not in decided), *from_journal]


def with_events(
    plaques: pd.DataFrame, events: Sequence[RecordedEvent], naming_ids: set[str]
) -> pd.DataFrame:
    """Return the signs as the last event of each says; signs first recorded there are added.

    Parameters
    ----------
    plaques : DataFrame
        As `geodata.readers.read_plaques` returns it.
    naming_ids : set of str
        Of the register; an event of a naming that is gone waits for its return.
    """
    if not events:
        return plaques
    table = plaques.astype(object).set_index("plaque_id", drop=False)
    for event in events:
        if event.naming_id not in naming_ids:
            continue
        known = event.plaque_id in table.index
        row = table.loc[event.plaque_id].to_dict() if known else dict.fromkeys(table.columns)
        row |= {
            "plaque_id": event.plaque_id,
            "naming_id": event.naming_id,
            "plaque_status": event.status,
            "plaque_date": event.happened_on,
            # What crews write to each other is not for the public.
            "note": None,
        }
        if event.end is not None:
            row["end"] = event.end
        if event.lon is not None:
            row |= {"lon": event.lon, "lat": event.lat}
        table.loc[event.plaque_id] = pd.Series(row, dtype=object)
    merged = table.reset_index(drop=True)
    return merged.astype({"lon": "float64", "lat": "float64"})
