"""Tables whose columns keep their types when there are no rows."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd


def table(rows: Iterable[tuple[object, ...]], **columns: type) -> pd.DataFrame:
    """Return rows as a table; `object` columns hold text or tuples."""
    return pd.DataFrame(list(rows), columns=list(columns), dtype=object).astype(columns)


def texts(values: Iterable[object]) -> npt.NDArray[np.object_]:
    """Return values as an array of text, "" for what is none."""
    return np.array([v if isinstance(v, str) else "" for v in values], dtype=object)
