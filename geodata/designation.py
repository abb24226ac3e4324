"""What a street's name says: how the alley is reached, and after whom it is named.

«هنرستان ۱۹» is alley 19 of Honarestan; «شهید مرشدلو ۵» is alley 5 of a street called Shahid
Morshedlu and says nothing about an alley named after him; «حر ۹۰ + شهید ظفری» is both the
designation (حر, 90) and the honoree ظفری. A width («۱۸ متری») and a date («۱۵ خرداد») are words.

Reads text only; whether such an alley exists is the business of `geodata.matching`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest

from geodata.names import (
    fold_key,
    fold_words,
    is_ordinal_word,
    kind_initials,
    kind_words,
    martyr_words,
    number_at,
    person_words,
    squeeze,
)
from geodata.names.letters import write_letters
from geodata.vocab import read_vocab

MAX_ALLEY_NUMBER = 999
WIDTH_WORD = "متری"
ALL_MARTYRS = "شهدا"
"""The one martyr word that is a street's whole name: «میدان شهدا»."""
_SUB_NUMBER = re.compile(r"(\d+)\s*/\s*(\d+)")
_PART_SEPARATOR = re.compile(r"(\s*[()\[\]«»+؛;،,–—_/\\]\s*|\s+-\s*|\s*-\s+|(?<=\D)-|-(?=\D))")
_CHILD_OF = re.compile(r"(?<!\w)فرزند(?!\w).*$")


@dataclass(frozen=True, slots=True)
class Designation:
    """One way to say which alley: number `number` (`sub`-alley) off `base_key`.

    `base_key` is the squeezed name of the parent street, "" when only a number is given.
    Without a number it is an old name («لادن»).
    """

    base_key: str
    number: int | None = None
    sub: int | None = None

    @property
    def rank(self) -> tuple[bool, bool, str, int, int]:
        """Sorts the most telling first: numbered off a street, numbered, old names."""
        return (
            self.number is None,
            not self.base_key,
            self.base_key,
            self.number or 0,
            self.sub or 0,
        )


@dataclass(frozen=True, slots=True)
class Honoree:
    """The person a name speaks of: folded words of the name without titles."""

    words: tuple[str, ...]
    plural: bool = False

    @property
    def key(self) -> str:
        """The name squeezed for comparing."""
        return squeeze(self.words)


@dataclass(frozen=True, slots=True)
class StreetName:
    """What one written street name says.

    Attributes
    ----------
    kind : str or None
        A `geodata.model.Kind` value, when a word of the name says it.
    designations : tuple of Designation
        Numbered ways first, then old names, in the order written.
    honorees : tuple of Honoree
        The persons the alley itself is named after.
    """

    kind: str | None = None
    designations: tuple[Designation, ...] = ()
    honorees: tuple[Honoree, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    kind: str | None
    words: tuple[str, ...]
    number: int | None
    sub: int | None
    martyr: str | None
    bracketed: bool


@lru_cache(maxsize=1 << 17)
def parse_street_name(text: str) -> StreetName:
    """Return what a street name on a map or in a register says.

    Every written order of parent and number is read («هنرستان ۱۹», «۱۹ هنرستان», «کوچه ۱۹ خیابان
    هنرستان», «خ هنرستان ک ۱۹», «هنرستان - کوچه نوزدهم»); a number behind a martyr's name belongs
    to the street of that name.
    """
    parts = _parts(text)
    if not parts:
        return StreetName()
    kind = _own_kind(parts)
    if (joined := _parent_and_number(parts)) is not None:
        return StreetName(kind, (joined,), _honorees(parts[2:]))
    numbered = [_numbered(part) for part in parts if part.number is not None]
    named = [part for part in parts if part.number is None]
    old_names = tuple(Designation(_base_key(p)) for p in named if p.martyr is None and p.words)
    return StreetName(kind, tuple(dict.fromkeys((*numbered, *old_names))), _honorees(named))


def parse_designation(old_name: str | None, main_street: str | None) -> tuple[Designation, ...]:
    """Return what the register says about where the alley is, the most telling first.

    A bare number is completed by the register's parent street.

    Parameters
    ----------
    old_name, main_street : str or None
        The register's columns as written.
    """
    parent = _parent_key(main_street)
    if not old_name:
        return ()
    name = parse_street_name(old_name)
    found = name.designations + tuple(Designation(h.key) for h in name.honorees if h.words)
    if not parent:
        return found
    return tuple(
        Designation(parent, d.number, d.sub) if not d.base_key and d.number else d for d in found
    )


def street_key(text: str | None) -> str:
    """Return the squeezed name of a street without kind and titles («خ. هنرستان» → «هنرستان»)."""
    return _parent_key(text)


def _parent_key(text: str | None) -> str:
    if not text:
        return ""
    parts = _parts(text)
    keys = [_base_key(part) for part in parts if part.words]
    return keys[0] if keys else ""


def _parts(text: str) -> list[_Part]:
    """The text cut at brackets, dashes and the like; «۱۰/۴» stays together."""
    written = _CHILD_OF.sub("", write_letters(text))
    pieces = _PART_SEPARATOR.split(_SUB_NUMBER.sub(r"\1 ⁄ \2", written))
    depth, parts = 0, []
    for piece, separator in zip_longest(pieces[::2], pieces[1::2], fillvalue=""):
        if (part := _read_part(piece, bracketed=depth > 0)) is not None:
            parts.append(part)
        depth += separator.count("(") - separator.count(")")
    return parts


def _read_part(piece: str, *, bracketed: bool) -> _Part | None:
    before, _, after = piece.partition("⁄")
    words = _join_dates_and_widths(_digits_for_words(fold_words(before)))
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
    return _Part(_narrowest(kinds), name, number, sub, martyr, bracketed)


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
    after_kind = [i for i in candidates if i and kind_words().get(words[i - 1]) in _NUMBERED_KINDS]
    if after_kind:
        return after_kind[0]
    return candidates[-1] if candidates[-1] == len(words) - 1 else candidates[0]


_NUMBERED_KINDS = frozenset({"alley", "dead_end", "passage", "lane"})


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
    if kind_words().get(before[-1]) in _NUMBERED_KINDS:
        return True
    return position + used == len(words) or is_ordinal_word(words[position])


def _join_dates_and_widths(words: tuple[str, ...]) -> tuple[str, ...]:
    out: list[str] = []
    for position, word in enumerate(words):
        is_last = position + 1 == len(words)
        if out and out[-1].isdigit() and _is_date_or_width(word, out[:-1], is_last=is_last):
            out[-1] += word
        else:
            out.append(word)
    return tuple(out)


def _is_date_or_width(word: str, before: Sequence[str], *, is_last: bool) -> bool:
    """«۱۵ خرداد» is a date; in «کوچه ۱۷ مهر مادر» the number is the alley's."""
    numbered = bool(before) and kind_words().get(before[-1]) in _NUMBERED_KINDS
    return word == WIDTH_WORD or (word in _months() and (is_last or not numbered))


def _own_kind(parts: Sequence[_Part]) -> str | None:
    return _narrowest([part.kind for part in parts if part.kind is not None])


def _narrowest(kinds: Sequence[str]) -> str | None:
    """«کوچه ۱۹ خیابان هنرستان» is an alley, not a street."""
    narrow = [kind for kind in kinds if kind in _NUMBERED_KINDS]
    return next(iter(narrow or kinds), None)


def _parent_and_number(parts: Sequence[_Part]) -> Designation | None:
    """«خیابان هنرستان، کوچه ۱۹»: a street without number, then a number without street.

    In brackets the number is the alley's own: «کوچه شهید وحیدی (۴۲)».
    """
    if len(parts) < 2:
        return None
    street, alley = parts[0], parts[1]
    if alley.bracketed or street.kind in _NUMBERED_KINDS:
        return None
    if street.number is None and street.words and alley.number is not None and not alley.words:
        return Designation(_base_key(street), alley.number, alley.sub)
    return None


def _numbered(part: _Part) -> Designation:
    return Designation(_base_key(part), part.number, part.sub)


def _base_key(part: _Part) -> str:
    return squeeze(part.words)


def _honorees(parts: Sequence[_Part]) -> tuple[Honoree, ...]:
    return tuple(
        Honoree(part.words, part.martyr == "many")
        for part in parts
        if part.martyr is not None and part.words and part.number is None
    )


@cache
def _months() -> frozenset[str]:
    return frozenset(fold_key(row["word"]) for row in read_vocab("months"))


@cache
def _place_words() -> frozenset[str]:
    return frozenset(fold_key(row["word"]) for row in read_vocab("place_words"))
