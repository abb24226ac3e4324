"""What the build writes into the search index."""

from __future__ import annotations

import pytest

from geodata.search.entries import Entry, Vocabulary, alley_name, entry_words
from geodata.search.fields import Field


def shown(*texts: str) -> dict[str, str]:
    vocabulary = Vocabulary()
    vocabulary.count(texts)
    return vocabulary.shown()


def test_a_word_is_shown_the_way_most_write_it() -> None:
    said = shown("كريمي", "کریمی", "شهید کریمی", "زين‌الدين")
    assert said == {"الدین": "الدین", "زین": "زین", "شهید": "شهید", "کریمی": "کریمی"}


def test_numbers_ids_and_single_letters_are_no_words_to_show() -> None:
    assert shown("R00017", "۱۹", "214", "ک ۱۹", "r5-7") == {}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("شهید علی کریمی", ("علی", "کریمی")),
        ("کوچه شهید کریمی", ("کریمی",)),
        ("شهید مرشدلو ۵", ("مرشدلو", "5")),
        ("کوچه هنرستان ۱۹", ("هنرستان", "19")),
    ],
)
def test_an_alley_goes_by_its_person_else_by_its_whole_name(
    written: str, name: tuple[str, ...]
) -> None:
    assert alley_name(written) == name


def test_a_word_stands_in_the_field_where_it_is_cheapest_to_find() -> None:
    texts = ((Field.FATHER, "علی"), (Field.OLD_NAME, "هنرستان ۱۹"), (Field.STREET, "هنرستان"))
    words = entry_words(Entry(1, "N1", ("علی", "رضا", "کریمی"), texts))
    assert words == {
        "علی": Field.NAME,
        "رضا": Field.MIDDLE_NAME,
        "کریمی": Field.NAME,
        "19": Field.NUMBER,
        "هنرستان": Field.OLD_NAME,
    }
