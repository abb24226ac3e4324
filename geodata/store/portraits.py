"""Portraits of a version: the photos the register names, small and without metadata.

Only a photo whose publication was consented to is taken; of the others no byte leaves the folder
they lie in.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from geodata.issues import IssueLog
from geodata.photos import PhotoError, upright_pixels
from geodata.store.directory import PORTRAITS

LONGEST_SIDE = 640
QUALITY = 80
LARGEST_FILE = 20 * 1024 * 1024
CONSENTED = "yes"


def write_portraits(
    bench: Path, photos: Path | None, namings: pd.DataFrame, issues: IssueLog, *, source: str
) -> pd.Series:
    """Write the portraits below `bench`; return of each naming its file's name, None without.

    Parameters
    ----------
    photos : Path, optional
        Folder of the files the register's column `photo` names; without it there are none.
    namings : DataFrame
        Columns `row`, `photo` (a file name), `photo_consent` ('yes', 'no' or None).
    source : str
        The register's name, for issues.
    """
    folder = bench / PORTRAITS
    folder.mkdir()
    columns = ("row", "photo", "photo_consent")
    told = zip(*(namings[column] for column in columns), strict=True)
    found = [
        _written(folder, photos, row, photo, consent, issues, source) if photo else None
        for row, photo, consent in told
    ]
    return pd.Series(found, index=namings.index, dtype=object)


def _written(
    folder: Path,
    photos: Path | None,
    row: int,
    photo: str,
    consent: str | None,
    issues: IssueLog,
    source: str,
) -> str | None:
    if photos is None:
        return None
    where = {"source": source, "row": row, "column": "photo", "value": photo}
    if consent != CONSENTED:
        issues.add("photo_without_consent", **where)  # type: ignore[arg-type]
        return None
    # Whatever folders the register writes in front of it, the file lies in the one folder given.
    file = photos / Path(photo.replace("\\", "/")).name
    if not file.is_file() or file.is_symlink():
        issues.add("photo_missing", **where)  # type: ignore[arg-type]
        return None
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise PhotoError("larger than 20 MB", "بزرگ‌تر از ۲۰ مگابایت")
        content = file.read_bytes()
        pixels = upright_pixels(content, LONGEST_SIDE)
    except PhotoError as error:
        issues.add("photo_unreadable", why=error.message_en, **where)  # type: ignore[arg-type]
        return None
    name = f"{hashlib.blake2b(content, digest_size=8).hexdigest()}.webp"
    pixels.save(folder / name, "WEBP", quality=QUALITY)
    return name
