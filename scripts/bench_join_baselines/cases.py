"""The labelled cases: which exist, how their data is made, which files a method may read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CITY_SIZE = 2000
"""Alleys of the two harder cities; `--sizes` is about the plain one."""
REGISTER_SIZE = 800
SURNAME_SHARE = "0.65"
KINDS = ("city", "city-surname", "city-noise2", "registry")


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled benchmark: a generator with its options, over every seed."""

    kind: str
    size: int

    @property
    def title(self) -> str:
        """What the tables call it."""
        return {
            "city": f"city of {self.size:,} alleys, noise 1",
            "city-surname": f"city of {self.size:,} alleys, 65 % of the signs a surname only",
            "city-noise2": f"city of {self.size:,} alleys, noise 2",
            "registry": f"register of {self.size:,} rows for a real network, noise 1",
        }[self.kind]

    @property
    def half(self) -> bool:
        """Whether half of the claimed segments suffice: real segments have no perfect grouping."""
        return self.kind == "registry"


@dataclass(frozen=True, slots=True)
class Files:
    """The generated files of one case and seed."""

    directory: Path

    @property
    def registry(self) -> Path:
        """The register, with lon and lat where the generator knows them."""
        converted = self.directory / "registry_geo.csv"
        return converted if converted.exists() else self.directory / "registry.csv"

    @property
    def streets(self) -> Path:
        """The street network; its ids are `way_id`."""
        return self.directory / "streets.gpkg"

    @property
    def truth(self) -> Path:
        """Which segments each row means; read by the scorer alone."""
        return self.directory / "truth.csv"

    @property
    def areas(self) -> dict[str, Path]:
        """The area files there are, by the name of their option."""
        found = {
            name: self.directory / f"{name}.geojson" for name in ("districts", "neighbourhoods")
        }
        return {name: path for name, path in found.items() if path.exists()}


def chosen_cases(kinds: list[str], sizes: list[int]) -> list[Case]:
    """Return the cases in the order of `KINDS`, the plain city once per size."""
    cases = []
    for kind in (kind for kind in KINDS if kind in kinds):
        fixed = REGISTER_SIZE if kind == "registry" else CITY_SIZE
        cases += [Case(kind, size) for size in (sizes if kind == "city" else [fixed])]
    return cases


def make_data(case: Case, seed: int, bench: Path, work: Path) -> Files:
    """Return the files of a case, made now unless an earlier run left them in `work`."""
    place = work / f"{case.kind}-n{case.size}-s{seed}"
    if not place.exists():
        aside = place.with_name(f"{place.name}.{os.getpid()}")
        shutil.rmtree(aside, ignore_errors=True)
        for command in _commands(case, seed, bench, aside):
            subprocess.run([sys.executable, *map(str, command)], check=True, capture_output=True)
        aside.rename(place)
    return Files(place)


def _commands(case: Case, seed: int, bench: Path, out: Path) -> list[list[object]]:
    common = ["--n", case.size, "--seed", seed, "--out", out]
    if case.kind == "registry":
        data = bench.parent / "data" / "mashhad"
        areas = ["--streets", data / "streets.gpkg", "--districts", data / "districts.geojson"]
        return [[bench / "make_registry.py", *areas, "--noise", 1, *common]]
    options: list[object] = ["--noise", 2 if case.kind == "city-noise2" else 1]
    if case.kind == "city-surname":
        options += ["--surname", SURNAME_SHARE]
    return [
        [bench / "make_city.py", *options, *common],
        [bench / "to_contract.py", "inputs", out],
    ]
