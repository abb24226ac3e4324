"""The spool: a folder for each analysis, one of which runs at a time.

SPOOL/.lock                     held by the supervisor while it runs; holds the job's id
SPOOL/incoming-…                an upload that is still being received
SPOOL/20261127093000-1f2e3d4c/  order.json, inputs/, said.sqlite, before.sqlite
                                ending.json, abort, published.json, worker.log
                                work/ (the worker's): progress.json, outcome.json,
                                preview.json, *.csv, version/, tmp/
"""

from __future__ import annotations

import fcntl
import json
import math
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from geodata.intake.notes import open_plain, read_note
from geodata.intake.order import End, Ending, Order, read_ending, read_order, write_json

JOB_ID = r"\d{14}-[0-9a-f]{8}"
KEPT_JOBS = 6
OLDEST_S = 7 * 24 * 3600.0
OLDEST_UPLOAD_S = 3600.0
STARTS_WITHIN_S = 20.0
"""A supervisor that does not hold the lock so long after the order was given never will."""
INCOMING = "incoming-"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a running analysis is: a stage of the build and the share of it that is done."""

    stage: str
    share: float


@dataclass(frozen=True, slots=True)
class Job:
    """The folder of one analysis."""

    path: Path

    @property
    def job_id(self) -> str:
        """Its name."""
        return self.path.name

    @property
    def inputs(self) -> Path:
        """What is read, under names of ours."""
        return self.path / "inputs"

    @property
    def said(self) -> Path:
        """What a build takes from the journal, see `handover`."""
        return self.path / "said.sqlite"

    @property
    def before(self) -> Path:
        """The serving database as it stood when the analysis was ordered."""
        return self.path / "before.sqlite"

    @property
    def work(self) -> Path:
        """The one folder the worker may write in."""
        return self.path / "work"

    @property
    def version(self) -> Path:
        """What the worker builds."""
        return self.work / "version"

    @property
    def order(self) -> Order:
        """What is to be analysed.

        Raises
        ------
        geodata.errors.UnknownRecordError
            The analysis is not there any more.
        """
        return read_order(self.path / "order.json")

    @property
    def ending(self) -> Ending | None:
        """How it ended, as the supervisor says."""
        return read_ending(self.path / "ending.json")

    @property
    def published_as(self) -> str | None:
        """The version it became, None before; "" when only that it was published can be read."""
        try:
            told = json.loads((self.path / "published.json").read_text(encoding="utf-8"))
            return str(told["version"])
        except FileNotFoundError:
            return None
        except (KeyError, TypeError, ValueError):
            return ""

    def note(self, name: str) -> Any:
        """Return a small file of the worker's, None when it has not written one we would read."""
        return read_note(self.work / name)

    def worker_file(self, name: str) -> BinaryIO | None:
        """Open a file of the worker's, however large, that is a plain file; else None."""
        return open_plain(self.work / name)

    def progress(self) -> Progress:
        """Return how far it is; the first stage before it has said anything."""
        told = self.note("progress.json")
        share = told.get("share") if isinstance(told, dict) else None
        if not isinstance(share, int | float) or not 0 <= share <= 1:
            return Progress("read", 0.0)
        return Progress(str(told.get("stage", "")), float(share))

    def abort(self) -> None:
        """Ask the supervisor to stop the worker."""
        (self.path / "abort").touch()

    def is_aborted(self) -> bool:
        """Whether somebody asked so."""
        return (self.path / "abort").exists()

    def begin_anew(self) -> None:
        """Forget what an earlier analysis of the same inputs left.

        That somebody wants it stopped is not forgotten: they may have said so already.
        """
        (self.path / "ending.json").unlink(missing_ok=True)
        shutil.rmtree(self.work, ignore_errors=True)
        (self.work / "tmp").mkdir(parents=True)

    def mark_published(self, version: str) -> None:
        """Note which version it became; its own copy of it is no longer needed."""
        write_json(self.path / "published.json", {"version": version})
        shutil.rmtree(self.version, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Spool:
    """The folder of all analyses."""

    path: Path

    def make(self) -> None:
        """Make the folder, readable for nobody else."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)

    def jobs(self) -> list[Job]:
        """Return the analyses that are there, the newest first."""
        try:
            found = [path for path in self.path.iterdir() if re.fullmatch(JOB_ID, path.name)]
        except FileNotFoundError:
            return []
        return [Job(path) for path in sorted(found, reverse=True) if (path / "order.json").exists()]

    def job(self, job_id: str) -> Job | None:
        """Return an analysis by its id."""
        path = self.path / job_id
        is_one = re.fullmatch(JOB_ID, job_id) and (path / "order.json").is_file()
        return Job(path) if is_one else None

    def running(self) -> str | None:
        """Return the id of the analysis that runs now, None when none does."""
        try:
            with (self.path / ".lock").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return None
        except BlockingIOError:
            return (self.path / ".lock").read_text(encoding="utf-8").strip()
        return None

    def ending(self, job: Job) -> Ending | None:
        """Return how an analysis ended, None while it runs or is about to.

        One whose supervisor is gone without a word was interrupted.
        """
        ending = job.ending
        if ending is not None or self.running() == job.job_id:
            return ending
        ending = job.ending  # it may have ended between the two questions
        waits = _age_s(job.path / "order.json") < STARTS_WITHIN_S
        return ending if ending is not None or waits else Ending(End.INTERRUPTED)

    @contextmanager
    def alone(self, job: Job) -> Iterator[bool]:
        """Hold the lock while a job runs; give False when another job holds it."""
        with (self.path / ".lock").open("a+") as lock:
            if not _locked(lock.fileno()):
                yield False
                return
            lock.truncate(0)
            lock.write(job.job_id)
            lock.flush()
            yield True

    def sweep(self) -> None:
        """Remove uploads that were never finished and analyses nobody will come back to.

        Others may remove them at the same time.
        """
        running = self.running()
        for path in self.path.glob(f"{INCOMING}*"):
            if _age_s(path) > OLDEST_UPLOAD_S:
                path.unlink(missing_ok=True)
        jobs = self.jobs()
        ordered = {job.job_id for job in jobs}
        for path in self.path.glob("*-*"):
            is_half = re.fullmatch(JOB_ID, path.name) and path.name not in ordered
            if is_half and _age_s(path) > OLDEST_UPLOAD_S:
                shutil.rmtree(path, ignore_errors=True)
        for number, job in enumerate(jobs):
            is_old = number >= KEPT_JOBS or _age_s(job.path / "order.json") > OLDEST_S
            if is_old and job.job_id != running:
                shutil.rmtree(job.path, ignore_errors=True)


def _age_s(path: Path) -> float:
    """Return how long ago a file was written [s]; of one that is gone, infinitely long."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return math.inf


def _locked(handle: int) -> bool:
    """Take the lock; whoever only looks at it holds it for a moment."""
    for _ in range(20):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.05)
        else:
            return True
    return False
