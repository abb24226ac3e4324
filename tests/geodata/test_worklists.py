"""Work lists on a small town in which every list has something, counted by hand."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import LineString

from geodata.worklists.row import Candidate, WorkList, WorkRow, candidates_of, reason_fa
from geodata.worklists.search import find_work

METRE = 1 / 111_000
NAMES = ("کوچه ۱", "کوچه شهید رضا نمونه", "بن‌بست شهید علی آزمون", None, "کوچه ۵", "بلوار ۶")


def alleys() -> gpd.GeoDataFrame:
    """Six alleys of 78 m, 200 m apart; the last is no alley the plan may name."""
    lines = [LineString([(50.8, 34.6 + n * 200 * METRE), (50.8007, 34.6 + n * 200 * METRE)])
             for n in range(6)]  # fmt: skip
    return gpd.GeoDataFrame(
        {
            "alley_id": range(1, 7),
            "name_fa": pd.Series(NAMES, dtype=object),
            "parent_fa": "خیابان آزمون",
            "district": "1",
            "neighbourhood": None,
            "eligible": [True] * 5 + [False],
            "mouth_lon": 50.8,
            "mouth_lat": [34.6 + n * 200 * METRE for n in range(6)],
        },
        geometry=lines,
        crs="EPSG:4326",
    )


def naming(naming_id: str, name: str, verdict: str, **said: Any) -> dict[str, Any]:
    usual = {
        "last_name": None, "main_street": "خیابان آزمون", "old_name": "کوچه ۱", "district": "1",
        "neighbourhood_id": None, "plaque_status": None, "method": "too_weak", "score": None,
        "reason_fa": "چرا", "alley_id": None, "alternatives": [], "further": (),
    }  # fmt: skip
    return {"naming_id": naming_id, "full_name": name, "verdict": verdict, **usual, **said}


def sign(plaque_id: str, naming_id: str | None, status: str, **said: Any) -> dict[str, Any]:
    usual = {"plaque_text": None, "note": None, "lon": None, "lat": None}
    return {
        "plaque_id": plaque_id,
        "naming_id": naming_id,
        "plaque_status": status,
        **usual,
        **said,
    }


NAMINGS = [
    naming("A", "حسن نمونه", "accepted", alley_id=1, plaque_status="installed"),
    naming("B", "حسین نمونه", "accepted", alley_id=1, plaque_status="made"),
    naming("C", "کریم نمونه", "accepted", alley_id=5, plaque_status="approved"),
    naming("D", "رضا نمونه", "review", alternatives=[(2, 0.7), (4, 0.2)], alley_id=2),
    naming("E", "علی آزمون", "unmatched", method="not_on_map"),
    naming("F", "ناصر نمونه", "register_error", method="decided_register_error"),
]
SIGNS = [
    sign("p1", "A", "damaged", note="رنگ رفته", lon=50.8003, lat=34.6),
    sign("p2", "A", "installed"),
    sign("p3", None, "installed", plaque_text="شهید بی‌دفتر", lon=50.8002, lat=34.6 + 10 * METRE),
    sign("p4", "Z", "installed"),
    sign("p5", "E", "installed", lon=50.8002, lat=34.6 + 590 * METRE),
    sign("p6", "E", "planned"),
]


def lists(
    namings: list[dict[str, Any]] = NAMINGS, signs: list[dict[str, Any]] = SIGNS
) -> dict[str, list[WorkRow]]:
    found: dict[str, list[WorkRow]] = {work_list.value: [] for work_list in WorkList}
    for row in find_work(alleys(), pd.DataFrame(namings), pd.DataFrame(signs)):
        found[row.list].append(row)
    return found


def test_what_has_no_alley_waits_with_its_reason() -> None:
    rows = lists()["unmapped"]
    assert [(row.naming_id, row.reason) for row in rows] == [
        ("E", "not_on_map"),
        ("F", "decided_register_error"),
    ]
    assert all(row.alley_id is None for row in rows)


def test_a_doubtful_naming_offers_its_alleys_and_is_at_none_of_them() -> None:
    (row,) = lists()["uncertain"]
    assert row.alley_id is None
    assert candidates_of(row) == (Candidate(2, score=0.7), Candidate(4, score=0.2))
    assert row.score == 0.7


def test_a_martyr_on_the_map_without_a_row_says_who_might_be_meant() -> None:
    rows = {row.alley_id: row for row in lists()["unregistered"]}
    assert {alley: row.reason for alley, row in rows.items()} == {2: "in_review", 3: "name_waits"}
    assert [one.naming_id for one in candidates_of(rows[2])] == ["D"]
    assert [one.naming_id for one in candidates_of(rows[3])] == ["E"]


def test_an_alley_with_one_good_sign_waits_for_none() -> None:
    assert [(row.alley_id, row.reason) for row in lists()["without_plaque"]] == [(5, "approved")]


def test_a_damaged_sign_waits_although_another_is_up() -> None:
    (row,) = lists()["damaged"]
    assert (row.plaque_id, row.alley_id, row.reason) == ("p1", 1, "damaged")
    assert (row.lon, row.message_fa) == (50.8003, "رنگ رفته")


def test_damage_that_only_the_register_knows_waits_too() -> None:
    told = naming("G", "سعید نمونه", "accepted", alley_id=4, plaque_status="missing")
    rows = lists([*NAMINGS, told])["damaged"]
    assert [(row.naming_id, row.reason, row.plaque_id) for row in rows if row.naming_id == "G"] == [
        ("G", "missing", None)
    ]


def test_signs_without_a_naming_on_the_map_are_found_with_what_is_near() -> None:
    rows = {row.plaque_id: row for row in lists()["orphan_plaques"]}
    assert {plaque: row.reason for plaque, row in rows.items()} == {
        "p3": "no_naming",
        "p4": "unknown_naming",
        "p5": "naming_off_map",
    }
    assert [(one.alley_id, one.distance_m) for one in candidates_of(rows["p3"])] == [(1, 10)]
    assert candidates_of(rows["p4"]) == ()
    # Its own alley is one that nobody has named yet.
    assert [(one.alley_id, one.distance_m) for one in candidates_of(rows["p5"])] == [(4, 10)]
    assert (rows["p3"].title_fa, rows["p3"].district) == ("شهید بی‌دفتر", "1")


def test_every_eligible_alley_is_listed_once() -> None:
    rows = lists()["eligible"]
    assert [(row.alley_id, row.reason) for row in rows] == [
        (1, "named"),
        (2, "unnamed"),
        (3, "unnamed"),
        (4, "unnamed"),
        (5, "named"),
    ]


@pytest.mark.parametrize("work_list", list(WorkList))
def test_every_reason_has_words(work_list: WorkList) -> None:
    for row in lists()[work_list.value]:
        assert reason_fa(row.list, row.reason) != row.reason


def test_a_city_without_register_and_signs_still_lists_its_alleys() -> None:
    columns = pd.DataFrame(NAMINGS).iloc[:0], pd.DataFrame(SIGNS).iloc[:0]
    found = [row.list for row in find_work(alleys(), *columns)]
    assert found == ["unregistered"] * 2 + ["eligible"] * 5
