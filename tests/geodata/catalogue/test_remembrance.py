"""Who is remembered where, read from a built city."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from geodata.anniversaries import Day
from geodata.catalogue import Catalogue, CatalogueSource
from geodata.catalogue.remembrance import Remembrance, Where, distance_m
from geodata.store.directory import CATALOGUE
from tests.remembering import MOSQUE, SCHOOL

FOURTH_OF_DEY = Day(1404, 10, 4)


@pytest.fixture(scope="module")
def catalogue(remembering_dataset: Path) -> Catalogue:
    return CatalogueSource(remembering_dataset).current()


def names(catalogue: Catalogue, where: Where, day: Day) -> list[str]:
    kept = catalogue.remembrance.calendar(where).on(day)
    people = catalogue.remembrance.honorees(one.martyr_id for one in kept)
    return [people[one.martyr_id].honoree_fa for one in kept]


def test_one_day_of_the_city_by_alphabet(catalogue: Catalogue) -> None:
    assert names(catalogue, Where(), FOURTH_OF_DEY) == ["رضا احمدی", "سعید ظفری", "علی کریمی"]


def test_an_area_has_its_own_people_where_the_alley_is(catalogue: Catalogue) -> None:
    assert names(catalogue, Where(district="1"), FOURTH_OF_DEY) == ["علی کریمی"]
    assert names(catalogue, Where(neighbourhood="صفائیه"), FOURTH_OF_DEY) == ["علی کریمی"]
    assert "سعید ظفری" in names(catalogue, Where(district="2"), FOURTH_OF_DEY)


def test_around_a_place_are_alleys_on_the_map_within_the_radius(catalogue: Catalogue) -> None:
    assert names(catalogue, Where(near=MOSQUE, radius_m=250), FOURTH_OF_DEY) == ["علی کریمی"]
    assert names(catalogue, Where(near=SCHOOL, radius_m=50), FOURTH_OF_DEY) == ["سعید ظفری"]
    both = names(catalogue, Where(near=MOSQUE, radius_m=1000), FOURTH_OF_DEY)
    assert both == ["سعید ظفری", "علی کریمی"], "whoever waits for a human has no alley to be near"


def test_somebody_with_two_alleys_is_remembered_once(catalogue: Catalogue) -> None:
    kept = catalogue.remembrance.calendar().on(Day(1404, 7, 13))
    (person,) = catalogue.remembrance.honorees(one.martyr_id for one in kept).values()
    assert len(kept) == 1
    assert len(person.alleys) == 2


def test_a_guess_is_no_alley_of_anybody(catalogue: Catalogue) -> None:
    waiting = catalogue.naming("DEMO-4")
    assert waiting.alley_id is not None, "the best alternative"
    person = catalogue.remembrance.honorees([waiting.martyr_id])[waiting.martyr_id]
    assert [alley.alley_id for alley in person.alleys] == [None]


def test_places_are_those_with_a_name(catalogue: Catalogue) -> None:
    told = [(one.kind, one.name_fa) for one in catalogue.remembrance.places]
    assert told == [("mosque", "مسجد نمایشی"), ("school", "دبستان نمایشی")]
    place = catalogue.remembrance.place_at((round(MOSQUE[0], 4), round(MOSQUE[1], 4)))
    assert place is not None
    assert place.name_fa == "مسجد نمایشی"
    assert catalogue.remembrance.place_at((50.8, 34.6)) is None


def test_a_version_from_before_there_were_places_is_served(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    older = tmp_path / CATALOGUE
    shutil.copy(catalogue.version / CATALOGUE, older)
    database = sqlite3.connect(older)
    database.execute("DROP TABLE place")
    remembrance = Remembrance(lambda: database)
    assert remembrance.places == ()
    assert remembrance.place_at(MOSQUE) is None
    assert len(remembrance.calendar().on(FOURTH_OF_DEY)) == 3
    database.close()


def test_distances_are_metres() -> None:
    assert distance_m((50.88, 34.64), (50.88, 34.65)) == pytest.approx(1112, abs=1)
    assert distance_m((50.88, 34.64), (50.89, 34.64)) == pytest.approx(915, abs=1)
