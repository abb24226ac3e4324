"""Which segments are one alley."""

from __future__ import annotations

import geopandas as gpd
import pytest
from geopandas.testing import assert_geodataframe_equal

from geodata.alleys import build_alleys
from tests.drawing import METRIC, network, segment

BOULEVARD = segment("بلوار امین", (0, 0), (400, 0), road_class="secondary")


def groups(streets: gpd.GeoDataFrame) -> set[tuple[str, ...]]:
    """The alleys as tuples of segment ids."""
    return set(build_alleys(streets, crs=METRIC).frame["source_ids"])


def test_touching_segments_with_one_designation_are_one_alley() -> None:
    streets = network(
        BOULEVARD, segment("امین ۵", (50, 0), (50, 80)), segment("کوچه ۵ امین", (50, 80), (90, 120))
    )
    assert groups(streets) == {("1",), ("2", "3")}


def test_neighbouring_numbers_stay_apart() -> None:
    streets = network(
        BOULEVARD, segment("امین ۵", (50, 0), (50, 80)), segment("امین ۷", (50, 80), (50, 160))
    )
    assert groups(streets) == {("1",), ("2",), ("3",)}


def test_the_same_full_name_goes_on_across_a_dual_carriageway() -> None:
    streets = network(segment("امین ۵", (0, 0), (0, 80)), segment("امین ۵", (0, 110), (0, 200)))
    assert groups(streets) == {("1", "2")}


def test_a_bare_number_goes_on_only_where_it_touches() -> None:
    streets = network(segment("کوچه ۲", (0, 0), (0, 80)), segment("کوچه ۲", (0, 110), (0, 200)))
    assert groups(streets) == {("1",), ("2",)}


def test_a_namesake_far_away_is_another_alley() -> None:
    streets = network(segment("لادن", (0, 0), (0, 80)), segment("لادن", (900, 0), (900, 80)))
    assert groups(streets) == {("1",), ("2",)}


def test_an_unnamed_end_belongs_to_the_alley_it_continues() -> None:
    streets = network(
        BOULEVARD, segment("امین ۵", (50, 0), (50, 80)), segment(None, (50, 80), (50, 130))
    )
    assert groups(streets) == {("1",), ("2", "3")}


def test_an_unnamed_segment_behind_a_junction_is_an_alley_of_its_own() -> None:
    streets = network(
        segment("امین ۵", (50, 0), (50, 80)),
        segment(None, (50, 80), (50, 130)),
        segment(None, (50, 80), (120, 80)),
    )
    assert len(groups(streets)) == 3


def test_an_alley_goes_on_where_only_people_on_foot_can() -> None:
    streets = network(
        segment("امین ۵", (50, 0), (50, 80)),
        segment(None, (50, 80), (50, 130), road_class="path"),
    )
    assert groups(streets) == {("1", "2")}


def test_an_arterial_is_no_continuation_of_an_alley() -> None:
    streets = network(
        segment("امین ۵", (50, 0), (50, 80)),
        segment(None, (50, 80), (50, 130), road_class="tertiary"),
    )
    assert groups(streets) == {("1",), ("2",)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("کوچه شهید علی صوفی", "18 متری شهد علي صوفي"),
        ("کوچه شهید محمد جعفری", "کوی شهید جعفری"),
        ("کوچه افشارنیا", "کوچه شهید افشار نیا (۴۲)"),
    ],
)
def test_spellings_of_one_name_at_a_bend_are_one_alley(one: str, other: str) -> None:
    streets = network(segment(one, (50, 0), (50, 80)), segment(other, (50, 80), (90, 120)))
    assert groups(streets) == {("1", "2")}


def test_an_unnamed_piece_between_two_of_one_name_joins_them() -> None:
    streets = network(
        segment("کوچه مریم", (0, 0), (0, 80)),
        segment(None, (0, 80), (0, 200)),
        segment("کوچه مریم", (0, 200), (0, 280)),
    )
    assert groups(streets) == {("1", "2", "3")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("شهید کریمی", "شهیدان کریمی"),
        ("امین ۵", "امین ۷"),
        ("شهید احمدی ۵", "شهید احمدی ۷"),
        ("لادن", "سوسن"),
    ],
)
def test_different_names_at_a_bend_are_two_alleys(one: str, other: str) -> None:
    streets = network(segment(one, (50, 0), (50, 80)), segment(other, (50, 80), (90, 120)))
    assert groups(streets) == {("1",), ("2",)}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_row_order_changes_nothing_of_an_alley(seed: int) -> None:
    streets = network(
        BOULEVARD,
        segment("امین ۵", (50, 0), (50, 80)),
        segment("امین ۵", (50, 80), (90, 120)),
        segment(None, (90, 120), (90, 180)),
        segment("امین ۷ - شهید کریمی", (150, 0), (150, 90)),
    )
    shuffled = streets.sample(frac=1, random_state=seed).reset_index(drop=True)
    first = build_alleys(streets, crs=METRIC).frame
    second = build_alleys(shuffled, crs=METRIC).frame
    assert_geodataframe_equal(first, second)
