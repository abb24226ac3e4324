from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.tiles.encode import GeometryType, TileFeature, TileLayer, encode_tile
from tests.geodata.tiles.mvt_decoder import Feature, decode_tile

LINE = [(2, 2), (2, 10), (10, 10)]

coordinates = st.integers(-64, 4160)
points = st.tuples(coordinates, coordinates)


def line(properties=None, feature_id=None, parts=(LINE,)):
    return TileFeature(GeometryType.LINESTRING, list(parts), properties or {}, feature_id)


def round_trip(*features: TileFeature) -> list[Feature]:
    return decode_tile(encode_tile([TileLayer("layer", features)]))["layer"].features


def geometry(kind: GeometryType, parts):
    (feature,) = round_trip(TileFeature(kind, parts, {}, None))
    assert feature.type == kind
    return feature.parts


def doubled_area(ring):
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))


def test_the_specifications_example_line_has_the_specifications_bytes():
    tile = encode_tile([TileLayer("l", [line()])])
    assert bytes([9, 4, 4, 18, 0, 16, 16, 0]) in tile


def test_a_layer_says_its_version_and_extent():
    layer = decode_tile(encode_tile([TileLayer("layer", [line()], extent=512)]))["layer"]
    assert (layer.version, layer.extent) == (2, 512)


@pytest.mark.parametrize("feature_id", [0, 1, 2**32, 2**32 + 5, 2**40, 2**64 - 1])
def test_feature_ids_survive(feature_id):
    assert round_trip(line(feature_id=feature_id))[0].id == feature_id


def test_a_feature_without_id_has_none():
    assert round_trip(line())[0].id is None


@pytest.mark.parametrize("feature_id", [-1, 2**64])
def test_an_id_that_does_not_fit_is_refused(feature_id):
    with pytest.raises(ValueError, match=str(feature_id)):
        encode_tile([TileLayer("layer", [line(feature_id=feature_id)])])


def test_text_numbers_and_truths_come_back_as_what_they_were():
    properties = {"name": "کوچهٔ شهید رضایی", "one": 1, "true": True, "minus": -7, "big": 2**40}
    found = round_trip(line(properties))[0].properties
    assert found == properties
    assert {key: type(value) for key, value in found.items()} == {
        key: type(value) for key, value in properties.items()
    }


def test_features_share_keys_and_values_without_mixing_them_up():
    features = [line({"class": "alley", "name": name}) for name in ("a", "b", "a")]
    assert [f.properties["name"] for f in round_trip(*features)] == ["a", "b", "a"]


def test_the_order_of_properties_makes_no_difference():
    one = encode_tile([TileLayer("layer", [line({"a": 1, "b": 2})])])
    other = encode_tile([TileLayer("layer", [line({"b": 2, "a": 1})])])
    assert one == other


def test_lines_of_one_feature_keep_their_places():
    parts = [LINE, [(4000, 17), (0, -64)]]
    assert geometry(GeometryType.LINESTRING, parts) == parts


def test_repeated_points_of_a_line_are_written_once():
    assert geometry(GeometryType.LINESTRING, [[(1, 1), (1, 1), (3, 1), (3, 1)]]) == [
        [(1, 1), (3, 1)]
    ]


def test_a_line_without_length_leaves_its_sisters():
    assert geometry(GeometryType.LINESTRING, [[(5, 5), (5, 5)], LINE]) == [LINE]


def test_a_feature_without_length_is_left_out():
    assert round_trip(line(parts=[[(5, 5), (5, 5)]], feature_id=1), line(feature_id=2))[0].id == 2


def test_points_come_back():
    assert geometry(GeometryType.POINT, [[(25, 17)], [(5, 7)]]) == [[(25, 17)], [(5, 7)]]


@pytest.mark.parametrize("turn", [1, -1])
def test_outer_rings_wind_clockwise_on_screen_and_holes_do_not(turn):
    outer = [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)][::turn]
    hole = [(2, 2), (2, 4), (4, 4), (4, 2), (2, 2)][::turn]
    found = geometry(GeometryType.POLYGON, [outer, hole])
    assert [doubled_area(ring) for ring in found] == [200, -8]


def test_rings_without_area_are_left_out():
    flat = [(0, 0), (5, 0), (9, 0), (0, 0)]
    square = [(0, 0), (1, 0), (1, 1), (0, 1)]
    assert len(geometry(GeometryType.POLYGON, [square, flat])) == 1


def test_empty_layers_are_left_out_and_an_empty_tile_has_no_bytes():
    assert list(decode_tile(encode_tile([TileLayer("a", []), TileLayer("b", [line()])]))) == ["b"]
    assert encode_tile([TileLayer("a", [])]) == b""


def test_two_layers_of_one_name_are_refused():
    with pytest.raises(ValueError, match="each name"):
        encode_tile([TileLayer("a", [line()]), TileLayer("a", [line()])])


@given(st.lists(st.lists(points, min_size=2, max_size=8, unique=True), min_size=1, max_size=4))
def test_any_lines_come_back_as_they_were(parts):
    assert geometry(GeometryType.LINESTRING, parts) == parts
