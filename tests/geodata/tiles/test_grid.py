import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.tiles.encode import EXTENT
from geodata.tiles.grid import (
    HALF_WORLD_M,
    MAX_LATITUDE_DEG,
    covering_tiles,
    tile_at,
    tile_bounds_m,
    to_mercator,
    to_units,
)

QOM = (50.8790, 34.6416)


def covered(bounds, zoom):
    box, x, y = covering_tiles(np.asarray([bounds], dtype=float), zoom)
    assert not box.any()
    return set(zip(x.tolist(), y.tolist(), strict=True))


def test_mercator_agrees_with_proj():
    pyproj = pytest.importorskip("pyproj")
    proj = pyproj.Transformer.from_crs(4326, 3857, always_xy=True)
    assert to_mercator([QOM])[0] == pytest.approx(proj.transform(*QOM), abs=1e-6)


def test_the_world_is_a_square():
    corner = to_mercator([[180, MAX_LATITUDE_DEG]])[0]
    assert corner == pytest.approx((HALF_WORLD_M, HALF_WORLD_M))


def test_the_pole_is_drawn_on_the_edge_of_the_world():
    assert to_mercator([[0, 90]])[0, 1] == pytest.approx(HALF_WORLD_M)


def test_qom_lies_in_the_tile_every_map_puts_it_in():
    assert tile_at(10, *QOM) == (656, 406)


@pytest.mark.parametrize("lon_lat", [(-180, 90), (180, -90), (180, 90)])
def test_the_edges_of_the_world_lie_in_a_tile(lon_lat):
    assert all(0 <= number < 4 for number in tile_at(2, *lon_lat))


@given(st.floats(-179, 179), st.floats(-84, 84), st.integers(0, 15))
def test_a_tiles_bounds_hold_its_positions(lon, lat, zoom):
    left, bottom, right, top = tile_bounds_m(zoom, *tile_at(zoom, lon, lat))
    x, y = to_mercator([[lon, lat]])[0]
    assert left - 1e-6 <= x <= right + 1e-6
    assert bottom - 1e-6 <= y <= top + 1e-6


def test_units_count_from_the_north_west():
    assert to_units(np.asarray([[-HALF_WORLD_M, HALF_WORLD_M]]), 3).tolist() == [[0, 0]]
    assert to_units(np.asarray([[0.0, 0.0]]), 1) == pytest.approx(np.asarray([[EXTENT, EXTENT]]))


def test_a_box_in_the_middle_of_a_tile_is_in_that_tile_only():
    middle = EXTENT * 1.5
    assert covered((middle, middle, middle, middle), 2) == {(1, 1)}


def test_a_box_near_a_corner_reaches_the_buffers_of_three_neighbours():
    near = EXTENT + 10
    assert covered((near, near, near, near), 2) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_no_tile_lies_beyond_the_world():
    assert covered((-math.pi, 1, EXTENT, EXTENT), 0) == {(0, 0)}
