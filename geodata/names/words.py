"""Words: how names are compared, by the join and by the search alike.

Three forms of one name, and the source is never overwritten: `clean_name` to show, `fold_words`
to compare word by word, `fold_key` to compare without minding spaces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from geodata.names.honorifics import without_honorifics
from geodata.names.letters import ZWNJ, cut, fold_letters
from geodata.names.spellings import one_spelling, unswapped
from geodata.vocab import read_vocab

_NOT_WORD = re.compile(r"[\W_]+")
_DIGIT_RUN = re.compile(r"(\d+)")


def fold_words(text: str) -> tuple[str, ...]:
    """Return the words of a text for comparing: folded letters, spellings unified, digits apart.

    «شهیدالماسی» gives («شهید», «الماسی»); «کوچه۱۲» gives («کوچه», "12"); «امام رضا (ع)» gives
    («امام», «رضا»). At most `MAX_NAME_LENGTH` characters are read. Idempotent when its words are
    joined by spaces.
    """
    return _fold_words(cut(text))


@lru_cache(maxsize=1 << 17)
def _fold_words(text: str) -> tuple[str, ...]:
    folded = _unglued(without_honorifics(fold_letters(text)))
    spaced = _DIGIT_RUN.sub(r" \1 ", _NOT_WORD.sub(" ", folded.replace(ZWNJ, " ")))
    words = (unswapped(one_spelling(part)) for part in spaced.split())
    return _join_compounds([word for word in words if word])


def _unglued(text: str) -> str:
    """Return a text with a space behind each glued word: «کوچهشهیدکریمی» has two of them."""
    apart = _glued_words().sub(r"\g<0> ", text)
    return text if apart == text else _unglued(apart)


def _join_compounds(words: list[str]) -> tuple[str, ...]:
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] + word in _compounds():
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)


def fold_key(text: str) -> str:
    """Return the text's words without spaces: «محمد رضا», «محمدرضا» and «محمد‌رضا» are one key."""
    return squeeze(fold_words(text))


def squeeze(words: Sequence[str]) -> str:
    """Return words joined without spaces, spellings unified across the seams («عبد الله»)."""
    return one_spelling("".join(words))


def person_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words that are the person's name: no titles, kinds of street or numbers.

    A soft title («حاجی», «معلم») is also a surname: it goes only in front of a name.
    """
    kept: list[str] = []
    for position, word in enumerate(words):
        following = words[position + 1] if position + 1 < len(words) else None
        if word.isdigit() or is_kind_word(word, alone=len(words) == 1):
            continue
        if _is_title(word, named=bool(kept), following=following):
            continue
        kept.append(word)
    return tuple(kept)


def is_kind_word(word: str, *, alone: bool = False) -> bool:
    """Return whether a folded word says what sort of street it is («کوچه», «خ»)."""
    return word in kind_words() and not alone


@cache
def kind_words() -> dict[str, str]:
    """Return folded word → kind of street, abbreviations included."""
    return {squeeze(fold_words(row["word"])): row["kind"] for row in read_vocab("kinds")}


@cache
def kind_initials() -> frozenset[str]:
    """Return the kind words that are abbreviations («خ», «ک», «بل»)."""
    return frozenset(fold_key(row["word"]) for row in read_vocab("kinds") if row["initial"])


@cache
def martyr_words() -> dict[str, str]:
    """Return folded word → «one» or «many» people announced by it («شهید», «شهیدان»)."""
    return {fold_key(row["word"]): row["number"] for row in read_vocab("martyr_words")}


def _is_title(word: str, *, named: bool, following: str | None) -> bool:
    strength = _titles().get(word)
    if strength is None:
        return False
    if strength == "hard":
        return True
    return not named and following is not None and following not in name_endings()


@cache
def _titles() -> dict[str, str]:
    return {fold_key(row["word"]): row["strength"] for row in read_vocab("titles")}


@cache
def _compounds() -> frozenset[str]:
    return frozenset(
        one_spelling(fold_letters(row["word"]).replace(ZWNJ, "")) for row in read_vocab("compounds")
    )


@cache
def name_endings() -> frozenset[str]:
    """Return folded words that belong to the word before them («زاده», «پور»)."""
    return frozenset(fold_key(row["word"]) for row in read_vocab("name_endings"))


@cache
def given_names() -> frozenset[str]:
    """Return the folded common given names."""
    return frozenset(fold_key(row["name"]) for row in read_vocab("given_names"))


def glued_to_name(word: str) -> str:
    """Return a regular expression for a word of `vocab/glued_words.csv` right before a name."""
    unless = next(row["unless"] for row in read_vocab("glued_words") if row["word"] == word)
    return rf"{word}(?=[^\W\d_]{{3,}})(?!{unless})"


@cache
def _glued_words() -> re.Pattern[str]:
    words = (glued_to_name(row["word"]) for row in read_vocab("glued_words"))
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})")
