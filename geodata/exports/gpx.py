"""A way with its stops as GPX 1.1, for navigators of phones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geodata.exports.geo_files import xml_text

Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Waypoint:
    """A stop: lon, lat [degrees EPSG:4326], and what is said of it."""

    place: Position
    name: str
    description: str
    link: str


@dataclass(frozen=True, slots=True)
class Track:
    """A way: its stops in order, and its points as lon, lat [degrees EPSG:4326]."""

    name: str
    stops: Sequence[Waypoint]
    line: Sequence[Position]


def gpx_text(track: Track) -> str:
    """Return the document; waypoints before the track, as the schema wants them."""
    return "\n".join(_lines(track)) + "\n"


def _lines(track: Track) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gpx version="1.1" creator="heavenly alleys" xmlns="http://www.topografix.com/GPX/1/1">'
    yield f"<metadata><name>{xml_text(track.name)}</name></metadata>"
    for stop in track.stops:
        lon, lat = stop.place
        yield f'<wpt lat="{lat:.6f}" lon="{lon:.6f}"><name>{xml_text(stop.name)}</name>'
        yield f"<desc>{xml_text(stop.description)}</desc>"
        yield f'<link href="{xml_text(stop.link)}"/></wpt>'
    yield f"<trk><name>{xml_text(track.name)}</name><trkseg>"
    for lon, lat in track.line:
        yield f'<trkpt lat="{lat:.6f}" lon="{lon:.6f}"/>'
    yield "</trkseg></trk>"
    yield "</gpx>"
