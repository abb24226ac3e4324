"""What was previewed becomes the current version, to the byte; an older version comes back.

Both are one swap of the dataset directory, inside the transaction that has written their row of
the audit: without the row there is no swap, and a swap that fails takes its row back.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from geodata.errors import DecidedError, UnsoundError
from geodata.intake.order import End, Order
from geodata.intake.ordering import link_or_copy
from geodata.intake.preview import read_preview
from geodata.intake.spool import Job
from geodata.intake.supervisor import seal_of
from geodata.journal.audit import Action, append
from geodata.journal.database import Journal
from geodata.journal.tables import audit, lock
from geodata.store.directory import (
    FORMAT,
    MANIFEST,
    DatasetDirectory,
    fingerprint,
    read_manifest,
    write_manifest,
)
from geodata.store.kept_inputs import share_with

TOLD_NUMBERS = ("register_after", "new", "changed", "gone", "accepted_after")
RESTORED_FROM = "restored_from"


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version that is kept.

    Attributes
    ----------
    is_restorable : bool
        Whether this software reads it and it is as it was built.
    restored_from : str or None
        The older version whose content it has.
    """

    name: str
    built_at: str
    counts: Mapping[str, int]
    is_current: bool
    is_restorable: bool
    restored_from: str | None


def publish_job(
    directory: DatasetDirectory, job: Job, journal: Journal, *, by: str, now: datetime
) -> str:
    """Make what an analysis has built the current version; return its name.

    Raises
    ------
    DecidedError
        It is not ready, or another version has been published since it was previewed.
    BusyError
        A build is at work in the dataset's directory.
    UnsoundError
        What lies in the spool is not what was previewed; nothing was published.
    """
    order, ending = job.order, job.ending
    if ending is None or ending.end is not End.READY or job.published_as is not None:
        raise DecidedError(
            f"{job.job_id} is not ready to be published",
            "این تحلیل آمادهٔ انتشار نیست یا پیش‌تر منتشر شده است",
        )
    with directory.workshop() as bench:
        current = directory.current()
        if (current.name if current else None) != order.base:
            raise DecidedError(
                f"the dataset is no longer {order.base}; analyse again",
                "در این میان نسخهٔ دیگری منتشر شده است؛ یک بار دیگر تحلیل کنید",
            )
        _check_seal(job, ending.seal)
        _copy(job.version, bench)
        _name_inputs(bench, order)
        share_with(bench, current)
        details = {
            "from": order.base,
            "inputs": {one.role: one.name for one in order.inputs if one.is_new},
            **_told(job),
        }
        version = _publish(
            directory, bench, journal, Action.DATASET_PUBLISHED, details, by=by, now=now
        )
    job.mark_published(version)
    return version


def restore_version(
    directory: DatasetDirectory, name: str, journal: Journal, *, by: str, now: datetime
) -> str:
    """Publish an older version's content again under a new number; return its name.

    Raises
    ------
    DecidedError
        It is the current one, or no longer kept.
    BusyError
        A build is at work in the dataset's directory.
    UnsoundError
        It is damaged; nothing was published.
    DatasetError
        It is of another format.
    """
    with directory.workshop() as bench:
        older, current = directory.version(name), directory.current()
        if older is None or older == current:
            raise DecidedError(
                f"{name}: not kept, or current already",
                "این نسخه دیگر نگه داشته نشده یا همین حالا در کار است",
            )
        manifest = read_manifest(older)
        _copy(older, bench)
        if not name.endswith(fingerprint(bench)):
            raise _unsound(name)
        manifest[RESTORED_FROM] = manifest.get(RESTORED_FROM, name)
        write_manifest(bench, manifest)
        details = {"from": current.name if current else None, "version": name}
        return _publish(directory, bench, journal, Action.DATASET_RESTORED, details, by=by, now=now)


def kept_versions(directory: DatasetDirectory) -> list[KeptVersion]:
    """Return the versions that are kept, the newest first."""
    current = directory.current()
    return [_kept(path, path == current) for path in directory.all_versions()]


def _kept(path: Path, is_current: bool) -> KeptVersion:
    try:
        manifest: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = {}
    return KeptVersion(
        name=path.name,
        built_at=str(manifest.get("built_at", "")),
        counts=manifest.get("counts", {}),
        is_current=is_current,
        is_restorable=not is_current and manifest.get("format") == FORMAT,
        restored_from=manifest.get(RESTORED_FROM),
    )


def _publish(
    directory: DatasetDirectory,
    bench: Path,
    journal: Journal,
    action: Action,
    details: Mapping[str, object],
    *,
    by: str,
    now: datetime,
) -> str:
    """Note it and swap: the row of the audit stands before anything is published."""
    name = directory.next_name(bench)
    with journal.writing() as connection:
        lock(connection, audit)
        append(connection, by, action, name, now=now, details=details)
        return directory.publish(bench).name


def _name_inputs(bench: Path, order: Order) -> None:
    """Let the manifest call the inputs what those call them who sent them."""
    manifest: dict[str, Any] = json.loads((bench / MANIFEST).read_text(encoding="utf-8"))
    names = {one.role: one.name for one in order.inputs}
    for told in manifest["inputs"]:
        told["name"] = names.get(told["role"], told["name"])
    write_manifest(bench, manifest)


def _copy(folder: Path, bench: Path) -> None:
    """Let the files of a version appear in the workshop; those of a version are never written."""
    try:
        for path in sorted(folder.rglob("*")):
            target = bench / path.relative_to(folder)
            if path.is_dir():
                target.mkdir()
            elif path.name == MANIFEST:  # it is written again when it is published
                shutil.copyfile(path, target)
            else:
                link_or_copy(path, target)
    except FileNotFoundError as gone:
        raise _unsound(folder.name) from gone


def _check_seal(job: Job, seal: Mapping[str, str]) -> None:
    """Refuse to publish any byte but those that were there when the worker had ended."""
    try:
        found = seal_of(job.version)
    except (OSError, ValueError) as broken:
        raise _unsound(job.job_id) from broken
    if found != dict(seal):
        raise _unsound(job.job_id)


def _told(job: Job) -> dict[str, int]:
    preview = read_preview(job)
    numbers = preview.numbers if preview else {}
    return {name: numbers[name] for name in TOLD_NUMBERS if name in numbers}


def _unsound(name: str) -> UnsoundError:
    return UnsoundError(
        f"{name}: its files are not those that were checked; nothing was published",
        "پرونده‌های این نسخه همان نیست که بررسی شده بود؛ چیزی منتشر نشد",
    )
