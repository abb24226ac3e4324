"""The tiny city: every oddity once, built for real."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.pipeline import BuildInputs, build

TINY = Path(__file__).parent / "data" / "tiny"


def tiny_inputs(directory: Path = TINY) -> BuildInputs:
    """The tiny city's files, or edited copies of them in another directory."""
    return BuildInputs(
        streets=directory / "streets.geojson",
        registry=directory / "registry.csv",
        districts=directory / "districts.geojson",
        neighbourhoods=directory / "neighbourhoods.geojson",
        plaques=directory / "plaques.csv",
    )


@pytest.fixture(scope="session")
def tiny_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published dataset of the tiny city; tests only read it."""
    out = tmp_path_factory.mktemp("tiny") / "dataset"
    build(tiny_inputs(), out)
    return out
