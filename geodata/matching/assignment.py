"""When several namings want one alley: the register may say so, otherwise a human decides.

Rows of one person, and of brothers, share an alley; two strangers on one alley are a question,
because at least one of the two rows is likely wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from geodata.matching.ladder import MAX_ALTERNATIVES, Match
from geodata.matching.scoring import ByDesignation
from geodata.model import Verdict


def settle_shared(matches: Sequence[Match]) -> list[Match]:
    """Return the matches with those accepted side by side only where that is meant."""
    wanting: dict[int, list[Match]] = defaultdict(list)
    for match in matches:
        if match.verdict is Verdict.ACCEPTED and match.best is not None:
            wanting[match.best.row].append(match)
    return [_questioned(match) if _contested(match, wanting) else match for match in matches]


def _contested(match: Match, wanting: dict[int, list[Match]]) -> bool:
    if match.verdict is not Verdict.ACCEPTED or match.best is None:
        return False
    others = [other for other in wanting[match.best.row] if other is not match]
    return any(not may_share(match, other) for other in others)


def may_share(one: Match, other: Match) -> bool:
    """Return whether two namings of one alley are of one person or of brothers.

    Namesakes without a father's name share an alley only when both rows say where it is.
    """
    mine, theirs = one.claim, other.claim
    if mine.father_key and theirs.father_key:
        same_family = mine.person[-1:] == theirs.person[-1:]
        return same_family and mine.father_key == theirs.father_key
    return mine.person_key == theirs.person_key and _says_where(one) and _says_where(other)


def _says_where(match: Match) -> bool:
    return match.best is not None and match.best.evidence.designation is not ByDesignation.NONE


def _questioned(match: Match) -> Match:
    assert match.best is not None
    alternatives = (match.best, *match.alternatives)[:MAX_ALTERNATIVES]
    return replace(
        match, verdict=Verdict.REVIEW, method="alley_contested", alternatives=alternatives
    )
