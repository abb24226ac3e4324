"""The language tables: every row does something, and no row goes or comes without a line here."""

import csv
import re
from pathlib import Path

import pytest

from geodata.designation import parse_designation
from geodata.names import (
    clean_name,
    fold_key,
    fold_letters,
    fold_words,
    kind_initials,
    kind_words,
    martyr_words,
    person_words,
    read_number_words,
    squeeze,
    without_honorifics,
)
from geodata.readers.near_areas import NearAreas
from geodata.vocab import read_vocab

WORDS = Path(__file__).parents[2] / "data" / "vocabulary.csv"


def lines_of(table: str) -> list[tuple[str, str]]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return [(row["word"], row["means"]) for row in rows if row["table"] == table]


def person_key(text: str) -> str:
    return squeeze(person_words(fold_words(text)))


TITLES = lines_of("titles")
HARD = [word for word, strength in TITLES if strength == "hard"]
SOFT = [word for word, strength in TITLES if strength == "soft"]
WORDS_ALONE = ("name_endings", "place_words", "area_words")


@pytest.mark.parametrize(
    ("table", "means"),
    [
        ("titles", "strength"),
        ("kinds", "kind"),
        ("martyr_words", "number"),
        ("number_words", "value"),
    ],
)
def test_every_row_of_a_table_has_its_line_in_the_tests(table: str, means: str) -> None:
    assert [(row["word"], row[means]) for row in read_vocab(table)] == lines_of(table)


@pytest.mark.parametrize("table", [*WORDS_ALONE, "compounds"])
def test_every_word_of_a_table_has_its_line_in_the_tests(table: str) -> None:
    assert [row["word"] for row in read_vocab(table)] == [word for word, _ in lines_of(table)]


@pytest.mark.parametrize("stage", ["write", "fold"])
def test_every_letter_of_the_table_has_its_line_in_the_tests(stage: str) -> None:
    rows = [row for row in read_vocab("letters") if row["stage"] == stage]
    assert [(letter, row["to"]) for row in rows for letter in row["letters"]] == lines_of(
        f"letters.{stage}"
    )


def test_every_blessing_of_the_table_has_its_line_in_the_tests() -> None:
    assert [word.strip("()") for word, _ in lines_of("honorifics")] == [
        row["phrase"] for row in read_vocab("honorifics")
    ]


@pytest.mark.parametrize("table", ["titles", "kinds", "martyr_words", "number_words", "compounds"])
def test_no_two_rows_of_a_table_are_one_word(table: str) -> None:
    keys = [fold_key(word) for word, _ in lines_of(table)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(("letter", "to"), lines_of("letters.write"))
def test_every_letter_is_written_as_its_persian_one(letter: str, to: str) -> None:
    assert clean_name(f"ب{letter}ب") == f"ب{to}ب"


@pytest.mark.parametrize(("letter", "to"), lines_of("letters.fold"))
def test_every_hamza_seat_is_folded(letter: str, to: str) -> None:
    assert fold_letters(f"ب{letter}ب") == f"ب{to}ب"


@pytest.mark.parametrize("title", [*HARD, *SOFT])
def test_every_title_goes_in_front_of_a_name(title: str) -> None:
    assert person_key(f"{title} محمد رضوانی") == "محمدرضوانی"


@pytest.mark.parametrize("title", HARD)
def test_a_hard_title_goes_behind_a_name_too(title: str) -> None:
    assert person_key(f"محمد رضوانی {title}") == "محمدرضوانی"


@pytest.mark.parametrize("title", SOFT)
def test_a_soft_title_behind_a_name_or_alone_is_a_surname(title: str) -> None:
    assert person_words(fold_words(f"محمد {title}")) == ("محمد", *fold_words(title))
    assert person_words(fold_words(title)) == fold_words(title)


@pytest.mark.parametrize("word", ["زبرجد", "محمد", "حجت", "آیت"])
def test_a_word_of_no_table_stays_in_front_of_a_name(word: str) -> None:
    assert person_words(fold_words(f"{word} رضوانی")) == (*fold_words(word), "رضوانی")


@pytest.mark.parametrize(("ending", "_"), lines_of("name_endings"))
def test_a_soft_title_before_an_ending_of_names_is_part_of_the_name(ending: str, _: str) -> None:
    assert person_words(fold_words(f"حاجی {ending}")) == ("حاجی", *fold_words(ending))


@pytest.mark.parametrize(("word", "kind"), lines_of("kinds"))
def test_every_kind_of_street_is_known_and_no_part_of_a_name(word: str, kind: str) -> None:
    assert kind_words()[fold_key(word)] == kind
    assert person_key(f"{word} شهید رضوانی") == "رضوانی"


def test_abbreviations_of_kinds_are_marked() -> None:
    assert kind_initials() == {"ک", "کوچ", "خ", "بل"}


@pytest.mark.parametrize(("word", "number"), lines_of("martyr_words"))
def test_every_martyr_word_announces_one_or_many(word: str, number: str) -> None:
    assert martyr_words()[fold_key(word)] == number


@pytest.mark.parametrize(("word", "value"), lines_of("number_words"))
def test_every_number_word_has_its_value(word: str, value: str) -> None:
    assert read_number_words(word) == int(value)


@pytest.mark.parametrize(("word", "_"), lines_of("place_words"))
def test_a_word_around_a_designation_is_no_part_of_it(word: str, _: str) -> None:
    assert parse_designation(f"{word} هنرستان ۱۹", None) == parse_designation("هنرستان ۱۹", None)


@pytest.mark.parametrize(("word", "_"), lines_of("area_words"))
def test_a_word_around_an_area_is_no_part_of_its_name(word: str, _: str) -> None:
    assert NearAreas.of([("نیروگاه", "7")]).find(f"{word} نیروگاه") == "7"


@pytest.mark.parametrize(("joined", "split"), lines_of("compounds"))
def test_a_compound_is_one_word_however_written(joined: str, split: str) -> None:
    assert fold_words(split) == fold_words(joined)
    assert len(fold_words(joined)) == 1


@pytest.mark.parametrize(("blessing", "_"), lines_of("honorifics"))
def test_a_blessing_is_no_part_of_a_name(blessing: str, _: str) -> None:
    assert fold_words(f"امام رضا {blessing}") == ("امام", "رضا")
    assert without_honorifics(fold_letters(blessing)).strip() == ""


@pytest.mark.parametrize("initial", ["ع", "س", "ره"])
def test_the_initial_of_a_blessing_without_brackets_is_a_word(initial: str) -> None:
    assert fold_words(f"{initial}. محمدی") == (initial, "محمدی")


@pytest.mark.parametrize("row", read_vocab("spellings"), ids=lambda row: row["example"])
def test_every_spelling_rule_and_no_other_makes_its_example_one(row: dict[str, str]) -> None:
    assert fold_key(row["example"]) == fold_key(row["same_as"])
    one, other = fold_letters(row["example"]), fold_letters(row["same_as"])
    for rule in read_vocab("spellings"):
        if rule != row:
            one = re.sub(rule["pattern"], rule["replacement"], one)
            other = re.sub(rule["pattern"], rule["replacement"], other)
    assert one != other


@pytest.mark.parametrize("row", read_vocab("lam_alef"), ids=lambda row: row["word"])
def test_every_lam_alef_word_is_read_from_its_swapped_writing(row: dict[str, str]) -> None:
    swapped = row["word"].replace("لا", "ال")
    assert swapped != row["word"]
    assert fold_words(f"{swapped}ی") == fold_words(f"{row['word']}ی")


def test_no_lam_alef_word_is_read_by_the_row_of_another() -> None:
    words = [row["word"] for row in read_vocab("lam_alef")]
    assert [w for w in words if any(other in w for other in words if other != w)] == []


@pytest.mark.parametrize(
    "word", ["سالم", "سلام", "صالح", "صلاح", "طالب", "طلاب", "عالمه", "علامه", "خالق", "فالح"]
)
def test_a_word_whose_lam_alef_swap_is_a_word_stays(word: str) -> None:
    assert fold_words(word) == (word,)


@pytest.mark.parametrize("row", read_vocab("glued_words"), ids=lambda row: row["example"])
def test_every_glued_word_comes_off_its_example(row: dict[str, str]) -> None:
    assert fold_words(row["example"]) == fold_words(row["words"])
    assert fold_words(row["word"]) == (row["word"],)
    assert len(fold_words(row["words"])) == 2


@pytest.mark.parametrize(
    "word",
    [
        "شهیدی",
        "شهیدان",
        "شهیدیان",
        "شهیدانی",
        "شهیدزاده",
        "شهدایی",
        "سیدی",
        "سیدین",
        "سیدان",
        "سیدیان",
        "سیدآباد",
        "سیدزاده",
        "کوچه‌باغی",
        "کوچه‌ها",
        "خیابانی",
        "بلوارها",
        "بولوارها",
    ],
)
def test_a_word_that_only_begins_like_a_glued_one_stays_whole(word: str) -> None:
    whole = word.replace("\u200c", "")
    assert len(fold_words(whole)) == 1
