"""A town of eighty numbered alleys in a grid, built for real and wide enough to cross tiles."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import dataclass
from pathlib import Path

from geodata.pipeline import BuildInputs, build

LON, LAT = 50.879, 34.6416
COLUMNS, ROWS = 10, 8
LENGTH_M, GAP_M = 150.0, 45.0
DATA_ZOOM = 15
DEGREE_M = 111_320.0


@dataclass(frozen=True)
class GridAlley:
    """One alley from west to east."""

    name: str
    west: float
    east: float
    lat: float

    def at(self, share: float) -> tuple[float, float]:
        """Return lon, lat of a place along the alley."""
        return self.west + (self.east - self.west) * share, self.lat

    @property
    def border(self) -> float | None:
        """The share of its length at which it crosses into another tile, None when it does not."""
        tile = 360 / (1 << DATA_ZOOM)
        edge = math.ceil((self.west + 180) / tile) * tile - 180
        return (edge - self.west) / (self.east - self.west) if edge < self.east else None


def grid_alleys() -> list[GridAlley]:
    """Return all alleys, row by row."""
    step_lon = LENGTH_M / DEGREE_M / math.cos(math.radians(LAT))
    step_lat = GAP_M / DEGREE_M
    return [
        GridAlley(
            f"آزمون {row * COLUMNS + column + 1}",
            LON + (column - COLUMNS / 2) * step_lon,
            LON + (column + 1 - COLUMNS / 2) * step_lon,
            LAT + (row - ROWS / 2) * step_lat,
        )
        for row in range(ROWS)
        for column in range(COLUMNS)
    ]


def build_grid_town(root: Path) -> Path:
    """Build the town below `root` and return its dataset; every third alley is named."""
    alleys = grid_alleys()
    features = [
        _street(number, alley.name, "residential", [alley.at(0), alley.at(1)])
        for number, alley in enumerate(alleys)
    ]
    (root / "streets.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )
    with (root / "registry.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["شناسه", "نام و نام خانوادگی", "نام قدیم", "وضعیت پلاک"])
        for number, alley in enumerate(alleys[::3]):
            status = ("نصب شده", "آسیب دیده", "")[number % 3]
            writer.writerow([f"G{number}", f"نمونه ساختگی‌زاده {alley.name}", alley.name, status])
    build(
        BuildInputs(
            streets=root / "streets.geojson", registry=root / "registry.csv", city_fa="آزمون"
        ),
        root / "dataset",
    )
    return root / "dataset"


def _street(
    number: int, name: str, road_class: str, points: list[tuple[float, float]]
) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {"osm_id": number + 1, "name": name, "highway": road_class},
        "geometry": {"type": "LineString", "coordinates": [list(point) for point in points]},
    }
