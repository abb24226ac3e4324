"""Persian names: shown as written, compared folded; one set of rules for join and search."""

from geodata.names.honorifics import without_honorifics
from geodata.names.letters import MAX_NAME_LENGTH, ZWNJ, clean_name, fold_letters, latin_digits
from geodata.names.numbers import is_ordinal_word, number_at, read_number_words, with_digits
from geodata.names.people import honoree_name, martyr_title, person_key, says_martyr
from geodata.names.slips import is_martyr_slip, kind_of_slip
from geodata.names.words import (
    fold_key,
    fold_words,
    given_names,
    is_kind_word,
    kind_initials,
    kind_words,
    martyr_words,
    name_endings,
    person_words,
    squeeze,
)

__all__ = [
    "MAX_NAME_LENGTH",
    "ZWNJ",
    "clean_name",
    "fold_key",
    "fold_letters",
    "fold_words",
    "given_names",
    "honoree_name",
    "is_kind_word",
    "is_martyr_slip",
    "is_ordinal_word",
    "kind_initials",
    "kind_of_slip",
    "kind_words",
    "latin_digits",
    "martyr_title",
    "martyr_words",
    "name_endings",
    "number_at",
    "person_key",
    "person_words",
    "read_number_words",
    "says_martyr",
    "squeeze",
    "with_digits",
    "without_honorifics",
]
