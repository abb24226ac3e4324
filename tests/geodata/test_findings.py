"""Findings: every planted error is reported, and a clean register has none."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import LineString

from geodata.findings.places import is_same_name
from geodata.findings.search import find_all
from geodata.vocab import read_vocab

ALLEYS, STEP = 160, 0.006  # degrees: some 550 m, so that no two alleys are near each other
GIVEN = ("علی", "حسن", "رضا", "مهدی", "سعید", "جواد", "کاظم", "اکبر")
FAMILIES = (
    "کریمی", "رضایی", "احمدی", "ظفری", "مرشدلو", "نوری", "بهرامی", "صادقی", "یزدانی", "فراهانی",
    "محلاتی", "غزنوی", "وفایی", "درویشی", "قنبری", "عابدی", "سعیدی", "امیری", "زمانی", "معصومی",
)  # fmt: skip


@dataclass
class City:
    alleys: gpd.GeoDataFrame
    namings: pd.DataFrame
    plaques: pd.DataFrame

    def codes(self) -> Counter[str]:
        found = find_all(self.alleys, self.namings, self.plaques)
        assert len({one.finding_id for one in found}) == len(found)
        return Counter(one.code for one in found)

    def about(self, code: str) -> set[str | None]:
        found = find_all(self.alleys, self.namings, self.plaques)
        return {one.naming_id for one in found if one.code == code}


@pytest.fixture
def city() -> City:
    """A city in which nothing is wrong: each alley one naming, each naming one right sign."""
    numbers = range(ALLEYS)
    lines = [
        LineString([(50.8 + STEP * (n % 16), 34.6 + STEP * (n // 16)),
                    (50.8 + STEP * (n % 16), 34.6007 + STEP * (n // 16))])
        for n in numbers
    ]  # fmt: skip
    alleys = gpd.GeoDataFrame(
        {
            "alley_id": [1000 + n for n in numbers],
            "kind": "alley",
            "road_class": "residential",
            "length_m": 78.0,
            "eligible": True,
            "district": ["1" if n % 16 < 8 else "2" for n in numbers],
            "neighbourhood": None,
            "parent_id": pd.Series([None] * ALLEYS, dtype="Int64"),
            "parent_fa": None,
            "number": pd.Series([None] * ALLEYS, dtype="Int64"),
        },
        geometry=lines,
        crs="EPSG:4326",
    )
    names = [f"{GIVEN[n % 8]} {FAMILIES[n // 8]}" for n in numbers]
    namings = pd.DataFrame(
        {
            "naming_id": [f"N{n}" for n in numbers],
            "martyr_id": [10 + n for n in numbers],
            "full_name": names,
            "father_name": [f"{GIVEN[(n + 3) % 8]}" for n in numbers],
            "district": alleys["district"],
            "neighbourhood_id": None,
            "old_name": [f"کوچه {n}" for n in numbers],
            "new_name": [f"کوچه شهید {name}" for name in names],
            "main_street": None,
            "birth_date": "1340-01-01",
            "martyrdom_date": [f"1362-{n % 12 + 1:02d}-{n % 28 + 1:02d}" for n in numbers],
            "decree_date": "1400-02-03",
            "verdict": "accepted",
            "alley_id": alleys["alley_id"],
        }
    ).astype({"birth_date": object, "decree_date": object})
    plaques = pd.DataFrame(
        {
            "plaque_id": [f"P{n}" for n in numbers],
            "naming_id": namings["naming_id"],
            "plaque_text": namings["new_name"],
            "lon": [line.coords[0][0] for line in lines],
            "lat": [line.coords[0][1] for line in lines],
        }
    )
    return City(alleys, namings, plaques)


def test_a_clean_city_has_no_findings(city: City) -> None:
    assert city.codes() == {}


def planted(count: int = 20) -> range:
    return range(0, ALLEYS, ALLEYS // count)


def test_dates_that_contradict_each_other(city: City) -> None:
    for n in planted():
        city.namings.loc[n, "birth_date"] = "1363-01-01"
        city.namings.loc[n + 1, "decree_date"] = "1361-12"
    assert city.about("died_before_birth") == {f"N{n}" for n in planted()}
    assert city.about("decree_before_martyrdom") == {f"N{n + 1}" for n in planted()}


def test_a_date_known_in_part_contradicts_only_as_far_as_it_is_known(city: City) -> None:
    city.namings.loc[0, ["birth_date", "martyrdom_date"]] = ["1362-05-05", "1362"]
    assert city.codes() == {}


def test_a_naming_that_stands_twice(city: City) -> None:
    again = city.namings.iloc[list(planted())].assign(
        naming_id=[f"A{n}" for n in planted()], full_name=lambda rows: rows["full_name"] + " "
    )
    city.namings = pd.concat([city.namings, again], ignore_index=True)
    assert city.about("same_naming_twice") == {f"A{n}" for n in planted()}


def test_another_district_than_that_of_the_alley(city: City) -> None:
    for n in planted():
        city.namings.loc[n, "district"] = "7"
    assert city.about("district_differs") == {f"N{n}" for n in planted()}


def test_signs_far_away_with_another_name_or_without_martyr(city: City) -> None:
    for n in planted():
        city.plaques.loc[n, "lon"] += 0.001
        city.plaques.loc[n + 1, "plaque_text"] = "کوچه شهید بهروز ناشناسی"
        city.plaques.loc[n + 2, "plaque_text"] = f"کوچه {city.namings.full_name[n + 2]}"
    assert city.about("plaque_far") == {f"N{n}" for n in planted()}
    assert city.about("plaque_other_name") == {f"N{n + 1}" for n in planted()}
    assert city.about("plaque_without_martyr") == {f"N{n + 2}" for n in planted()}


def test_a_decreed_name_without_martyr(city: City) -> None:
    for n in planted():
        city.namings.loc[n, "new_name"] = f"کوچه {city.namings.full_name[n]}"
    assert city.about("decree_without_martyr") == {f"N{n}" for n in planted()}


def test_one_person_under_two_spellings(city: City) -> None:
    twins = city.namings.iloc[list(planted())].assign(
        naming_id=[f"S{n}" for n in planted()],
        full_name=lambda rows: rows["full_name"].str.replace("ی$", "ان", regex=True),
        verdict="unmatched",
        old_name=None,
    )
    city.namings = pd.concat([city.namings, twins], ignore_index=True)
    wanted = {f"S{n}" for n in planted() if city.namings.full_name[n].endswith("ی")}
    assert city.about("spelt_differently") == wanted


def test_namesakes_near_each_other_and_one_person_in_two_far_places(city: City) -> None:
    city.namings.loc[1, "full_name"] = city.namings.full_name[0]
    city.plaques = city.plaques.iloc[2:]
    far = ALLEYS - 1
    city.namings.loc[far, ["full_name", "martyr_id"]] = city.namings.loc[
        20, ["full_name", "martyr_id"]
    ].to_list()
    city.plaques = city.plaques[city.plaques["naming_id"] != f"N{far}"]
    assert city.about("one_name_near") == {"N1"}
    assert city.about("honoree_far_apart") == {f"N{far}"}


def test_numbers_left_out_along_a_street(city: City) -> None:
    for n, number in enumerate((1, 3, 7, 9, 2, 4, 6, 20)):
        city.alleys.loc[n, ["parent_id", "number"]] = [5, number]
        city.alleys.loc[n, "parent_fa"] = "هنرستان"
    found = list(find_all(city.alleys, city.namings, city.plaques))
    assert [one.message_fa for one in found] == ["از هنرستان کوچه‌های ۳ و ۷ روی نقشه هست و ۵ نیست"]


def test_alleys_nobody_named_are_counted_by_neighbourhood(city: City) -> None:
    city.alleys["neighbourhood"] = "باجک"
    city.namings.loc[:9, "verdict"] = "review"
    (found,) = find_all(city.alleys, city.namings, city.plaques)
    assert "۱۰ کوچهٔ واجد شرایط بی نام" in found.message_fa


@pytest.mark.parametrize(
    ("text", "name", "is_same"),
    [
        ("کوچه شهید علی کریمی", "علی کریمی", True),
        ("كوچه شهيد علي كريمي", "علی کریمی", True),
        ("کوچه شهید کریمی", "علی کریمی", True),
        ("کوچه شهیدان علی و حسن کریمی", "علی کریمی", True),
        ("بن‌بست شهید محمدحسین رحیمی‌فر", "رحیمیفر محمد حسین", True),
        ("کوچه شهید علی رضایی", "علی کریمی", False),
        ("کوچه شهید حسن کریمی", "علی کریمی", False),
        ("کوچه شهید علی قنبری", "علی قمبری", False),
    ],
)
def test_which_sign_names_a_person(text: str, name: str, is_same: bool) -> None:
    assert is_same_name(text, name) is is_same


def test_an_id_stays_when_the_same_thing_is_found_again(city: City) -> None:
    city.namings.loc[3, "district"] = "7"
    (before,) = find_all(city.alleys, city.namings, city.plaques)
    shuffled = city.namings.sample(frac=1, random_state=5)
    (after,) = find_all(city.alleys, shuffled, city.plaques)
    assert before == after


def test_every_kind_of_finding_can_occur() -> None:
    codes = {row["code"] for row in read_vocab("findings")}
    tested = {
        "same_naming_twice", "died_before_birth", "decree_before_martyrdom", "district_differs",
        "plaque_far", "plaque_other_name", "plaque_without_martyr", "decree_without_martyr",
        "honoree_far_apart", "one_name_near", "spelt_differently", "numbering_gap",
        "unnamed_alleys",
    }  # fmt: skip
    assert codes == tested
