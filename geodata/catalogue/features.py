"""What a version holds as collections of features: alleys, plaques, districts, neighbourhoods.

Each is read page by page, by box and by property; geometry is GeoJSON, lon, lat EPSG:4326.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping

from geodata.catalogue.area_shapes import area_shapes
from geodata.catalogue.records import BBox
from geodata.gregorian import gregorian_day, jalali_text

_BY_POINT = "lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?"
_BY_BOX = "east >= ? AND west <= ? AND north >= ? AND south <= ?"


@dataclass(frozen=True, slots=True)
class Collection:
    """One kind of feature.

    Attributes
    ----------
    key : str
        The column that identifies a feature; rows are in its order, so that pages follow each
        other.
    properties : tuple of str
        Columns a feature tells, in order; each may also be asked for by value.
    """

    name: str
    title_fa: str
    table: str
    key: str
    properties: tuple[str, ...]
    geometry: str
    where: str = "1"


COLLECTIONS = {
    one.name: one
    for one in (
        Collection(
            "alleys", "کوچه‌ها", "alley", "alley_id",
            ("alley_id", "code", "name_fa", "kind", "road_class", "parent_fa", "number",
             "district", "neighbourhood", "length_m", "state"),
            "line",
        ),
        Collection(
            "plaques", "پلاک‌ها", "plaque", "plaque_id",
            ("plaque_id", "naming_id", "status", "date", "end_fa", "text_fa"),
            "point",
        ),
        Collection(
            "districts", "منطقه‌ها", "area", "area_id",
            ("area_id", "name_fa", "district"), "area", "kind = 'district'",
        ),
        Collection(
            "neighbourhoods", "محله‌ها", "area", "area_id",
            ("area_id", "name_fa", "district"), "area", "kind = 'neighbourhood'",
        ),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FeatureRows:
    """One page of a collection; `total` counts all pages."""

    total: int
    features: tuple[dict[str, Any], ...]


class Features:
    """The collections of one version.

    Parameters
    ----------
    version : Path
        Directory of the published version, whose GeoPackage has the outlines of areas.
    database : callable
        Gives the calling thread's connection.
    """

    def __init__(self, version: Path, database: Callable[[], sqlite3.Connection]) -> None:
        self._version = version
        self._database = database

    def page(
        self,
        collection: Collection,
        *,
        bbox: BBox | None = None,
        properties: Mapping[str, str] | None = None,
        offset: int = 0,
        limit: int = 100,
    ) -> FeatureRows:
        """Return features in the order of their ids; a property is compared as text."""
        where, values = [collection.where], []
        if bbox is not None:
            west, south, east, north = bbox
            where.append(_BY_POINT if collection.geometry == "point" else _BY_BOX)
            values += [west, east, south, north]
        for name, value in (properties or {}).items():
            assert name in collection.properties, "callers refuse unknown properties"
            where.append(f"CAST({name} AS TEXT) = ?")
            values.append(value)  # type: ignore[arg-type]
        condition = " AND ".join(where)
        database = self._database()
        (total,) = database.execute(
            f"SELECT count(*) FROM {collection.table} WHERE {condition}",  # noqa: S608 # nosec B608
            values,
        ).fetchone()
        rows = database.execute(
            f"SELECT {self._columns(collection)} FROM {collection.table}"  # noqa: S608 # nosec B608
            f" WHERE {condition} ORDER BY {collection.key} LIMIT ? OFFSET ?",
            (*values, limit, offset),
        ).fetchall()
        return FeatureRows(total, tuple(self._feature(collection, row) for row in rows))

    def one(self, collection: Collection, feature_id: str) -> dict[str, Any] | None:
        """Return a feature by its id, None for an unknown one."""
        page = self.page(collection, properties={collection.key: feature_id}, limit=1)
        return page.features[0] if page.features else None

    def bounds(self, collection: Collection) -> BBox | None:
        """Return west, south, east, north of a collection [degrees]; None when it is empty."""
        edges = "min(west), min(south), max(east), max(north)"
        if collection.geometry == "point":
            edges = "min(lon), min(lat), max(lon), max(lat)"
        row = (
            self._database()
            .execute(
                f"SELECT {edges} FROM {collection.table} WHERE {collection.where}"  # noqa: S608 # nosec B608
            )
            .fetchone()
        )
        return None if row[0] is None else (row[0], row[1], row[2], row[3])

    def area_box(self, kind: str, area_id: str) -> BBox | None:
        """Return west, south, east, north of an area [degrees]; None for an unknown one."""
        row = (
            self._database()
            .execute(
                "SELECT west, south, east, north FROM area WHERE kind = ? AND area_id = ?",
                (kind, area_id),
            )
            .fetchone()
        )
        return (row[0], row[1], row[2], row[3]) if row and row[0] is not None else None

    def outline(self, kind: str, area_id: str) -> dict[str, Any] | None:
        """Return the outline of an area as GeoJSON, exactly as published; None without one."""
        shape = area_shapes(self._version).get((kind, area_id))
        return None if shape is None else _geojson(shape)

    def line(self, alley_id: int) -> dict[str, Any] | None:
        """Return the line of an alley as GeoJSON, exactly as published; None for an unknown one."""
        row = (
            self._database()
            .execute("SELECT geometry FROM alley WHERE alley_id = ?", (alley_id,))
            .fetchone()
        )
        return None if row is None else _geojson(shapely.from_wkb(row[0]))

    @staticmethod
    def _columns(collection: Collection) -> str:
        place = {"line": "geometry", "point": "lon, lat", "area": "kind"}[collection.geometry]
        return ", ".join((*collection.properties, place))

    def _feature(self, collection: Collection, row: Sequence[Any]) -> dict[str, Any]:
        told = dict(zip(collection.properties, row, strict=False))
        place = row[len(collection.properties) :]
        # As text: GDAL would take the type of the first, and ids beyond 32 bits are common.
        told[collection.key] = str(told[collection.key])
        if "date" in told:
            # GDAL takes a Jalali date for a Gregorian one that is impossible.
            jalali, day = told["date"], gregorian_day(told["date"])
            told |= {"date": day.isoformat() if day else None, "date_fa": jalali_text(jalali)}
        return {
            "type": "Feature",
            "id": told[collection.key],
            "geometry": self._geometry(collection, told, place),
            "properties": told,
        }

    def _geometry(
        self, collection: Collection, told: Mapping[str, Any], place: Sequence[Any]
    ) -> dict[str, Any] | None:
        if collection.geometry == "point":
            lon, lat = place
            return None if lon is None else {"type": "Point", "coordinates": [lon, lat]}
        if collection.geometry == "area":
            return self.outline(place[0], told["area_id"])
        return _geojson(shapely.from_wkb(place[0]))


def _geojson(shape: shapely.Geometry) -> dict[str, Any]:
    geometry: dict[str, Any] = mapping(shape)
    return geometry
