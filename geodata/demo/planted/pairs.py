"""Errors that take two rows: one naming twice, one name or one person on two alleys.

The later naming of a pair takes over the person, the name or the place of the earlier one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from geodata.demo.chance import Dice
from geodata.demo.namings import Naming, draw_new_name
from geodata.demo.people import Person, draw_person
from geodata.demo.planted.slips import spelt_by_ear
from geodata.demo.terrain import FloatArray

_TWICE_SHARE = 0.01
_PAIR_SHARE = 0.008
_NEAR_M = 430.0
_FAR_M = 2_700.0
_SAME_DISTRICT_SHARE = 0.3
_LAST_WAR_YEAR = 1389
"""Whoever died later may have been honoured before the other decree of a pair."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Pool:
    """Namings to pair, in their order, and where each is: (nan, nan) when no map has it [m]."""

    order: tuple[int, ...]
    index: npt.NDArray[np.int64]
    at_m: FloatArray
    district: npt.NDArray[np.str_]

    @classmethod
    def of(cls, order: list[int], namings: list[Naming], mouths_m: FloatArray) -> _Pool:
        """Return the pool of the namings with these indices."""
        places = [namings[index].place for index in sorted(order)]
        nowhere = np.full(2, np.nan)
        at_m = [nowhere if place.alley is None else mouths_m[place.alley] for place in places]
        return cls(
            tuple(order),
            np.array(sorted(order), dtype=np.int64),
            np.array(at_m).reshape(-1, 2),
            np.array([place.district for place in places]),
        )

    def apart_m(self, first: int) -> FloatArray:
        """Return how far every naming is from one of them [m]."""
        away = self.at_m - self.at_m[np.searchsorted(self.index, first)]
        return np.asarray(np.hypot(away[:, 0], away[:, 1]))

    def in_district_of(self, first: int) -> Mask:
        """Return which namings are in the district of one of them."""
        return np.asarray(self.district == self.district[np.searchsorted(self.index, first)])


@dataclass(slots=True)
class Pairs:
    """Draws pairs among namings; each naming belongs to one pair at most.

    `mouths_m` is where each alley begins [m], shape (alleys, 2).
    """

    namings: list[Naming]
    mouths_m: FloatArray
    dice: Dice
    _taken: set[int] = field(default_factory=set)

    def draw(self, plain: list[int], single: list[int]) -> list[Naming]:
        """Return the namings with the pairs in them.

        Parameters
        ----------
        plain : list of int
            Namings whose alley is told well, in random order.
        single : list of int
            Those of one person each, wherever they are.
        """
        told, any_of = (_Pool.of(order, self.namings, self.mouths_m) for order in (plain, single))
        self._pair(_PAIR_SHARE, told, self._near, self._namesake_of)
        self._pair(_PAIR_SHARE, told, _far, self._once_more_honoured)
        self._pair(_PAIR_SHARE, told, _anywhere, self._spelt_otherwise)
        self._pair(_TWICE_SHARE, any_of, _anywhere, self._written_again)
        return self.namings

    def _pair(
        self,
        share: float,
        pool: _Pool,
        where: Callable[[_Pool, int], Mask],
        spoil: Callable[[int, int], Naming | None],
    ) -> None:
        """Spoil the later of two namings of the pool, that share of all times."""
        left = max(1, round(share * len(self.namings)))
        for first in pool.order:
            if left == 0:
                return
            if (
                first in self._taken
                or self.namings[first].people[0].martyrdom.year > _LAST_WAR_YEAR
            ):
                continue
            seconds = pool.index[(pool.index > first) & where(pool, first)].tolist()
            free = [second for second in seconds if second not in self._taken]
            second = self.dice.pick(free) if free else None
            if second is not None and (spoilt := spoil(first, second)) is not None:
                self._settle(first, second, spoilt)
                left -= 1

    def _settle(self, first: int, second: int, spoilt: Naming) -> None:
        self._taken.update((first, second))
        spoilt = replace(spoilt, by="clerk", twin=first, is_found=True)
        self.namings[second] = spoilt
        self.namings[first] = replace(
            self.namings[first], twin=second, is_found=True, is_dated=spoilt.is_dated
        )

    def _near(self, pool: _Pool, first: int) -> Mask:
        if self.dice.chance(_SAME_DISTRICT_SHARE):
            return pool.in_district_of(first)
        return pool.apart_m(first) <= _NEAR_M

    def _namesake_of(self, first: int, second: int) -> Naming | None:
        """A stranger of the same name, on an alley near by or in the same district."""
        name, other = self.namings[first].people[0], self.namings[second]
        person = other.people[0]
        while person.father == name.father or person.martyrdom == name.martyrdom:
            person = draw_person(self.dice).honoured_on(other.decreed)
        person = replace(
            person, first=name.first, last=name.last, sayyed=name.sayyed, title="", foreign=False
        )
        return self._honouring(second, person, "one_name_near")

    def _once_more_honoured(self, first: int, second: int) -> Naming | None:
        """The same person, at the other end of the city."""
        person = self.namings[first].people[0]
        return replace(self._honouring(second, person, "honoree_far_apart"), is_dated=True)

    def _spelt_otherwise(self, first: int, second: int) -> Naming | None:
        """The same person, whose name another clerk wrote by ear."""
        person = _by_ear(self.namings[first].people[0], self.dice)
        if person is None:
            return None
        return replace(self._honouring(second, person, "spelt_differently"), is_dated=True)

    def _written_again(self, first: int, second: int) -> Naming | None:
        """The whole naming once more, decreed again."""
        one, other = self.namings[first], self.namings[second]
        return replace(
            one,
            decree_no=other.decree_no,
            decreed=other.decreed,
            again=first,
            tags=tuple(dict.fromkeys((*one.tags, "twice"))),
            error="same_naming_twice",
        )

    def _honouring(self, second: int, person: Person, code: str) -> Naming:
        people = (person,)
        new_name = draw_new_name(people, self.dice)
        return replace(self.namings[second], people=people, new_name=new_name, error=code)


def _far(pool: _Pool, first: int) -> Mask:
    return pool.apart_m(first) >= _FAR_M


def _anywhere(pool: _Pool, first: int) -> Mask:
    return np.ones(len(pool.index), dtype=bool)


def _by_ear(person: Person, dice: Dice) -> Person | None:
    if dice.chance(0.35) and (first := spelt_by_ear(person.first, dice)):
        return replace(person, first=first)
    last = spelt_by_ear(person.last, dice)
    return replace(person, last=last) if last else None
