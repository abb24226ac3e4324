"""Folding: many writings of one name are one key, and different names stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.names import (
    MAX_NAME_LENGTH,
    clean_name,
    fold_key,
    fold_words,
    honoree_name,
    martyr_title,
    person_words,
    squeeze,
)
from geodata.vocab import read_vocab

ZWNJ = "\u200c"
PERSIAN = st.text(
    alphabet=st.sampled_from("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیيكةأإآؤئءـًَُّ۰۹٤5 -/()" + ZWNJ),
    max_size=60,
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


@pytest.mark.parametrize("row", read_vocab("spellings"), ids=lambda row: row["example"])
def test_every_spelling_rule_holds_for_its_example(row: dict[str, str]) -> None:
    assert fold_key(row["example"]) == fold_key(row["same_as"])


@pytest.mark.parametrize("row", read_vocab("titles"), ids=lambda row: row["word"])
def test_every_title_goes_in_front_of_a_name(row: dict[str, str]) -> None:
    assert person_key(f"{row['word']} محمد رضوانی") == person_key("محمد رضوانی")


@pytest.mark.parametrize("row", read_vocab("kinds"), ids=lambda row: row["word"])
def test_every_kind_of_street_is_no_part_of_a_name(row: dict[str, str]) -> None:
    assert person_key(f"{row['word']} شهید رضوانی") == person_key("رضوانی")


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


@given(PERSIAN)
def test_folding_folded_words_changes_nothing(text: str) -> None:
    once = fold_words(text)
    assert fold_words(" ".join(once)) == once


@given(st.text(max_size=400))
def test_any_text_can_be_folded_and_shown(text: str) -> None:
    assert all(word.strip() == word for word in fold_words(text))
    assert clean_name(clean_name(text)) == clean_name(text)


def test_long_text_is_cut_before_normalising() -> None:
    assert len(clean_name("ﷺ" * 50_000)) < 20 * MAX_NAME_LENGTH


@pytest.mark.parametrize(
    ("written", "name", "title"),
    [
        ("شهیدالماسی", "الماسی", "شهید الماسی"),
        ("شهيد ظفری", "ظفری", "شهید ظفری"),
        ("سردار شهید فخرایی", "سردار شهید فخرایی", "سردار شهید فخرایی"),
        ("شهیدان رنجبر", "شهیدان رنجبر", "شهیدان رنجبر"),
        ("علی شهیدی", "علی شهیدی", "شهید علی شهیدی"),
    ],
)
def test_a_name_is_shown_with_martyr_exactly_once(written: str, name: str, title: str) -> None:
    assert honoree_name(written) == name
    assert martyr_title(written) == title
