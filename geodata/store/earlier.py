"""What a build remembers of the dataset it replaces: where its alleys were, and which had gone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geodata.alleys import EarlierAlleys
from geodata.crs import WGS84
from geodata.errors import DatasetError
from geodata.store.directory import CATALOGUE


def read_earlier(version: Path | None, crs: str) -> EarlierAlleys:
    """Return the alleys and tombstones of a published version, geometry in `crs`.

    Raises
    ------
    DatasetError
        When there is a version but it cannot be read: ids must not be lost by accident.
    """
    if version is None:
        return EarlierAlleys.none()
    path = version / CATALOGUE
    try:
        database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        try:
            rows = database.execute("SELECT alley_id, geometry FROM alley ORDER BY alley_id")
            ids, shapes = zip(*rows.fetchall(), strict=True)
            retired = dict(database.execute("SELECT alley_id, successor_id FROM retired"))
        finally:
            database.close()
    except (sqlite3.Error, ValueError) as broken:
        raise DatasetError(
            f"{path}: the earlier dataset cannot be read ({broken}); its ids would be lost."
            " Restore it, or move it away to start afresh",
            f"{path}: مجموعه‌دادهٔ پیشین خوانده نشد و شناسه‌هایش از دست می‌رود."
            " آن را بازگردانید یا برای آغاز دوباره جابه‌جا کنید",
        ) from broken
    drawn = gpd.GeoSeries(shapely.from_wkb(np.array(shapes, dtype=object)), crs=WGS84)
    lines = drawn.to_crs(crs).to_numpy()
    return EarlierAlleys(np.array(ids, dtype=np.int64), lines, drawn.to_numpy(), retired)
