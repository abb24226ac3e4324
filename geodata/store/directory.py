"""A dataset directory: whole versions side by side, one of them current, swapped by one rename.

    DATASET/
        current -> versions/000007-3f9a2c41b0de      the one being served
        versions/000007-3f9a2c41b0de/                dataset.json, catalogue.sqlite,
                                                     search.idx, walks.net, tiles.mbtiles
                                                     and the files for people
        matches.csv -> current/matches.csv           … and so on, for people

A build works in a hidden directory beside the versions; until its last rename nothing changes
for a reader, and a build that dies leaves nothing but that hidden directory.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import BusyError, DatasetError

FORMAT = 5
MANIFEST = "dataset.json"
CATALOGUE = "catalogue.sqlite"
TILES = "tiles.mbtiles"
PORTRAITS = "portraits"
SEARCH = "search.idx"
WALKS = "walks.net"
CONTRACT_FILES = ("matches.csv", "issues.csv", "alleys.gpkg", "report.html")
REQUIRED = frozenset({"dataset_id", "built_at", "bounds", "view", "centre", "counts", "plan"})
KEPT_VERSIONS = 3
VERSION_NAME = re.compile(r"\d{6}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class DatasetDirectory:
    """A dataset on disk; reading never takes a lock.

    Attributes
    ----------
    kept : int
        How many of the versions before the current one stay when another is published.
    """

    path: Path
    kept: int = KEPT_VERSIONS

    @property
    def versions(self) -> Path:
        """Where the published versions lie."""
        return self.path / "versions"

    @property
    def pointer(self) -> Path:
        """The link that says which version is current."""
        return self.path / "current"

    def current(self) -> Path | None:
        """Return the directory of the current version, None when nothing was published yet."""
        try:
            target = self.pointer.readlink()
        except OSError:
            return None
        return self.path / target

    def version(self, name: str) -> Path | None:
        """Return a kept version by its name."""
        if not VERSION_NAME.fullmatch(name):
            return None
        found = self.versions / name
        return found if (found / MANIFEST).is_file() else None

    @contextmanager
    def workshop(self) -> Iterator[Path]:
        """Give an empty directory to build in; only one build at a time.

        Raises
        ------
        DatasetError
            When the path holds something else.
        BusyError
            When another build is at work.
        """
        self._refuse_foreign()
        self.versions.mkdir(parents=True, exist_ok=True)
        with (self.path / ".lock").open("w") as lock:
            _lock_or_refuse(lock.fileno(), self.path)
            for stale in self.path.glob(".building-*"):
                shutil.rmtree(stale, ignore_errors=True)
            bench = self.path / f".building-{os.getpid()}"
            bench.mkdir()
            try:
                yield bench
            finally:
                shutil.rmtree(bench, ignore_errors=True)

    def publish(self, bench: Path) -> Path:
        """Make what was built current, whole or not at all; older versions beyond `kept` go.

        Parameters
        ----------
        bench : Path
            The workshop's directory, complete and checked.
        """
        name = self.next_name(bench)
        manifest = json.loads((bench / MANIFEST).read_text(encoding="utf-8"))
        manifest["dataset_id"] = name
        (bench / MANIFEST).write_text(_as_json(manifest), encoding="utf-8")
        for file in sorted(bench.rglob("*")):
            _sync(file)
        _sync(bench)
        version = self.versions / name
        bench.rename(version)
        _sync(self.versions)
        self._point_to(version)
        self._link_contract_files()
        self._prune(version)
        return version

    def next_name(self, bench: Path) -> str:
        """Return what `publish` is going to call what was built; nobody else may publish now."""
        return f"{self._next_number():06d}-{fingerprint(bench)}"

    def all_versions(self) -> list[Path]:
        """Return the versions that are kept, the newest first."""
        try:
            found = [v for v in self.versions.iterdir() if _is_version(v)]
        except OSError:
            return []
        return sorted(found, reverse=True)

    def _refuse_foreign(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise DatasetError(
                f"{self.path}: is a file; expected a directory for the dataset",
                f"{self.path}: پرونده است؛ پوشه‌ای برای مجموعه‌داده لازم است",
            )
        if self.path.is_dir() and not self.versions.exists() and any(self.path.iterdir()):
            raise DatasetError(
                f"{self.path}: holds other files; expected an empty directory or a dataset",
                f"{self.path}: پرونده‌های دیگری دارد؛ پوشهٔ خالی یا مجموعه‌داده لازم است",
            )

    def _next_number(self) -> int:
        numbers = [int(v.name[:6]) for v in self.versions.iterdir() if _is_version(v)]
        return max(numbers, default=0) + 1

    def _point_to(self, version: Path) -> None:
        fresh = self.path / f".current-{os.getpid()}"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(version.relative_to(self.path))
        fresh.replace(self.pointer)
        _sync(self.path)

    def _link_contract_files(self) -> None:
        for name in CONTRACT_FILES:
            link = self.path / name
            if not link.is_symlink():
                link.symlink_to(Path("current") / name)

    def _prune(self, current: Path) -> None:
        kept = sorted(v for v in self.versions.iterdir() if _is_version(v) and v != current)
        for old in kept[: max(0, len(kept) - self.kept)]:
            shutil.rmtree(old, ignore_errors=True)


def write_manifest(bench: Path, manifest: dict[str, object]) -> None:
    """Write the manifest of a version being built; its `dataset_id` follows on publishing."""
    (bench / MANIFEST).write_text(_as_json(manifest), encoding="utf-8")


def read_manifest(version: Path) -> dict[str, object]:
    """Return the manifest of a version.

    Raises
    ------
    DatasetError
        When it is missing, broken or of another format.
    """
    try:
        manifest: dict[str, object] = json.loads((version / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as broken:
        raise DatasetError(
            f"{version / MANIFEST}: cannot be read ({broken})",
            f"{version / MANIFEST}: خوانده نشد",
        ) from broken
    if manifest.get("format") != FORMAT or not manifest.keys() >= REQUIRED:
        raise DatasetError(
            f"{version}: dataset format {manifest.get('format')}, expected {FORMAT}; build again",
            f"{version}: قالب مجموعه‌داده با این نسخهٔ برنامه نمی‌خواند؛ دوباره بسازید",
        )
    return manifest


def _is_version(path: Path) -> bool:
    return bool(VERSION_NAME.fullmatch(path.name))


def _as_json(manifest: dict[str, object]) -> str:
    return json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def fingerprint(bench: Path) -> str:
    """Return the hash of what a version serves, as the end of its name has it."""
    digest = hashlib.sha256()
    for name in (*CONTRACT_FILES, CATALOGUE, SEARCH, WALKS, TILES):
        with (bench / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lock_or_refuse(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as busy:
        raise BusyError(
            f"{path}: another build is at work here; wait for it to finish",
            "ساخت دیگری در همین پوشه در کار است؛ تا پایان آن صبر کنید",
        ) from busy
