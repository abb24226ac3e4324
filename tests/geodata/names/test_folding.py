"""Folding: many writings of one name are one key, and different names stay apart."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.names import (
    MAX_NAME_LENGTH,
    ZWNJ,
    clean_name,
    fold_key,
    fold_words,
    honoree_name,
    latin_digits,
    martyr_title,
    person_words,
    squeeze,
)

UNSEEN_TEXT = (
    "\u200e\u200f\u202b\u202c\u2067\u061c\ufeff\u00ad\u200b\u200d\u2060\u3164\u034f\ufe0f\x00\x1b"
)
UNSEEN = frozenset(UNSEEN_TEXT + ZWNJ)
PERSIAN = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیيكىةۀأإآٱؤئءـًَُّٰٓٔ۰۹٤٧5ﻻﷲﷺﻡﺣﺪ"
NAMES = (
    "شهید",
    "سید",
    "الله",
    "غالم",
    "کوچه",
    "محمد",
    "حاجی",
    "زاده",
    "رحمن",
    "آیت",
    "(ع)",
    "و",
    "بیست",
)
NOISY = st.one_of(
    st.text(PERSIAN + UNSEEN_TEXT + ZWNJ + " \u00a0\t-/()_.¬", max_size=60),
    st.lists(st.sampled_from((*NAMES, " ", ZWNJ, "ا", "ل", "ی", "و")), max_size=20).map("".join),
    st.text(max_size=100),
)


def person_key(text: str) -> str:
    return squeeze(person_words(fold_words(text)))


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("كريمي", "کریمی"),
        ("مصطفى", "مصطفی"),
        ("فاطمة", "فاطمه"),
        ("خانۀ", "خانه"),
        ("أحمد", "احمد"),
        ("إبراهيم", "ابراهیم"),
        ("ٱلله", "الله"),
        ("مؤمنی", "مومنی"),
        ("رئیسی", "رییسی"),
        ("ضیاء", "ضیا"),
        ("محمــد", "محمد"),
        ("مُحَمَّد", "محمد"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("ﻻله", "لاله"),
        ("غالمرضا", "غلامرضا"),
        ("کوچه ١٢", "کوچه 12"),
        ("کوچه۱۲", "کوچه ۱۲"),
        (f"علی{ZWNJ}اکبر", "علی اکبر"),
        ("علی\u00a0اکبر", "علی اکبر"),
        ("\u202bعلی\u202c", "علی"),
        ("محمد رضا", "محمدرضا"),
        ("عبدالله", "عبداله"),
        ("عبد الله", "عبداله"),
        ("رحمن", "رحمان"),
        ("سیّد", "سید"),
        ("ابولفضل", "ابوالفضل"),
    ],
)
def test_writings_of_one_name_fold_to_one_key(written: str, same: str) -> None:
    assert fold_key(written) == fold_key(same)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("محمدی", "محمودی"),
        ("حسن احمدی", "حسین احمدی"),
        ("رضایی", "رضا"),
        ("علوی", "علی"),
        ("کریمی", "کرمی"),
        ("سعیدی", "سیدی"),
        ("کوچه ۱۲", "کوچه ۲۱"),
        ("صادقی", "صدیقی"),
        ("حاجی", "حاجیان"),
    ],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert fold_key(one) != fold_key(other)


def test_a_soft_title_that_is_the_surname_stays() -> None:
    assert person_words(fold_words("علی معلم")) == ("علی", "معلم")
    assert person_words(fold_words("حاجی زاده")) == ("حاجی", "زاده")


@pytest.mark.parametrize(
    ("glued", "words"),
    [
        ("شهیدالماسی", ("شهید", "الماسی")),
        ("سیدجلال", ("سید", "جلال")),
        ("شهیدی", ("شهیدی",)),
        ("شهیدان", ("شهیدان",)),
    ],
)
def test_a_title_glued_to_a_name_comes_off(glued: str, words: tuple[str, ...]) -> None:
    assert fold_words(glued) == words


@pytest.mark.parametrize(
    ("glued", "words"),
    [
        ("کوچهشهیدکریمی", ("کوچه", "شهید", "کریمی")),
        ("شهیدسیدمحمد", ("شهید", "سید", "محمد")),
        ("بولوارچمن ۱۲", ("بولوار", "چمن", "12")),
    ],
)
def test_several_glued_words_come_off_one_after_another(glued: str, words: tuple[str, ...]) -> None:
    assert fold_words(glued) == words


def test_every_isolated_presentation_form_is_its_letter() -> None:
    assert fold_key("ﺍﻧﻘﻼﺏ") == fold_key("ﺍ ﻥ ﻕ ﻝ ﺍ ﺏ") == "انقلاب"


def test_what_is_shown_keeps_the_ezafe_hamza_and_the_blessing() -> None:
    assert clean_name("خانهٔ امام رضا (ع)") == "خانهٔ امام رضا (ع)"


@given(NOISY)
def test_folding_folded_words_changes_nothing(text: str) -> None:
    once = fold_words(text)
    assert fold_words(" ".join(once)) == once


@given(NOISY)
def test_showing_what_is_shown_changes_nothing(text: str) -> None:
    assert clean_name(clean_name(text)) == clean_name(text)


@given(NOISY)
def test_what_is_shown_folds_like_what_was_written(text: str) -> None:
    assert fold_words(clean_name(text)) == fold_words(text)


@given(NOISY)
def test_no_character_that_cannot_be_seen_is_left(text: str) -> None:
    assert not set("".join(fold_words(text))) & UNSEEN
    assert not set(clean_name(text)) & (UNSEEN - {ZWNJ})


@given(NOISY)
def test_a_folded_word_has_no_space_no_mark_and_no_persian_digit(text: str) -> None:
    for word in fold_words(text):
        assert word.isalnum()
        assert word == latin_digits(word)


@given(st.text(UNSEEN_TEXT, max_size=400), st.sampled_from("اشح۷a"), st.text(UNSEEN_TEXT))
def test_a_name_that_can_be_seen_is_never_emptied(before: str, letter: str, after: str) -> None:
    assert clean_name(before + letter + after) == clean_name(letter)


@given(NOISY)
def test_a_key_is_the_same_with_and_without_spaces(text: str) -> None:
    assert squeeze(fold_words(text)) == squeeze((squeeze(fold_words(text)),))


@given(NOISY, NOISY)
def test_the_words_of_a_person_are_words_of_the_text(one: str, other: str) -> None:
    words = fold_words(f"{one} {other}")
    person = iter(words)
    assert all(word in person for word in person_words(words))


@given(NOISY)
def test_a_martyr_is_announced_exactly_once(text: str) -> None:
    assert martyr_title(martyr_title(text)) == martyr_title(text)


@pytest.mark.parametrize("length", [3_000, 50_000])
@pytest.mark.parametrize(
    "piece", ["ﷺ", "ا\u0653\u0654\u064b", "a\u0327\u0301", "شهیدسید", "(ع) ", "۱a"]
)
def test_a_text_of_any_length_is_cut_to_a_name(piece: str, length: int) -> None:
    text = piece * (length // len(piece))
    assert 0 < len(clean_name(text)) <= MAX_NAME_LENGTH
    assert len(fold_key(text)) <= MAX_NAME_LENGTH


def test_what_cannot_be_seen_does_not_count_against_the_length() -> None:
    assert clean_name(" " * 3_000 + "\u200f" * 3_000 + "شهید الماسی") == "شهید الماسی"


@pytest.mark.parametrize(
    ("written", "name", "title"),
    [
        ("شهیدالماسی", "الماسی", "شهید الماسی"),
        ("شهيد ظفری", "ظفری", "شهید ظفری"),
        ("سردار شهید فخرایی", "سردار شهید فخرایی", "سردار شهید فخرایی"),
        ("شهیدان رنجبر", "شهیدان رنجبر", "شهیدان رنجبر"),
        ("علی شهیدی", "علی شهیدی", "شهید علی شهیدی"),
        ("شهید: محمدی", "محمدی", "شهید محمدی"),
        ("شهید شهید محمدی", "محمدی", "شهید محمدی"),
        ("شهیدزاده", "شهیدزاده", "شهید شهیدزاده"),
        ("شهیده کرباسی", "شهیده کرباسی", "شهیده کرباسی"),
        ("", "", "شهید"),
    ],
)
def test_a_name_is_shown_with_martyr_exactly_once(written: str, name: str, title: str) -> None:
    assert honoree_name(written) == name
    assert martyr_title(written) == title


def test_what_is_a_digit_in_any_script_can_be_reckoned_with() -> None:
    digits = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isdigit()]
    words = [word for digit in digits for word in fold_words(digit)]
    assert {int(word) for word in words if word.isdigit()} == set(range(10))
    assert all(word.isascii() for word in words if word.isdigit())
