"""One error put in on purpose: its kind, whom it concerns, and what was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

import pandas as pd

COLUMNS = ("code", "naming_id", "plaque_id", "other", "note_fa")


@dataclass(frozen=True, slots=True, order=True)
class Planted:
    """One planted error.

    Attributes
    ----------
    code : str
        The code of the finding that should tell it.
    other : str
        The other naming of a pair; the address that was left out of a street.
    note_fa : str
        What was done.
    """

    code: str
    naming_id: str = ""
    plaque_id: str = ""
    other: str = ""
    note_fa: str = ""


def planted_frame(planted: Iterable[Planted]) -> pd.DataFrame:
    """Return the errors as a table of text, by code and ids."""
    rows = [astuple(one) for one in sorted(planted)]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")
