"""Snapshots of the serving database, one for each state of the journal, made when asked for."""

from __future__ import annotations

import fcntl
import logging
import os
import re
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from geodata.catalogue import Catalogue
from geodata.errors import JournalError
from geodata.journal.audit import head_of
from geodata.journal.database import Journal
from geodata.live.projection import BUILT_IN, TABLES, project
from geodata.live.said import State, read_said
from geodata.store.directory import CATALOGUE

log = logging.getLogger("geodata.live")

LEAST_PAUSE_S = 0.3
"""However much is said, a new snapshot is not made more often: changes show within a second."""
LOOKS_EVERY_S = 0.1
"""Nor is the journal asked more often whether there is news, except for who may have made some."""
KEPT, LONGEST_REQUEST_S = 3, 15.0
_NAME = re.compile(r"(?P<version>\d{6}-[0-9a-f]{12})-\d{9}-[0-9a-f]{12}\.sqlite")


class LiveSnapshots:
    """Hands out a build's catalogue as it stands now; threads and processes may share the folder.

    Parameters
    ----------
    folder : Path
        Where snapshots are kept; made when there is something to keep.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._made_at = self._looked_at = 0.0
        self._seen: tuple[str, str] | None = None
        self._current: Catalogue | None = None
        self._is_hurried = False

    def hurry(self) -> None:
        """Let the next question be answered with everything written up to now."""
        self._is_hurried = True

    def catalogue(self, built: Catalogue, journal: Journal, *, at_once: bool = True) -> Catalogue:
        """Return the catalogue of a build with everything that people have said since.

        A journal that cannot be read takes nothing from who reads: the last snapshot stands.

        Parameters
        ----------
        at_once : bool
            Whether the journal is asked for news even if it was a moment ago: for who may have
            made some. Others may be told of it `LOOKS_EVERY_S` later.
        """
        kept = self._kept_for(built)
        if kept is not None and not at_once and not self._is_time_to_look():
            return kept
        try:
            with journal.reading() as connection:
                state = built.version.name, head_of(connection)
            if state != self._seen or self._kept_for(built) is None:
                self._follow(built, journal, state)
            else:
                self._is_hurried = False
        except (JournalError, OSError, sqlite3.Error) as broken:
            log.warning("decisions are not laid over the dataset: %s", broken)
        return self._kept_for(built) or built

    def _is_time_to_look(self) -> bool:
        now = time.monotonic()
        if now - self._looked_at < LOOKS_EVERY_S and not self._is_hurried:
            return False
        self._looked_at = now
        return True

    def _follow(self, built: Catalogue, journal: Journal, state: tuple[str, str]) -> None:
        """Bring up what stands now, unless that was done a moment ago."""
        with self._lock:
            is_known = state == self._seen and self._kept_for(built) is not None
            is_early = time.monotonic() - self._made_at < LEAST_PAUSE_S
            if is_known or (is_early and not self._is_hurried and self._kept_for(built)):
                return
            self._is_hurried = False
            self._bring_up(built, journal, state)
            self._made_at = time.monotonic()

    def _kept_for(self, built: Catalogue) -> Catalogue | None:
        current = self._current
        return current if current is not None and current.version == built.version else None

    def _bring_up(self, built: Catalogue, journal: Journal, state: tuple[str, str]) -> None:
        version, head = state
        said, changed_at = read_said(journal)
        if not said and not _has_built_in(built):
            self._current = built
        else:
            with self._alone():
                path = self._folder / f"{version}-{head}.sqlite"
                if not path.exists():
                    path = self._made(path, built, said, changed_at)
                self._sweep(version)
            if not self._shows(path):
                self._current = built.as_it_stands(path)
        self._seen = state

    def _shows(self, path: Path) -> bool:
        return self._current is not None and self._current.database_path == path

    def _made(self, path: Path, built: Catalogue, said: State, changed_at: str) -> Path:
        """Make a snapshot from the latest of this build, or from the build itself.

        Much of what a journal notes is no decision: then the latest is what is returned.
        """
        part = path.with_suffix(".part")
        latest = self._latest(built.version.name)
        source = latest or built.version / CATALOGUE
        shutil.copyfile(source, part)
        with closing(sqlite3.connect(part, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.execute(
                "ATTACH ? AS built", (f"file:{built.version / CATALOGUE}?mode=ro&immutable=1",)
            )
            database.executescript(TABLES)
            if latest is None:
                database.execute(BUILT_IN)
            database.execute("BEGIN")
            is_other = project(database, said, changed_at)
            database.execute("COMMIT")
        if latest is not None and not is_other:
            part.unlink()
            return latest
        # Nobody sees a snapshot before it is whole; one that a power cut spoils is made again.
        os.replace(part, path)  # noqa: PTH105
        return path

    def _latest(self, version: str) -> Path | None:
        found = sorted(self._folder.glob(f"{version}-*.sqlite"))
        return found[-1] if found else None

    def _sweep(self, version: str) -> None:
        """Forget snapshots that no request can still be reading."""
        mine = sorted(self._folder.glob(f"{version}-*.sqlite"))
        for path in self._folder.glob("*.sqlite"):
            is_old = time.time() - path.stat().st_mtime > LONGEST_REQUEST_S
            if _NAME.fullmatch(path.name) and path not in mine[-KEPT:] and is_old:
                path.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one process make a snapshot; the others find it made."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for stale in self._folder.glob("*.part"):
                stale.unlink(missing_ok=True)
            yield


def _has_built_in(built: Catalogue) -> bool:
    """Whether a build holds what the journal said then."""
    address = f"file:{built.version / CATALOGUE}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        return bool(
            database.execute("SELECT 1 FROM naming WHERE joined IS NOT NULL LIMIT 1").fetchone()
        )
