"""Numbers in words."""

import pytest

from geodata.names import fold_words, read_number_words, with_digits


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("نوزدهم", 19),
        ("بیست و یک", 21),
        ("بیست و یکم", 21),
        ("سی‌ام", 30),
        ("سوم", 3),
        ("اول", 1),
        ("صد و بیست و پنج", 125),
        ("سیصد و سی و سوم", 333),
        ("۱۲", 12),
        ("٧", 7),
    ],
)
def test_digits_and_words_are_read(text: str, value: int) -> None:
    assert read_number_words(text) == value


@pytest.mark.parametrize("text", ["محمد", "بیست محمد", "", "دهقان"])
def test_other_words_are_no_number(text: str) -> None:
    assert read_number_words(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("نوزده دی", ("19", "دی")),
        ("۱۹ دی", ("19", "دی")),
        ("خیابان بیست و یکم فروردین", ("خیابان", "21", "فروردین")),
        ("بهار و پنج", ("بهار", "و", "5")),
        ("کیوانفر", ("کیوانفر",)),
        ("", ()),
    ],
)
def test_numbers_in_a_name_are_digits_for_comparing(text: str, words: tuple[str, ...]) -> None:
    assert with_digits(fold_words(text)) == words
