"""Who may walk on a segment, whether it is steps, and at which level it runs.

Where the source says that nobody may walk (`geodata/vocab/foot_access.csv`) there is no way: of
`foot`, the road's kind and `access` the first that decides speaks. One-way is not for who walks.
After OpenStreetMap's rules (wiki.openstreetmap.org/wiki/Key:foot, /wiki/Key:layer).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from geodata.names import fold_key
from geodata.vocab import read_vocab
from geodata.walks.graph import Booleans, Integers

MOST_LEVEL = 7
_STRUCTURE_LEVELS = {"bridge": 1, "tunnel": -1}


@dataclass(frozen=True, slots=True)
class Footing:
    """What each segment is to who walks.

    Attributes
    ----------
    is_open, is_steps : array of bool, (segments,)
    level : array of int, (segments,)
        0 on the ground, above it on bridges, below it in tunnels.
    """

    is_open: Booleans
    is_steps: Booleans
    level: Integers


def footing(streets: pd.DataFrame) -> Footing:
    """Return who may walk on each segment and at which level it is.

    Parameters
    ----------
    streets : DataFrame
        Columns `highway`, `structure`, `layer`, `foot`, `access`: text or None.
    """
    said = {
        field: streets[field].map(
            lambda value, field=field: (
                None if value is None else _rules().get((field, fold_key(str(value))))
            )
        )
        for field in ("foot", "highway", "access")
    }
    is_open = [
        next((word for word in (foot, road, access) if word in ("yes", "no")), "yes") == "yes"
        for foot, road, access in zip(said["foot"], said["highway"], said["access"], strict=True)
    ]
    return Footing(
        is_open=np.array(is_open, dtype=bool),
        is_steps=(said["highway"] == "steps").to_numpy(dtype=bool),
        level=_levels(streets),
    )


@cache
def _rules() -> dict[tuple[str, str], str]:
    rows = read_vocab("foot_access")
    return {(row["field"], fold_key(row["value"])): row["walkable"] for row in rows}


def _levels(streets: pd.DataFrame) -> Integers:
    by_structure = streets["structure"].map(
        lambda said: 0 if said is None else _STRUCTURE_LEVELS.get(str(said).lower(), 0)
    )
    said = pd.to_numeric(streets["layer"], errors="coerce")
    levels = said.where(said.notna(), by_structure).clip(-MOST_LEVEL, MOST_LEVEL)
    return levels.round().to_numpy(dtype=np.int64)
