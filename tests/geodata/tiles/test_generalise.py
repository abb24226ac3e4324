from itertools import pairwise

import numpy as np
import pytest
import shapely

from geodata.tiles.generalise import (
    border_lines,
    dots,
    drop_short,
    is_dot,
    label_points,
    lengthen_specks,
    line_parts,
    merge_lines,
    simplify,
)
from geodata.tiles.grid import pixel_m, unit_m
from geodata.tiles.strokes import join_strokes

ZOOM = 12
PIXEL = pixel_m(ZOOM)
NOTHING = np.empty(0, dtype=object)


def lines(*coordinates):
    return np.array([shapely.LineString(line) for line in coordinates], dtype=object)


def boxes(*bounds):
    return np.array([shapely.box(*box) for box in bounds], dtype=object)


def test_lines_that_touch_become_one():
    merged = merge_lines(lines([(0, 0), (1, 0)], [(2, 0), (1, 0)]))
    assert [line.length for line in merged] == [2]


def strokes_of(streets):
    return join_strokes(*shapely.get_coordinates(streets, return_index=True))


@pytest.mark.parametrize("join", [merge_lines, strokes_of])
def test_joining_nothing_gives_nothing(join):
    assert len(join(NOTHING)) == 0


def test_multi_lines_are_taken_apart_and_their_owner_is_known():
    multi = shapely.MultiLineString([[(0, 0), (1, 0)], [(5, 5), (6, 5)]])
    parts, source = line_parts(np.array([None, multi, shapely.LineString()], dtype=object))
    assert len(parts) == 2
    assert source.tolist() == [1, 1]


def joined_ends(*streets):
    """Return the pairs of ends that are connected after joining, rounded to whole metres."""
    strokes = strokes_of(lines(*streets))
    ends = [np.rint(shapely.get_coordinates(line)[[0, -1]]).astype(int) for line in strokes]
    return {frozenset(map(tuple, pair.tolist())) for pair in ends}


def test_a_street_goes_straight_on_across_a_crossing():
    found = joined_ends([(-9, 0), (0, 0)], [(0, 0), (9, 1)], [(0, -9), (0, 0)], [(0, 0), (1, 9)])
    assert found == {frozenset({(-9, 0), (9, 1)}), frozenset({(0, -9), (1, 9)})}


def test_a_side_street_stays_by_itself():
    found = joined_ends([(-9, 0), (0, 0)], [(0, 0), (9, 0)], [(0, 0), (0, 9)])
    assert found == {frozenset({(-9, 0), (9, 0)}), frozenset({(0, 0), (0, 9)})}


def test_streets_that_meet_at_a_sharp_angle_are_not_joined():
    streets = [[(0, 0), (-9, 0)], [(0, 0), (-9, 3)], [(0, 0), (-9, -3)]]
    assert len(joined_ends(*streets)) == 3


def test_two_streets_that_meet_alone_are_joined_whatever_the_turn():
    found = joined_ends([(0, 0), (9, 0)], [(9, 9), (9, 0)])
    assert found == {frozenset({(0, 0), (9, 9)})}


def test_a_ring_of_streets_becomes_one_closed_line():
    corners = [(0, 0), (9, 0), (9, 9), (0, 9), (0, 0)]
    streets = lines(*[[a, b] for a, b in pairwise(corners)])
    for turned in (streets, shapely.reverse(streets)):
        (ring,) = strokes_of(turned)
        assert ring.is_ring
        assert ring.length == 36


def test_a_street_that_is_a_loop_by_itself_stays_whole():
    (ring,) = strokes_of(lines([(0, 0), (9, 0), (9, 9), (0, 0)]))
    assert ring.is_ring


def test_a_long_street_is_joined_whichever_way_its_pieces_were_drawn():
    pieces = [[(x, 0), (x + 1, 0)] for x in range(200)]
    turned = [piece[::-1] if x % 3 else piece for x, piece in enumerate(pieces)]
    (street,) = strokes_of(lines(*turned))
    assert street.length == 200


def test_joining_moves_nothing_that_a_tile_could_show():
    before = lines([(-9, 0), (0, 0)], [(0, 0), (9, 0)], [(0, 0), (0, 9)])
    after = shapely.union_all(strokes_of(before))
    assert shapely.hausdorff_distance(shapely.union_all(before), after) < 1e-5


def test_no_simplified_line_strays_a_pixel():
    x = np.linspace(0, 100 * PIXEL, 400)
    wave = lines(np.column_stack((x, PIXEL * np.sin(x / PIXEL))))
    simple = simplify(wave, ZOOM)
    assert shapely.get_num_coordinates(simple)[0] < 400
    assert shapely.hausdorff_distance(wave, simple)[0] < PIXEL


def test_lines_shorter_than_asked_are_dropped():
    some = lines([(0, 0), (5 * PIXEL, 0)], [(0, 0), (3 * PIXEL, 0)])
    assert len(drop_short(some, ZOOM, 4)) == 1


def test_short_lines_in_one_place_become_one_dot():
    near = lines([(10.2, 10), (10.4, 10)], [(10.3, 10), (10.5, 11)])
    assert len(dots(near, ZOOM)) == 1


def test_a_dot_is_in_the_middle_of_its_line():
    (dot,) = dots(lines([(1000, 2000), (1002, 2002)]), ZOOM)
    assert (dot.x, dot.y) == (1001, 2001)


def test_long_lines_do_not_become_dots():
    assert is_dot(lines([(0, 0), (9 * PIXEL, 0)], [(0, 0), (PIXEL, 0)]), ZOOM).tolist() == [
        False,
        True,
    ]


def test_a_speck_becomes_long_enough_for_the_grid_of_the_tile():
    speck, street = [(5, 5), (5.001, 5)], [(0, 0), (900, 0)]
    found = lengthen_specks(lines(speck, street), ZOOM)
    assert found[0].length == pytest.approx(2 * unit_m(ZOOM))
    assert found[1].length == 900


def test_a_border_of_two_areas_is_drawn_once():
    outlines = border_lines(boxes((0, 0, 100, 100), (100, 0, 200, 100)), NOTHING)
    assert shapely.length(outlines).sum() == pytest.approx(700)


def test_a_border_digitised_twice_is_drawn_once():
    outlines = border_lines(boxes((0, 0, 100, 100), (100.1, 0, 200, 100)), NOTHING)
    assert shapely.length(outlines).sum() == pytest.approx(700, abs=2)


def test_what_is_drawn_already_is_not_drawn_again():
    drawn = border_lines(boxes((0, 0, 200, 100)), NOTHING)
    inner = border_lines(boxes((0, 0, 100, 100), (100, 0, 200, 100)), drawn)
    assert shapely.length(inner).sum() == pytest.approx(100)


def test_a_label_stands_inside_a_hollow_area():
    hollow = shapely.box(0, 0, 9, 9).difference(shapely.box(1, 1, 9, 9))
    (point,) = label_points(np.array([hollow], dtype=object))
    assert hollow.contains(point)
