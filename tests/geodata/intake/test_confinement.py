"""What a confined process can no longer do, tried in one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TRIALS = """
import json, os, socket, subprocess, sys
from pathlib import Path
from geodata.intake.confinement import confine
from geodata.intake.limits import Limits

readable, writable, secret, parent = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], os.getppid()
failed = confine(Limits(memory_mb=2048), readable=[readable], writable=[writable])

def tried(what):
    try:
        what()
    except OSError as error:
        return type(error).__name__
    return "done"

def fork():
    if os.fork() == 0:
        os._exit(0)

print(json.dumps({"failed": failed, "tried": {
    "socket": tried(socket.socket),
    "unix": tried(lambda: socket.socket(socket.AF_UNIX)),
    "program": tried(lambda: subprocess.run(["/bin/true"])),
    "fork": tried(fork),
    "signal": tried(lambda: os.kill(parent, 0)),
    "secret": tried(lambda: open(secret)),
    "passwd": tried(lambda: open("/etc/passwd")),
    "list": tried(lambda: os.listdir(os.path.dirname(secret))),
    "read": tried(lambda: (readable / "a").read_text()),
    "overwrite": tried(lambda: (readable / "a").write_text("x")),
    "write": tried(lambda: (writable / "b").write_text("x")),
    "link": tried(lambda: os.link(readable / "a", writable / "c")),
}}))
"""
REFUSED = {
    "calls": ("socket", "unix", "program", "fork", "signal"),
    "files": ("secret", "passwd", "list", "overwrite", "link"),
}


@pytest.fixture
def told(tmp_path: Path) -> dict[str, dict[str, str]]:
    for name in ("readable", "writable", "elsewhere"):
        (tmp_path / name).mkdir()
    (tmp_path / "readable" / "a").write_text("a")
    (tmp_path / "elsewhere" / "journal.sqlite").write_text("secret")
    arguments = ("readable", "writable", "elsewhere/journal.sqlite")
    done = subprocess.run(
        [sys.executable, "-c", TRIALS, *(str(tmp_path / name) for name in arguments)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, dict[str, str]] = json.loads(done.stdout)
    return found


def test_what_was_given_up_can_no_longer_be_done(told: dict[str, dict[str, str]]) -> None:
    for measure, trials in REFUSED.items():
        if measure not in told["failed"]:  # told in the log, on a kernel that cannot
            assert "done" not in {told["tried"][trial] for trial in trials}, measure


def test_what_an_analysis_needs_can_still_be_done(told: dict[str, dict[str, str]]) -> None:
    assert (told["tried"]["read"], told["tried"]["write"]) == ("done", "done")


def test_this_machine_confines_it_wholly_or_says_what_it_cannot(
    told: dict[str, dict[str, str]],
) -> None:
    assert set(told["failed"]) <= {"network", "files", "calls"}
    assert all(told["failed"].values())


def test_memory_and_time_are_limited() -> None:
    code = (
        "import resource; from geodata.intake.confinement import confine\n"
        "from geodata.intake.limits import Limits\n"
        "confine(Limits(cpu_s=7, memory_mb=600, file_mb=9), readable=[], writable=[])\n"
        "kinds = ('CPU', 'AS', 'FSIZE', 'CORE')\n"
        "print(*(resource.getrlimit(getattr(resource, f'RLIMIT_{k}'))[0] for k in kinds))\n"
        "try: bytearray(700 << 20)\n"
        "except MemoryError: print('enough')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["7", str(600 << 20), str(9 << 20), "0", "enough"]
