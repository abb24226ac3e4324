"""Which places to see, and in which order, when the time is short: the orienteering problem.

Places are put in where they cost least for what they are worth, the way is uncrossed, places give
way to better ones, and what was found is shaken and mended a fixed number of times, so that equal
questions have equal answers. After Vansteenwegen, Souffriau, Van Oudheusden, «The orienteering
problem: a survey», EJOR 209 (2011). Knows nothing of streets.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
START, END = 0, 1
"""Rows of the table of legs; the places follow."""
FIRST = 2
SAME_STREET = 0.75
"""Each further place of one street is worth so much of what it would be alone."""
SEEDS = 5
"""So many of the worthiest places begin a walk of their own."""
SHAKES, LEAST_SHAKES, STOPS_SHAKEN = 48, 6, 200
NO_WAY = 1e6
"""Stands for a leg that cannot be walked, so that one can calculate with it [min]."""
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Problem:
    """What there is to see and how long one has.

    Attributes
    ----------
    legs : array, (places + 2, places + 2)
        Time from each to each [min], symmetric; start and end first; infinite without a way.
    worth : sequence of float
        What each place is worth, more than 0; the first two, start's and end's, count nothing.
    street : sequence of int
        Which street each place is of.
    stop : float
        Time one stays at each [min].
    budget : float
        Time for all [min].
    """

    legs: Floats
    worth: Sequence[float]
    street: Sequence[int]
    stop: float
    budget: float

    def time(self, order: Sequence[int]) -> float:
        """Return how long it takes to see places in an order [min]."""
        way = [START, *order, END]
        walked = self.legs[way[:-1], way[1:]].sum()
        return float(walked) + self.stop * len(order)

    def score(self, order: Sequence[int]) -> float:
        """Return what places are worth together; the second of one street less than alone."""
        of_street: dict[int, list[float]] = {}
        for place in order:
            of_street.setdefault(self.street[place], []).append(self.worth[place])
        return sum(_together(found) for found in of_street.values())


def nearest_first(problem: Problem) -> list[int]:
    """Return the walk that always goes on to the nearest place as long as time allows."""
    order: list[int] = []
    left = set(range(FIRST, len(problem.worth)))
    at, used = START, 0.0
    while left:
        nearest = min(left, key=lambda place: (problem.legs[at, place], place))
        spent = used + float(problem.legs[at, nearest]) + problem.stop
        if spent + problem.legs[nearest, END] > problem.budget:
            break
        order.append(nearest)
        left.remove(nearest)
        at, used = nearest, spent
    return order


def best_walk(problem: Problem) -> list[int]:
    """Return places in an order that fits into the time; [] when none does."""
    search = _Search(problem)
    starts = [[], nearest_first(problem), *search.seeds()]
    best = max((search.improved(start) for start in starts), key=search.rank)
    if not best:
        return best
    dice = random.Random(len(problem.worth))  # noqa: S311 - the same walk for the same question
    current = best
    # A long walk has many good answers, and each try at it takes longer.
    for turn in range(max(LEAST_SHAKES, min(SHAKES, STOPS_SHAKEN // len(best)))):
        shaken = search.forced(current, dice) if turn % 2 else _shaken(current, dice)
        tried = search.improved(shaken)
        if search.rank(tried) > search.rank(best):
            best = tried
        # From a little worse one comes to what from the best alone one never reaches.
        if search.score(tried) >= 0.95 * search.score(best):
            current = tried
    return best


def _shaken(order: Sequence[int], dice: random.Random) -> list[int]:
    """Return a walk without some places that follow each other."""
    length = dice.randint(1, max(1, len(order) // 2))
    first = dice.randrange(max(1, len(order) - length + 1))
    return [*order[:first], *order[first + length :]]


def _together(worths: list[float]) -> float:
    return sum(worth * SAME_STREET**k for k, worth in enumerate(sorted(worths, reverse=True)))


class _Search:
    """Moves that make a walk of one problem better."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.score = problem.score
        self.legs = np.minimum(problem.legs, NO_WAY)
        self.table = self.legs.tolist()
        self.worth = np.array(problem.worth)
        self.places = range(FIRST, len(problem.worth))

    def rank(self, order: Sequence[int]) -> tuple[float, float]:
        """More worth first, then less time."""
        return round(self.score(order), 6), -round(self.time(order), 6)

    def time(self, order: Sequence[int]) -> float:
        """Return how long a walk takes [min]."""
        table, at, total = self.table, START, self.problem.stop * len(order)
        for place in (*order, END):
            total += table[at][place]
            at = place
        return total

    def fits(self, order: Sequence[int]) -> bool:
        """Return whether there is time for a walk."""
        return self.time(order) <= self.problem.budget + _EPSILON

    def seeds(self) -> list[list[int]]:
        """Return walks to one place only, for the worthiest that can be reached."""
        reached = [[place] for place in self.places if self.fits([place])]
        reached.sort(key=lambda order: (-self.score(order), self.time(order), order))
        return reached[:SEEDS]

    def forced(self, order: Sequence[int], dice: random.Random) -> list[int]:
        """Return the walk with one more place, and without what there is then no time for."""
        left = [place for place in self.places if place not in order and self.fits([place])]
        if not left:
            return _shaken(order, dice)
        place = dice.choice(left)
        _, at = self._insertions(order, [place])
        found = [*order[: at[0]], place, *order[at[0] :]]
        while not self.fits(found):
            shorter = [[*found[:k], *found[k + 1 :]] for k, one in enumerate(found) if one != place]
            found = max(shorter, key=lambda rest: self._kept_for_its_time(found, rest))
        return found

    def _kept_for_its_time(self, order: Sequence[int], rest: Sequence[int]) -> float:
        """How much time giving up a place saves for what it is worth."""
        lost = self.score(order) - self.score(rest)
        return (self.time(order) - self.time(rest)) / max(lost, 0.01)

    def improved(self, order: Sequence[int]) -> list[int]:
        """Return the walk after every move that helps."""
        found = list(order)
        while True:
            found = self.filled(self.uncrossed(found))
            better = self.exchanged(found)
            if better is None:
                return found
            found = better

    def filled(self, order: list[int]) -> list[int]:
        """Put places in as long as there is time, the one that gives most for its time first."""
        left = [place for place in self.places if place not in order]
        time = self.time(order)
        while left:
            cost, at = self._insertions(order, left)
            gains = self._gains(order, left)
            fits = time + cost <= self.problem.budget + _EPSILON
            if not fits.any():
                return order
            value = np.where(fits, gains / np.maximum(cost, 0.01), -1.0)
            pick = int(np.argmax(value))
            order = [*order[: at[pick]], left[pick], *order[at[pick] :]]
            time += float(cost[pick])
            del left[pick]
            order = self.uncrossed(order)
            time = self.time(order)
        return order

    def uncrossed(self, order: list[int]) -> list[int]:
        """Turn a part of the way round wherever that shortens it, and move single places."""
        table, way = self.table, [START, *order, END]
        improved = True
        while improved:
            improved = False
            for i in range(1, len(way) - 1):
                for j in range(i + 1, len(way) - 1):
                    a, b, c, d = way[i - 1], way[i], way[j], way[j + 1]
                    if table[a][c] + table[b][d] < table[a][b] + table[c][d] - _EPSILON:
                        way[i : j + 1] = way[i : j + 1][::-1]
                        improved = True
            improved = self._moved(way) or improved
        return way[1:-1]

    def _moved(self, way: list[int]) -> bool:
        table, any_moved = self.table, False
        for i in range(1, len(way) - 1):
            place = way[i]
            before, after = way[i - 1], way[i + 1]
            saved = table[before][place] + table[place][after] - table[before][after]
            rest = way[:i] + way[i + 1 :]
            for k in range(len(rest) - 1):
                a, b = rest[k], rest[k + 1]
                if table[a][place] + table[place][b] - table[a][b] < saved - _EPSILON:
                    way[:] = [*rest[: k + 1], place, *rest[k + 1 :]]
                    any_moved = True
                    break
        return any_moved

    def exchanged(self, order: list[int]) -> list[int] | None:
        """Return the walk with one place given up for a better one; None when none helps."""
        score = self.score(order)
        best, found = score + 1e-6, None
        for rest in self._without_one(order):
            left = [place for place in self.places if place not in order]
            if not left:
                return None
            cost, at = self._insertions(rest, left)
            total = self.score(rest) + self._gains(rest, left)
            fits = self.time(rest) + cost <= self.problem.budget + _EPSILON
            total = np.where(fits, total, -1.0)
            pick = int(np.argmax(total))
            if total[pick] > best:
                best = float(total[pick])
                found = [*rest[: at[pick]], left[pick], *rest[at[pick] :]]
        return found

    def _without_one(self, order: list[int]) -> Iterator[list[int]]:
        for i in range(len(order)):
            yield [*order[:i], *order[i + 1 :]]

    def _insertions(
        self, order: Sequence[int], left: Sequence[int]
    ) -> tuple[Floats, npt.NDArray[np.int64]]:
        """Return what putting each place in costs at least [min], and where."""
        way = np.array([START, *order, END])
        to = self.legs[np.ix_(np.array(left), way)]
        extra = to[:, :-1] + to[:, 1:] - self.legs[way[:-1], way[1:]]
        at = extra.argmin(axis=1)
        return extra[np.arange(len(left)), at] + self.problem.stop, at

    def _gains(self, order: Sequence[int], left: Sequence[int]) -> Floats:
        """Return how much more the walk is worth with each place."""
        problem = self.problem
        of_street: dict[int, list[float]] = {}
        for place in order:
            of_street.setdefault(problem.street[place], []).append(problem.worth[place])
        now = {street: _together(found) for street, found in of_street.items()}
        gains = self.worth[left]
        for k, place in enumerate(left):
            street = problem.street[place]
            if street in now:
                gains[k] = _together([*of_street[street], problem.worth[place]]) - now[street]
        return gains
