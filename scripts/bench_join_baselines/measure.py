"""Runs a method as a process of its own and measures it.

The kernel counts the starting process's memory into the peak of the process it starts, so the
benchmark itself must stay smaller than what it measures: it reads with csv and sqlite3.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench_join_baselines.answers import Answer, read_answers, read_matches
from bench_join_baselines.cases import Files

ROOT = Path(__file__).resolve().parents[2]
OURS = "ours"
METHODS = {
    OURS: "**ours**",
    "raw_merge": "pandas merge, raw names",
    "folded_merge": "pandas merge, folded names + district",
    "rapidfuzz": "rapidfuzz ratio ≥ 85 in the district",
    "splink": "splink",
}
NOT_INSTALLED = 3
"""Exit code of a baseline whose library is missing."""


@dataclass(frozen=True, slots=True)
class Run:
    """One method on one case and seed; without answers `remark` says why."""

    answers: list[Answer] | None
    directory: Path
    seconds: float = 0.0
    peak_mb: float = 0.0
    remark: str = ""


def run_method(method: str, files: Files, *, python: Path) -> Run:
    """Return the answers of a method with wall seconds and peak memory of its process.

    Parameters
    ----------
    python : Path
        The interpreter of the baselines; ours runs in the one this process runs in.
    """
    out = files.directory / "answers" / method
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    left, dataset = out / "answers.jsonl", out / "dataset"
    if method == OURS:
        command = [sys.executable, "-m", "geodata", "build", *_inputs(files), "--out", str(dataset)]
    else:
        place, name = str(files.directory), str(left)
        command = [str(python), "-m", "bench_join_baselines", method, place, name]
    code, seconds, peak_mb = _timed(command, out / "log.txt")
    if code == NOT_INSTALLED and method != OURS:
        return Run(None, out, remark=f"{method} is not installed")
    if code:
        return Run(None, out, remark=f"failed with exit code {code}, see {out / 'log.txt'}")
    answers = read_matches(dataset) if method == OURS else read_answers(left)
    return Run(answers, out, seconds, peak_mb)


def _inputs(files: Files) -> list[str]:
    options = {"streets": files.streets, "registry": files.registry, **files.areas}
    given = [text for name, path in options.items() for text in (f"--{name}", str(path))]
    return [*given, "--id-field", "way_id", "--keep-going"]


def _timed(command: list[str], log: Path) -> tuple[int, float, float]:
    """Exit code, wall seconds and peak memory [MB] of a process."""
    places = os.pathsep.join([str(ROOT), str(ROOT / "scripts")])
    begun = time.perf_counter()
    with log.open("wb") as sink:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": places},
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    return process.returncode, seconds, usage.ru_maxrss / 1024
