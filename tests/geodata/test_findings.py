"""Findings: every planted error is reported, and a clean register has none."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import LineString

from geodata.designation import parse_street_name
from geodata.findings.search import find_all
from geodata.findings.signs import is_same_name
from geodata.issues import IssueLog
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
            "sub": pd.Series([None] * ALLEYS, dtype="Int64"),
            "base_key": "",
            "designations": [()] * ALLEYS,
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
            "plaque_date": None,
            "verdict": "accepted",
            "alley_id": alleys["alley_id"],
        }
    ).astype({"birth_date": object, "decree_date": object})
    plaques = pd.DataFrame(
        {
            "plaque_id": [f"P{n}" for n in numbers],
            "naming_id": namings["naming_id"],
            "plaque_text": namings["new_name"],
            "plaque_date": "1400-05-01",
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


def test_a_sign_dated_before_the_decree_of_its_naming(city: City) -> None:
    for n in planted():
        city.plaques.loc[n, "plaque_date"] = "1400-01"
        city.plaques.loc[n + 1, "plaque_date"] = "1400"
    assert city.about("plaque_before_decree") == {f"N{n}" for n in planted()}


def test_the_date_of_a_sign_in_the_register_counts_where_the_sign_has_none(city: City) -> None:
    city.namings.loc[:1, "plaque_date"] = "1399-12-29"
    city.plaques.loc[0, "plaque_date"] = None
    assert city.about("plaque_before_decree") == {"N0"}


def test_a_naming_that_stands_twice(city: City) -> None:
    again = city.namings.iloc[list(planted())].assign(
        naming_id=[f"A{n}" for n in planted()], full_name=lambda rows: rows["full_name"] + " "
    )
    city.namings = pd.concat([city.namings, again], ignore_index=True)
    assert city.about("same_naming_twice") == {f"A{n}" for n in planted()}


@pytest.mark.parametrize(
    ("changed", "is_repeated"),
    [
        ({"old_name": "کوچه ۱۸ خیابان هنرستان"}, True),
        ({"old_name": "۱۸", "district": None}, True),
        ({"father_name": None, "martyrdom_date": "1362"}, True),
        ({"full_name": "کریمی علی"}, True),
        ({"old_name": "هنرستان ۱۹"}, False),
        ({"district": "7"}, False),
        ({"father_name": "صادق"}, False),
        ({"martyrdom_date": "1362-09-09"}, False),
        ({"full_name": "حسن کریمی"}, False),
    ],
)
def test_a_naming_that_is_not_on_the_map_repeats_another_by_person_and_address(
    city: City, changed: dict[str, str | None], is_repeated: bool
) -> None:
    city.plaques = city.plaques.iloc[1:]
    wait = {"verdict": "unmatched", "old_name": "هنرستان ۱۸", "main_street": "خ هنرستان"}
    for column, value in wait.items():
        city.namings.loc[0, column] = value
    again = city.namings.iloc[[0]].assign(naming_id="N0-again", **changed)
    city.namings = pd.concat([city.namings, again], ignore_index=True)
    assert city.about("same_naming_twice") == ({"N0-again"} if is_repeated else set())


def test_another_district_than_that_of_the_alley(city: City) -> None:
    for n in planted():
        city.namings.loc[n, "district"] = "7"
    assert city.about("district_differs") == {f"N{n}" for n in planted()}


def test_another_neighbourhood_counts_where_the_district_is_the_same(city: City) -> None:
    city.alleys["neighbourhood"] = "باجک"
    city.namings["neighbourhood_id"] = "باجک"
    city.namings.loc[0:3, "neighbourhood_id"] = ["حرم", "حرم", None, "حرم"]
    city.namings.loc[1, "district"] = "7"
    city.namings.loc[3, "verdict"] = "review"
    assert city.about("neighbourhood_differs") == {"N0"}
    assert city.about("district_differs") == {"N1"}


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


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("کوچه سردار علی کریمی", True),
        ("کوچه ش. علی کریمی", True),
        ("علی کریمی", True),
        ("کوچهشهیدعلی کریمی", False),
        ("بوستان شهدای گمنام", False),
    ],
)
def test_a_title_or_a_letter_is_not_the_word_martyr(city: City, text: str, is_found: bool) -> None:
    city.namings.loc[0, "new_name"] = text
    assert city.about("decree_without_martyr") == ({"N0"} if is_found else set())


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


def test_one_person_is_the_same_where_one_row_has_no_father(city: City) -> None:
    city.plaques = city.plaques.iloc[:-1]
    far = ALLEYS - 1
    city.namings.loc[far, ["full_name", "martyrdom_date"]] = city.namings.loc[
        20, ["full_name", "martyrdom_date"]
    ].to_list()
    city.namings.loc[far, "father_name"] = None
    assert city.about("honoree_far_apart") == {f"N{far}"}


def test_a_surname_alone_is_no_namesake(city: City) -> None:
    city.namings.loc[[0, 1], "full_name"] = "کریمی"
    assert city.about("one_name_near") == set()


def along_a_street(city: City, names: dict[float, str]) -> list[str]:
    """What is found where alleys open off خیابان هنرستان, so far along: even ones to the south."""
    street = LineString([(50.8, 34.5), (50.81, 34.5)])
    shapes, rows = [street], [{"kind": "street", "road_class": "tertiary"}]
    for along, name in names.items():
        said = parse_street_name(name)
        first = next(iter(said.designations), None)
        number = None if first is None else first.number
        south = number is not None and number % 2 == 0
        lon = 50.8 + along * 0.0005
        shapes.append(LineString([(lon, 34.5), (lon, 34.4995 if south else 34.5005)]))
        base = "هنرستان" if first is None or not first.base_key else first.base_key
        is_of_street = number is not None and base == "هنرستان"
        rows.append({
            "kind": said.kind or "alley", "number": number, "base_key": base,
            "parent_id": 1000 if is_of_street else None, "designations": said.designations,
        })  # fmt: skip
    for n, row in enumerate(rows):
        for column, value in row.items():
            city.alleys.at[n, column] = value
        city.alleys.loc[n, "parent_fa"] = "هنرستان"
    city.alleys.loc[: len(shapes) - 1, "geometry"] = shapes
    found = find_all(city.alleys, city.namings, city.plaques.iloc[len(shapes) :])
    return [one.message_fa for one in found if one.code == "numbering_gap"]


WITHOUT_5 = {0: "هنرستان ۱", 1: "هنرستان ۳", 3: "هنرستان ۷", 4: "هنرستان ۹"}
FIVE_IS_MISSING = ["از هنرستان کوچه‌های ۳ و ۷ روی نقشه هست و ۵ نیست"]


def test_numbers_left_out_along_a_street(city: City) -> None:
    even = {0.5: "هنرستان ۲", 1.5: "هنرستان ۴", 2.5: "هنرستان ۶", 6: "هنرستان ۲۰"}
    assert along_a_street(city, {**WITHOUT_5, **even}) == FIVE_IS_MISSING


@pytest.mark.parametrize(
    ("name", "is_missing"),
    [
        ("هنرستان ۵", False),
        ("لادن", False),
        ("کوچه شهید علی کریمی", False),
        ("بن‌بست اول", False),
        ("گلزار ۱۱", False),
        ("گلزار ۱۱ - هنرستان ۵", False),
        ("هنرستان ۱۱", False),
        ("هنرستان ۱۴", True),
    ],
)
def test_an_alley_between_the_two_may_be_the_one_left_out(
    city: City, name: str, is_missing: bool
) -> None:
    found = along_a_street(city, {**WITHOUT_5, 2: name})
    assert found == (FIVE_IS_MISSING if is_missing else [])


def test_of_two_numbers_left_out_one_alley_fills_one(city: City) -> None:
    found = along_a_street(city, {0: "هنرستان ۳", 1: "لادن", 3: "هنرستان ۹"})
    assert found == ["از هنرستان کوچه‌های ۳ و ۹ روی نقشه هست و ۵ و ۷ نیست"]


def test_far_stretches_of_a_street_leave_nothing_out(city: City) -> None:
    assert along_a_street(city, {0: "هنرستان ۳", 12: "هنرستان ۷"}) == []


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
        ("کوچه شهید علی کریمی‌پور", "علی کریمی", False),
        ("کوچه شهید علی کریمی", "علی کریمی پور", False),
        ("کوچه شهید علی کریمیپور", "علی کریمی‌پور", True),
        ("کوچه شهید محمدرضا کریمی", "کریمی محمد رضا", True),
        ("کریمی", "علی کریمی", True),
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
        "same_naming_twice", "died_before_birth", "decree_before_martyrdom",
        "plaque_before_decree", "district_differs", "neighbourhood_differs", "plaque_far",
        "plaque_other_name", "plaque_without_martyr", "decree_without_martyr",
        "honoree_far_apart", "one_name_near", "spelt_differently", "numbering_gap",
        "unnamed_alleys", "decision_stale",
    }  # fmt: skip
    assert codes == tested


def test_a_decision_that_no_longer_fits_is_found(city: City) -> None:
    issues = IssueLog()
    issues.add(
        "decision_stale", source="journal", row=7, column="lon", value="N3",
        detail_fa="جابه‌جا شده", detail_en="moved",
    )  # fmt: skip
    (found,) = find_all(city.alleys, city.namings, city.plaques, issues)
    assert (found.code, found.naming_id, found.severity) == ("decision_stale", "N3", "warning")
    assert "جابه‌جا شده" in found.message_fa
