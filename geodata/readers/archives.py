"""Compressed files, opened only after their declared sizes and names were looked at.

Nothing is ever extracted as a whole: members are copied one by one under names of our own.
"""

from __future__ import annotations

import gzip
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from geodata.errors import FormatRefusedError
from geodata.readers.refusals import refusal

MEGABYTE = 1_000_000
_CHUNK = 1 << 20
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, OSError,
    ValueError, RuntimeError,
)  # fmt: skip
"""What the standard library says of damaged archives: a bad offset is an OSError of `seek`, a name
that is no text a ValueError, a member that wants a password a RuntimeError."""
_SMALL = 10 * MEGABYTE
"""Below this size [bytes] a high ratio is harmless: a sheet of equal rows compresses well."""


@contextmanager
def opened_zip(path: Path, *, max_bytes: int, max_ratio: int) -> Iterator[zipfile.ZipFile]:
    """Yield the archive after checking what it declares.

    Raises
    ------
    FormatRefusedError
        When it is no archive, unpacks to more than `max_bytes` [bytes] or `max_ratio` times its
        size, or has a member with an absolute path, `..`, a link or encryption.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            check_members(archive, path, max_bytes=max_bytes, max_ratio=max_ratio)
            yield archive
    except _BROKEN as error:
        raise refusal(
            FormatRefusedError, "file_broken", file=path.name, expected="zip", reason=error
        ) from error


def check_members(archive: zipfile.ZipFile, path: Path, *, max_bytes: int, max_ratio: int) -> None:
    """Refuse members that would leave the directory, are links, or unpack to too much."""
    for member in archive.infolist():
        if not _is_safe(member):
            raise refusal(FormatRefusedError, "zip_unsafe", file=path.name, member=member.filename)
    _check_size(
        path,
        sum(member.file_size for member in archive.infolist()),
        max_bytes=max_bytes,
        max_ratio=max_ratio,
    )


def copy_member(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    """Copy one member to `target`, never more than the size it declares."""
    declared = archive.getinfo(name).file_size
    with archive.open(name) as source, target.open("wb") as out:
        while declared > 0 and (chunk := source.read(min(_CHUNK, declared))):
            out.write(chunk)
            declared -= len(chunk)


def gunzip(path: Path, target: Path, *, max_bytes: int, max_ratio: int) -> None:
    """Unpack a .gz file to `target`.

    Raises
    ------
    FormatRefusedError
        When it is broken or unpacks to too much.
    """
    written = 0
    try:
        with gzip.open(path) as source, target.open("wb") as out:
            while chunk := source.read(_CHUNK):
                written += len(chunk)
                _check_size(path, written, max_bytes=max_bytes, max_ratio=max_ratio)
                out.write(chunk)
    except (OSError, EOFError, zlib.error) as error:
        raise refusal(
            FormatRefusedError, "file_broken", file=path.name, expected="gzip", reason=error
        ) from error


def _is_safe(member: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(member.filename.replace("\\", "/"))
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    is_windows_path = ":" in name.as_posix()
    encrypted = bool(member.flag_bits & 1)
    return not (name.is_absolute() or ".." in name.parts or is_link or is_windows_path or encrypted)


def _check_size(path: Path, unpacked: int, *, max_bytes: int, max_ratio: int) -> None:
    if unpacked > max_bytes:
        raise refusal(
            FormatRefusedError,
            "zip_too_big",
            file=path.name,
            found=unpacked // MEGABYTE,
            limit=max_bytes // MEGABYTE,
        )
    ratio = unpacked // max(path.stat().st_size, 1)
    if unpacked > _SMALL and ratio > max_ratio:
        raise refusal(FormatRefusedError, "zip_ratio", file=path.name, found=ratio, limit=max_ratio)
