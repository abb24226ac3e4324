"""What a scanner for unsafe Python finds: nothing that is not looked at and marked in its line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_bandit_finds_nothing_at_medium_or_above() -> None:
    asked = [
        sys.executable,
        "-m",
        "bandit",
        "-q",
        "-r",
        "geodata",
        "webmap",
        "scripts",
        "-f",
        "json",
    ]
    told = subprocess.run([*asked, "-ll"], cwd=ROOT, capture_output=True, text=True, check=False)
    report = json.loads(told.stdout)
    assert report["metrics"]["_totals"]["loc"] > 10_000
    assert report["errors"] == []
    assert [
        f"{one['filename']}:{one['line_number']} {one['test_id']}" for one in report["results"]
    ] == []
