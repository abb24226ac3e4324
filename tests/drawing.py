"""Small street networks drawn in metres around the middle of Qom."""

from __future__ import annotations

import geopandas as gpd
import shapely

ORIGIN = (488_900.0, 3_833_500.0)
METRIC = "EPSG:32639"
Point = tuple[float, float]


def segment(name: str | None, *points: Point, road_class: str = "residential") -> dict[str, object]:
    """One street segment through points given in metres from the origin."""
    line = shapely.LineString([(ORIGIN[0] + x, ORIGIN[1] + y) for x, y in points])
    return {"name": name, "road_class": road_class, "geometry": line}


def network(*segments: dict[str, object]) -> gpd.GeoDataFrame:
    """Street segments as a reader returns them, EPSG:4326; ids "1", "2" … in the order given."""
    frame = gpd.GeoDataFrame(list(segments), crs=METRIC).to_crs("EPSG:4326")
    frame["source_id"] = [str(number) for number in range(1, len(frame) + 1)]
    frame["name_fa"] = None
    frame["name"] = frame["name"].astype(object).where(frame["name"].notna(), None)
    return frame


def square(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    """A rectangle with its lower left corner at (x, y) metres."""
    return shapely.box(ORIGIN[0] + x, ORIGIN[1] + y, ORIGIN[0] + x + width, ORIGIN[1] + y + height)


def areas(**polygons: shapely.Polygon) -> gpd.GeoDataFrame:
    """Areas as a reader returns them: area id → polygon from `square`."""
    frame = gpd.GeoDataFrame(
        {"area_id": list(polygons), "name_fa": list(polygons)},
        geometry=list(polygons.values()),
        crs=METRIC,
    )
    return frame.to_crs("EPSG:4326")
