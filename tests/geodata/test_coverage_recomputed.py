"""Every number of coverage counted again in plain Python from the GeoPackage of a demo city."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from pyproj import Geod

from geodata.__main__ import main

KINDS = {"alley", "dead_end", "passage", "lane"}
CLASSES = {"residential", "alley"}
SHORTEST_M = 20.0
ROUNDED_M = 0.05
ORDER = ("verified", "installed", "damaged", "missing", "removed", "made", "approved", "planned")
SIGNS = {
    "made": {"made"},
    "installed": {"installed", "verified"},
    "verified": {"verified"},
    "damaged": {"damaged"},
    "missing": {"missing", "removed"},
}
Row = dict[str, Any]
Numbers = dict[tuple[str, str], dict[str, float]]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recomputed")
    assert main(["demo", "--out", str(folder / "in"), "--alleys", "1200", "--seed", "5"]) == 0
    files = (
        "streets.gpkg", "registry.xlsx", "districts.geojson", "neighbourhoods.geojson",
        "plaques.csv",
    )  # fmt: skip
    given = [f"--{file.partition('.')[0]}={folder / 'in' / file}" for file in files]
    assert main(["build", *given, "--out", str(folder / "out")]) == 0
    return folder / "out" / "alleys.gpkg"


def rows_of(package: Path, layer: str) -> list[Row]:
    with closing(sqlite3.connect(package)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(f'SELECT * FROM "{layer}"')]


def recounted(alleys: list[Row], namings: list[Row]) -> Numbers:
    """The numbers of each area, kind of area by kind of area."""
    numbers: Numbers = defaultdict(lambda: defaultdict(float))
    by_id = {row["alley_id"]: row for row in alleys}
    carried: dict[Any, list[Row]] = defaultdict(list)
    for naming in namings:
        is_matched = naming["verdict"] == "accepted"
        carried[naming["alley_id"] if is_matched else naming["naming_id"]].append(naming)
    for alley in alleys:
        if not may_be_named(alley):
            continue
        for area in areas_of(alley):
            numbers[area]["eligible"] += 1
            numbers[area]["length_m"] += alley["length_m"]
    for key, told in carried.items():
        place = by_id.get(key)
        sign = min((naming["plaque_status"] or "" for naming in told), key=rank)
        for area in areas_of(place) if place else areas_named_by(told[0]):
            numbers[area]["named"] += 1
            numbers[area]["matched"] += place is not None
            metres = place["length_m"] if place and may_be_named(place) else 0
            numbers[area]["named_length_m"] += metres
            for counted, statuses in SIGNS.items():
                numbers[area][counted] += sign in statuses
                numbers[area][f"{counted}_length_m"] += metres if sign in statuses else 0
    return numbers


def may_be_named(alley: Row) -> bool:
    is_kind = alley["kind"] in KINDS and alley["road_class"] in CLASSES
    return bool(is_kind and alley["length_m"] >= SHORTEST_M)


def rank(status: str) -> int:
    return ORDER.index(status) if status in ORDER else len(ORDER)


def areas_of(alley: Row) -> Iterator[tuple[str, str]]:
    yield "city", "city"
    yield "district", alley["district"] or ""
    yield "neighbourhood", alley["neighbourhood"] or ""


def areas_named_by(naming: Row) -> Iterator[tuple[str, str]]:
    yield "city", "city"
    yield "district", naming["district"] or ""


def test_every_number_is_that_of_another_count(package: Path) -> None:
    numbers = recounted(rows_of(package, "alleys"), rows_of(package, "namings"))
    coverage = rows_of(package, "coverage")
    counts = ("eligible", "named", "matched", *SIGNS)
    lengths = ("length_m", "named_length_m", *(f"{sign}_length_m" for sign in SIGNS))
    assert sum(row["named"] for row in coverage) > 300
    assert all(sum(row[sign] for row in coverage) for sign in SIGNS)
    for row in coverage:
        # The layer of namings does not say which neighbourhood's id a register's word stands for.
        known = counts if row["kind"] != "neighbourhood" else ("eligible", "matched")
        expected = numbers[row["kind"], row["area_id"]]
        assert {name: row[name] for name in known} == {name: expected[name] for name in known}
        for length in lengths:
            assert row[length] == pytest.approx(expected[length], abs=0.1), length


def test_lengths_are_those_on_the_ellipsoid(package: Path) -> None:
    alleys = pyogrio.read_dataframe(package, layer="alleys")
    geod = Geod(ellps="WGS84")
    for shape, length in zip(alleys.geometry, alleys["length_m"], strict=True):
        exact = geod.geometry_length(shape)
        assert abs(length - exact) <= 0.001 * exact + ROUNDED_M
