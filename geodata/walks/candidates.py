"""The sights that could be stops of a walk: where one stands, and what each is worth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from geodata.catalogue import Catalogue
from geodata.catalogue.sights import Sight
from geodata.walks.directions import direction
from geodata.walks.graph import WalkingGraph
from geodata.walks.model import WalkRequest, Wishes
from geodata.walks.spots import Position, Spot, mouth_spot, position_of, spot_on
from geodata.walks.ways import Streets

Floats = npt.NDArray[np.float64]
NAME, PLAQUE, BIOGRAPHY, PORTRAIT, MEDIA = 1.0, 3.0, 2.0, 2.0, 2.0
"""What a stop is worth: that there is a name, and what more there is to see and to read."""
WISHED = 12.0
"""What is wished for is worth more than anything that is not."""
AT_MOUTH_M = 20.0
"""A plaque so near to the beginning of its alley hangs there."""
KEPT_OPEN = 3
LEAST, PER_MINUTE = 40, 1 / 3
"""So many sights are weighed against each other, and so many more for each minute of time."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sight that could be a stop; `plaque` is where it hangs, where that is known."""

    sight: Sight
    spot: Spot
    at_mouth: bool
    plaque: Position | None
    worth: float
    is_wished: bool


@dataclass(frozen=True, slots=True, eq=False)
class Mouths:
    """The sights that can be walked to, and where on the graph each begins."""

    sights: list[Sight]
    edge: npt.NDArray[np.int64]
    at: Floats


def candidates(
    catalogue: Catalogue, streets: Streets, request: WalkRequest, detour: Floats
) -> list[Candidate]:
    """Return the most promising sights within reach, as many as a walk of this length may need.

    Parameters
    ----------
    detour : array, (nodes,)
        How far it is from the start to each node and on to the goal [m].
    """
    graph, pace = streets.graph, request.pace
    left_m = (request.minutes - pace.stop_min) * pace.metres_a_minute
    mouths = _mouths(catalogue, streets)
    far = np.minimum(detour[graph.tail[mouths.edge]], detour[graph.head[mouths.edge]])
    ranked = []
    for k in np.flatnonzero(far <= left_m).tolist():
        worth, is_wished = worth_of(mouths.sights[k], request.wishes)
        minutes = float(far[k]) / pace.metres_a_minute
        promise = worth / (minutes / 2 + pace.stop_min + 4)
        ranked.append((-promise, k, worth, is_wished))
    ranked.sort()
    most = int(LEAST + request.minutes * PER_MINUTE)
    found = [
        _candidate(catalogue, graph, mouths, k, worth=worth, is_wished=is_wished)
        for _, k, worth, is_wished in ranked[:most]
    ]
    return [one for one in found if not (request.wishes.no_steps and graph.steps[one.spot.edge])]


def worth_of(sight: Sight, wishes: Wishes) -> tuple[float, bool]:
    """Return what a sight is worth, and whether it is what is wished for."""
    worth = NAME + PLAQUE * sight.has_plaque
    worth += BIOGRAPHY * bool(sight.biographies) + PORTRAIT * bool(sight.portraits)
    worth += MEDIA * bool(sight.media)
    is_wished = wishes.names_somebody and _is_wished(sight, wishes)
    return worth + WISHED * is_wished, is_wished


def _is_wished(sight: Sight, wishes: Wishes) -> bool:
    return (
        (wishes.family_key is None or wishes.family_key in sight.families)
        and (wishes.year is None or wishes.year in sight.years)
        and (not wishes.women or sight.is_of_woman)
    )


def _candidate(
    catalogue: Catalogue,
    graph: WalkingGraph,
    mouths: Mouths,
    k: int,
    *,
    worth: float,
    is_wished: bool,
) -> Candidate:
    sight, mouth = mouths.sights[k], Spot(int(mouths.edge[k]), float(mouths.at[k]))
    hung = catalogue.sights.plaques.get(sight.alley_id, ()) if sight.has_plaque else ()
    at = position_of(graph, mouth)
    plaque = min(hung, key=lambda place: direction(at, place)[0], default=None)
    spot = None if plaque is None else spot_on(graph, sight.alley_id, plaque)
    if spot is None or direction(at, position_of(graph, spot))[0] <= AT_MOUTH_M:
        return Candidate(sight, mouth, True, plaque, worth, is_wished)
    return Candidate(sight, spot, False, plaque, worth, is_wished)


@lru_cache(maxsize=KEPT_OPEN)
def _mouths(catalogue: Catalogue, streets: Streets) -> Mouths:
    found = [(sight, mouth_spot(streets.graph, sight.alley_id)) for sight in catalogue.sights.all]
    known = [(sight, spot) for sight, spot in found if spot is not None]
    return Mouths(
        sights=[sight for sight, _ in known],
        edge=np.array([spot.edge for _, spot in known], dtype=np.int64),
        at=np.array([spot.at_m for _, spot in known], dtype=np.float64),
    )
