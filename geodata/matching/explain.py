"""One plain Persian sentence for every decision of the join.

The wording lives in `vocab/match_reasons.csv`, one row per method.
"""

from __future__ import annotations

from functools import cache

from geodata.matching.ladder import Match
from geodata.names import clean_name
from geodata.vocab import read_vocab


def explain(match: Match, *, old_name: str | None) -> str:
    """Return why a naming was accepted, left for review or left unmatched."""
    district = clean_name(match.claim.district or "؟")
    sentence = _sentences()[match.method]
    return sentence.format(old_name=clean_name(old_name or "؟"), district=district)


@cache
def _sentences() -> dict[str, str]:
    return {row["method"]: row["reason_fa"] for row in read_vocab("match_reasons")}
