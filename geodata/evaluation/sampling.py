"""Which namings a clerk is asked about: some of every method, the same ones every time.

A method gets its share by the square root of its size (power allocation, Bankier 1988): large
methods are measured well and small ones are not left out.
"""

from __future__ import annotations

import hashlib
import heapq
import math
from collections.abc import Mapping, Sequence

from geodata.evaluation.proposed import ProposedMatch
from geodata.model import Verdict

Stratum = tuple[Verdict, str]


def draw_sample(proposed: Sequence[ProposedMatch], size: int, *, seed: int) -> list[ProposedMatch]:
    """Return at most `size` of the namings, some of every method, in an order that tells nothing.

    Depends on the namings' ids and the seed only, not on their order.
    """
    strata: dict[Stratum, list[ProposedMatch]] = {}
    for match in proposed:
        strata.setdefault((match.verdict, match.method), []).append(match)
    shares = allocate({stratum: len(found) for stratum, found in strata.items()}, size)
    drawn = [
        match
        for stratum, found in strata.items()
        for match in sorted(found, key=lambda m: _lot(m, seed))[: shares[stratum]]
    ]
    return sorted(drawn, key=lambda match: _lot(match, seed))


def allocate(sizes: Mapping[Stratum, int], size: int) -> dict[Stratum, int]:
    """Return how many to draw of each stratum; the sum is `size` or all there are.

    Seats go one by one to the stratum with the largest √size per seat (Webster's method).
    """
    shares = dict.fromkeys(sizes, 0)
    queue = [(-math.inf, stratum) for stratum, count in sorted(sizes.items()) if count]
    heapq.heapify(queue)
    for _ in range(min(size, sum(sizes.values()))):
        _, stratum = heapq.heappop(queue)
        shares[stratum] += 1
        if shares[stratum] < sizes[stratum]:
            weight = math.sqrt(sizes[stratum]) / (2 * shares[stratum] + 1)
            heapq.heappush(queue, (-weight, stratum))
    return shares


def _lot(match: ProposedMatch, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}|{match.naming_id}".encode()).digest()
