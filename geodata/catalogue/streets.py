"""The streets inside a box, with no more than drawing them needs."""

from __future__ import annotations

import sqlite3

import numpy as np
import numpy.typing as npt
import shapely

from geodata.catalogue.records import BBox, Street

MOST_STREETS = 3_000
"""More are no longer told apart on a picture, and a square of the densest city has fewer."""


def streets_in(
    database: sqlite3.Connection, bbox: BBox, *, most: int = MOST_STREETS
) -> tuple[Street, ...]:
    """Return the streets whose box meets a box [degrees EPSG:4326], those with a state first.

    Parameters
    ----------
    most : int
        Where there are more, those without a martyr's name are left out first.
    """
    west, south, east, north = bbox
    rows = database.execute(
        """SELECT alley_id, road_class, name_fa, state, geometry FROM alley
           WHERE alley_id IN (SELECT alley_id FROM alley_box
                              WHERE east >= ? AND west <= ? AND north >= ? AND south <= ?)
           ORDER BY state IS NULL, alley_id LIMIT ?""",
        (west, east, south, north, most),
    ).fetchall()
    shapes = shapely.from_wkb(np.array([row[-1] for row in rows], dtype=object))
    return tuple(
        Street(alley_id, road_class, name_fa, state, _lines(shape))
        for (alley_id, road_class, name_fa, state, _), shape in zip(rows, shapes, strict=True)
    )


def _lines(shape: shapely.Geometry) -> tuple[npt.NDArray[np.float64], ...]:
    return tuple(shapely.get_coordinates(part) for part in shapely.get_parts(shape))
