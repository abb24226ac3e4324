"""Gathering evidence for a whole register, part by part, in several processes if asked.

What does not depend on a part is prepared once and shared by forking; the parts come back in
their order, so the result does not depend on how many processes there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geodata.forks import forked_map
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
    for part in forked_map(work, starts, processes=jobs):
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
