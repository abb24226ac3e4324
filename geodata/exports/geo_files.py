"""Rows with their places: GeoJSON for any map, GPX for the phones of crews."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from geodata.exports.table import Row

GEOMETRY = "geometry"
"""Key of a row's geometry as a GeoJSON object, or None."""
_NO_XML = {code: None for code in range(32) if code not in (9, 10, 13)} | {
    0xFFFE: None,
    0xFFFF: None,
}


def write_geojson(path: Path, rows: Iterable[Row]) -> int:
    """Write rows as a FeatureCollection, EPSG:4326; a row without a place has no geometry."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[')
        for count, row in enumerate(rows, start=1):
            feature = {
                "type": "Feature",
                "geometry": row.get(GEOMETRY),
                "properties": {key: value for key, value in row.items() if key != GEOMETRY},
            }
            file.write(",\n" if count > 1 else "\n")
            json.dump(feature, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n]}\n")
    return count


def write_gpx(path: Path, title: str, rows: Iterable[Row]) -> int:
    """Write the rows that have a place as waypoints (GPX 1.1), in their order.

    Rows need `lon`, `lat`, `martyr_fa`, and what their description says.
    """
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        file.write('<gpx version="1.1" creator="heavenly alleys"')
        file.write(' xmlns="http://www.topografix.com/GPX/1/1">\n')
        file.write(f"<metadata><name>{xml_text(title)}</name></metadata>\n")
        for row in rows:
            if row.get("lon") is None or row.get("lat") is None:
                continue
            count += 1
            told = (row.get("old_name_fa"), row.get("plaque_fa"), row.get("neighbourhood_fa"))
            description = "، ".join(str(part) for part in told if part)
            file.write(f'<wpt lat="{row["lat"]}" lon="{row["lon"]}">')
            file.write(f"<name>{xml_text(row.get('martyr_fa'))}</name>")
            file.write(f"<desc>{xml_text(description)}</desc>")
            file.write(f'<link href="{xml_text(row.get("record_url"))}"/></wpt>\n')
        file.write("</gpx>\n")
    return count


def xml_text(value: object) -> str:
    """Return a value as text an XML document can hold, escaped."""
    plain = str(value or "").translate(_NO_XML)
    return escape(plain.encode("utf-8", "replace").decode(), {'"': "&quot;"})
