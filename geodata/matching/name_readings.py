"""The ways to read a person's name as given name and surname.

At every seam («محمد | رضا احمدی», «محمد رضا | احمدی»), without a last qualifier, and surname
first. Which of them are likely names is `geodata.matching.namesakes`' business.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from geodata.names import fold_key, name_endings, squeeze

Words = tuple[str, ...]
SECOND_HALF = fold_key("الله")
MOST_CUT = 2
"""«افضلی ده زیاری» may be written «افضلی»: so many words of a qualifier may be missing."""


class Reading(NamedTuple):
    """One way to read a name: squeezed given name ("" for none) and surname.

    `is_cut` where a qualifier is left out, `order` "turned" where the surname stands first;
    `head` is the first word of a surname of several words, "" for one («علی زاده» is one).
    """

    given: str
    family: str
    is_cut: bool
    order: str
    head: str

    @property
    def is_odd(self) -> bool:
        """Whether something is left out or turned round."""
        return self.is_cut or self.order == "turned"


def row_readings(words: Words) -> Iterator[Reading]:
    """Yield every reading of a register's name."""
    yield from sign_readings(words)
    words = _compounds_joined(words)
    for seam in range(1, len(words)):
        yield _reading(words[seam:], words[:seam], order="turned")


def sign_readings(words: Words) -> Iterator[Reading]:
    """Yield every reading of a name on a sign, which is never written surname first."""
    words = _compounds_joined(words)
    for seam in range(len(words)):
        yield _reading(words[:seam], words[seam:])
        for end in range(max(len(words) - MOST_CUT, seam + 1), len(words)):
            yield _reading(words[:seam], words[seam:end], is_cut=True)


def _compounds_joined(words: Words) -> Words:
    """«ید الله» is one name: there is no seam in it."""
    joined: list[str] = []
    for word in words:
        if word == SECOND_HALF and joined:
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)


def _reading(
    given: Words, family: Words, *, is_cut: bool = False, order: str = "written"
) -> Reading:
    one = len(family) == 1 or family[1] in name_endings()
    head = "" if one else family[0]
    return Reading(squeeze(given), squeeze(family), is_cut, order, head)
