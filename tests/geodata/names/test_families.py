"""Family names, their order, and names for readers of Arabic."""

from __future__ import annotations

import pytest

from geodata.names.alphabet import alphabetical, sortable
from geodata.names.arabic import arabic_martyr, arabic_name
from geodata.names.families import LONGEST_KEY, family_key, family_name
from geodata.names.latin import latin_martyr


@pytest.mark.parametrize(
    ("full_name", "last_name", "family"),
    [
        ("علی کریمی", None, "کریمی"),
        ("علي كريمي", None, "کریمی"),
        ("سید علی حسینی نژاد", None, "حسینی نژاد"),
        ("علی حسینی‌نژاد", None, "حسینی‌نژاد"),
        ("رضا مهر", None, "مهر"),
        ("علی رضایی", "رضایی مقدم", "رضایی مقدم"),
        ("کریمی", None, "کریمی"),
    ],
)
def test_the_family_name(full_name: str, last_name: str | None, family: str) -> None:
    assert family_name(full_name, last_name) == family


def test_spellings_of_one_family_share_a_key() -> None:
    assert len({family_key(text) for text in ("حسینی نژاد", "حسيني‌نژاد", "حسینینژاد")}) == 1


@pytest.mark.parametrize("text", ["", "…", "🌹", "/", '"><script>', "ا" * 5000])
def test_any_family_name_makes_a_key_that_fits_an_address(text: str) -> None:
    key = family_key(text)
    assert len(key) <= LONGEST_KEY
    assert "/" not in key


def test_pe_comes_after_be_and_not_after_ye() -> None:
    names = ["یوسفی", "پناهی", "تقوی", "بهرامی", "گلی", "کریمی", "آذری"]
    assert sorted(names, key=alphabetical) == sorted(names, key=sortable)
    assert sorted(names, key=sortable)[:4] == ["آذری", "بهرامی", "پناهی", "تقوی"]


@pytest.mark.parametrize(
    ("persian", "arabic"),
    [
        ("کوچه شهید کریمی", "زقاق الشهيد كريمي"),
        ("شهید علی پورگلی", "الشهيد علي بوركلي"),
        ("خیابان صفاییه", "شارع صفاييه"),
    ],
)
def test_names_for_readers_of_arabic(persian: str, arabic: str) -> None:
    assert arabic_name(persian) == arabic


def test_what_the_register_writes_itself_goes_before_the_rules() -> None:
    assert latin_martyr("علی خدایی", "Ali Khodaei") == "Shahid Ali Khodaei"
    assert arabic_martyr("علی خدایی", "علي خدائي") == "الشهيد علي خدائي"
