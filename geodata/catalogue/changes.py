"""What is not as it was: since a moment, and since the tiles were cut."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from functools import cached_property

from geodata.model import MapState


class Changes:
    """The changes of one version.

    Parameters
    ----------
    database : callable
        Gives the calling thread's connection.
    is_live : bool
        Whether decisions were laid over what was built.
    """

    def __init__(self, database: Callable[[], sqlite3.Connection], *, is_live: bool) -> None:
        self._database = database
        self._is_live = is_live

    def gone(self, since: str) -> tuple[int, ...]:
        """Return the ids of alleys that vanished later than a moment (ISO 8601, UTC)."""
        query = """SELECT alley_id FROM change WHERE changed_at > ? AND length(fingerprint) = 0
                   ORDER BY alley_id"""
        return tuple(row[0] for row in self._database().execute(query, (since,)))

    @cached_property
    def latest(self) -> str:
        """When anything changed last (ISO 8601, UTC)."""
        found = self._database().execute("SELECT max(changed_at) FROM change").fetchone()
        return str(found[0] or "")

    @cached_property
    def on_tiles(self) -> tuple[int, ...]:
        """The ids of the alleys of which the tiles say something else."""
        if not self._is_live:
            return ()
        query = "SELECT alley_id FROM live_change ORDER BY alley_id"
        return tuple(row[0] for row in self._database().execute(query))

    @cached_property
    def state_counts(self) -> Mapping[str, int]:
        """How many alleys there are of each state on the map."""
        query = "SELECT state, count(*) FROM alley WHERE state IS NOT NULL GROUP BY state"
        found = dict(self._database().execute(query).fetchall())
        return {state.value: found.get(state.value, 0) for state in MapState}
