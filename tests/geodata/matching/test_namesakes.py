"""How a name in the register relates to a name on a sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from geodata.matching.name_readings import row_readings, sign_readings
from geodata.matching.namesakes import NameBook, is_slip
from geodata.matching.near_words import near_pairs

COMMON = (
    [("علی", "محمدی")] * 40
    + [("رضا", "محمدی")] * 40
    + [("حسن", "احمدی")] * 40
    + [("محمد", "محمودی")] * 40
)


def compared(row: str, sign: str) -> tuple[str, str, str] | None:
    """Levels of surname, given name and order among people with common names."""
    mine, theirs = tuple(row.split()), tuple(sign.split())
    likeness = NameBook([mine, *COMMON], [theirs, *COMMON]).compare(mine, theirs)
    return None if likeness is None else (likeness.family, likeness.given, likeness.order)


@pytest.mark.parametrize(
    ("row", "sign", "expected"),
    [
        ("علی کریمی", "علی کریمی", ("exact", "exact", "written")),
        ("علی کریمی", "کریمی", ("exact", "sign_silent", "written")),
        ("کریمی", "علی کریمی", ("exact", "row_silent", "written")),
        ("کریمی", "کریمی", ("exact", "both_silent", "written")),
        ("ع کریمی", "علی کریمی", ("exact", "initial", "written")),
        ("کریمی علی", "علی کریمی", ("exact", "exact", "turned")),
        ("محمد رضا کریمی", "رضا کریمی", ("exact", "half", "written")),
        ("علی کرممی", "علی کریمی", ("slip", "exact", "written")),
        ("علی میرزایی نژاد", "علی میرزایی", ("qualified", "exact", "written")),
        ("علی میرزایی", "میرزایی نژاد", ("qualified", "sign_silent", "written")),
        ("علی افضلی", "علی افضلی ده زیاری", ("qualified", "exact", "written")),
        ("علی محمدی", "علی محمودی", ("kin", "exact", "written")),
        ("رضا کریمی", "حسن کریمی", ("exact", "other", "written")),
        ("علی کریمی", "ولی کریمی", ("exact", "other", "written")),
        ("حسن علی زاده", "علی زاده", ("exact", "sign_silent", "written")),
    ],
)
def test_names_are_compared_word_by_word(
    row: str, sign: str, expected: tuple[str, str, str]
) -> None:
    assert compared(row, sign) == expected


@pytest.mark.parametrize(
    ("row", "sign"),
    [
        ("علی کریمی", "علی رضایی"),
        ("صادقی حسن", "حسن قنبری"),
        ("ید اله سرمستی", "ید اله"),
        ("یداله سرمستی", "ید اله"),
        ("علی رضایی نسب", "حسن قنبری"),
    ],
)
def test_other_surnames_are_other_people(row: str, sign: str) -> None:
    assert compared(row, sign) is None


def test_a_slip_is_rare_beside_what_it_is_a_slip_of() -> None:
    assert compared("علی ممحدی", "علی محمدی") == ("slip", "exact", "written")
    assert compared("علی محمودی", "علی محمدی") == ("kin", "exact", "written")


def test_short_words_a_letter_apart_are_two_words_unless_one_is_a_slip() -> None:
    assert compared("حسن محمدی", "حسم محمدی") == ("exact", "slip", "written")
    assert compared("حسن محمدی", "رضا محمدی") == ("exact", "other", "written")
    assert not is_slip("ده", "به")


names = st.lists(st.sampled_from(["علی", "محمد", "رضا", "کریمی", "نژاد", "حسینی"]), max_size=5)


@given(names)
def test_every_reading_keeps_letters_of_the_name_alone(words: list[str]) -> None:
    for reading in row_readings(tuple(words)):
        assert set(reading.given + reading.family) <= set("".join(words)) | {""}
        assert reading.family
    assert len(list(sign_readings(tuple(words)))) <= len(list(row_readings(tuple(words))))


words = st.lists(st.text(alphabet="ابمحد", min_size=3, max_size=6), max_size=25)


@given(words, words)
def test_near_words_are_exactly_those_one_edit_apart(ours: list[str], theirs: list[str]) -> None:
    expected = {
        (a, b)
        for a in ours
        for b in theirs
        if len(a) >= 4 and len(b) >= 4 and OSA.distance(a, b) == 1
    }
    assert set(near_pairs(ours, theirs, shortest=4)) == expected
