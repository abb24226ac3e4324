"""What became of recording one thing of many signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geodata.journal.plaque_events import Outcome
from geodata.model import PlaqueStatus
from geodata.present_signs import Sign
from webmap.plaque_input import Said
from webmap.plaque_refusals import refusal_sentence


@dataclass(frozen=True, slots=True)
class PlaquesReport:
    """How many were recorded, and each that was not.

    Attributes
    ----------
    refused : tuple of (Sign, str)
        A sign as it stood, and why nothing was recorded of it.
    unknown : tuple of str
        Ids of signs that have gone meanwhile.
    back : str
        Address of the list one came from.
    """

    status: PlaqueStatus
    happened_on: str
    recorded: int
    refused: tuple[tuple[Sign, str], ...]
    unknown: tuple[str, ...]
    back: str

    @property
    def not_recorded(self) -> int:
        """How many were not."""
        return len(self.refused) + len(self.unknown)


def plaques_report(
    said: Said, outcomes: Sequence[tuple[Sign, Outcome]], *, unknown: Sequence[str], back: str
) -> PlaquesReport:
    """Return the report of what was said of many signs."""
    return PlaquesReport(
        status=said.status,
        happened_on=said.happened_on,
        recorded=sum(isinstance(outcome, int) for _, outcome in outcomes),
        refused=tuple(
            (sign, refusal_sentence(outcome))
            for sign, outcome in outcomes
            if not isinstance(outcome, int)
        ),
        unknown=tuple(unknown),
        back=back,
    )
