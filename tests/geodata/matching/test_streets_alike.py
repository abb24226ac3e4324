"""Streets a map does not know, read as those spelled almost like them."""

from geodata.matching.streets_alike import KnownStreets

KNOWN = KnownStreets(
    ["هنرستان", "باجک", "باجک 2", "وحدت", ""], ["هنرسنان", "باجک 3", "باجل 2", "صدوقی", ""]
)


def test_a_known_street_is_itself() -> None:
    assert KNOWN.read("هنرستان") == "هنرستان"
    assert KNOWN.read("باجک 2") == "باجک 2"


def test_a_slip_is_read_as_the_street_meant() -> None:
    assert KNOWN.read("هنرسنان") == "هنرستان"


def test_the_number_of_a_numbered_street_is_no_slip() -> None:
    assert KNOWN.read("باجک 3") == "باجک"
    assert KNOWN.alike("باجک 3") == ()
    assert KNOWN.read("باجل 2") == "باجک 2"


def test_what_resembles_nothing_is_no_street() -> None:
    assert KNOWN.read("صدوقی") == ""
    assert KNOWN.read("") == ""
    assert "" not in KNOWN


def test_the_day_of_a_date_is_no_slip() -> None:
    known = KnownStreets(["مهر", "15خرداد"], ["9مهر", "5خرداد"])
    assert known.alike("9مهر") == ()
    assert known.alike("5خرداد") == ()
