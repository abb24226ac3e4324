"""What the join decides, and that a guess is never a fact."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from geodata.alleys import AlleyTable, build_alleys
from geodata.matching import match_namings
from tests.drawing import METRIC, areas, network, segment, square

COLUMNS = (
    "naming_id", "full_name", "father_name", "birth_date", "martyrdom_date", "district",
    "neighbourhood_id", "main_street", "old_name", "new_name", "lon", "lat",
)  # fmt: skip


def town() -> AlleyTable:
    """District 1 in the west, 2 in the east."""
    return build_alleys(
        network(
            segment("بلوار امین", (0, 0), (400, 0), road_class="secondary"),
            segment("امین ۵", (50, 0), (50, 90)),
            segment("امین ۷ - شهید ظفری", (100, 0), (100, 90)),
            segment("لادن", (150, 0), (150, 90)),
            segment("لادن", (350, 0), (350, 90)),
            segment("کوچه شهید علی کریمی", (200, 0), (200, 90)),
            segment("شهید مرشدلو ۵", (240, 0), (240, 90)),
            segment("نسترن ۲", (300, 0), (300, 90)),
        ),
        crs=METRIC,
        districts=areas(**{"1": square(-50, -50, 300, 400), "2": square(250, -50, 300, 400)}),
    )


def register(*rows: dict[str, str]) -> pd.DataFrame:
    numbered = [{"naming_id": f"N{i}"} | row for i, row in enumerate(rows, start=1)]
    frame = pd.DataFrame(numbered, columns=list(COLUMNS)).astype(object)
    frame = frame.where(frame.notna(), None)
    return frame.astype({"lon": float, "lat": float})


def verdict(**row: str) -> dict[str, object]:
    return dict(match_namings(register(row), town()).iloc[0])


def alley(table: AlleyTable, source_id: str) -> int:
    mine = table.frame["source_ids"].map(lambda ids: source_id in ids)
    return int(table.frame.loc[mine, "alley_id"].iloc[0])


@pytest.mark.parametrize(
    "old_name", ["امین ۵", "۵ امین", "کوچه پنجم امین", "خ امین ک ۵", "بلوار امین، کوچه ۵"]
)
def test_a_designation_in_its_district_is_accepted_in_every_written_order(old_name: str) -> None:
    found = verdict(full_name="رضا نوری", district="1", old_name=old_name)
    assert (found["verdict"], found["method"]) == ("accepted", "designation_in_district")
    assert found["alley_id"] == alley(town(), "2")


def test_a_designation_that_is_unique_in_the_city_needs_no_district() -> None:
    found = verdict(full_name="رضا نوری", old_name="نسترن ۲")
    assert (found["verdict"], found["method"]) == ("accepted", "designation_in_city")


def test_a_full_name_on_the_map_is_accepted_in_its_district() -> None:
    found = verdict(full_name="علي كريمي", district="1")
    assert (found["verdict"], found["method"]) == ("accepted", "full_name_in_district")


def test_a_designation_in_another_district_waits_for_a_human() -> None:
    found = verdict(full_name="رضا نوری", district="2", old_name="امین ۵")
    assert (found["verdict"], found["method"]) == ("review", "other_district")
    assert found["alley_id"] == alley(town(), "2")


def test_two_alleys_that_fit_equally_wait_with_both_as_alternatives() -> None:
    found = verdict(full_name="رضا نوری", old_name="لادن")
    assert (found["verdict"], found["method"]) == ("review", "equal_candidates")
    assert {a for a, _ in found["alternatives"]} == {alley(town(), "4"), alley(town(), "5")}


def test_the_district_settles_between_namesakes() -> None:
    found = verdict(full_name="رضا نوری", old_name="لادن", district="2")
    assert found["alley_id"] == alley(town(), "5")
    assert found["method"] != "equal_candidates"
    assert found["score"] > 0.8


def test_a_surname_alone_is_never_a_fact() -> None:
    found = verdict(full_name="حسن ظفری", district="1")
    assert (found["verdict"], found["method"]) == ("review", "surname_only")


def test_another_martyrs_name_on_the_alley_speaks_against_it() -> None:
    found = verdict(full_name="رضا نوری", district="1", old_name="امین ۷")
    assert (found["verdict"], found["method"]) == ("review", "other_name_on_map")


def test_an_alley_of_the_street_named_after_a_martyr_is_not_his() -> None:
    found = verdict(full_name="محمد مرشدلو", district="1")
    assert found["verdict"] == "unmatched"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"old_name": "امین ۹۹", "district": "1"}, "number_not_on_map"),
        ({"old_name": "یاس ۳", "district": "1"}, "parent_not_on_map"),
        ({"old_name": "سوسن", "district": "1"}, "not_on_map"),
        ({"district": "1"}, "no_place_given"),
    ],
)
def test_what_is_not_on_the_map_says_why(row: dict[str, str], reason: str) -> None:
    found = verdict(full_name="رضا نوری", **row)
    assert (found["verdict"], found["method"]) == ("unmatched", reason)
    assert pd.isna(found["alley_id"])


def test_two_strangers_on_one_alley_both_wait() -> None:
    rows = register(
        {"full_name": "رضا نوری", "district": "1", "old_name": "امین ۵"},
        {"full_name": "حمید سهرابی", "district": "1", "old_name": "امین ۵"},
    )
    found = match_namings(rows, town())
    assert list(found["method"]) == ["alley_contested"] * 2


def test_brothers_share_an_alley() -> None:
    rows = register(
        {"full_name": "رضا نوری", "father_name": "علی", "district": "1", "old_name": "امین ۵"},
        {"full_name": "حمید نوری", "father_name": "علی", "district": "1", "old_name": "امین ۵"},
    )
    assert list(match_namings(rows, town())["verdict"]) == ["accepted"] * 2


def test_namesakes_with_different_fathers_do_not_share_by_name() -> None:
    rows = register(
        {"full_name": "علی کریمی", "father_name": "حسن", "district": "1"},
        {"full_name": "علی کریمی", "father_name": "رضا", "district": "1"},
    )
    assert list(match_namings(rows, town())["verdict"]) == ["review"] * 2


def test_every_decision_has_a_plain_sentence_without_gaps() -> None:
    rows = register(
        {"full_name": "رضا نوری", "district": "1", "old_name": "امین ۵"},
        {"full_name": "علی کریمی", "district": "1"},
        {"full_name": "رضا نوری", "old_name": "لادن"},
        {"full_name": "رضا نوری", "old_name": "یاس ۳"},
    )
    for sentence in match_namings(rows, town())["reason_fa"]:
        assert len(sentence) > 15
        assert "{" not in sentence


def test_row_order_does_not_matter() -> None:
    rows = register(
        {"full_name": "رضا نوری", "district": "1", "old_name": "امین ۵"},
        {"full_name": "علی کریمی", "district": "1"},
        {"full_name": "رضا نوری", "old_name": "لادن"},
    )
    expected = match_namings(rows, town())
    for order in itertools.permutations(range(len(rows))):
        shuffled = rows.iloc[list(order)].reset_index(drop=True)
        pd.testing.assert_frame_equal(match_namings(shuffled, town()), expected)
