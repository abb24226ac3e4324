"""How values read in Persian."""

from __future__ import annotations

import pytest

from webmap.calendars import day_of_moment, day_text, other_calendars
from webmap.presentation import (
    direction_word,
    district_word,
    local_number,
    martyr_name,
    metres,
    percent,
    plaque_end_word,
    plaque_status_word,
    share,
    web_address,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "۰"),
        (2314, "۲٬۳۱۴"),
        (1_000_000, "۱٬۰۰۰٬۰۰۰"),
        (21.6, "۲۱٫۶"),
        (39.0, "۳۹"),
        (None, "نامشخص"),
    ],
)
def test_a_count_has_persian_digits_and_separators(value: float | None, written: str) -> None:
    assert local_number(value) == written


@pytest.mark.parametrize(
    ("date", "written"),
    [("1365-10-04", "۴ دی ۱۳۶۵"), ("1365-10", "دی ۱۳۶۵"), ("1365", "سال ۱۳۶۵")],
)
def test_a_partial_date_says_as_much_as_is_known(date: str, written: str) -> None:
    assert day_text(date) == written


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        ("2026-03-20T20:29:00+00:00", "۲۹ اسفند ۱۴۰۴"),
        ("2026-03-20T20:31:00+00:00", "۱ فروردین ۱۴۰۵"),
        ("2026-11-23T05:22:15Z", "۲ آذر ۱۴۰۵"),
        ("2026-11-23T05:22:15", "۲ آذر ۱۴۰۵"),
    ],
)
def test_a_moment_is_dated_by_the_day_in_iran(moment: str, written: str) -> None:
    assert day_of_moment(moment) == written


@pytest.mark.parametrize(
    ("length_m", "written"),
    [
        (0.4, "۰ متر"),
        (75.2, "۷۵ متر"),
        (999.4, "۹۹۹ متر"),
        (1240.0, "۱٫۲ کیلومتر"),
        (None, "نامشخص"),
    ],
)
def test_a_length_is_said_in_metres_then_kilometres(length_m: float | None, written: str) -> None:
    assert metres(length_m) == written


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [
        (12, 40, "۱۲ از ۴۰ (۳۰٪)"),
        (0, 40, "۰ از ۴۰ (۰٪)"),
        (40, 40, "۴۰ از ۴۰ (۱۰۰٪)"),
        (1, 1000, "۱ از ۱٬۰۰۰ (کمتر از ۱٪)"),
        (999, 1000, "۹۹۹ از ۱٬۰۰۰ (بیش از ۹۹٪)"),
        (44, 0, "۴۴"),
    ],
)
def test_a_share_stands_beside_its_two_numbers(part: int, whole: int, written: str) -> None:
    assert share(part, whole) == written


def test_nothing_has_no_share() -> None:
    assert percent(0, 0) is None


@pytest.mark.parametrize(
    ("name", "title", "written"),
    [
        ("علی کریمی", None, "شهید علی کریمی"),
        ("علی کریمی", "سردار", "شهید سردار علی کریمی"),
        ("شهید علی کریمی", None, "شهید علی کریمی"),
        ("شهید علی کریمی", "سردار", "سردار شهید علی کریمی"),
        ("سید علی کریمی", "سید", "شهید سید علی کریمی"),
        ("علی کریمی", "شهید", "شهید علی کریمی"),
        ("علی شهیدی", None, "شهید علی شهیدی"),
        ("شهیدان رنجبر", None, "شهیدان رنجبر"),
    ],
)
def test_a_name_always_has_the_word_martyr_once(name: str, title: str | None, written: str) -> None:
    assert martyr_name(name, title) == written


@pytest.mark.parametrize(
    ("district", "written"), [("4", "منطقهٔ ۴"), ("۷", "منطقهٔ ۷"), ("شهرک ۲", "شهرک ۲")]
)
def test_a_numbered_district_is_called_so(district: str, written: str) -> None:
    assert district_word(district) == written


@pytest.mark.parametrize(
    ("end", "written"),
    [("start", "ابتدای کوچه"), ("end", "انتهای کوچه"), ("میدان 2", "میدان ۲")],
)
def test_the_end_of_an_alley_is_said_in_persian(end: str, written: str) -> None:
    assert plaque_end_word(end) == written


def test_an_unknown_plaque_is_not_called_missing() -> None:
    assert plaque_status_word(None) == "وضعیت پلاک ثبت نشده"


@pytest.mark.parametrize(
    ("date", "written"),
    [
        ("1365-10-04", "۲۵ دسامبر ۱۹۸۶ میلادی، نزدیک ۲۴ ربیع‌الثانی ۱۴۰۷ قمری"),
        ("1403-12-30", "۲۰ مارس ۲۰۲۵ میلادی، نزدیک ۲۰ رمضان ۱۴۴۶ قمری"),
        ("1365-10", None),
        ("1365", None),
        ("1404-12-30", None),
        ("1250-01-01", None),
    ],
)
def test_only_a_whole_date_has_a_day_in_other_calendars(date: str, written: str | None) -> None:
    assert other_calendars(date) == written


@pytest.mark.parametrize("address", ["https://example.org/a/b.mp3?x=1", "http://radio.example/"])
def test_an_address_of_the_web_is_linked(address: str) -> None:
    assert web_address(address) == address


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        'https://a.example/"onmouseover=x',
        "https://a.example/<b>",
        "ftp://a.example",
        " https://a.example",
    ],
)
def test_anything_else_is_no_link(text: str | None) -> None:
    assert web_address(text) is None


@pytest.mark.parametrize(
    ("east", "north", "written"),
    [
        (0, 1, "شمال"),
        (1, 1, "شمال شرقی"),
        (1, 0, "شرق"),
        (1, -1, "جنوب شرقی"),
        (0, -1, "جنوب"),
        (-1, -1, "جنوب غربی"),
        (-1, 0, "غرب"),
        (-1, 1, "شمال غربی"),
    ],
)
def test_a_direction_is_one_of_eight(east: int, north: int, written: str) -> None:
    # A degree of longitude is shorter than one of latitude, here by the cosine of 34.6°.
    place = (50.88 + 0.001 * east / 0.823, 34.6 + 0.001 * north)
    assert direction_word((50.88, 34.6), *place) == written
