"""Clean, collect, score: from what was typed to the entries that answer it."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.search.index import SearchIndex
from geodata.search.query import Reading, SearchQuery
from geodata.search.ranking import Collected, Scored, best_of, collect

SURE, SURE_IN_LATIN = 2.5, 1.0
"""With a best cost [nats] below this nothing less literal is tried."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The entries that answer a query, best first, and how many there are in all."""

    entries: tuple[Scored, ...]
    total: int


def rank(
    index: SearchIndex,
    query: SearchQuery,
    *,
    district: str | None = None,
    near: tuple[float, float] | None = None,
) -> Ranked:
    """Return the entries that answer a query, at most some hundred.

    Parameters
    ----------
    district : str, optional
        Only entries of this district.
    near : (float, float), optional
        Lon and lat [degrees EPSG:4326]: of equals the nearest comes first.
    """
    within = index.in_district(district) if district is not None else None
    lists: list[tuple[list[Scored], int]] = []

    def read(reading: Reading, *, slips: bool) -> float:
        collected = collect(index, reading, near=slips, within=within)
        found = best_of(index, collected, near=near)
        if found[0]:
            lists.append(found)
        return _cost(collected)

    own = [one for one in query.readings if not one.other_keyboard]
    other = [one for one in query.readings if one.other_keyboard]
    literal = min((read(one, slips=False) for one in own), default=SURE)
    is_latin = any(one.key.isascii() for one in own)
    if literal >= SURE or is_latin:
        otherwise = min((read(one, slips=False) for one in other), default=SURE)
        # Latin letters that make a name on the other keyboard are hardly a Latin name with a slip.
        literal = min(literal, otherwise) if is_latin else literal
    for one in own:
        if literal >= (SURE_IN_LATIN if one.key.isascii() else SURE):
            read(one, slips=True)
    return _merged(lists)


def _cost(collected: Collected) -> float:
    """What the best whole answer cost, SURE when no entry holds every word."""
    if not collected.is_whole:
        return SURE
    whole = collected.covered > 0.999
    return -float(collected.scores[whole].max())


def _merged(lists: list[tuple[list[Scored], int]]) -> Ranked:
    if not lists:
        return Ranked((), 0)
    best: dict[int, Scored] = {}
    for found, _ in lists:
        for one in found:
            if one.entry not in best or one.score > best[one.entry].score:
                best[one.entry] = one
    ordered = sorted(best.values(), key=lambda one: -round(one.score, 3))
    return Ranked(tuple(ordered), max(len(best), *(total for _, total in lists)))
