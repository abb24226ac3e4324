"""The ways between the stops of a tour: along the streets, else straight and said to be so."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import pytest

from geodata.catalogue import Catalogue, CatalogueSource
from geodata.catalogue.fieldwork import metres
from geodata.tours import leg_between
from geodata.walks.between import WITHIN_M

Position = tuple[float, float]
OUT_OF_TOWN = (50.70, 34.40)


@pytest.fixture(scope="module")
def catalogue(tiny_dataset: Path) -> Catalogue:
    return CatalogueSource(tiny_dataset).current()


@pytest.fixture(scope="module")
def mouths(catalogue: Catalogue) -> list[Position]:
    alleys = catalogue.alleys_in(None, limit=100).alleys
    return [(alley.mouth_lon, alley.mouth_lat) for alley in alleys if alley.name_fa]


def test_a_leg_goes_along_the_streets_from_one_place_to_the_other(
    catalogue: Catalogue, mouths: list[Position]
) -> None:
    walked = 0
    for a, b in combinations(mouths[:8], 2):
        leg = leg_between(catalogue, a, b)
        assert metres(leg.line[0], a) <= WITHIN_M
        assert metres(leg.line[-1], b) <= WITHIN_M
        assert leg.length_m >= metres(leg.line[0], leg.line[-1]) * 0.99
        along = sum(metres(*pair) for pair in pairwise(leg.line))
        assert along == pytest.approx(leg.length_m, rel=0.01, abs=1)
        walked += not leg.is_straight
    assert walked


def test_the_way_back_is_as_long(catalogue: Catalogue, mouths: list[Position]) -> None:
    for a, b in combinations(mouths[:6], 2):
        there, back = leg_between(catalogue, a, b), leg_between(catalogue, b, a)
        assert there.length_m == pytest.approx(back.length_m, abs=1)


def test_out_of_town_the_line_is_straight(catalogue: Catalogue, mouths: list[Position]) -> None:
    leg = leg_between(catalogue, mouths[0], OUT_OF_TOWN)
    assert leg.is_straight
    assert leg.line == (mouths[0], OUT_OF_TOWN)
    assert leg.length_m == metres(mouths[0], OUT_OF_TOWN)


def test_a_place_is_no_way_from_itself(catalogue: Catalogue, mouths: list[Position]) -> None:
    assert leg_between(catalogue, mouths[0], mouths[0]).length_m == 0
