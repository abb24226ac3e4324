"""Gathering evidence for a whole register, part by part, in several processes if asked.

What does not depend on a part is prepared once and shared by forking; the parts come back in
their order, so the result does not depend on how many processes there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from geodata.matching.candidates import CandidateFinder
from geodata.matching.claims import Claim
from geodata.matching.evidence import Evidence, weigh_evidence
from geodata.matching.namesakes import NameBook
from geodata.matching.network import Network

CLAIMS_AT_A_TIME = 10_000
"""Bounds the memory of candidates and evidence, whatever the size of the register."""


def gather_evidence(
    claims: Sequence[Claim],
    network: Network,
    *,
    jobs: int = 1,
    at_a_time: int = CLAIMS_AT_A_TIME,
    progress: Callable[[float], None] = lambda share: None,
) -> Evidence:
    """Return the pairs of claims and alleys worth weighing with what agrees between them.

    Parameters
    ----------
    jobs : int
        Processes to use.
    at_a_time : int
        Claims in one part.
    progress : callable
        Called with the share of the parts that is done.
    """
    work = _Work(claims, network, at_a_time)
    starts = range(0, max(len(claims), 1), at_a_time)
    parts = []
    for part in work.in_parallel(starts, jobs) if jobs > 1 < len(starts) else map(work, starts):
        parts.append(part)
        progress(len(parts) / len(starts))
    return Evidence.joined(parts)


class _Work:
    """Everything a part needs."""

    def __init__(self, claims: Sequence[Claim], network: Network, at_a_time: int) -> None:
        self._claims, self._network, self._at_a_time = claims, network, at_a_time
        self._book = NameBook((claim.person for claim in claims), network.names["words"])
        self._finder = CandidateFinder(claims, network, self._book)

    def __call__(self, start: int) -> Evidence:
        """Return the evidence of the part that begins at a claim."""
        some = self._claims[start : start + self._at_a_time]
        found = weigh_evidence(self._finder.find(some), some, self._network, self._book)
        return found.of_later_claims(start)

    def in_parallel(self, starts: Sequence[int], jobs: int) -> Iterator[Evidence]:
        """Yield the evidence of parts in their order; children inherit what is prepared."""
        with ProcessPoolExecutor(
            min(jobs, len(starts)),
            mp_context=get_context("fork"),
            initializer=_Inherited.take,
            initargs=(self,),
        ) as pool:
            yield from pool.map(_part, starts)


@dataclass
class _Inherited:
    """What a child process got from its parent when it was forked."""

    work: _Work | None = None

    @classmethod
    def take(cls, work: _Work) -> None:
        """Keep it for `_part`."""
        cls.work = work


def _part(start: int) -> Evidence:
    assert _Inherited.work is not None
    return _Inherited.work(start)
