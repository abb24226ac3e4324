"""What a published version says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geodata.catalogue.records import BBox, DatasetInfo
from geodata.plan import Plan


def dataset_info(manifest: dict[str, Any]) -> DatasetInfo:
    """Return what a version's manifest says of it."""
    centre_lon, centre_lat = manifest["centre"]
    return DatasetInfo(
        dataset_id=manifest["dataset_id"],
        built_at=manifest["built_at"],
        city_fa=manifest["city_fa"],
        is_demo=manifest["is_demo"],
        attribution_fa=manifest["attribution_fa"],
        bounds=_box(manifest["bounds"]),
        view=_box(manifest["view"]),
        centre_lon=centre_lon,
        centre_lat=centre_lat,
        plan=Plan.from_facts(manifest["plan"]),
        counts=manifest["counts"],
        unknown_columns=tuple(manifest["unknown_columns"]),
    )


def _box(edges: Sequence[float]) -> BBox:
    west, south, east, north = edges
    return west, south, east, north
