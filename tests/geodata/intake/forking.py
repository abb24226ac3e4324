"""Workers that begin where the libraries are loaded already: the same work in a tenth of the time.

    python tests/geodata/intake/forking.py JOB...

Each job gets a process of its own, which confines itself as every worker does. For many jobs in a
row, in tests and in `scripts/fuzz_import`; a site starts each worker afresh.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[3]


def work_all(jobs: Iterable[Path]) -> None:
    """Run a worker for each job, one after another, in a fresh process; endings are written."""
    from geodata.intake.spool import Job
    from geodata.intake.supervisor import environment

    folders = [str(job) for job in jobs]
    told = environment(Job(Path(folders[0])))
    for name in ("TMPDIR", "HOME", "CPL_TMPDIR", "SQLITE_TMPDIR"):
        del told[name]
    subprocess.run(
        [sys.executable, "-P", __file__],
        input="\n".join(folders), text=True, env=told | {"PYTHONPATH": str(ROOT)}, check=True,
    )  # fmt: skip


def main() -> None:
    import geodata.intake.analysis  # noqa: F401 - so that no worker has to
    from geodata.intake.order import write_ending
    from geodata.intake.spool import Job
    from geodata.intake.supervisor import watched

    for line in sys.stdin.read().splitlines():
        job = Job(Path(line))
        job.begin_anew()
        pid = os.fork()
        if pid == 0:
            become_worker(job)
        write_ending(job.path / "ending.json", watched(job, pid))


def become_worker(job: object) -> None:
    from geodata.intake.worker import work

    os.environ["TMPDIR"] = os.environ["CPL_TMPDIR"] = str(job.work / "tmp")
    os.chdir(job.work / "tmp")
    log = os.open(job.path / "worker.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    code = 1
    try:
        code = work(job)
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
