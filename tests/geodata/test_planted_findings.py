"""Findings against a city whose errors are known: what was planted is found, and nothing else.

The figures of the README are of 6,000 alleys and seeds 1 to 3; here is a smaller city.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from geodata.catalogue import CatalogueSource
from geodata.catalogue.findings import FindingRow
from geodata.crs import metric_crs
from geodata.demo import DemoCity, generate, write
from geodata.names import fold_key
from geodata.pipeline import BuildInputs, build

ALLEYS, SEED = 3000, 1
RECALL, FALSE_ALARMS = 0.99, 0.01
NEAR_M = 500.0
GAP = re.compile(r"از (?P<street>.+) کوچه‌های .+ روی نقشه هست و (?P<missing>.+) نیست")


@dataclass(frozen=True)
class Checked:
    """A demo city and what a build of its files found."""

    city: DemoCity
    found: list[FindingRow]

    def of(self, code: str) -> list[FindingRow]:
        return [one for one in self.found if one.code == code]


def checked(folder: Path, *, clean: bool) -> Checked:
    city = generate(ALLEYS, SEED, clean=clean)
    write(city, folder / "in")
    inputs = BuildInputs(
        streets=folder / "in" / "streets.gpkg",
        registry=folder / "in" / "registry.xlsx",
        districts=folder / "in" / "districts.geojson",
        neighbourhoods=folder / "in" / "neighbourhoods.geojson",
        plaques=folder / "in" / "plaques.csv",
    )
    build(inputs, folder / "dataset")
    return Checked(city, [*CatalogueSource(folder / "dataset").current().findings.all({})])


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return checked(tmp_path_factory.mktemp("planted"), clean=False)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return checked(tmp_path_factory.mktemp("clean"), clean=True)


def is_told(error: Any, found: list[FindingRow]) -> bool:
    """Whether a finding of the right kind is about the naming, either naming of a pair, or the
    address left out."""
    if error.code != "numbering_gap":
        return any(one.naming_id in (error.naming_id, error.other) for one in found)
    street, _, number = error.other.rpartition(" ")
    gaps = [GAP.fullmatch(one.message_fa) for one in found]
    return any(
        gap and gap["street"].endswith(street) and number in gap["missing"].split(" و ")
        for gap in gaps
    )


def test_what_was_planted_is_found(planted: Checked) -> None:
    errors: list[Any] = list(planted.city.planted.itertuples(index=False))
    missed = [error for error in errors if not is_told(error, planted.of(error.code))]
    assert len(errors) > 200
    assert len(missed) <= (1 - RECALL) * len(errors), missed


def test_most_of_every_kind_is_found(planted: Checked) -> None:
    """No kind is lost among the many of another."""
    errors: list[Any] = list(planted.city.planted.itertuples(index=False))
    told = Counter(one.code for one in errors if is_told(one, planted.of(one.code)))
    for code, number in Counter(one.code for one in errors).items():
        assert told[code] >= 0.8 * number, code


def test_little_else_is_found_in_a_clean_city(clean: Checked) -> None:
    namings = len(clean.city.registry)
    false = Counter(one.code for one in false_alarms(clean))
    assert not clean.city.planted.size
    assert false.total() <= FALSE_ALARMS * namings, false


def test_the_rows_of_a_clean_city_raise_no_alarm_of_their_own(clean: Checked) -> None:
    """Whatever needs no alley, and so no join, is never wrong."""
    alone = {
        "same_naming_twice", "died_before_birth", "decree_before_martyrdom",
        "plaque_before_decree", "plaque_other_name", "plaque_without_martyr",
        "decree_without_martyr", "spelt_differently",
    }  # fmt: skip
    assert not [one for one in false_alarms(clean) if one.code in alone]


def false_alarms(clean: Checked) -> Iterator[FindingRow]:
    """The findings that the truth of a city without errors contradicts: all but facts about it."""
    facts: dict[str, Callable[[FindingRow], bool]] = {
        "one_name_near": NearNamesakes(clean.city).are_true,
        "unnamed_alleys": lambda one: True,
    }
    for one in clean.found:
        if not facts.get(one.code, lambda one: False)(one):
            yield one


class NearNamesakes:
    """Who is called how, and where the true alleys lie, by the generator's own word."""

    def __init__(self, city: DemoCity) -> None:
        crs = metric_crs(50.879, 34.6416)
        self.lines = city.streets.set_index("osm_id").geometry.to_crs(crs)
        self.districts: gpd.GeoDataFrame = city.districts.to_crs(crs)
        self.truth = city.truth.set_index("naming_id")

    def are_true(self, one: FindingRow) -> bool:
        other = re.search(r"\((DEMO-\d+)\)", one.message_fa)
        assert other
        near, here = self.alley(other[1]), self.alley(str(one.naming_id))
        names = {self.name(naming_id) for naming_id in (other[1], str(one.naming_id))}
        if near is None or here is None or len(names) > 1:
            return False
        return near.distance(here) <= NEAR_M or self.district(near) == self.district(here)

    def name(self, naming_id: str) -> str:
        """The name without «سید», which is a title."""
        return fold_key(self.truth.at[naming_id, "honoree"].removeprefix("سید "))

    def alley(self, naming_id: str) -> shapely.Geometry | None:
        sources = self.truth.at[naming_id, "source_ids"]
        lines = [self.lines[int(source)] for source in sources.split("|") if source]
        return shapely.union_all(lines) if lines else None

    def district(self, alley: shapely.Geometry) -> str:
        inside = self.districts.intersection(alley).length
        return str(self.districts.at[inside.idxmax(), "district"])


def test_alleys_without_a_name_are_counted_as_far_as_the_join_knows(clean: Checked) -> None:
    told = [
        int(re.search(r"\d+", one.message_fa)[0])  # type: ignore[index]
        for one in clean.of("unnamed_alleys")
    ]
    honoured = clean.city.truth["source_ids"].replace("", None).nunique()
    assert len(told) > 30
    assert 0.9 * (ALLEYS - honoured) <= sum(told) <= ALLEYS - 0.5 * honoured
