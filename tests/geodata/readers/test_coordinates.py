import pytest

from geodata.readers.coordinates import Position, read_position

QOM = (50.75, 34.53, 51.0, 34.72)


@pytest.mark.parametrize(
    ("lon", "lat", "issue"),
    [
        ("50.879", "34.6416", None),
        ("۵۰٫۸۷۹", "۳۴٫۶۴۱۶", None),
        ("50,879", "34,6416", None),
        ("34.6416", "50.879", "coordinates_swapped"),
        ("488910.6", "3833305.7", "coordinates_metric"),
        ("3833305.7", "488910.6", "coordinates_metric"),
        ("5663824.4", "4115282.1", "coordinates_metric"),
    ],
)
def test_a_position_is_found_however_it_is_written(lon, lat, issue):
    position = read_position(lon, lat, QOM)
    assert (position.lon, position.lat) == pytest.approx((50.879, 34.6416), abs=1e-4)
    assert position.issue == issue


@pytest.mark.parametrize(
    ("lon", "lat", "issue"),
    [
        ("", "", None),
        ("-", "نامشخص", None),
        ("nan", "nan", "coordinates_invalid"),
        ("50.879", "inf", "coordinates_invalid"),
        ("1e999", "34.6", "coordinates_invalid"),
        ("50.879", "", "coordinates_unreadable"),
        ("قم", "34.6", "coordinates_unreadable"),
        ("51.4", "35.7", "coordinates_outside"),
        ("0", "0", "coordinates_outside"),
        ("1e300", "-1e300", "coordinates_outside"),
    ],
)
def test_what_is_no_position_in_the_city_is_set_aside(lon, lat, issue):
    assert read_position(lon, lat, QOM) == Position(None, None, issue)


def test_without_bounds_a_swap_is_seen_in_iran_and_elsewhere_nothing_is_changed():
    assert read_position("34.64", "50.88", None) == Position(50.88, 34.64, "coordinates_swapped")
    assert read_position("2.35", "48.85", None) == Position(2.35, 48.85)
    assert read_position("0", "0", None).issue == "coordinates_outside"
