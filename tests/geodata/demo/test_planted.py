"""What is put into the demo city on purpose, and that nothing else is wrong with it."""

from __future__ import annotations

from collections import Counter

import geopandas as gpd
import pytest
import shapely

from geodata.crs import metric_crs
from geodata.dates import parse_date
from geodata.demo import DemoCity, generate
from geodata.demo.chance import Dice
from geodata.demo.people import JalaliDay, draw_brother, draw_person
from geodata.demo.planted.slips import is_one_spelling, slipped, spelt_by_ear, wrong_year
from geodata.names import fold_key, says_martyr
from geodata.vocab import read_vocab

SMALL = 1500
CRS = metric_crs(50.879, 34.6416)
ONLY_COUNTED = {"unnamed_alleys"}
"""Findings that are no errors: whoever has not been named yet waits."""


@pytest.fixture(scope="module")
def clean() -> DemoCity:
    """The shared city of 1,500 alleys without its errors."""
    return generate(SMALL, seed=3, clean=True)


def test_every_kind_of_error_is_planted_a_dozen_times(large: DemoCity) -> None:
    codes = {row["code"] for row in read_vocab("findings")} - ONLY_COUNTED - {"decision_stale"}
    planted = Counter(large.planted["code"])

    assert set(planted) == codes
    assert min(planted.values()) >= 10


def test_a_naming_has_one_error_at_most(large: DemoCity) -> None:
    told = large.planted[large.planted["naming_id"] != ""]
    kinds = told.groupby("naming_id")["code"].nunique()
    pairs = set(told["other"]) - {""}

    assert (kinds == 1).all()
    assert not pairs & set(told["naming_id"])


def test_errors_are_told_of_rows_and_signs_that_exist(large: DemoCity) -> None:
    told = large.planted
    signs = large.plaques.set_index("plaque_id")["naming_id"]
    of_signs = told[told["plaque_id"] != ""]

    assert set(told["naming_id"]) - {""} <= set(large.registry["شناسه"])
    assert list(signs.loc[of_signs["plaque_id"]]) == list(of_signs["naming_id"])
    assert (told["note_fa"] != "").all()


def test_a_clean_city_is_the_same_city_with_no_error_told(city: DemoCity, clean: DemoCity) -> None:
    left_out = set(clean.streets["osm_id"]) - set(city.streets["osm_id"])
    gaps = (city.planted["code"] == "numbering_gap").sum()

    assert clean.planted.empty
    assert list(clean.planted.columns) == list(city.planted.columns)
    assert set(city.streets["osm_id"]) < set(clean.streets["osm_id"])
    assert gaps <= len(left_out) <= 3 * gaps


def alley_of(city: DemoCity) -> dict[str, shapely.Geometry]:
    """The alley of every naming that is on the map, in metres."""
    lines = city.streets.set_index("osm_id").geometry.to_crs(CRS)
    return {
        naming_id: shapely.union_all([lines[int(source)] for source in sources.split("|")])
        for naming_id, sources in zip(
            city.truth["naming_id"], city.truth["source_ids"], strict=True
        )
        if sources
    }


def test_signs_of_a_clean_city_say_martyr_and_hang_at_their_alley(clean: DemoCity) -> None:
    alleys = alley_of(clean)
    hung = clean.plaques[clean.plaques["lon"].notna()]
    at = gpd.GeoSeries.from_xy(hung["lon"], hung["lat"], crs=4326).to_crs(CRS)
    away = [
        alleys[naming].distance(point) for naming, point in zip(hung["naming_id"], at, strict=True)
    ]

    assert len(away) > 300
    assert max(away) < 30
    assert clean.plaques["plaque_text"].map(says_martyr).all()


def test_signs_of_a_clean_city_are_not_older_than_the_decree(clean: DemoCity) -> None:
    written = clean.registry.set_index("شناسه")["تاریخ مصوبه"].map(parse_date)
    hung = clean.plaques[clean.plaques["plaque_date"] != ""]
    pairs = [
        (parse_date(day), written[naming])
        for naming, day in zip(hung["naming_id"], hung["plaque_date"], strict=True)
        if written[naming]
    ]

    assert len(pairs) > 300
    assert all(hung_on >= decreed for hung_on, decreed in pairs)


def test_the_neighbourhood_of_a_clean_register_holds_most_of_the_alley(clean: DemoCity) -> None:
    quarters = clean.neighbourhoods.set_index("neighbourhood").geometry.to_crs(CRS)
    written = clean.registry.set_index("شناسه")["محله"].map(fold_key)
    known = {
        fold_key(part): name for name in quarters.index for part in (name, name.split(" (")[0])
    }
    stated = {naming: known[quarter] for naming, quarter in written.items() if quarter}
    alleys = {naming: alley for naming, alley in alley_of(clean).items() if naming in stated}

    assert len(alleys) > 300
    for naming, alley in alleys.items():
        inside = quarters.intersection(alley).length
        assert inside[stated[naming]] >= inside.max() - 0.1


def test_nobody_is_honoured_before_death_or_died_before_birth() -> None:
    for number in range(400):
        person = draw_person(Dice("lives", number)).honoured_on(JalaliDay(1394, 1, 1))
        brother = draw_brother(Dice("brothers", number), person)
        for one in (person, brother):
            assert one.birth.year + 16 <= one.martyrdom.year
            assert one.martyrdom < JalaliDay(1394, 1, 1)


@pytest.mark.parametrize("name", ["محمدعلی", "ابراهیمی", "روح‌الله", "رضایی", "طباطبایی"])
def test_a_slip_makes_another_name_of_it(name: str) -> None:
    dice = Dice("slips", len(name))
    written = {slipped(name, dice) for _ in range(40)} | {
        spelt_by_ear(name, dice) for _ in range(40)
    }

    assert len(written - {None}) > 5
    assert not any(is_one_spelling(one, name) for one in written if one)


def test_a_wrong_year_is_one_digit_or_a_swap_away() -> None:
    dice = Dice("years", 1)
    found = {wrong_year(1362, dice, lambda year: 1300 <= year < 1400) for _ in range(300)}

    assert {1326, 1352, 1392, 1361, 1369} <= found
    assert 1362 not in found
    assert wrong_year(1362, dice, lambda year: year > 1500 and year < 1600) == 1562
    assert wrong_year(1362, dice, lambda year: year > 2000) is None
