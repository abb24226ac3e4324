"""Alleys that nobody drew: numbers left out between two that the map shows.

Only dead ends that honour nobody and carry no other alley, off a named street; so one side of
that street jumps over their numbers and nothing else stands there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geodata.demo.chance import Dice
from geodata.demo.designations import AlleyName
from geodata.demo.map_names import OLD_NAME, MapName
from geodata.demo.numbering import Addresses
from geodata.demo.persian import persian_digits
from geodata.demo.plan import Plan
from geodata.demo.planted.record import Planted
from geodata.demo.terrain import FloatArray

_SHARE = 0.0025
_TWO_SHARE = 0.25
_NEIGHBOURS_M = 300.0


@dataclass(frozen=True, slots=True)
class _Map:
    """Who stands at which number of which street, and whose number the map shows."""

    at: Mapping[tuple[int, int], int]
    mouths_m: FloatArray
    names: Sequence[AlleyName]
    map_names: Sequence[MapName]
    carriers: frozenset[int]

    def is_shown(self, alley: int) -> bool:
        """Whether the map has the alley's number together with its street."""
        name, written = self.names[alley], self.map_names[alley]
        says = written.tag in OLD_NAME or not written.tag
        return says and not name.proper and name.parent.short in name.text

    def may_be_left_out(self, alley: int | None) -> bool:
        """Whether the alley is a plain dead end that honours nobody and carries no other."""
        if alley is None or alley in self.carriers:
            return False
        name, tag = self.names[alley], self.map_names[alley].tag
        return not tag and not name.other and not name.proper and "/" not in name.number


def choose_left_out(
    plan: Plan,
    addresses: Addresses,
    names: Sequence[AlleyName],
    map_names: Sequence[MapName],
    dice: Dice,
) -> tuple[set[int], list[Planted]]:
    """Return the alleys (counted after the streets) to leave off the map, and what that leaves."""
    known = _read(plan, addresses, names, map_names)
    left_out: set[int] = set()
    touched: set[int] = set()
    planted: list[Planted] = []
    wanted = max(1, round(_SHARE * len(names)))
    for alley in dice.numpy.permutation(len(names)).tolist():
        if len(planted) >= wanted:
            break
        gone = _gap(alley, addresses, known, len(plan.streets), two=dice.chance(_TWO_SHARE))
        if not gone or touched & {parent for parent, _ in gone}:
            continue
        touched.update(parent for parent, _ in gone)
        left_out.update(alley for _, alley in gone)
        planted += [_told(names[alley]) for _, alley in gone]
    return left_out, planted


def _gap(
    alley: int, addresses: Addresses, known: _Map, first: int, *, two: bool
) -> list[tuple[int, int]]:
    """Return (street, alley) for the alley, with `two` also for the next; empty when unfit."""
    street, number = int(addresses.parent[first + alley]), int(addresses.number[first + alley])
    if street >= first:
        return []
    numbers = [number, number + 2] if two else [number]
    before, after = known.at.get((street, numbers[0] - 2)), known.at.get((street, numbers[-1] + 2))
    if before is None or after is None:
        return []
    inner = [known.at.get((street, n)) for n in numbers]
    if not all(known.may_be_left_out(one) for one in inner):
        return []
    away = float(np.hypot(*(known.mouths_m[after] - known.mouths_m[before])))
    if away > _NEIGHBOURS_M or not (known.is_shown(before) and known.is_shown(after)):
        return []
    return [(street, one) for one in inner if one is not None]


def _read(
    plan: Plan, addresses: Addresses, names: Sequence[AlleyName], map_names: Sequence[MapName]
) -> _Map:
    first = len(plan.streets)
    parents, numbers = addresses.parent[first:], addresses.number[first:]
    at = {
        (int(parent), int(number)): alley
        for alley, (parent, number) in enumerate(zip(parents, numbers, strict=True))
    }
    carriers = {int(parent) - first for parent in parents if parent >= first}
    hosts = np.unique(plan.touches.host[plan.touches.host >= first]) - first
    ends = [shapely.get_coordinates(shapely.get_point(plan.lines[first:], end)) for end in (0, -1)]
    mouths = np.where(addresses.mouth_end[first:, None] == 1, ends[1], ends[0])
    return _Map(at, mouths, names, map_names, frozenset(carriers | set(hosts.tolist())))


def _told(name: AlleyName) -> Planted:
    address = f"{name.parent.short} {persian_digits(name.number)}"
    return Planted("numbering_gap", other=address, note_fa="این کوچه بر نقشه کشیده نشد")
