"""Shortest ways between spots on the graph, within what can be reached in the time.

Says how long ways are and of which pieces of edges they consist; what they are called and where
one turns is `geodata.walks.directions`'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from geodata.walks.graph import WalkingGraph
from geodata.walks.matrix import length_matrix
from geodata.walks.spots import Spot

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
AT_ONCE = 8
"""So many rows of distances to all nodes are held at a time."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an edge one walks, from `start_m` to `stop_m` along it [m], perhaps backwards."""

    edge: int
    start_m: float
    stop_m: float

    @property
    def length_m(self) -> float:
        """How long it is [m]."""
        return abs(self.stop_m - self.start_m)


class Streets:
    """The graph with the matrices that ways are found in, made when first needed."""

    def __init__(self, graph: WalkingGraph) -> None:
        self.graph = graph

    @cached_property
    def every(self) -> csr_matrix:
        """All edges."""
        return self._matrix(np.ones(self.graph.edges, dtype=bool))

    @cached_property
    def without_steps(self) -> csr_matrix:
        """All edges that are no steps."""
        if not self.graph.steps.any():
            return self.every
        return self._matrix(self.graph.steps == 0)

    def far_from(self, spot: Spot, *, limit_m: float, no_steps: bool = False) -> Floats:
        """Return how far every node is from a spot [m]; infinite beyond the limit."""
        matrix = self.without_steps if no_steps else self.every
        graph, edge = self.graph, spot.edge
        ends = [int(graph.tail[edge]), int(graph.head[edge])]
        rows = dijkstra(matrix, indices=ends, limit=limit_m)
        offsets = np.array([[spot.at_m], [float(graph.length[edge]) - spot.at_m]])
        found: Floats = (rows + np.maximum(offsets, 0.0)).min(axis=0)
        return found

    def far_to(self, spot: Spot, nodes_m: Floats) -> float:
        """Return how far a spot is, given how far every node is [m]."""
        tail = nodes_m[self.graph.tail[spot.edge]] + spot.at_m
        rest = float(self.graph.length[spot.edge]) - spot.at_m
        return float(min(tail, nodes_m[self.graph.head[spot.edge]] + rest))

    def _matrix(self, kept: npt.NDArray[np.bool_]) -> csr_matrix:
        graph = self.graph
        return length_matrix(graph.tail[kept], graph.head[kept], graph.length[kept], graph.nodes)


class Ways:
    """Some spots, and the streets between them.

    Parameters
    ----------
    spots : sequence of Spot
        Their numbers are their positions.
    edges : array of int
        The edges one may use; those of the spots are among them.
    """

    def __init__(self, graph: WalkingGraph, spots: Sequence[Spot], edges: Integers) -> None:
        self._graph = graph
        self._spots = spots
        own = np.array(sorted({spot.edge for spot in spots}), dtype=np.int64)
        whole = np.setdiff1d(edges, own)
        cut = list(_cut(graph, spots))
        self._edge = np.append(whole, [c[0] for c in cut]).astype(np.int64)
        self._from = np.append(np.zeros(len(whole)), [c[1] for c in cut])
        self._to = np.append(graph.length[whole], [c[2] for c in cut]).astype(np.float64)
        tail = np.append(graph.tail[whole], [c[3] for c in cut]).astype(np.int64)
        head = np.append(graph.head[whole], [c[4] for c in cut]).astype(np.int64)
        used, compact = np.unique(np.concatenate([tail, head]), return_inverse=True)
        self._tail, self._head = compact.reshape(2, -1)
        self._nodes = len(used)
        self._spot_nodes = np.searchsorted(used, graph.nodes + np.arange(len(spots)))
        self._matrix = length_matrix(self._tail, self._head, self._to - self._from, self._nodes)

    def table(self, *, limit_m: float) -> Floats:
        """Return how far [m] each spot is from each, (spots, spots); infinite beyond the limit."""
        rows = []
        for first in range(0, len(self._spots), AT_ONCE):
            sources = self._spot_nodes[first : first + AT_ONCE]
            rows.append(dijkstra(self._matrix, indices=sources, limit=limit_m)[:, self._spot_nodes])
        found = np.concatenate(rows)
        # One way and back are added up in different orders.
        return np.asarray(np.minimum(found, found.T), dtype=np.float64)

    def way(self, start: int, stop: int) -> list[Piece]:
        """Return the pieces of the shortest way between two spots; [] when they are one place.

        Raises
        ------
        LookupError
            When there is none.
        """
        source, node = int(self._spot_nodes[start]), int(self._spot_nodes[stop])
        _, rows = dijkstra(self._matrix, indices=[source], return_predecessors=True)
        before = rows[0]
        pieces: list[Piece] = []
        while node != source:
            previous = int(before[node])
            if previous < 0:
                raise LookupError("no way between the spots")
            pieces.append(self._piece(previous, node))
            node = previous
        return _without_cuts(pieces[::-1])

    @cached_property
    def _links(self) -> tuple[Integers, Integers]:
        """Pieces by the nodes they join, the shortest of each pair first."""
        low, high = np.minimum(self._tail, self._head), np.maximum(self._tail, self._head)
        key = low * self._nodes + high
        order = np.lexsort((self._to - self._from, key))
        return key[order], order

    def _piece(self, a: int, b: int) -> Piece:
        keys, order = self._links
        piece = int(order[np.searchsorted(keys, min(a, b) * self._nodes + max(a, b))])
        start, stop = float(self._from[piece]), float(self._to[piece])
        if int(self._tail[piece]) != a:
            start, stop = stop, start
        return Piece(int(self._edge[piece]), start, stop)


def _cut(graph: WalkingGraph, spots: Sequence[Spot]) -> list[tuple[int, float, float, int, int]]:
    """Cut edges where spots lie: edge, from, to [m], tail, head; a spot is a node of its own."""
    on_edge: dict[int, list[tuple[float, int]]] = {}
    for number, spot in enumerate(spots):
        length = float(graph.length[spot.edge])
        on_edge.setdefault(spot.edge, []).append((min(max(spot.at_m, 0.0), length), number))
    found = []
    for edge, cuts in sorted(on_edge.items()):
        node, at = int(graph.tail[edge]), 0.0
        for here, number in sorted(cuts):
            found.append((edge, at, here, node, graph.nodes + number))
            node, at = graph.nodes + number, here
        found.append((edge, at, float(graph.length[edge]), node, int(graph.head[edge])))
    return found


def _without_cuts(pieces: Sequence[Piece]) -> list[Piece]:
    """Join pieces of one edge that only other spots had cut."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.length_m < 0.005:
            continue
        last = found[-1] if found else None
        if last and last.edge == piece.edge and abs(last.stop_m - piece.start_m) < 0.005:
            found[-1] = Piece(last.edge, last.start_m, piece.stop_m)
        else:
            found.append(piece)
    return found
