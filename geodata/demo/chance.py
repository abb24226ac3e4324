"""Repeatable draws: one `Dice` per subject, so that changing one part leaves the others alone.

Not for anything secret.
"""

from __future__ import annotations

import zlib
from bisect import bisect
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")
_BLOCK = 4096


class Dice:
    """Random numbers that depend on nothing but the seeds and the subject."""

    def __init__(self, subject: str, *seeds: int) -> None:
        self.numpy = np.random.default_rng([zlib.crc32(subject.encode()), *seeds])
        self._block: list[float] = []

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        """Return a number in [low, high)."""
        if not self._block:
            self._block = self.numpy.random(_BLOCK).tolist()
        return low + (high - low) * self._block.pop()

    def chance(self, probability: float) -> bool:
        """Return True in that share of the calls."""
        return self.uniform() < probability

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self.uniform() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices, each equally likely."""
        return choices[int(self.uniform() * len(choices))]

    def weighted(self, choices: Sequence[T], cumulative: Sequence[float]) -> T:
        """Return one of the choices; `cumulative` holds the running sum of their weights."""
        return choices[bisect(cumulative, self.uniform() * cumulative[-1])]
