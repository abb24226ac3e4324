"""Stable integer ids of alleys: a place keeps its id whatever its row order, re-cut or re-drawing.

A new place gets an id made from its own content, so that even without the earlier dataset the
same place gets the same id and no id can come to name another. With the earlier dataset at hand,
a place that was slightly re-drawn keeps the id it had; one that vanished becomes a tombstone, and
one that returns as it was gets its old id back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.alleys.continuations import IntArray, Lines
from geodata.codes import hashed_id

GRID_M = 10.0
SAME_PLACE_M = 8.0
"""Half the width within which two drawings are of one alley."""
MOSTLY, PARTLY = 0.8, 0.4
"""The one drawing lies mostly in the other, the other at least partly in the one."""
SUCCESSOR_SHARE = 0.5

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EarlierAlleys:
    """The alleys of the dataset being replaced, with its tombstones.

    Attributes
    ----------
    alley_ids : array of int
    lines : array of geometry
        In the metric CRS of the build.
    drawn : array of geometry
        The same in EPSG:4326, exactly as that dataset holds them.
    retired : dict
        Id that is gone → id of its successor or None.
    """

    alley_ids: IntArray
    lines: Lines
    drawn: Lines
    retired: dict[int, int | None]

    @classmethod
    def none(cls) -> EarlierAlleys:
        """Return what a first build knows: nothing."""
        nowhere = np.empty(0, dtype=object)
        return cls(np.empty(0, dtype=np.int64), nowhere, nowhere, {})


@dataclass(frozen=True, slots=True)
class Identities:
    """Ids for the alleys of this build, and what became of the earlier ones."""

    alley_ids: IntArray
    retired: dict[int, int | None]


def content_id(name_key: str, x_m: float, y_m: float, attempt: int = 0) -> int:
    """Return the id a new place gets: 35 bits of a hash of its name and its place [m]."""
    cell = f"{name_key}|{round(x_m / GRID_M)}|{round(y_m / GRID_M)}|{attempt}"
    return hashed_id(cell)


def assign_ids(
    name_keys: Sequence[str], lines: Lines, drawn: Lines, earlier: EarlierAlleys
) -> Identities:
    """Return an id for each alley, kept from `earlier` wherever it is still the same place.

    Parameters
    ----------
    name_keys : sequence of str
        What each alley is called, folded; "" for an unnamed one.
    lines : array of geometry
        The alleys in the same metric CRS as `earlier.lines`.
    drawn : array of geometry
        The alleys as the dataset will hold them, EPSG:4326.
    """
    kept = _kept_ids(lines, drawn, earlier)
    taken = set(earlier.alley_ids.tolist())
    ids = np.where(kept > 0, kept, 0)
    centroids = shapely.get_coordinates(shapely.centroid(lines))
    order = sorted(
        np.flatnonzero(ids == 0).tolist(),
        key=lambda i: (name_keys[i], *centroids[i].round(3).tolist(), shapely.to_wkb(lines[i])),
    )
    for i in order:
        x_m, y_m = centroids[i].tolist()
        attempts = (content_id(name_keys[i], x_m, y_m, attempt) for attempt in count())
        ids[i] = next(new for new in attempts if new not in taken)
        taken.add(int(ids[i]))
    retired = earlier.retired | _tombstones(ids, lines, earlier)
    alive = set(ids.tolist())
    return Identities(ids, {gone: heir for gone, heir in retired.items() if gone not in alive})


def _kept_ids(lines: Lines, drawn: Lines, earlier: EarlierAlleys) -> IntArray:
    kept = np.zeros(len(lines), dtype=np.int64)
    if not len(earlier.alley_ids):
        return kept
    unchanged = _unchanged(drawn, earlier.drawn)
    kept[unchanged["new"]] = earlier.alley_ids[unchanged["old"]]
    new = np.setdiff1d(np.arange(len(lines)), unchanged["new"])
    old = np.setdiff1d(np.arange(len(earlier.lines)), unchanged["old"])
    for i, j in _best_pairs(_overlaps(lines[new], earlier.lines[old])):
        kept[new[i]] = earlier.alley_ids[old[j]]
    return kept


def _unchanged(drawn: Lines, earlier: Lines) -> pd.DataFrame:
    """Pairs drawn exactly alike: in a usual delivery nearly all, and comparing bytes is cheap."""
    shape_new = pd.DataFrame({"shape": shapely.to_wkb(drawn), "new": range(len(drawn))})
    shape_old = pd.DataFrame({"shape": shapely.to_wkb(earlier), "old": range(len(earlier))})
    single_new = shape_new.drop_duplicates("shape", keep=False)
    single_old = shape_old.drop_duplicates("shape", keep=False)
    return single_new.merge(single_old, on="shape")


def _overlaps(lines: Lines, earlier: Lines) -> pd.DataFrame:
    """Pairs near each other with the share [0–1] of each that lies along the other."""
    new, old = shapely.STRtree(earlier).query(lines, predicate="dwithin", distance=SAME_PLACE_M)
    here, there = lines[new], earlier[old]
    return pd.DataFrame(
        {
            "new": new,
            "old": old,
            "share_new": _share_along(here, there),
            "share_old": _share_along(there, here),
        }
    )


def _share_along(lines: Lines, others: Lines) -> Floats:
    inside = shapely.length(shapely.intersection(lines, shapely.buffer(others, SAME_PLACE_M)))
    share: Floats = inside / np.maximum(shapely.length(lines), 1e-9)
    return share


def _best_pairs(overlaps: pd.DataFrame) -> list[tuple[int, int]]:
    shares = overlaps[["share_new", "share_old"]]
    same = (shares.max(axis=1) >= MOSTLY) & (shares.min(axis=1) >= PARTLY)
    ranked = overlaps.assign(total=shares.sum(axis=1))[same]
    ranked = ranked.sort_values(["total", "old", "new"], ascending=[False, True, True])
    used_new: set[int] = set()
    used_old: set[int] = set()
    pairs = []
    for i, j in zip(ranked["new"].tolist(), ranked["old"].tolist(), strict=True):
        if i not in used_new and j not in used_old:
            used_new.add(i)
            used_old.add(j)
            pairs.append((i, j))
    return pairs


def _tombstones(ids: IntArray, lines: Lines, earlier: EarlierAlleys) -> dict[int, int | None]:
    """Earlier ids that are gone, each with the alley that now runs where it ran, if one does."""
    gone = np.flatnonzero(~np.isin(earlier.alley_ids, ids))
    successors: dict[int, int | None] = {int(earlier.alley_ids[j]): None for j in gone}
    if len(gone):
        overlaps = _overlaps(lines, earlier.lines[gone])
        heirs = overlaps[overlaps["share_old"] >= SUCCESSOR_SHARE]
        heirs = heirs.sort_values(["share_old", "new"]).drop_duplicates("old", keep="last")
        for i, j in zip(heirs["new"].tolist(), heirs["old"].tolist(), strict=True):
            successors[int(earlier.alley_ids[gone[j]])] = int(ids[i])
    return successors
