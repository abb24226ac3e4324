"""Numbers in words."""

import pytest

from geodata.names import read_number_words


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
