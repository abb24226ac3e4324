"""The tiny city: every oddity once, built for real."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from geodata.pipeline import BuildInputs, build
from tests.postgresql import postgresql_server

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
def postgresql() -> Iterator[str]:
    """Address of a PostgreSQL database in which schemas may be made."""
    with postgresql_server() as address:
        yield address


@pytest.fixture(scope="session")
def tiny_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published dataset of the tiny city; tests only read it."""
    out = tmp_path_factory.mktemp("tiny") / "dataset"
    build(tiny_inputs(), out)
    return out


HOSTILE = (
    "<img src=x onerror=alert()>",
    "</script><script>alert()</script>",
    "${alert()}",
    "`+alert()+`",
    "\u202eسوکعم\u202c",
    "دراز" * 125,
)
"""Names that try to become markup, script, a mirror image of themselves, or endless."""
_HOSTILE_STREETS = {4: 0, 6: 1, 8: 2, 11: 3, 15: 4, 16: 5}
"""Index of a street of the tiny city → which hostile name the map has for it."""
_HOSTILE_PEOPLE = {"DEMO-1": 0, "DEMO-2": 1, "DEMO-5": 2, "DEMO-7": 3, "DEMO-9": 4}


@pytest.fixture(scope="session")
def hostile_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny city with hostile names on the map and in the register."""
    root = tmp_path_factory.mktemp("hostile")
    shutil.copytree(TINY, root / "inputs")
    streets = root / "inputs" / "streets.geojson"
    network = json.loads(streets.read_text(encoding="utf-8"))
    for index, name in _HOSTILE_STREETS.items():
        properties = network["features"][index]["properties"]
        properties["old_name"], properties["name"] = properties["name"], HOSTILE[name]
    streets.write_text(json.dumps(network), encoding="utf-8")
    register = root / "inputs" / "registry.csv"
    with register.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["شناسه"] in _HOSTILE_PEOPLE:
            row["نام"] = HOSTILE[_HOSTILE_PEOPLE[row["شناسه"]]]
    with register.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    build(tiny_inputs(root / "inputs"), root / "dataset")
    return root / "dataset"


@pytest.fixture(scope="session")
def remembering_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny city of `tests.remembering`; tests only read it."""
    from tests.remembering import build_remembering

    return build_remembering(tmp_path_factory.mktemp("remembering"))
