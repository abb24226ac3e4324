"""Slips of «شهید» and of the long words for streets: read, and told from words as near."""

import pytest
from rapidfuzz.distance import OSA

from geodata.names import fold_key, fold_words, is_martyr_slip, kind_of_slip, kind_words
from geodata.vocab import read_vocab

READABLE_KINDS = [fold_key(row["word"]) for row in read_vocab("kinds") if row["slips"]]


@pytest.mark.parametrize(
    "word",
    ["شهد", "شهی", "شید", "شحید", "سهید", "شهیپ", "شیهد", "شههید", "شهیدد", "شهدی", "ضهید", "شهبد"],
)
def test_one_slip_of_martyr_is_read(word: str) -> None:
    assert is_martyr_slip(word)


@pytest.mark.parametrize("word", ["شهید", "شهر", "شهدا", "شهیدان", "سعید", "مجید", "ید", ""])
def test_martyr_itself_and_words_further_away_are_no_slip(word: str) -> None:
    assert not is_martyr_slip(word)


@pytest.mark.parametrize("row", read_vocab("martyr_lookalikes"), ids=lambda row: row["word"])
def test_every_lookalike_of_martyr_is_one_edit_away_and_no_slip(row: dict[str, str]) -> None:
    (word,) = fold_words(row["word"])
    assert OSA.distance(word, "شهید") == 1
    assert not is_martyr_slip(word)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("کوچخ", "alley"),
        ("کوجه", "alley"),
        ("کوچهه", "alley"),
        ("وکچه", "alley"),
        ("خیابلن", "street"),
        ("خابان", "street"),
        ("بلوال", "boulevard"),
        ("بولوارر", "boulevard"),
        ("بنبشت", "dead_end"),
        ("بزگراه", "highway"),
        ("اتوبلن", "highway"),
    ],
)
def test_one_slip_of_a_long_kind_word_is_read(word: str, kind: str) -> None:
    assert kind_of_slip(word) == kind


@pytest.mark.parametrize("word", ["کچه", "کوه", "زاده", "میلاد", "شرعی", "محمد", ""])
def test_short_slips_and_words_near_other_kinds_are_not_read(word: str) -> None:
    assert kind_of_slip(word) is None


@pytest.mark.parametrize("word", sorted(kind_words()))
def test_a_kind_word_is_no_slip_of_another(word: str) -> None:
    assert kind_of_slip(word) is None


@pytest.mark.parametrize("row", read_vocab("kind_lookalikes"), ids=lambda row: row["word"])
def test_every_lookalike_of_a_kind_is_one_edit_away_and_no_slip(row: dict[str, str]) -> None:
    (word,) = fold_words(row["word"])
    assert min(OSA.distance(word, kind) for kind in READABLE_KINDS) == 1
    assert kind_of_slip(word) is None


@pytest.mark.parametrize("word", READABLE_KINDS)
def test_every_kind_marked_for_slips_is_read_with_its_last_letter_doubled(word: str) -> None:
    assert kind_of_slip(word + word[-1]) == kind_words()[word]
