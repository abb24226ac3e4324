"""`python -m geodata.intake run|work JOB`: the two processes of an analysis, started by a site."""

from __future__ import annotations

import sys
from pathlib import Path

from geodata.intake.spool import Job


def main(arguments: list[str]) -> int:
    """Run or work on the job of a folder."""
    task, path = arguments
    job = Job(Path(path).resolve())
    if task == "run":
        from geodata.intake.supervisor import run

        run(job)
        return 0
    from geodata.intake.worker import work

    return work(job)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
