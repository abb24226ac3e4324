"""What map and register offer for a doubtful naming: alleys, pieces beside them, doubles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geodata.catalogue import Alley, Catalogue, Naming
from webmap.contexts.alley import AlleyContext, alley_context
from webmap.i18n import gettext

MOST_OFFERS = 9
"""As many as there are keys with a number."""
MOST_BESIDE = 3
MOST_DOUBLES = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """One alternative: its number on the map, and what of it agrees with the register.

    Attributes
    ----------
    score : float, optional
        How likely the join holds it, None of what only lies beside.
    distance_m : float, optional
        Of what lies beside the others: how far from them [m].
    agrees : tuple of (str, bool)
        What was compared, and whether it is the same.
    """

    number: int
    page: AlleyContext
    score: float | None
    distance_m: float | None
    agrees: tuple[tuple[str, bool], ...]


def offered_alleys(catalogue: Catalogue, naming: Naming) -> Iterator[tuple[Alley, float]]:
    """Yield the alleys the join offers for a naming that are still there, and how likely."""
    for alley_id, score in naming.alternatives:
        alley = catalogue.alley(alley_id)
        if isinstance(alley, Alley):
            yield alley, score


def alleys_beside(catalogue: Catalogue, naming: Naming) -> Iterator[tuple[Alley, float]]:
    """Yield the alleys beside the offered ones and how far they are [m]: pieces of the same."""
    ids = [alley_id for alley_id, _ in naming.alternatives]
    room = max(0, min(MOST_BESIDE, MOST_OFFERS - len(ids)))
    for alley_id, distance_m in catalogue.beside(ids, limit=room):
        alley = catalogue.alley(alley_id)
        if isinstance(alley, Alley):
            yield alley, distance_m


def offers_of(catalogue: Catalogue, naming: Naming) -> tuple[Offer, ...]:
    """Return what is offered for a naming: the join's alternatives, then what lies beside them."""
    found = [
        *((alley, score, None) for alley, score in offered_alleys(catalogue, naming)),
        *((alley, None, far) for alley, far in alleys_beside(catalogue, naming)),
    ]
    return tuple(
        Offer(number, alley_context(alley), score, distance_m, tuple(_agrees(naming, alley)))
        for number, (alley, score, distance_m) in enumerate(found, start=1)
    )


def doubles_of(catalogue: Catalogue, naming: Naming) -> tuple[Naming, ...]:
    """Return other namings this one may be written twice of: of its person, or on its alleys."""
    same = catalogue.martyr(naming.martyr_id).namings
    there = (one for alley, _ in offered_alleys(catalogue, naming) for one in alley.namings)
    found = {one.naming_id: one for one in (*same, *there) if one.naming_id != naming.naming_id}
    return tuple(found.values())[:MOST_DOUBLES]


def _agrees(naming: Naming, alley: Alley) -> Iterator[tuple[str, bool]]:
    if naming.district and alley.district:
        yield gettext("منطقه"), naming.district == alley.district
    if naming.neighbourhood_id and alley.neighbourhood:
        yield gettext("محله"), naming.neighbourhood_id == alley.neighbourhood
