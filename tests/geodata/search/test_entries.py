"""What the search knows: words to find by and words to suggest."""

from __future__ import annotations

from geodata.search.entries import Entry, Vocabulary


def entry(*shown: str) -> Entry:
    return Entry(None, None, "", "", 1.0, (), shown)


def vocabulary(*entries: Entry) -> list[tuple[str, str, int]]:
    counted = Vocabulary()
    for one in entries:
        counted.count(one)
    return counted.rows()


def test_a_word_is_shown_the_way_most_write_it_and_counted_in_every_writing() -> None:
    said = vocabulary(entry("كريمي", "کریمی"), entry("شهید کریمی"), entry("زين‌الدين"))
    assert said == [
        ("الدین", "الدین", 1), ("زین", "زین", 1), ("شهید", "شهید", 1), ("کریمی", "کریمی", 3),
    ]  # fmt: skip


def test_numbers_ids_and_single_letters_are_no_words_to_suggest() -> None:
    assert vocabulary(entry("R00017", "۱۹", "214", "ک ۱۹", "r5-7")) == []
