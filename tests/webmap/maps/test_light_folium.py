"""Folium comes without pandas, and leaves it as it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def run(code: str) -> str:
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return finished.stdout.strip()


def test_the_map_package_loads_neither_pandas_nor_geopandas() -> None:
    code = (
        "import sys, webmap.maps; print([m for m in ('pandas', 'geopandas') if m in sys.modules])"
    )
    assert run(code) == "[]"


def test_pandas_can_be_imported_afterwards() -> None:
    assert run("import webmap.maps, pandas; print(pandas.Series([1]).sum())") == "1"


def test_pandas_stays_when_it_was_there_before() -> None:
    assert run("import pandas, webmap.maps, sys; print(sys.modules['pandas'] is pandas)") == "True"
