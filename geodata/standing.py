"""Where namings stand: one naming may stand for several alleys, each of which carries it.

Nothing is decided here; what a human says of a naming is `geodata.deciding`.
"""

from __future__ import annotations

import pandas as pd

FURTHER = "further"


def by_alley(namings: pd.DataFrame) -> pd.DataFrame:
    """Return the namings with a row for each alley they stand for.

    Parameters
    ----------
    namings : DataFrame
        Column `alley_id`; in `further`, where it is there, a tuple of the alleys beside it.

    Returns
    -------
    DataFrame
        The same columns and `place`: 0 for the alley a naming is known by, then 1, 2 …
    """
    if FURTHER not in namings or not namings[FURTHER].map(len).any():
        return namings.assign(place=0)
    rows = namings.loc[namings.index.repeat(namings[FURTHER].map(len) + 1)]
    alleys = [
        alley_id
        for first, further in zip(namings["alley_id"], namings[FURTHER], strict=True)
        for alley_id in (first, *further)
    ]
    place = rows.groupby(level=0, sort=False).cumcount().to_numpy()
    known = pd.Series(alleys, index=rows.index).astype(namings["alley_id"].dtype)
    return rows.assign(alley_id=known.array, place=place).reset_index(drop=True)
