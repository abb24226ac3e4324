"""What lies beside some alleys: the pieces a network may have cut from the same thoroughfare."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Sequence

import numpy as np
import shapely

from geodata.catalogue.nearby import DEGREE_M

REACH_M = 80.0
TOUCHING_M = 2.0


def find_beside(
    database: sqlite3.Connection, alley_ids: Sequence[int], *, limit: int
) -> list[tuple[int, float]]:
    """Return (alley id, distance [m]) of other alleys within `REACH_M` of some.

    Only what the plan may name, or what is called the same, is of use to who decides. Those of the
    same name come first, then those that touch, then the others, nearest first.
    """
    marks = ", ".join("?" * len(alley_ids))
    mine = database.execute(
        f"SELECT name_fa, geometry FROM alley WHERE alley_id IN ({marks})",  # noqa: S608 # nosec B608
        alley_ids,
    ).fetchall()
    if not mine:
        return []
    names = {name for name, _ in mine if name}
    line = shapely.union_all(shapely.from_wkb([geometry for _, geometry in mine]))
    stretch = math.cos(math.radians(line.centroid.y))
    west, south, east, north = line.bounds
    north_by, east_by = REACH_M / DEGREE_M, REACH_M / DEGREE_M / stretch
    rows = database.execute(
        f"""SELECT alley_id, name_fa, geometry FROM alley
            WHERE alley_id NOT IN ({marks})
              AND (eligible = 1 OR name_fa IN (SELECT value FROM json_each(?)))
              AND alley_id IN (
                SELECT alley_id FROM alley_box
                WHERE east >= ? AND west <= ? AND north >= ? AND south <= ?)""",  # noqa: S608 # nosec B608
        (
            *alley_ids,
            json.dumps(sorted(names)),
            west - east_by,
            east + east_by,
            south - north_by,
            north + north_by,
        ),
    ).fetchall()
    if not rows:
        return []
    scale = np.array([DEGREE_M * stretch, DEGREE_M])
    others = shapely.transform(shapely.from_wkb([row[2] for row in rows]), lambda xy: xy * scale)
    distances = shapely.distance(others, shapely.transform(line, lambda xy: xy * scale))
    found = sorted(
        (name not in names, distance > TOUCHING_M, float(distance), alley_id)
        for (alley_id, name, _), distance in zip(rows, distances, strict=True)
        if distance <= REACH_M
    )
    return [(alley_id, distance) for *_, distance, alley_id in found[:limit]]
