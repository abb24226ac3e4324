"""Vector files made safe to open: the ending promises a format and the first bytes must keep it.

The file is linked or unpacked under a plain name in a directory of our own, so that no odd
name, archive path or stray neighbour decides how GDAL reads it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import FormatRefusedError, MissingInputError
from geodata.readers.archives import gunzip, opened_zip
from geodata.readers.geojson import check_crs_members
from geodata.readers.geopackage import check_plain_tables
from geodata.readers.refusals import refusal
from geodata.readers.shapefile import copy_parts, link_parts, shapefile_encoding

MAX_UNPACKED = 2_000_000_000
MAX_RATIO = 200
_MAGIC_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Format:
    """One readable format: the GDAL driver that must open it and how its first bytes look."""

    label: str
    driver: str
    staged_name: str
    begins: Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A file ready for GDAL; `file` is the name to tell the reader of a message."""

    path: Path
    driver: str
    label: str
    encoding: str | None
    file: str


def _is_json(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


_GEOJSON = Format("GeoJSON", "GeoJSON", "layer.geojson", _is_json)
_SHAPEFILE = Format(
    "Shapefile", "ESRI Shapefile", "layer.shp", lambda head: head.startswith(b"\x00\x00\x27\x0a")
)
_OSM = Format("OpenStreetMap PBF", "OSM", "layer.osm.pbf", lambda head: b"OSMHeader" in head[:32])
_GEOPACKAGE = Format(
    "GeoPackage", "GPKG", "layer.gpkg", lambda head: head.startswith(b"SQLite format 3\0")
)
FORMATS = {
    ".gpkg": _GEOPACKAGE,
    ".geojson.gz": _GEOJSON,
    ".json.gz": _GEOJSON,
    ".geojson": _GEOJSON,
    ".json": _GEOJSON,
    ".shp": _SHAPEFILE,
    ".zip": _SHAPEFILE,
    ".fgb": Format(
        "FlatGeobuf", "FlatGeobuf", "layer.fgb", lambda head: head.startswith(b"fgb\x03fgb")
    ),
    ".osm.pbf": _OSM,
    ".pbf": _OSM,
}


@contextmanager
def staged(path: Path) -> Iterator[StagedFile]:
    """Yield the file under a plain name, checked by its ending, first bytes and size.

    Raises
    ------
    MissingInputError
        When there is no such file.
    FormatRefusedError
        When it is empty, of another format than its ending says, unsafe or cut off.
    CrsError
        When a GeoJSON names a coordinate reference system that is not known.
    """
    check_there(path)
    ending, form = _format_of(path)
    with tempfile.TemporaryDirectory(prefix="alleys-") as made:
        directory = Path(made)
        target = _stage(path, ending, form, directory)
        if not form.begins(_head(target)):
            raise refusal(
                FormatRefusedError, "content_mismatch", file=path.name, expected=form.label
            )
        if form is _GEOJSON:
            check_crs_members(target, file=path.name)
        if form is _GEOPACKAGE:
            check_plain_tables(target, file=path.name)
        encoding = shapefile_encoding(target) if form is _SHAPEFILE else None
        yield StagedFile(target, form.driver, form.label, encoding, path.name)


def check_there(path: Path) -> None:
    """Refuse a path that is no readable, non-empty file.

    Raises
    ------
    MissingInputError
        When there is no such file.
    FormatRefusedError
        When it is empty or may not be read.
    """
    if not path.is_file():
        raise refusal(MissingInputError, "file_missing", file=str(path))
    try:
        empty = not _head(path)
    except OSError as error:
        raise refusal(
            FormatRefusedError, "file_unreadable", file=path.name, reason=error.strerror
        ) from error
    if empty:
        raise refusal(FormatRefusedError, "file_empty", file=path.name)


def _format_of(path: Path) -> tuple[str, Format]:
    for ending, form in FORMATS.items():
        if path.name.lower().endswith(ending):
            return ending, form
    raise refusal(FormatRefusedError, "format_unknown", file=path.name, expected=" ".join(FORMATS))


def _stage(path: Path, ending: str, form: Format, directory: Path) -> Path:
    target = directory / form.staged_name
    if ending == ".zip":
        with opened_zip(path, max_bytes=MAX_UNPACKED, max_ratio=MAX_RATIO) as archive:
            return copy_parts(archive, directory, file=path.name)
    if ending == ".shp":
        return link_parts(path, directory)
    if ending.endswith(".gz"):
        gunzip(path, target, max_bytes=MAX_UNPACKED, max_ratio=MAX_RATIO)
    else:
        target.symlink_to(path.resolve())
    return target


def _head(path: Path) -> bytes:
    with path.open("rb") as opened:
        return opened.read(_MAGIC_LENGTH)
