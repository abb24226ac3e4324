"""An overlay that is written by hand: what a journal of plaques will once say."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from geodata.catalogue import Alley


class Notebook:
    """Alley id → the state it has now."""

    def __init__(self) -> None:
        self.states: dict[int, str | None] = {}

    def write(self, alley_id: int, state: str | None) -> None:
        self.states = {**self.states, alley_id: state}

    def version(self) -> str:
        return repr(sorted(self.states.items()))

    def changed(self) -> Collection[int]:
        return self.states

    def present(self, alley: Alley) -> Alley:
        return replace(alley, state=self.states.get(alley.alley_id, alley.state))
