"""Which namings get which error: few of each kind, no naming two.

An error that only the alley shows goes to rows that are otherwise in order and say their address
in full: where nobody could tell the alley, nobody could tell the error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from geodata.demo.chance import Dice
from geodata.demo.namings import Naming
from geodata.demo.planted.pairs import Pairs
from geodata.demo.terrain import FloatArray

CLERK, CREW = "clerk", "crew"
_TYPO_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class _Kind:
    """How many namings get an error, of whom, and which can have it."""

    code: str
    share: float
    by: str
    fits: Callable[[Naming], bool] = lambda naming: True
    is_found: bool = False
    is_named: bool = False
    is_dated: bool = False


def _has_sign(naming: Naming) -> bool:
    return naming.status != "planned"


def _hangs(naming: Naming) -> bool:
    return naming.hangs


_KINDS = (
    _Kind("district_differs", 0.016, CLERK, is_found=True, is_named=True),
    _Kind("neighbourhood_differs", 0.018, CLERK, is_found=True, is_named=True),
    _Kind("plaque_far", 0.012, CREW, _hangs, is_found=True),
    _Kind("died_before_birth", 0.008, CLERK),
    _Kind("decree_before_martyrdom", 0.008, CLERK),
    _Kind("plaque_before_decree", 0.005, CREW, _hangs, is_dated=True),
    _Kind("plaque_before_decree", 0.003, CLERK, _hangs, is_dated=True),
    _Kind("plaque_other_name", 0.010, CREW, _has_sign),
    _Kind("plaque_without_martyr", 0.009, CREW, _has_sign),
    _Kind("decree_without_martyr", 0.008, CLERK),
    _Kind("plaque_other_name", _TYPO_SHARE, CLERK),
)


def choose_errors(namings: list[Naming], mouths_m: FloatArray, dice: Dice) -> list[Naming]:
    """Return the namings with `error`, `by` and `twin` set on those that get one.

    Namings of a pair take the other's person, name or place with them, in the later of the two.

    Parameters
    ----------
    mouths_m : array, shape (alleys, 2)
        Where each alley begins [m].
    """
    on_alley = Counter(naming.place.alley for naming in namings)
    plain = [
        index
        for index in dice.numpy.permutation(len(namings)).tolist()
        if on_alley[namings[index].place.alley] == 1 and _is_plain(namings[index])
    ]
    single = [
        index
        for index in dice.numpy.permutation(len(namings)).tolist()
        if len(namings[index].people) == 1
    ]
    chosen = Pairs(list(namings), mouths_m, dice).draw(plain, single)
    for kind in _KINDS:
        _choose(chosen, kind, plain if kind.is_found else single)
    return chosen


def _choose(namings: list[Naming], kind: _Kind, pool: list[int]) -> None:
    left = max(1, round(kind.share * len(namings)))
    for index in pool:
        naming = namings[index]
        if left == 0:
            return
        if naming.error or naming.twin is not None or not kind.fits(naming):
            continue
        left -= 1
        namings[index] = replace(
            naming,
            error=kind.code,
            by=kind.by,
            is_found=kind.is_found,
            is_named=kind.is_named,
            is_dated=kind.is_dated,
        )


def _is_plain(naming: Naming) -> bool:
    """Whether it honours one Iranian on an alley that has a number of its own off a street."""
    name = naming.place.name
    is_numbered = not name.proper and "/" not in name.number
    is_single = len(naming.people) == 1 and not naming.people[0].foreign
    return naming.place.alley is not None and is_numbered and is_single
