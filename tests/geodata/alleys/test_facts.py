"""What an alley is called, where it opens and where it lies."""

from __future__ import annotations

import pytest

from geodata.alleys import AlleyTable, build_alleys
from tests.drawing import METRIC, areas, network, segment, square


def row(table: AlleyTable, source_id: str) -> dict[str, object]:
    """The alley a segment belongs to."""
    found = table.frame[table.frame["source_ids"].map(lambda ids: source_id in ids)]
    return dict(found.iloc[0])


def small_town() -> AlleyTable:
    return build_alleys(
        network(
            segment("بلوار شهید امین", (0, 0), (400, 0), road_class="secondary"),
            segment("امین ۵", (50, 100), (50, 0)),
            segment("کوچه ۷", (90, 0), (90, 60)),
            segment("لادن", (0, 200), (400, 200)),
            segment("هنرستان ۳", (200, 200), (200, 260)),
        ),
        crs=METRIC,
        districts=areas(**{"1": square(-50, -50, 300, 400), "2": square(250, -50, 300, 400)}),
    )


def test_a_numbered_alley_knows_its_parent_street() -> None:
    alley = row(small_town(), "2")
    assert (alley["parent_fa"], alley["number"]) == ("بلوار شهید امین", 5)


def test_a_bare_number_is_completed_by_the_street_it_opens_from() -> None:
    alley = row(small_town(), "3")
    assert (alley["parent_fa"], alley["base_key"], alley["number"]) == (
        "بلوار شهید امین",
        "امین",
        7,
    )


def test_a_parent_street_that_is_not_drawn_is_named_as_written() -> None:
    alley = row(small_town(), "5")
    assert alley["parent_fa"] == "هنرستان"


def test_the_mouth_is_the_end_at_the_larger_street_whichever_way_it_is_drawn() -> None:
    table = small_town()
    mouth_lat = row(table, "2")["mouth_lat"]
    assert mouth_lat == pytest.approx(table.frame["mouth_lat"].min(), abs=1e-5)


def test_lengths_are_metres_on_the_ground() -> None:
    assert row(small_town(), "2")["length_m"] == pytest.approx(100.0, abs=0.1)


def test_an_alley_lies_where_its_greatest_length_is() -> None:
    table = small_town()
    assert row(table, "1")["district"] == "1"
    assert row(table, "4")["district"] == "1"


def test_an_exact_tie_between_areas_is_settled_the_same_way_every_time() -> None:
    halves = {"1": square(-100, -50, 100, 100), "2": square(0, -50, 100, 100)}
    streets = network(segment("لادن", (-80, 0), (80, 0)))
    for order in (("1", "2"), ("2", "1")):
        frame = areas(**{k: halves[k] for k in order}).sort_values("area_id")
        assert row(build_alleys(streets, crs=METRIC, districts=frame), "1")["district"] == "1"


def test_an_alley_outside_all_areas_has_none() -> None:
    table = build_alleys(
        network(segment("لادن", (5000, 0), (5080, 0))),
        crs=METRIC,
        districts=areas(**{"1": square(0, 0, 10, 10)}),
    )
    assert row(table, "1")["district"] is None
