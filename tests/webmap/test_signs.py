"""Where the plaques of an alley stand on the map, and how they look."""

from __future__ import annotations

import pytest

from geodata.catalogue import Alley, Naming, Plaque
from geodata.tiles.grid import tile_at
from webmap.signs import signs_of, tile_box

MOUTH, CORNER, FAR = (50.0, 34.0), (50.001, 34.0), (50.001, 34.002)


def plaque(status: str | None, **told: object) -> Plaque:
    known = {
        "date": None,
        "end_fa": None,
        "text_fa": None,
        "note_fa": None,
        "lon": None,
        "lat": None,
    }
    return Plaque(plaque_id="P", naming_id="N", status=status, **{**known, **told})  # type: ignore[arg-type]


def naming(status: str | None, verdict: str = "accepted") -> Naming:
    known = dict.fromkeys(Naming.__dataclass_fields__)
    return Naming(**{**known, "plaque_status": status, "verdict": verdict, "honoree_fa": "نمونه"})  # type: ignore[arg-type]


def alley(*plaques: Plaque, namings: tuple[Naming, ...] = ()) -> Alley:
    known = dict.fromkeys(Alley.__dataclass_fields__)
    told = {
        "alley_id": 7,
        "mouth_lon": MOUTH[0],
        "mouth_lat": MOUTH[1],
        "lines": ((CORNER, FAR), (MOUTH, CORNER)),
        "namings": namings,
        "plaques": plaques,
    }
    return Alley(**{**known, **told})  # type: ignore[arg-type]


def places(one: Alley) -> list[tuple[float, float]]:
    return [(sign.lon, sign.lat) for sign in signs_of(one)]


def test_a_measured_plaque_stands_where_it_was_measured() -> None:
    assert places(alley(plaque("installed", lon=50.5, lat=34.5, end_fa="end"))) == [(50.5, 34.5)]


def test_one_nobody_measured_stands_where_the_alley_begins() -> None:
    assert places(alley(plaque("installed"))) == [MOUTH]
    assert places(alley(plaque("installed", end_fa="start"))) == [MOUTH]


def test_one_at_the_end_stands_at_the_far_end() -> None:
    assert places(alley(plaque("installed", end_fa="end"))) == [FAR]


def test_both_ends_may_carry_one() -> None:
    assert places(alley(plaque("verified"), plaque("missing", end_fa="end"))) == [MOUTH, FAR]


@pytest.mark.parametrize(
    ("status", "look"),
    [
        ("planned", "waiting"),
        ("approved", "waiting"),
        ("made", "waiting"),
        ("installed", "installed"),
        ("verified", "verified"),
        ("damaged", "troubled"),
        ("missing", "troubled"),
        ("removed", "troubled"),
    ],
)
def test_every_status_has_a_look(status: str, look: str) -> None:
    assert [sign.look for sign in signs_of(alley(plaque(status)))] == [look]


def test_a_plaque_of_unknown_status_is_not_shown() -> None:
    assert not list(signs_of(alley(plaque(None))))


def test_without_records_of_plaques_the_register_speaks() -> None:
    (sign,) = signs_of(alley(namings=(naming("installed"),)))
    assert (sign.lon, sign.lat, sign.look) == (*MOUTH, "installed")


def test_a_guess_has_no_plaque() -> None:
    assert not list(signs_of(alley(namings=(naming("installed", verdict="review"),))))


def test_two_namings_of_one_sign_show_it_once() -> None:
    both = (naming("installed"), naming("installed"))
    assert len(list(signs_of(alley(namings=both)))) == 1


def test_tiles_lie_side_by_side_from_the_north_west() -> None:
    x, y = tile_at(14, 50.88, 34.65)
    west, south, east, north = tile_box(14, x, y)
    assert tile_box(14, x + 1, y)[0] == east
    assert tile_box(14, x, y + 1)[3] == south
    assert west < 50.88 < east
    assert south < 34.65 < north
