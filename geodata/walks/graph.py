"""The streets as people walk them: junctions, the pieces between them, and what lies on them.

A record of arrays and the file they are kept in, mapped into memory and shared by all processes.
How it is made of a street network is `geodata.walks.network`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from geodata.errors import DatasetError
from geodata.search.index_format import pack_texts, read_arrays, unpack_texts, write_arrays

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
E7 = 1e7
"""Degrees are kept as whole numbers of this part of one: about a centimetre."""


@dataclass(frozen=True)
class WalkingGraph:
    """Junctions and the edges between them; may be walked in both directions.

    Attributes
    ----------
    tail, head : array of int32, (edges,)
        Nodes at the beginning and the end of an edge; equal for a loop.
    length : array of float32, (edges,)
        [m], in the metric system of the place.
    first : array of int32, (edges + 1,)
        Where an edge's points begin in `points`.
    points : array of int32, (points, 2)
        Lon, lat [1e-7 degrees EPSG:4326].
    alley : array of int64, (edges,)
        Id of the alley an edge is part of; edges are in its order.
    steps : array of uint8, (edges,)
        1: the source says that these are steps.
    network : array of int32, (nodes,)
        Number of the connected network a node is part of; 0 is the longest.
    mouth_alley, mouth_edge, mouth_at : arrays, (alleys,)
        Of each alley that can be walked, by id: the edge its mouth is on and how far along [m].
    place_kind, place_at : arrays, (places,)
        What a named place of the map is (0: shrine, 1: mosque), and where [1e-7 degrees].
    place_names : array of uint8
        Their names, packed.
    """

    tail: npt.NDArray[np.int32]
    head: npt.NDArray[np.int32]
    length: npt.NDArray[np.float32]
    first: npt.NDArray[np.int32]
    points: npt.NDArray[np.int32]
    alley: Integers
    steps: npt.NDArray[np.uint8]
    network: npt.NDArray[np.int32]
    mouth_alley: Integers
    mouth_edge: npt.NDArray[np.int32]
    mouth_at: npt.NDArray[np.float32]
    place_kind: npt.NDArray[np.uint8]
    place_at: npt.NDArray[np.int32]
    place_names: npt.NDArray[np.uint8]

    @property
    def nodes(self) -> int:
        """How many junctions and ends there are."""
        return len(self.network)

    @property
    def edges(self) -> int:
        """How many pieces between them."""
        return len(self.length)

    @cached_property
    def node_points(self) -> npt.NDArray[np.int32]:
        """Where each node is: lon, lat [1e-7 degrees], (nodes, 2)."""
        found = np.zeros((self.nodes, 2), dtype=np.int32)
        found[self.head] = self.points[self.first[1:] - 1]
        found[self.tail] = self.points[self.first[:-1]]
        return found

    @cached_property
    def network_lengths(self) -> Floats:
        """How long each connected network is [m]."""
        found = np.bincount(self.network[self.tail], weights=self.length)
        return np.asarray(found, dtype=np.float64)

    @cached_property
    def places(self) -> tuple[tuple[str, int, float, float], ...]:
        """The named places of the map: name, kind, lon, lat [degrees EPSG:4326]."""
        at = (self.place_at / E7).tolist()
        names = unpack_texts(self.place_names)
        kinds = self.place_kind.tolist()
        return tuple((n, k, x, y) for n, k, (x, y) in zip(names, kinds, at, strict=True))

    def edges_of(self, alley_id: int) -> tuple[int, int]:
        """Return the first edge of an alley and the one after its last."""
        low, high = np.searchsorted(self.alley, [alley_id, alley_id + 1])
        return int(low), int(high)

    def line(self, edge: int) -> Floats:
        """Return the points of an edge: lon, lat [degrees], (points, 2)."""
        return np.asarray(self.points[self.first[edge] : self.first[edge + 1]] / E7)


def write_graph(path: Path, graph: WalkingGraph) -> None:
    """Write a graph; equal graphs give equal bytes."""
    write_arrays(path, {one.name: getattr(graph, one.name) for one in fields(graph)})


def read_graph(path: Path) -> WalkingGraph:
    """Return the graph of a version; its arrays are views of the file.

    Raises
    ------
    DatasetError
        When the version has none, being older than walks are.
    """
    arrays = read_arrays(path)
    names = [one.name for one in fields(WalkingGraph)]
    if arrays.keys() != set(names):
        raise DatasetError(
            f"{path}: is no graph of streets; build the dataset again",
            f"{path}: شبکهٔ پیاده‌روی نیست؛ مجموعه‌داده را دوباره بسازید",
        )
    return WalkingGraph(**{name: arrays[name] for name in names})


def packed_names(names: list[str]) -> npt.NDArray[np.uint8]:
    """Return names for `place_names`."""
    return np.asarray(pack_texts([" ".join(name.split()) for name in names]), dtype=np.uint8)
