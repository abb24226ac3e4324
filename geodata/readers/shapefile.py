"""The parts of a Shapefile: found whatever their case, complete, and in which encoding.

The old format says neither its encoding (unless a .cpg lies beside it) nor that it was cut off.
"""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path, PurePosixPath

from geodata.errors import FormatRefusedError
from geodata.readers.archives import copy_member
from geodata.readers.encoding import guess_encoding
from geodata.readers.refusals import refusal

REQUIRED = (".shp", ".shx", ".dbf")
PARTS = (*REQUIRED, ".prj", ".cpg")
_BYTES_GUESSED_FROM = 20_000_000


def link_parts(path: Path, directory: Path) -> Path:
    """Link the parts of a Shapefile into `directory` under plain names; return the .shp."""
    beside = {
        other.suffix.lower(): other
        for other in sorted(path.parent.iterdir())
        if other.stem == path.stem and other.suffix.lower() in PARTS
    } | {path.suffix.lower(): path}
    for suffix, part in beside.items():
        (directory / f"layer{suffix}").symlink_to(part.resolve())
    return _checked(directory, path.name)


def copy_parts(archive: zipfile.ZipFile, directory: Path, *, file: str) -> Path:
    """Copy the one Shapefile of an archive into `directory`; return the .shp.

    Raises
    ------
    FormatRefusedError
        When the archive holds none or several, or parts are missing or cut off.
    """
    names = [name for name in archive.namelist() if not name.startswith("__MACOSX/")]
    shapes = [name for name in names if name.lower().endswith(".shp")]
    if len(shapes) != 1:
        raise refusal(FormatRefusedError, "zip_shapefiles", file=file, found=len(shapes))
    stem = PurePosixPath(shapes[0]).with_suffix("")
    for name in names:
        part = PurePosixPath(name)
        if part.with_suffix("") == stem and part.suffix.lower() in PARTS:
            copy_member(archive, name, directory / f"layer{part.suffix.lower()}")
    return _checked(directory, file)


def shapefile_encoding(shape: Path) -> str | None:
    """Return the encoding of the attributes when only their bytes can tell, None for a .cpg."""
    if shape.with_suffix(".cpg").exists():
        return None
    with shape.with_suffix(".dbf").open("rb") as table:
        header = table.read(32)
        table.seek(struct.unpack_from("<H", header, 8)[0])
        return guess_encoding(table.read(_BYTES_GUESSED_FROM))


def _checked(directory: Path, file: str) -> Path:
    for suffix in REQUIRED:
        if not (directory / f"layer{suffix}").exists():
            raise refusal(FormatRefusedError, "sidecar_missing", file=file, expected=suffix)
    shape = directory / "layer.shp"
    for part, declared in ((shape, _shape_size), (shape.with_suffix(".dbf"), _table_size)):
        found = part.stat().st_size
        expected = declared(part)
        if expected is None:
            raise refusal(FormatRefusedError, "content_mismatch", file=file, expected="Shapefile")
        if found < expected:
            raise refusal(
                FormatRefusedError, "file_truncated", file=file, found=found, expected=expected
            )
    return shape


def _shape_size(shape: Path) -> int | None:
    """Return the size [bytes] that the header of a .shp declares (in 16-bit words)."""
    with shape.open("rb") as opened:
        header = opened.read(100)
    if len(header) < 100 or not header.startswith(b"\x00\x00\x27\x0a"):
        return None
    return 2 * int(struct.unpack_from(">I", header, 24)[0])


def _table_size(table: Path) -> int | None:
    """Return the least size [bytes] that the header of a .dbf declares."""
    with table.open("rb") as opened:
        header = opened.read(32)
    if len(header) < 32:
        return None
    records, first, width = struct.unpack_from("<IHH", header, 4)
    return int(first) + int(records) * int(width)
