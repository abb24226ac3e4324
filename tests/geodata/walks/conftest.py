"""A demo city with its walks, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.__main__ import main
from geodata.catalogue import Catalogue, CatalogueSource

INPUTS = {
    "streets": "streets.gpkg",
    "registry": "registry.xlsx",
    "districts": "districts.geojson",
    "neighbourhoods": "neighbourhoods.geojson",
    "plaques": "plaques.csv",
    "surroundings": "surroundings.gpkg",
}


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("walks")
    assert main(["demo", "--out", str(folder / "in"), "--alleys", "600"]) == 0
    given = [f"--{role}={folder / 'in' / file}" for role, file in INPUTS.items()]
    assert main(["build", *given, "--out", str(folder / "out")]) == 0
    return folder


@pytest.fixture(scope="session")
def demo(demo_folder: Path) -> Catalogue:
    return CatalogueSource(demo_folder / "out").current()
