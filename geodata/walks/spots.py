"""Where on the graph a position lies: the nearest edge, how far along, and on which side.

Distances are flat around the position, with the degrees of the ellipsoid there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.walks.graph import E7, WalkingGraph

Floats = npt.NDArray[np.float64]
Position = tuple[float, float]
MAINLAND_M = 2_000.0
"""A network as long as this is a part of the city, a shorter one an island."""
DETOUR_M = 100.0
"""So much farther one goes to a street that leads somewhere."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on an edge.

    Attributes
    ----------
    at_m : float
        How far from the edge's tail [m].
    off_m : float
        How far the position was from the street [m].
    """

    edge: int
    at_m: float
    off_m: float = 0.0


def nearest_spot(graph: WalkingGraph, position: Position, *, within_m: float) -> Spot | None:
    """Return the spot nearest to a position (lon, lat), None without a street so near.

    A street of the city is taken rather than a piece that leads nowhere, if it is not much farther.
    """
    begins = np.flatnonzero(_near(graph, position, within_m + DETOUR_M))
    if not len(begins):
        return None
    edge = np.searchsorted(graph.first, begins, side="right") - 1
    within, edge = (
        begins[begins + 1 < graph.first[edge + 1]],
        edge[begins + 1 < graph.first[edge + 1]],
    )
    far, share = _distances(graph, within, position)
    if not len(far) or far.min() > within_m:
        return None
    pick = int(np.argmin(far))
    mainland = graph.network_lengths[graph.network[graph.tail[edge]]] >= MAINLAND_M
    if not mainland[pick] and mainland.any():
        other = int(np.argmin(np.where(mainland, far, np.inf)))
        pick = other if far[other] <= far[pick] + DETOUR_M else pick
    return _spot(graph, int(edge[pick]), int(within[pick]), float(share[pick]), float(far[pick]))


def spot_on(graph: WalkingGraph, alley_id: int, position: Position) -> Spot | None:
    """Return the spot of an alley that is nearest to a position; None where nobody may walk."""
    low, high = graph.edges_of(alley_id)
    if low == high:
        return None
    points = np.arange(graph.first[low], graph.first[high] - 1)
    edge = np.searchsorted(graph.first, points, side="right") - 1
    inside = points + 1 < graph.first[edge + 1]
    points, edge = points[inside], edge[inside]
    far, share = _distances(graph, points, position)
    pick = int(np.argmin(far))
    return _spot(graph, int(edge[pick]), int(points[pick]), float(share[pick]), float(far[pick]))


def mouth_spot(graph: WalkingGraph, alley_id: int) -> Spot | None:
    """Return where an alley begins; None where nobody may walk."""
    at = int(np.searchsorted(graph.mouth_alley, alley_id))
    if at == len(graph.mouth_alley) or graph.mouth_alley[at] != alley_id:
        return None
    return Spot(int(graph.mouth_edge[at]), float(graph.mouth_at[at]))


def along(graph: WalkingGraph, edge: int) -> tuple[Floats, Floats]:
    """Return an edge's points in metres east and north of its first, and how far along each is.

    The last is exactly as far along as the edge is long.
    """
    line = graph.line(edge)
    metres = (line - line[0]) * degree_m(float(line[0, 1]))
    steps = np.append(0.0, np.cumsum(np.hypot(*np.diff(metres, axis=0).T)))
    return metres, steps * (float(graph.length[edge]) / max(steps[-1], 1e-6))


def degree_m(lat: float) -> Floats:
    """Return how long a degree of longitude and one of latitude are [m] (WGS 84 series)."""
    angle = math.radians(lat)
    lon_m = 111_412.84 * math.cos(angle) - 93.5 * math.cos(3 * angle)
    lat_m = 111_132.954 - 559.822 * math.cos(2 * angle) + 1.175 * math.cos(4 * angle)
    return np.array([max(lon_m, 1.0), lat_m])


def position_of(graph: WalkingGraph, spot: Spot) -> Position:
    """Return lon, lat of a spot [degrees EPSG:4326]."""
    line, (_, far) = graph.line(spot.edge), along(graph, spot.edge)
    return float(np.interp(spot.at_m, far, line[:, 0])), float(
        np.interp(spot.at_m, far, line[:, 1])
    )


def _near(graph: WalkingGraph, position: Position, reach_m: float) -> npt.NDArray[np.bool_]:
    """Which points begin a piece whose box comes near a position."""
    dx, dy = (reach_m / degree_m(position[1])).tolist()
    found = np.ones(max(len(graph.points) - 1, 0), dtype=bool)
    for axis, reach in ((0, dx), (1, dy)):
        low, high = (int((position[axis] + sign * reach) * E7) for sign in (-1, 1))
        a, b = graph.points[:-1, axis], graph.points[1:, axis]
        found &= ((a >= low) | (b >= low)) & ((a <= high) | (b <= high))
    return found


def _distances(
    graph: WalkingGraph, begins: npt.NDArray[np.int64], position: Position
) -> tuple[Floats, Floats]:
    """Return how far pieces are [m], and at which share of each the nearest point lies."""
    scale = degree_m(position[1])
    a = (graph.points[begins] / E7 - position) * scale
    b = (graph.points[begins + 1] / E7 - position) * scale
    way = b - a
    square = np.maximum((way**2).sum(axis=1), 1e-12)
    share = np.clip(-(a * way).sum(axis=1) / square, 0.0, 1.0)
    return np.hypot(*(a + way * share[:, None]).T), share


def _spot(graph: WalkingGraph, edge: int, point: int, share: float, off_m: float) -> Spot:
    _, far = along(graph, edge)
    k = point - int(graph.first[edge])
    return Spot(edge, float(far[k] + share * (far[k + 1] - far[k])), off_m)
