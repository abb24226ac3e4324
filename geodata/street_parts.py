"""A street's name cut into parts, each with its kind, words, number and what it announces.

Knows widths, dates, number words, house numbers and slips of the pen; what the parts together say
is `geodata.designation`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from rapidfuzz.distance import OSA

from geodata.names import (
    fold_key,
    fold_letters,
    fold_words,
    is_martyr_slip,
    is_ordinal_word,
    kind_initials,
    kind_of_slip,
    kind_words,
    martyr_words,
    number_at,
    person_words,
    squeeze,
    without_honorifics,
)
from geodata.names.people import MARTYR
from geodata.vocab import read_vocab

MAX_ALLEY_NUMBER = 999
WIDTH_WORD = "متری"
ALL_MARTYRS = "شهدا"
"""The one martyr word that is a street's whole name: «میدان شهدا»."""
NUMBERED_KINDS = frozenset({"alley", "dead_end", "passage", "lane"})
ALLEY_WORD = "کوچه"
HOUSE_WORD = "پلاک"
_SAYYED = frozenset(map(fold_key, ("سید", "سیده", "السید")))
_SUB_NUMBER = re.compile(r"(\d+)\s*/\s*(\d+)")
_PART_SEPARATOR = re.compile(r"(\s*[()\[\]«»+؛;،,–—_/\\]\s*|\s+-\s*|\s*-\s+|(?<=\D)-|-(?=\D))")
CHILD_OF = re.compile(r"(?<!\w)فرزند(?!\w)([^()\[\]]*).*$")


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between two separators; `street_number` is the parent street's own number."""

    kind: str | None
    words: tuple[str, ...]
    number: int | None
    sub: int | None
    martyr: str | None
    bracketed: bool
    sayyed: bool = False
    street_number: int | None = None

    @property
    def base_key(self) -> str:
        """The parent street's name squeezed, with its own number; "" without words."""
        number = "" if self.street_number is None else f" {self.street_number}"
        return squeeze(self.words) + number if self.words else ""


def without_father(text: str) -> str:
    """Return a name without what it says of the father («فرزند حسن»)."""
    return CHILD_OF.sub("", text)


def is_sayyed(words: Sequence[str]) -> bool:
    """Return whether folded words call somebody «سید»."""
    return not _SAYYED.isdisjoint(words)


def read_parts(text: str) -> list[Part]:
    """Return the text cut at brackets, dashes and the like; «۱۰/۴» stays together."""
    written = without_father(without_honorifics(fold_letters(text)))
    pieces = _PART_SEPARATOR.split(_SUB_NUMBER.sub(r"\1 ⁄ \2", written))
    depth, parts = 0, []
    for piece, separator in zip_longest(pieces[::2], pieces[1::2], fillvalue=""):
        if (part := _read_part(piece, bracketed=depth > 0)) is not None:
            parts.append(part)
        depth += separator.count("(") - separator.count(")")
    return parts


def _read_part(piece: str, *, bracketed: bool) -> Part | None:
    before, _, after = piece.partition("⁄")
    written = slips_mended(_digits_for_words(fold_words(before)))
    words = _without_house_number(_join_dates_and_widths(written))
    sub_words = fold_words(after)
    sub = int(sub_words[0]) if sub_words and sub_words[0].isdigit() else None
    words += tuple(sub_words[1:])
    position = _number_position(words)
    kinds = [kind_words()[w] for i, w in enumerate(words) if _is_kind(words, i)]
    name = _name_words(words, position)
    announced = (martyr_words()[w] for w in words if w in martyr_words())
    martyr = None if name == (ALL_MARTYRS,) else next(announced, None)
    if not name and position is None:
        return None
    number = None if position is None else int(words[position])
    other = [int(w) for i, w in enumerate(words) if i != position and w.isdigit()]
    return Part(
        narrowest(kinds),
        name,
        number,
        sub,
        martyr,
        bracketed,
        sayyed=is_sayyed(words),
        street_number=other[0] if len(other) == 1 and name else None,
    )


def slips_mended(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return folded words with a slip of «کوچه» or «شهید» in front of a name mended.

    Only where such a word stands: «کوچه شیهد نوروزی» names a martyr, «شهد» alone is honey.
    """
    mended = list(words)
    if len(words) > 1 and (kind := _kind_of_slip(words[0], words[1])) is not None:
        mended[0] = _word_of_kind()[kind]
    front = next((i for i, w in enumerate(mended) if not _stands_before_title(w)), len(mended))
    named = [w for w in mended[front + 1 :] if not w.isdigit()]
    if named and is_martyr_slip(mended[front]) and martyr_words().keys().isdisjoint(mended):
        mended[front] = MARTYR
    return tuple(mended)


def _kind_of_slip(word: str, following: str) -> str | None:
    """A short slip («کچه») is one only right before «شهید»."""
    if following in martyr_words() and OSA.distance(word, ALLEY_WORD, score_cutoff=1) == 1:
        return "alley"
    return kind_of_slip(word)


def _stands_before_title(word: str) -> bool:
    return word in kind_words() or word.isdigit() or word == WIDTH_WORD


@cache
def _word_of_kind() -> dict[str, str]:
    return {kind: word for word, kind in reversed(kind_words().items())}


def _without_house_number(words: tuple[str, ...]) -> tuple[str, ...]:
    """«هنرستان ۱۹ پلاک ۵»: the number of a house is not the alley's."""
    house = [i for i, w in enumerate(words) if w.isdigit() and i and words[i - 1] == HOUSE_WORD]
    if sum(w.isdigit() for w in words) == len(house):
        return words
    return tuple(w for i, w in enumerate(words) if i not in house)


def _name_words(words: tuple[str, ...], position: int | None) -> tuple[str, ...]:
    kept = [
        w
        for i, w in enumerate(words)
        if i != position and not _is_kind(words, i) and w not in _place_words()
    ]
    widths = tuple(w for w in kept if w.endswith(WIDTH_WORD))
    plain = tuple(w for w in kept if w not in widths)
    if all(word in martyr_words() for word in plain):
        return (ALL_MARTYRS,) if ALL_MARTYRS in plain else widths
    return person_words(plain) or plain


def _is_kind(words: Sequence[str], position: int) -> bool:
    word = words[position]
    if word not in kind_words():
        return False
    if word not in kind_initials():
        return True
    following = words[position + 1] if position + 1 < len(words) else ""
    return len(words) > 1 and (position == 0 or following.isdigit())


def _number_position(words: Sequence[str]) -> int | None:
    """The alley's own number: after a kind of alley, else at the end, else at the beginning."""
    candidates = [i for i, w in enumerate(words) if w.isdigit() and int(w) <= MAX_ALLEY_NUMBER]
    if not candidates:
        return None
    after_kind = [i for i in candidates if i and kind_words().get(words[i - 1]) in NUMBERED_KINDS]
    if after_kind:
        return after_kind[0]
    return candidates[-1] if candidates[-1] == len(words) - 1 else candidates[0]


def _digits_for_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Number words become digits where a number is meant: after a kind, at the end, or a date."""
    out: list[str] = []
    position = 0
    while position < len(words):
        value, used = number_at(words, position)
        if value is None or words[position].isdigit() or not _meant(words, position, used, out):
            out.append(words[position])
            position += 1
            continue
        out.append(str(value))
        position += used
    return tuple(out)


def _meant(words: Sequence[str], position: int, used: int, before: Sequence[str]) -> bool:
    following = words[position + used] if position + used < len(words) else ""
    if following in _months() or following == WIDTH_WORD:
        return True
    if not before:
        return False
    if kind_words().get(before[-1]) in NUMBERED_KINDS:
        return True
    return position + used == len(words) or is_ordinal_word(words[position])


def _join_dates_and_widths(words: tuple[str, ...]) -> tuple[str, ...]:
    out: list[str] = []
    for position, word in enumerate(words):
        following = words[position + 1 :]
        if out and out[-1].isdigit() and _is_slip_of_width(word, following):
            out[-1] += WIDTH_WORD
        elif out and out[-1].isdigit() and _is_date_or_width(word, out[:-1], following):
            out[-1] += word
        else:
            out.append(word)
    return tuple(out)


def _is_slip_of_width(word: str, following: Sequence[str]) -> bool:
    """«۸ مرتی شهید خاکسار»: in front of a martyr only, for متقی is a surname."""
    return (
        bool(following)
        and following[0] in martyr_words()
        and OSA.distance(word, WIDTH_WORD, score_cutoff=1) <= 1
    )


def _is_date_or_width(word: str, before: Sequence[str], following: Sequence[str]) -> bool:
    """«۱۵ خرداد» is a date, also in «کوچه ۱۵ خرداد ۹»; in «کوچه ۱۷ مهر مادر» 17 is the alley's."""
    numbered = bool(before) and kind_words().get(before[-1]) in NUMBERED_KINDS
    is_whole = not following or (len(following) == 1 and following[0].isdigit())
    return word == WIDTH_WORD or (word in _months() and (is_whole or not numbered))


def narrowest(kinds: Sequence[str]) -> str | None:
    """Return the kind that is meant: «کوچه ۱۹ خیابان هنرستان» is an alley, not a street."""
    narrow = [kind for kind in kinds if kind in NUMBERED_KINDS]
    return next(iter(narrow or kinds), None)


@cache
def _months() -> frozenset[str]:
    return frozenset(fold_key(row["word"]) for row in read_vocab("months"))


@cache
def _place_words() -> frozenset[str]:
    return frozenset(fold_key(row["word"]) for row in read_vocab("place_words"))
