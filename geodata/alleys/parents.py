"""Where an alley opens and what it opens from: its mouth, and the street it is numbered off.

The mouth is the end at the larger street; a plaque hangs there. Geometry in a metric CRS.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.alleys.continuations import IntArray, Lines
from geodata.alleys.grouping import TOUCH_M
from geodata.model import RoadClass

CLASS_RANK = {road_class.value: rank for rank, road_class in enumerate(RoadClass)}
UNNAMED_RANK = len(CLASS_RANK)
PARENT_NEAR_M = 60.0
"""A parent street this near still counts: the mouth may be drawn short of a wide boulevard."""


@dataclass(frozen=True, slots=True)
class Mouths:
    """For each alley its mouth (a point) and the alley it opens from, -1 when from none."""

    points: Lines
    opens_from: IntArray


def find_mouths(
    lines: Lines, road_class: pd.Series, base_keys: pd.Series, street_keys: pd.Series
) -> Mouths:
    """Return where each alley opens.

    Parameters
    ----------
    lines : array of LineString or MultiLineString
        One per alley, metric.
    road_class, base_keys, street_keys : Series of str
        The alley's class, the key of the street it is numbered off ("" if unknown) and the
        key it would be known by as a parent street ("" if unnamed).

    Notes
    -----
    Of all ends the one wins that touches the street the alley is numbered off; then the one at
    the largest street; then the western- and southernmost, so that ties settle the same way.
    """
    ends, owner = _dangling_ends(lines)
    meetings = _meetings(ends, owner, lines)
    alley, street = owner[meetings["end"]], meetings["street"].to_numpy()
    keys = street_keys.to_numpy()
    meetings["is_parent"] = (keys[street] == base_keys.to_numpy()[alley]) & (keys[street] != "")
    meetings["rank"] = road_class.map(CLASS_RANK).to_numpy()[street] + np.where(
        keys[street] == "", UNNAMED_RANK, 0
    )
    meetings["length"] = shapely.length(lines)[street].round(1)
    best = meetings.sort_values(
        ["end", "is_parent", "rank", "length", "street"], ascending=[True, False, True, False, True]
    ).drop_duplicates("end")
    return _choose(ends, owner, best, len(lines))


def _dangling_ends(lines: Lines) -> tuple[Lines, IntArray]:
    """The ends of each alley's merged line; a closed loop gives its starting point twice."""
    merged = shapely.line_merge(lines)
    parts, owner = shapely.get_parts(merged, return_index=True)
    ends = np.concatenate([shapely.get_point(parts, 0), shapely.get_point(parts, -1)])
    return ends, np.tile(owner, 2)


def _meetings(ends: Lines, owner: IntArray, lines: Lines) -> pd.DataFrame:
    end, street = shapely.STRtree(lines).query(ends, predicate="dwithin", distance=TOUCH_M)
    other = owner[end] != street
    return pd.DataFrame({"end": end[other], "street": street[other]})


def _choose(ends: Lines, owner: IntArray, best: pd.DataFrame, count: int) -> Mouths:
    table = pd.DataFrame({"alley": owner, "end": np.arange(len(ends))})
    table["x"], table["y"] = shapely.get_coordinates(ends).round(2).T
    table = table.merge(best, on="end", how="left")
    table["is_parent"] = table["is_parent"].fillna(False).astype(bool)
    chosen = table.sort_values(
        ["alley", "is_parent", "rank", "x", "y"], ascending=[True, False, True, True, True]
    ).drop_duplicates("alley")
    points = np.empty(count, dtype=object)
    points[chosen["alley"]] = ends[chosen["end"]]
    opens_from = np.full(count, -1, dtype=np.int64)
    opens_from[chosen["alley"]] = chosen["street"].fillna(-1).to_numpy(dtype=np.int64)
    return Mouths(points, opens_from)


def parent_streets(
    lines: Lines, base_keys: pd.Series, street_keys: pd.Series
) -> npt.NDArray[np.int64]:
    """Return for each numbered alley the nearest street of the name it is numbered off, else -1.

    Only streets within `PARENT_NEAR_M` count, the nearest first, then the longest.
    """
    wanted = np.flatnonzero(base_keys.to_numpy() != "")
    found = np.full(len(lines), -1, dtype=np.int64)
    streets = np.flatnonzero(street_keys.isin(set(base_keys) - {""}).to_numpy())
    if not len(wanted) or not len(streets):
        return found
    near, street = shapely.STRtree(lines[streets]).query(
        lines[wanted], predicate="dwithin", distance=PARENT_NEAR_M
    )
    pairs = pd.DataFrame({"alley": wanted[near], "street": streets[street]})
    keys = street_keys.to_numpy()
    same = keys[pairs["street"]] == base_keys.to_numpy()[pairs["alley"]]
    pairs = pairs[same & (pairs["alley"] != pairs["street"])]
    pairs["distance"] = shapely.distance(lines[pairs["alley"]], lines[pairs["street"]]).round(1)
    pairs["length"] = shapely.length(lines[pairs["street"]]).round(1)
    best = pairs.sort_values(
        ["alley", "distance", "length", "street"], ascending=[True, True, False, True]
    ).drop_duplicates("alley")
    found[best["alley"]] = best["street"]
    return found
