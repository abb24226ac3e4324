"""Coverage: n and N, and rows that sum to the city."""

from __future__ import annotations

import pandas as pd

from geodata.coverage import COUNTS, LENGTHS, coverage_table, is_eligible
from geodata.model import Kind
from geodata.plan import USUAL_PLAN, Plan

ALLEYS = pd.DataFrame(
    {
        "alley_id": [1, 2, 3, 4],
        "kind": ["alley", "alley", "boulevard", "dead_end"],
        "road_class": ["residential", "residential", "secondary", "alley"],
        "length_m": [100.0, 50.0, 900.0, 10.0],
        "district": ["1", None, "1", "2"],
        "neighbourhood": [None] * 4,
    }
)
AREAS = pd.DataFrame(
    {
        "area_id": ["1", "2"],
        "kind": ["district"] * 2,
        "name_fa": ["منطقه ۱", "منطقه ۲"],
        "district": [None] * 2,
    }
)


def namings(*rows: tuple[str, int | None, str, str | None, str | None]) -> pd.DataFrame:
    columns = ["naming_id", "alley_id", "verdict", "plaque_status", "district"]
    frame = pd.DataFrame(rows, columns=columns).astype({"alley_id": "Int64"})
    return frame.assign(neighbourhood_id=None, method="not_on_map")


def table(*rows: tuple[str, int | None, str, str | None, str | None]) -> pd.DataFrame:
    return counted(USUAL_PLAN, *rows)


def counted(plan: Plan, *rows: tuple[str, int | None, str, str | None, str | None]) -> pd.DataFrame:
    alleys = ALLEYS.assign(eligible=is_eligible(ALLEYS, plan))
    return coverage_table(alleys, namings(*rows), AREAS, city_fa="شهر").set_index("area_id")


EXAMPLE = (
    ("A", 1, "accepted", "installed", "1"),
    ("B", 1, "accepted", None, "1"),
    ("C", 2, "accepted", "verified", "2"),
    ("D", 2, "review", None, "2"),
    ("E", None, "unmatched", None, None),
)


def test_rows_sum_to_the_city() -> None:
    found = table(*EXAMPLE)
    districts = found[found["kind"] == "district"]
    for column in (*COUNTS, *LENGTHS):
        assert districts[column].sum() == found.loc["city", column]


def test_two_namings_of_one_alley_count_once() -> None:
    assert table(*EXAMPLE).loc["1", ["named", "matched", "installed"]].tolist() == [1, 1, 1]


def test_a_naming_in_review_counts_as_named_but_not_as_matched() -> None:
    assert table(*EXAMPLE).loc["2", ["named", "matched"]].tolist() == [1, 0]


def test_what_lies_in_no_area_stands_in_a_row_of_its_own() -> None:
    found = table(*EXAMPLE)
    assert found.loc["", ["name_fa", "named", "verified"]].tolist() == ["نامشخص", 2, 1]


def test_arterials_and_stubs_are_not_eligible() -> None:
    assert table().loc["city", "eligible"] == 2


def test_named_length_is_that_of_alleys_with_an_accepted_naming() -> None:
    assert table(*EXAMPLE).loc["city", ["length_m", "named_length_m"]].tolist() == [150.0, 150.0]


def test_the_plan_says_which_alleys_may_be_named() -> None:
    stubs = Plan(minimum_length_m=5.0)
    assert counted(stubs).loc["city", "eligible"] == 3
    assert counted(Plan(kinds=frozenset({Kind.DEAD_END}))).loc["city", "eligible"] == 0


def test_an_alley_counts_by_its_most_telling_sign() -> None:
    found = table(
        ("A", 1, "accepted", "damaged", "1"),
        ("B", 1, "accepted", "made", "1"),
        ("C", 2, "accepted", "removed", "2"),
        ("D", None, "unmatched", "made", "2"),
        ("E", None, "unmatched", "planned", "2"),
    )
    signs = ["made", "installed", "verified", "damaged", "missing"]
    assert found.loc["city", signs].tolist() == [1, 0, 0, 1, 1]
    lengths = [f"{sign}_length_m" for sign in signs]
    assert found.loc["city", lengths].tolist() == [0.0, 0.0, 0.0, 100.0, 50.0]


def test_no_alley_counts_as_two_signs() -> None:
    found = table(*EXAMPLE)
    signs = found[["made", "installed", "damaged", "missing"]].sum(axis=1)
    assert (signs <= found["named"]).all()
    assert (found["verified"] <= found["installed"]).all()
