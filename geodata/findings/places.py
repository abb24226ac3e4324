"""The alleys in metres, and the finding that only their number shows: who waits for a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import geopandas as gpd
import pandas as pd
import shapely

from geodata.crs import metric_crs_of
from geodata.findings.finding import Finding, finding

Shapes = Mapping[int, shapely.Geometry]
"""Alley id → its lines in a metric system."""


def metric_shapes(alleys: gpd.GeoDataFrame) -> tuple[Shapes, str]:
    """Return the lines of alleys in metres and the system they are in."""
    crs = metric_crs_of(alleys.total_bounds)
    lines = alleys.geometry.to_crs(crs)
    return dict(zip(alleys["alley_id"], lines, strict=True)), crs


def unnamed(alleys: pd.DataFrame, mapped: set[int]) -> Iterator[Finding]:
    """Yield of each neighbourhood how many of its eligible alleys nobody has named."""
    waiting = alleys[alleys["eligible"] & ~alleys["alley_id"].isin(mapped)]
    waiting = waiting[waiting["neighbourhood"].notna()]
    for area, group in waiting.groupby("neighbourhood", sort=True):
        yield finding(
            "unnamed_alleys", area, district=text_or_none(group["district"].iloc[0]),
            neighbourhood=str(area), count=len(group),
        )  # fmt: skip


def text_or_none(value: object) -> str | None:
    """Return a value as text, None where a frame has nothing."""
    return None if pd.isna(value) else str(value)  # type: ignore[call-overload]
