"""Copies of the files a version was built of, beside it, so that the next build may change one.

    versions/000007-…/inputs/streets.gpkg, registry.xlsx, photos/…

They are named after what they are; the manifest says which there are (`kept_inputs`).
"""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from geodata.errors import DatasetError
from geodata.input_roles import InputRole, ending_of
from geodata.store.directory import read_manifest

FOLDER = "inputs"
MANIFEST_KEY = "kept_inputs"
_SHAPEFILE = ".shp"
_BESIDE_SHAPEFILE = (".shx", ".dbf", ".prj", ".cpg")


def keep_inputs(
    bench: Path, files: Mapping[InputRole, Path], photos: Path | None, shown: Iterable[str]
) -> dict[str, str]:
    """Copy the files of a build into its version; return where each lies in it.

    Parameters
    ----------
    shown : iterable of str
        Names of the photos that became portraits: no byte of the others is kept.
    """
    folder = bench / FOLDER
    folder.mkdir()
    kept: dict[str, str] = {}
    for role, path in files.items():
        ending = ending_of(path.name, (*role.endings, _SHAPEFILE)) or ""
        target = folder / f"{role}{ending}"
        _copy(path, target)
        if ending == _SHAPEFILE:
            _copy_beside(path, target)
        kept[role] = f"{FOLDER}/{target.name}"
    if photos is not None:
        (folder / InputRole.PHOTOS).mkdir()
        for name in sorted(set(shown)):
            plain = Path(name.replace("\\", "/")).name
            _copy(photos / plain, folder / InputRole.PHOTOS / plain)
        kept[InputRole.PHOTOS] = f"{FOLDER}/{InputRole.PHOTOS}"
    return kept


def kept_inputs(version: Path) -> dict[InputRole, Path]:
    """Return the copies that lie beside a published version; none of one that kept none.

    Only in its folder of inputs, whatever the manifest says.

    Raises
    ------
    DatasetError
        When the version cannot be read.
    """
    told: Any = read_manifest(version).get(MANIFEST_KEY, {})
    there = {path.name: path for path in (version / FOLDER).glob("*") if not path.is_symlink()}
    roles = {role.value: role for role in InputRole}
    names = {roles[role]: Path(place).name for role, place in told.items() if role in roles}
    return {role: there[name] for role, name in names.items() if name in there}


def share_with(bench: Path, earlier: Path | None) -> None:
    """Let copies that are the same in an earlier version be one file on disk."""
    if earlier is None or not (bench / FOLDER).is_dir():
        return
    for path in (bench / FOLDER).rglob("*"):
        twin = earlier / path.relative_to(bench)
        if path.is_file() and twin.is_file() and filecmp.cmp(path, twin, shallow=False):
            spare = path.with_name(f".{path.name}")
            with suppress(OSError):  # not every disk knows links, nor without end of one file
                os.link(twin, spare)
                spare.replace(path)


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except OSError as broken:
        raise DatasetError(
            f"{source}: cannot be kept beside the dataset ({broken})",
            f"{source}: رونوشتش کنار مجموعه‌داده نگه داشته نشد",
        ) from broken


def _copy_beside(path: Path, target: Path) -> None:
    for other in sorted(path.parent.iterdir()):
        if other.stem == path.stem and other.suffix.lower() in _BESIDE_SHAPEFILE:
            _copy(other, target.with_suffix(other.suffix.lower()))
