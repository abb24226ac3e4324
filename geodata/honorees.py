"""Who is honoured: one record per person, however many namings honour them.

Two rows are one person only when name, father's name and date of martyrdom all agree; with less
than that every row stays a person of its own, because homonyms are common and a guess is not a
fact.
"""

from __future__ import annotations

import pandas as pd

from geodata.codes import hashed_id
from geodata.names import fold_key, fold_words, person_words, squeeze

_IDENTIFYING = ("full_name", "father_name", "martyrdom_date", "naming_id")


def martyr_ids(registry: pd.DataFrame) -> pd.Series:
    """Return for each row of the register the integer id of its honoree (1 … 2^35).

    Made from the row's content, so it survives re-ordering and rebuilding.
    """
    return pd.Series(
        [
            _martyr_id(*row)
            for row in zip(*(registry[column] for column in _IDENTIFYING), strict=True)
        ],
        index=registry.index,
        dtype="int64",
    )


def _martyr_id(full_name: str, father_name: str | None, died: str | None, naming_id: str) -> int:
    name = squeeze(person_words(fold_words(full_name)))
    father = fold_key(father_name or "")
    known = (name, father, died) if father and died else (name, naming_id)
    return hashed_id("|".join(str(part) for part in known))
