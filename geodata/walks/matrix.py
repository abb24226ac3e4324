"""Edges as the matrix that shortest ways are found in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

LEAST_M = 0.01
"""A length of 0 would be no edge at all."""


def length_matrix(
    tail: npt.NDArray[np.integer], head: npt.NDArray[np.integer],
    length: npt.NDArray[np.floating], nodes: int,
) -> csr_matrix:  # fmt: skip
    """Return lengths [m] between neighbouring nodes in both directions, (nodes, nodes).

    Of several edges between two nodes the shortest; a matrix would add them up.
    """
    a = np.concatenate([tail, head]).astype(np.int64)
    b = np.concatenate([head, tail]).astype(np.int64)
    weight = np.concatenate([length, length]).astype(np.float64)
    order = np.lexsort((weight, b, a))
    a, b, weight = a[order], b[order], weight[order]
    first = np.ones(len(a), dtype=bool)
    first[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    first &= a != b
    a, b, weight = a[first], b[first], np.maximum(weight[first], LEAST_M)
    starts = np.searchsorted(a, np.arange(nodes + 1)).astype(np.int32)
    return csr_matrix((weight, b.astype(np.int32), starts), shape=(nodes, nodes))
