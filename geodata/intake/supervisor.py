"""Starting the worker, watching it, and saying how it ended, whatever became of it.

The supervisor reads no input. It goes on when the process that ordered the analysis is gone, and
takes the worker with it when it dies itself.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import signal
import stat
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import geodata
from geodata.intake.order import End, Ending, write_ending
from geodata.intake.spool import Job, Spool

log = logging.getLogger("geodata.intake")

LOOKS_EVERY_S = 0.1
LONGEST_MESSAGE = 20_000
_ROOT = Path(geodata.__file__).resolve().parents[1]
_ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "GDAL_NUM_THREADS"), "1"
)


def start(job: Job) -> None:
    """Begin an analysis in the background; it does not end with this process."""
    process = subprocess.Popen(  # noqa: S603 - our own program, no shell
        _command("run", job),
        env=environment(job),
        cwd=job.path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Somebody has to take note of its end, or it stays in the table of processes.
    threading.Thread(target=process.wait, name=f"analysis {job.job_id}", daemon=True).start()


def run(job: Job) -> Ending:
    """Analyse a job's inputs in a worker and write how that ended; one job at a time."""
    with Spool(job.path.parent).alone(job) as is_alone:
        ending = _worked(job) if is_alone else Ending(End.BUSY)
        write_ending(job.path / "ending.json", ending)
    return ending


def _worked(job: Job) -> Ending:
    job.begin_anew()
    with (job.path / "worker.log").open("wb") as told:
        process = subprocess.Popen(  # noqa: S603 - our own program, no shell
            _command("work", job),
            env=environment(job),
            cwd=job.work / "tmp",
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=told,
            start_new_session=True,
        )
    ending = watched(job, process.pid)
    process.returncode = 0  # `watched` has waited for it
    return ending


def watched(job: Job, pid: int) -> Ending:
    """Wait for a worker, stop it when somebody asks or its time is up; return how it ended."""
    limits, begun = job.order.limits, time.monotonic()
    stopped: End | None = None
    peak_mb = 0.0
    while not (waited := os.wait4(pid, os.WNOHANG))[0]:
        peak_mb = max(peak_mb, most_memory_mb(pid))
        if stopped is None and job.is_aborted():
            stopped = End.ABORTED
        elif stopped is None and time.monotonic() - begun > limits.wall_s:
            stopped = End.TIME
        if stopped is not None:
            _kill_all(pid)
        time.sleep(LOOKS_EVERY_S)
    _kill_all(pid)  # nothing it has started goes on to write below the seal
    _, status, usage = waited
    code, cpu_s = os.waitstatus_to_exitcode(status), round(usage.ru_utime + usage.ru_stime, 2)
    ending = Ending(stopped) if stopped else _told(job, code)
    if ending.end is End.CRASHED and code == -signal.SIGKILL:
        # The kernel kills for two reasons: no time left, no memory left.
        ending = Ending(End.CPU if cpu_s >= limits.cpu_s else End.MEMORY)
    if ending.end is End.READY:
        ending = _sealed(job, ending)
    return replace(
        ending,
        cpu_s=cpu_s,
        wall_s=round(time.monotonic() - begun, 2),
        peak_mb=peak_mb,
    )


def _kill_all(leader: int) -> None:
    """Kill a worker and whatever it has started; they are a group of their own."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def most_memory_mb(pid: int) -> float:
    """Return the most memory a process held since it became its program [MiB], 0 when it is gone.

    `ru_maxrss` of a process that was waited for counts what its parent held at the fork too.
    """
    try:
        told = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    found = re.search(r"^VmHWM:\s*(\d+) kB", told, re.MULTILINE)
    return round(int(found[1]) / 1024, 1) if found else 0.0


def _told(job: Job, code: int) -> Ending:
    """Return how the worker says it ended; one that was killed has said nothing."""
    outcome: Any = job.note("outcome.json")
    try:
        if code >= 0:
            return Ending(
                End(outcome["end"]),
                message_fa=str(outcome.get("message_fa", ""))[:LONGEST_MESSAGE],
                message_en=str(outcome.get("message_en", ""))[:LONGEST_MESSAGE],
                unconfined={str(k): str(v) for k, v in outcome["unconfined"].items()},
            )
    except (AttributeError, KeyError, TypeError, ValueError):
        log.error("job %s: its outcome cannot be read", job.job_id)
    return Ending(End.CRASHED)


def _sealed(job: Job, ending: Ending) -> Ending:
    """Note the hash of every byte that was built: these and no others may be published."""
    try:
        return replace(ending, seal=seal_of(job.version))
    except (OSError, ValueError) as error:
        log.error("job %s: %s", job.job_id, error)
        return replace(ending, end=End.UNSAFE)


def seal_of(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder by its path there.

    Raises
    ------
    ValueError
        When something in it is neither a plain file nor a folder.
    """
    seal = {}
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode):
            continue
        if not stat.S_ISREG(mode):
            raise ValueError(f"{path.name}: is no plain file")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        seal[path.relative_to(folder).as_posix()] = digest
    return seal


def _command(task: str, job: Job) -> list[str]:
    return [sys.executable, "-P", "-m", "geodata.intake", task, str(job.path)]


def environment(job: Job) -> dict[str, str]:
    """Return what the processes are told: neither the journal's address nor any key of the site."""
    temporary = str(job.work / "tmp")
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": temporary,
        "TMPDIR": temporary,
        "CPL_TMPDIR": temporary,
        "SQLITE_TMPDIR": temporary,
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PROJ_NETWORK": "OFF",
        "MALLOC_ARENA_MAX": "2",
        **_ONE_THREAD,
    }
