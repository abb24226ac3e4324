"""What a journal adds to the files of a build: decisions, and what happened to signs since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from geodata.deciding import Decision
from geodata.journal.column_meanings import column_meanings
from geodata.journal.database import look_into_journal
from geodata.journal.decisions import decisions_in_force
from geodata.journal.plaque_records import events_in_force
from geodata.sign_history import RecordedEvent, by_sign, present


@dataclass(frozen=True, slots=True)
class SaidInputs:
    """What stands in a journal.

    Attributes
    ----------
    events : tuple of RecordedEvent
        All that happened to signs.
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
            events=tuple(events_in_force(connection)),
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
    """Return the signs as they stand now; signs first recorded in the journal are added.

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
    for plaque_id, history in by_sign(events).items():
        naming_id = history[-1].naming_id
        if naming_id not in naming_ids:
            continue
        row: dict[str, Any] = dict.fromkeys(table.columns)
        if plaque_id in table.index:
            row |= {str(name): value for name, value in table.loc[plaque_id].items()}
        table.loc[plaque_id] = pd.Series(_as_it_stands(row, history), dtype=object)
    merged = table.reset_index(drop=True)
    return merged.astype({"lon": "float64", "lat": "float64"})


def _as_it_stands(row: dict[str, Any], history: Sequence[RecordedEvent]) -> dict[str, Any]:
    """Return the row of a sign with what its history says of it now."""
    now = present(row["plaque_date"], history)
    row |= {"plaque_id": history[-1].plaque_id, "naming_id": history[-1].naming_id}
    if now.telling is not None:
        # What crews write to each other is not for the public.
        row |= {
            "plaque_status": now.telling.status, "plaque_date": now.telling.happened_on,
            "note": None,
        }  # fmt: skip
    if now.end is not None:
        row["end"] = now.end
    if now.place is not None:
        row["lon"], row["lat"] = now.place
    return row
