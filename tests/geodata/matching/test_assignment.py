"""Who has which alley when several namings could mean it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.matching.assignment import _Graph

Pairs = list[tuple[int, int, float]]


def shares(pairs: Pairs, *, several: bool = False) -> list[float]:
    """The settled probability of each (claim, alley, odds)."""
    claim, alley, odds = (np.array(column) for column in zip(*pairs, strict=True))
    graph = _Graph(claim, alley, np.arange(len(pairs)), np.full(len(pairs), several), odds)
    wanted = odds * graph.free()
    return (wanted / (1 + np.bincount(claim, wanted))[claim]).tolist()


def counted(pairs: Pairs) -> list[float]:
    """The same by going through every division of the alleys."""
    total, share = 0.0, np.zeros(len(pairs))
    for size in range(len(pairs) + 1):
        for chosen in itertools.combinations(range(len(pairs)), size):
            claims = [pairs[i][0] for i in chosen]
            alleys = [pairs[i][1] for i in chosen]
            if len(set(claims)) == len(claims) and len(set(alleys)) == len(alleys):
                weight = float(np.prod([pairs[i][2] for i in chosen]))
                total += weight
                share[list(chosen)] += weight
    return (share / total).tolist()


def test_two_strangers_equally_sure_of_one_alley_have_half_a_chance_each() -> None:
    assert shares([(0, 0, 1e6), (1, 0, 1e6)]) == pytest.approx([0.5, 0.5], abs=0.01)


def test_who_has_nowhere_else_to_go_pushes_the_other_on() -> None:
    first_here, first_there, second_here = shares([(0, 0, 1e4), (0, 1, 1e4), (1, 0, 1e4)])
    assert first_there > 0.9
    assert second_here > 0.9
    assert first_here < 0.1


def test_an_alley_of_several_people_has_room_for_two() -> None:
    assert min(shares([(0, 0, 1e4), (1, 0, 1e4)], several=True)) > 0.99
    assert max(shares([(0, 0, 1e4), (1, 0, 1e4), (2, 0, 1e4)], several=True)) < 0.75


def test_rows_of_one_holder_are_no_rivals() -> None:
    graph = _Graph(
        np.array([0, 1]), np.array([0, 0]), np.array([7, 7]), np.zeros(2, bool), np.full(2, 1e4)
    )
    assert graph.free().tolist() == [1.0, 1.0]


odds = st.floats(0.01, 1e4)
trees = st.sampled_from(
    [[(0, 0), (1, 0)], [(0, 0), (0, 1), (1, 1)], [(0, 0), (1, 0), (1, 1), (2, 1), (2, 2)]]
)


@given(trees, st.data())
def test_where_claims_form_no_circle_the_shares_are_exact(
    tree: list[tuple[int, int]], data: st.DataObject
) -> None:
    pairs = [(claim, alley, data.draw(odds)) for claim, alley in tree]
    assert shares(pairs) == pytest.approx(counted(pairs), abs=0.02)
