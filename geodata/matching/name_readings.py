"""The ways to read a person's name as given name and surname.

At every seam («محمد | رضا احمدی», «محمد رضا | احمدی»), without a last qualifier, and surname
first. Which of them are likely names is `geodata.matching.namesakes`' business.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from geodata.names import squeeze

Words = tuple[str, ...]
MOST_CUT = 2
"""«افضلی ده زیاری» may be written «افضلی»: so many words of a qualifier may be missing."""


class Reading(NamedTuple):
    """One way to read a name: squeezed given name ("" for none) and surname.

    `is_cut` where a qualifier is left out, `order` "turned" where the surname stands first.
    """

    given: str
    family: str
    is_cut: bool
    order: str

    @property
    def is_odd(self) -> bool:
        """Whether something is left out or turned round."""
        return self.is_cut or self.order == "turned"


def row_readings(words: Words) -> Iterator[Reading]:
    """Yield every reading of a register's name."""
    yield from sign_readings(words)
    for seam in range(1, len(words)):
        yield Reading(squeeze(words[seam:]), squeeze(words[:seam]), False, "turned")


def sign_readings(words: Words) -> Iterator[Reading]:
    """Yield every reading of a name on a sign, which is never written surname first."""
    for seam in range(len(words)):
        given = squeeze(words[:seam])
        yield Reading(given, squeeze(words[seam:]), False, "written")
        for end in range(max(len(words) - MOST_CUT, seam + 1), len(words)):
            yield Reading(given, squeeze(words[seam:end]), True, "written")
