"""Damaged files of every format: a few of those that `scripts/fuzz_import` makes by thousands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.geodata.intake.mutation import FORMATS, fuzz

MOST_CPU_S, MOST_MB = 10.0, 1024.0


@pytest.mark.parametrize("kind", FORMATS)
def test_a_damaged_file_is_built_or_refused_in_words(
    kept_city: Path, tmp_path: Path, kind: str
) -> None:
    tally = fuzz(kept_city, tmp_path, kind, 6, seed=1)
    assert tally.faults == []
    assert sum(tally.ends.values()) == 6
    assert tally.cpu_s <= MOST_CPU_S
    assert tally.peak_mb <= MOST_MB
