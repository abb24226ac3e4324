"""Columns as plain Python values, whatever type pandas keeps them in."""

from __future__ import annotations

from typing import TypeVar

import pandas as pd

Columns = TypeVar("Columns", pd.DataFrame, pd.Series)


def with_none(columns: Columns) -> Columns:
    """Return the same columns of type object, None where a value is unknown (NaN, NaT, NA)."""
    return columns.astype(object).where(columns.notna(), None)
