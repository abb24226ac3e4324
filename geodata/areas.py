"""Which area an alley lies in: the one that holds its greatest length.

Ties go to the area that sorts first, so the answer never depends on row order.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely


def assign_areas(
    lines: npt.NDArray[np.object_], polygons: npt.NDArray[np.object_]
) -> npt.NDArray[np.int64]:
    """Return for each line the index of the polygon holding its greatest length, -1 for none.

    Parameters
    ----------
    lines, polygons : arrays of geometry
        In the same metric CRS; polygons in the order in which ties are settled.
    """
    assigned = np.full(len(lines), -1, dtype=np.int64)
    if not len(polygons) or not len(lines):
        return assigned
    shapely.prepare(polygons)
    line, polygon = shapely.STRtree(lines).query(polygons, predicate="intersects")[::-1]
    share = _length_inside(lines[line], polygons[polygon])
    pairs = pd.DataFrame({"line": line, "polygon": polygon, "inside": share.round(2)})
    best = pairs.sort_values(
        ["line", "inside", "polygon"], ascending=[True, False, True]
    ).drop_duplicates("line")
    assigned[best["line"]] = best["polygon"]
    return assigned


def _length_inside(
    lines: npt.NDArray[np.object_], polygons: npt.NDArray[np.object_]
) -> npt.NDArray[np.float64]:
    """Length [m] of each line inside its polygon; whole lines need no intersection."""
    inside: npt.NDArray[np.float64] = shapely.length(lines)
    crossing = np.flatnonzero(~shapely.covers(polygons, lines))
    cut = shapely.intersection(lines[crossing], polygons[crossing])
    inside[crossing] = shapely.length(cut)
    return inside
