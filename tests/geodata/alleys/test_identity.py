"""Ids that stay with their place."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.alleys import AlleyTable, EarlierAlleys, build_alleys
from tests.drawing import METRIC, network, segment


def town() -> gpd.GeoDataFrame:
    return network(
        segment("بلوار امین", (0, 0), (400, 0), road_class="secondary"),
        segment("امین ۱", (50, 0), (50, 90)),
        segment("امین ۳", (100, 0), (100, 90)),
        segment("امین ۵", (150, 0), (150, 90)),
        segment(None, (200, 0), (200, 90)),
        segment("بن‌بست لاله", (100, 90), (130, 90)),
    )


def rebuilt(streets: gpd.GeoDataFrame, before: AlleyTable) -> AlleyTable:
    drawn = before.frame.geometry.to_numpy()
    ids = before.frame["alley_id"].to_numpy()
    memory = EarlierAlleys(ids, before.lines, drawn, before.retired)
    return build_alleys(streets, crs=METRIC, earlier=lambda crs: memory)


def id_of(table: AlleyTable, source_id: str) -> int:
    mine = table.frame["source_ids"].map(lambda ids: source_id in ids)
    return int(table.frame.loc[mine, "alley_id"].iloc[0])


def ids(table: AlleyTable) -> dict[str, int]:
    return {s: id_of(table, s) for found in table.frame["source_ids"] for s in found}


def moved(streets: gpd.GeoDataFrame, source_id: str, dx: float, dy: float) -> gpd.GeoDataFrame:
    metric = streets.to_crs(METRIC)
    mine = metric["source_id"] == source_id
    metric.loc[mine, "geometry"] = metric.loc[mine, "geometry"].translate(dx, dy)
    return metric.to_crs("EPSG:4326")


def test_the_same_place_gets_the_same_id_without_any_memory() -> None:
    shuffled = town().sample(frac=1, random_state=3).reset_index(drop=True)
    assert ids(build_alleys(town(), crs=METRIC)) == ids(build_alleys(shuffled, crs=METRIC))


def test_a_street_cut_in_two_keeps_its_id() -> None:
    before = build_alleys(town(), crs=METRIC)
    streets = town()
    whole = streets.geometry.iloc[1]
    middle = whole.interpolate(0.5, normalized=True)
    start, end = shapely.Point(whole.coords[0]), shapely.Point(whole.coords[-1])
    halves = [shapely.LineString([start, middle]), shapely.LineString([middle, end])]
    extra = streets.iloc[[1]].assign(source_id="2b", geometry=[halves[1]])
    streets.loc[1, "geometry"] = halves[0]
    after = rebuilt(pd.concat([streets, extra], ignore_index=True), before)
    assert id_of(after, "2") == id_of(after, "2b") == id_of(before, "2")


@pytest.mark.parametrize("source_id", ["2", "5", "6"])
def test_a_street_moved_by_two_metres_keeps_its_id(source_id: str) -> None:
    before = build_alleys(town(), crs=METRIC)
    after = rebuilt(moved(town(), source_id, 1.4, 1.4), before)
    assert id_of(after, source_id) == id_of(before, source_id)


def test_a_renamed_street_keeps_its_id() -> None:
    before = build_alleys(town(), crs=METRIC)
    streets = town()
    streets.loc[2, "name"] = "کوچه شهید کریمی"
    assert id_of(rebuilt(streets, before), "3") == id_of(before, "3")


def test_a_vanished_street_becomes_a_tombstone_and_gets_its_id_back_when_it_returns() -> None:
    before = build_alleys(town(), crs=METRIC)
    gone = id_of(before, "4")
    after = rebuilt(town().drop(index=3), before)
    assert after.retired == {gone: None}
    assert gone not in set(after.frame["alley_id"])
    again = rebuilt(town(), after)
    assert id_of(again, "4") == gone
    assert again.retired == {}


def test_a_street_swallowed_by_another_names_its_successor() -> None:
    before = build_alleys(town(), crs=METRIC)
    streets = town()
    streets.loc[5, "name"] = "امین ۳"
    after = rebuilt(streets, before)
    assert after.retired == {id_of(before, "6"): id_of(after, "3")}


def test_a_street_far_from_its_old_place_is_another_place() -> None:
    before = build_alleys(town(), crs=METRIC)
    after = rebuilt(moved(town(), "2", 900, 900), before)
    assert id_of(after, "2") not in set(before.frame["alley_id"])


def test_neighbours_do_not_merge_only_because_something_beside_them_vanished() -> None:
    streets = network(
        segment(None, (0, 0), (0, 90)),
        segment(None, (0, 90), (0, 180)),
        segment("امین ۱", (0, 90), (90, 90)),
    )
    before = build_alleys(streets, crs=METRIC)
    after = rebuilt(streets.drop(index=2), before)
    assert ids(after) == {s: i for s, i in ids(before).items() if s != "3"}


def test_streets_crossed_half_way_are_not_parted_by_a_rebuild() -> None:
    avenues = [
        segment(f"خیابان لاله {x}", (x, y), (x, y + 90))
        for x in range(0, 600, 100)
        for y in (0, 110)
    ]
    crossings = [
        segment(f"نرگس {x}{y}", (x - 30, y), (x + 30, y))
        for x in range(0, 600, 100)
        for y in (45, 155)
    ]
    streets = network(*avenues, *crossings)
    before = build_alleys(streets, crs=METRIC)
    assert len(before.frame) == 6 + 12
    assert ids(rebuilt(streets, before)) == ids(before)


def test_a_street_redrawn_beyond_recognition_is_a_new_place() -> None:
    before = build_alleys(town(), crs=METRIC)
    streets = town().to_crs(METRIC)
    longer = network(segment("امین ۱", (50, 0), (50, 400))).to_crs(METRIC).geometry.iloc[0]
    streets.loc[1, "geometry"] = longer
    after = rebuilt(streets.to_crs("EPSG:4326"), before)
    assert id_of(after, "2") != id_of(before, "2")


def test_ids_fit_into_35_bits_and_are_unique() -> None:
    found = build_alleys(town(), crs=METRIC).frame["alley_id"].to_numpy()
    assert len(np.unique(found)) == len(found)
    assert found.min() > 0
    assert found.max() < 1 << 35
