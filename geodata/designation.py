"""What a street's name says: how the alley is reached, and after whom it is named.

«هنرستان ۱۹» is alley 19 of Honarestan; «شهید مرشدلو ۵» is alley 5 of a street called Shahid
Morshedlu and says nothing about an alley named after him; «حر ۹۰ + شهید ظفری» is both the
designation (حر, 90) and the honoree ظفری. A width («۱۸ متری») and a date («۱۵ خرداد») are words.

Reads text only; whether such an alley exists is the business of `geodata.matching`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from geodata.names import fold_words, person_words, squeeze
from geodata.names.letters import write_letters
from geodata.street_parts import (
    CHILD_OF,
    NUMBERED_KINDS,
    Part,
    narrowest,
    read_parts,
)


@dataclass(frozen=True, slots=True)
class Designation:
    """One way to say which alley: number `number` (`sub`-alley) off `base_key`.

    `base_key` is the squeezed name of the parent street, "" when only a number is given; a
    street that is itself numbered keeps its number («باجک ۲» in «باجک ۲، کوچه ۱۴»).
    Without a number it is an old name («لادن»), whose `words` may be a person's. `martyr` says
    whether the parent street is written with «شهید»: some cities have «عبادی» and «شهید عبادی».
    """

    base_key: str
    number: int | None = None
    sub: int | None = None
    words: tuple[str, ...] = field(default=(), compare=False)
    martyr: bool = field(default=False, compare=False)

    @property
    def street_key(self) -> str:
        """The key under which others would be numbered off it («باجک ۲» as a parent street)."""
        return self.base_key if self.number is None else f"{self.base_key} {self.number}"

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
    """The person a name speaks of: folded words of the name without titles.

    `father_key` is the father's folded name where the sign says it («فرزند حسن»), else "".
    """

    words: tuple[str, ...]
    plural: bool = False
    sayyed: bool = False
    father_key: str = ""

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


@lru_cache(maxsize=1 << 17)
def parse_street_name(text: str) -> StreetName:
    """Return what a street name on a map or in a register says.

    Every written order of parent and number is read («هنرستان ۱۹», «۱۹ هنرستان», «کوچه ۱۹ خیابان
    هنرستان», «خ هنرستان ک ۱۹», «هنرستان - کوچه نوزدهم»); a number behind a martyr's name belongs
    to the street of that name.
    """
    parts = read_parts(text)
    if not parts:
        return StreetName()
    kind = _own_kind(parts)
    if (joined := _parent_and_number(parts)) is not None:
        return StreetName(kind, (joined,), _honorees(parts[2:], text))
    numbered = [_numbered(part) for part in parts if part.number is not None]
    named = [part for part in parts if part.number is None]
    old_names = tuple(
        Designation(p.base_key, words=p.words) for p in named if p.martyr is None and p.words
    )
    return StreetName(kind, tuple(dict.fromkeys((*numbered, *old_names))), _honorees(named, text))


def parse_designation(old_name: str | None, main_street: str | None) -> tuple[Designation, ...]:
    """Return what the register says about where the alley is, the most telling first.

    A bare number is completed by the register's parent street.

    Parameters
    ----------
    old_name, main_street : str or None
        The register's columns as written.
    """
    parent = street_key(main_street)
    if not old_name:
        return ()
    name = parse_street_name(old_name)
    found = name.designations + tuple(
        Designation(h.key, martyr=True) for h in name.honorees if h.words
    )
    if not parent:
        return found
    return tuple(
        replace(d, base_key=parent, martyr=is_martyr_street(main_street))
        if not d.base_key and d.number
        else d
        for d in found
    )


@lru_cache(maxsize=1 << 16)
def street_key(text: str | None) -> str:
    """Return the squeezed name of a street without kind and titles («خ. هنرستان» → «هنرستان»).

    The number of a numbered street is part of its name («خیابان باجک ۲» → «باجک 2»).
    """
    named = (part for part in read_parts(text) if part.words) if text else iter(())
    return next((_numbered(part).street_key for part in named), "")


@lru_cache(maxsize=1 << 16)
def is_martyr_street(text: str | None) -> bool:
    """Return whether a street is written with «شهید»."""
    return bool(text) and any(part.martyr is not None for part in read_parts(text or ""))


def father_key(text: str) -> str:
    """Return the folded name of the father a name gives («… فرزند حسن»), or ""."""
    found = CHILD_OF.search(write_letters(text))
    return squeeze(person_words(fold_words(found[1]))) if found else ""


def _own_kind(parts: Sequence[Part]) -> str | None:
    return narrowest([part.kind for part in parts if part.kind is not None])


def _parent_and_number(parts: Sequence[Part]) -> Designation | None:
    """«خیابان هنرستان، کوچه ۱۹»: a street, then a number without street.

    In brackets the number is the alley's own: «کوچه شهید وحیدی (۴۲)».
    """
    if len(parts) < 2:
        return None
    street, alley = parts[0], parts[1]
    if alley.bracketed or alley.words or alley.number is None or not street.words:
        return None
    if street.kind in NUMBERED_KINDS or (street.number and alley.kind not in NUMBERED_KINDS):
        return None
    return Designation(
        _numbered(street).street_key, alley.number, alley.sub, martyr=street.martyr is not None
    )


def _numbered(part: Part) -> Designation:
    return Designation(part.base_key, part.number, part.sub, martyr=part.martyr is not None)


def _honorees(parts: Sequence[Part], text: str) -> tuple[Honoree, ...]:
    father = father_key(text)
    return tuple(
        Honoree(part.words, part.martyr == "many", part.sayyed, father)
        for part in parts
        if part.martyr is not None and part.words and part.number is None
    )
