import numpy as np
import pytest
import shapely

from geodata.tiles import cut
from geodata.tiles.cut import cut_lines, cut_points
from geodata.tiles.encode import EXTENT
from geodata.tiles.grid import BUFFER, HALF_WORLD_M, unit_m

ZOOM = 3


def metres(*units):
    """Return units from the world's north-west as Web Mercator metres."""
    step = unit_m(ZOOM)
    return [(x * step - HALF_WORLD_M, HALF_WORLD_M - y * step) for x, y in units]


def cut_up(*lines, owners=None, step=1):
    geometries = np.array([shapely.LineString(metres(*line)) for line in lines], dtype=object)
    numbers = np.arange(len(lines)) if owners is None else np.asarray(owners)
    return {tile: dict(rows) for tile, rows in cut_lines(geometries, numbers, ZOOM, step=step)}


def tuples(part):
    return [tuple(point) for point in part]


def test_a_line_inside_a_tile_is_in_that_tile_as_it_is():
    found = cut_up([(EXTENT + 100, 200), (EXTENT + 300, 400)])
    assert list(found) == [(1, 0)]
    assert [tuples(part) for part in found[1, 0][0]] == [[(100, 200), (300, 400)]]


def test_a_line_across_a_border_goes_on_in_the_buffer_of_both_tiles():
    found = cut_up([(EXTENT - 1000, 500), (EXTENT + 1000, 500)])
    assert tuples(found[0, 0][0][0]) == [(EXTENT - 1000, 500), (EXTENT + BUFFER, 500)]
    assert tuples(found[1, 0][0][0]) == [(-BUFFER, 500), (1000, 500)]


def test_a_line_that_leaves_and_returns_is_one_feature_of_two_parts():
    outside = EXTENT + 2 * BUFFER
    line = [(4000, 100), (outside, 100), (outside, 300), (4000, 300)]
    assert len(cut_up(line)[0, 0][0]) == 2


def test_lines_of_one_owner_become_its_parts():
    found = cut_up([(100, 100), (200, 100)], [(100, 300), (200, 300)], owners=[7, 7])
    assert [len(parts) for parts in found[0, 0].values()] == [2]


def test_a_line_that_shrinks_to_a_point_has_no_part():
    assert cut_up([(100.1, 100.1), (100.3, 100.2)]) == {}


def test_a_tile_that_only_the_box_of_a_line_covers_is_not_there():
    corner = 3 * EXTENT
    found = cut_up([(100, 100), (100, corner), (corner, corner)])
    assert (1, 1) not in found
    assert (1, 3) in found


def test_coordinates_are_multiples_of_the_step():
    parts = cut_up([(101, 202), (333, 457), (1023, 77)], step=4)[0, 0][0]
    assert all(number % 4 == 0 for point in parts[0] for number in point)


def test_a_line_of_many_vertices_keeps_them_all():
    line = [(100 + i, 100 + i % 2) for i in range(3 * cut.LONGEST_PIECE)]
    parts = cut_up(line)[0, 0][0]
    assert len(parts) > 1
    assert [tuple(p) for part in parts for p in part[:-1]] + [tuple(parts[-1][-1])] == line


def test_more_lines_than_are_worked_on_at_once_are_all_there():
    count = cut.PAIRS_AT_ONCE // 2 + 1
    crossing = np.tile([metres((EXTENT - 200, 50), (EXTENT + 200, 60))], (count, 1, 1))
    found = dict(cut_lines(shapely.linestrings(crossing), np.arange(count), ZOOM))
    assert [[owner for owner, _ in found[x, 0]] for x in (0, 1)] == [list(range(count))] * 2


def test_tiles_come_ordered_by_column_and_row():
    found = list(cut_up([(9000, 9000), (100, 9000)], [(100, 100), (9000, 100)]))
    assert found == sorted(found)


@pytest.mark.parametrize("nothing", [None, shapely.LineString()])
def test_missing_and_empty_lines_are_passed_over(nothing):
    lines = np.array([nothing], dtype=object)
    assert list(cut_lines(lines, np.asarray([0]), ZOOM)) == []


def test_no_lines_make_no_tiles():
    assert list(cut_lines(np.empty(0, dtype=object), np.empty(0, dtype=np.int64), ZOOM)) == []


@pytest.mark.parametrize("x", [EXTENT - 0.1, EXTENT, EXTENT + 0.1])
def test_a_point_by_a_border_is_in_exactly_one_tile(x):
    points = np.array([shapely.Point(metres((x, 50))[0])], dtype=object)
    ((_, rows),) = cut_points(points, ZOOM)
    ((_, [(inside, _)]),) = rows
    assert 0 <= inside < EXTENT
