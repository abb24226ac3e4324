"""A list of signs as they stand now: narrowed, counted, sorted and paged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geodata.catalogue.facets import count_facets
from geodata.catalogue.signs import Signs
from geodata.names import fold_words, martyr_words, squeeze
from geodata.names.alphabet import sortable
from geodata.present_signs import Sign, present_signs
from geodata.sign_history import RecordedEvent

UNKNOWN = "unknown"
"""Stands for what nothing is known of, so that one can ask for it."""
FACETS = ("status", "district", "neighbourhood", "end", "off_map", "odd")
YES = "1"


@dataclass(frozen=True, slots=True)
class SignPage:
    """One page of the signs that are wanted.

    Attributes
    ----------
    wanted : tuple of Sign
        Those on all pages, in their order.
    rows : tuple of Sign
        Those on this page.
    counts : mapping
        Facet → value → how many there would be with that value and every other filter as it is.
    """

    wanted: tuple[Sign, ...]
    rows: tuple[Sign, ...]
    counts: Mapping[str, Mapping[Any, int]]


def list_signs(
    signs: Signs, events: Sequence[RecordedEvent], wanted: Mapping[str, str | None], *,
    words: str = "", sort: str = "name", offset: int = 0, limit: int = 50,
) -> SignPage:  # fmt: skip
    """Return a page of the signs with the wanted values of `FACETS`, in an order of `SORTS`.

    Parameters
    ----------
    words : str
        What was typed: every word begins a word of the name, the father's name, the former name,
        the street, the naming's id or the sign's; a number is one of theirs.
    """
    found = _named(signs, [*present_signs(signs, events)], words)
    values = [values_of(sign) for sign in found]
    cube = [(*row, number) for row, number in Counter(values).items()]
    _, counts = count_facets(cube, FACETS, wanted)
    asked = [wanted.get(facet) for facet in FACETS]
    rows = [
        sign
        for sign, row in zip(found, values, strict=True)
        if all(want in (None, value) for want, value in zip(asked, row, strict=True))
    ]
    rows.sort(key=SORTS[sort])
    return SignPage(tuple(rows), tuple(rows[offset : offset + limit]), counts)


def values_of(sign: Sign) -> tuple[str | None, ...]:
    """Return a sign's values of `FACETS`."""
    naming = sign.naming
    return (
        sign.status.value if sign.status else UNKNOWN,
        naming.district if naming else None,
        naming.neighbourhood if naming else None,
        sign.end or UNKNOWN,
        None if sign.on_map else YES,
        YES if sign.odd else None,
    )


def _named(signs: Signs, found: list[Sign], typed: str) -> list[Sign]:
    words = fold_words(typed)
    telling = [word for word in words if word not in martyr_words()] or words
    if not telling:
        return found
    run = squeeze(telling)
    is_name = not any(letter.isdigit() for letter in run)
    begins = [f" {word} " if word.isdigit() else f" {word}" for word in telling]

    def is_meant(sign: Sign) -> bool:
        naming_id = sign.naming_id or ""
        text = f" {' '.join(fold_words(sign.plaque_id))}"
        text += signs.folded.get(naming_id) or f" {' '.join(fold_words(naming_id))}"
        is_found = all(begin in f"{text} " for begin in begins)
        return is_found or (is_name and run in text.replace(" ", ""))

    return [sign for sign in found if is_meant(sign)]


def _by_name(sign: Sign) -> tuple[Any, ...]:
    naming = sign.naming
    return (naming is None, naming.by_name if naming else "", sign.naming_id or "", _end(sign))


def _by_place(sign: Sign) -> tuple[Any, ...]:
    district = sign.naming.district if sign.naming else None
    quarter = sign.naming.neighbourhood if sign.naming else None
    return (
        district is None, len(district or ""), district or "", quarter is None,
        sortable(quarter or ""), *_by_name(sign),
    )  # fmt: skip


def _by_date(sign: Sign) -> tuple[Any, ...]:
    """The newest first; of one day what was recorded last."""
    return (sign.date is None, _reversed(sign.date or ""), -sign.seen, *_by_name(sign))


def _end(sign: Sign) -> tuple[Any, ...]:
    return (sign.end != "start", sign.end or "", sign.plaque_id)


def _reversed(text: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in text)


SORTS: Mapping[str, Callable[[Sign], tuple[Any, ...]]] = {
    "name": _by_name,
    "place": _by_place,
    "newest": _by_date,
}
