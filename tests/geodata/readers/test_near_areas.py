"""Areas written otherwise than known: read where one is meant, never where two could be."""

import geopandas as gpd
import pytest

from geodata.readers.places import KnownAreas
from tests.variants import Pair, pairs, params

QOM = tuple(dict.fromkeys(pair.one for pair in pairs("area")))


def known(*names: str) -> KnownAreas:
    frame = gpd.GeoDataFrame({"area_id": names, "name_fa": names}, geometry=[None] * len(names))
    return KnownAreas.from_frame(frame)


def read(text: str, *names: str) -> str | None:
    areas = known(*names)
    return areas.find(text) or areas.find_near(text)


@pytest.mark.parametrize("pair", params("area", same=True))
def test_a_writing_of_a_neighbourhood_is_read_among_all_others(pair: Pair) -> None:
    assert read(pair.other, *QOM) == pair.one


@pytest.mark.parametrize("pair", params("area", same=False))
def test_a_neighbourhood_near_a_known_one_is_not_read_as_it(pair: Pair) -> None:
    assert read(pair.other, *QOM) != pair.one


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("انقالب", "انقلاب"),
        ("زنبیل اباد", "زنبیل‌آباد"),
        ("زنبیل آبد", "زنبیل‌آباد"),
        ("طالقانى", "طالقانی"),
        ("طلاقانی", "طالقانی"),
        ("ساالریه", "سالاریه"),
        ("نوزده دی", "باجک (۱۹ دی)"),
        ("شهد محلاتی", "محلاتی"),
        ("محله پنجم", "محله ۵"),
    ],
)
def test_a_slip_a_lam_alef_and_a_number_word_are_read(text: str, name: str) -> None:
    assert read(text, name, "نیروگاه", "یاسر ۳") == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("یاسر ۴", ("یاسر ۳", "یاسر ۵")),
        ("یاسر", ("یاسر ۳",)),
        ("فاطمیه ۲", ("فاطمیه",)),
        ("فاطمیه", ("فاطمیه ۲",)),
        ("آذد", ("آذر",)),
        ("محدیه", ("مهدیه", "محمدیه")),
        ("قدس", ("کوی قدس ۱", "کوی قدس ۲")),
        ("خیابان قدس", ("شهرک قدس", "کوی قدس")),
        ("محله", ("نیروگاه",)),
        ("", ("نیروگاه",)),
    ],
)
def test_another_number_a_short_name_and_two_as_near_are_not_read(
    text: str, names: tuple[str, ...]
) -> None:
    assert read(text, *names) is None


def test_of_two_areas_the_one_written_so_is_found() -> None:
    assert read("شهرک قدس", "شهرک قدس", "قدس") == "شهرک قدس"
