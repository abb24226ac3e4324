"""Findings about decisions: one that no longer fits is neither applied nor forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from geodata.findings.finding import Finding, finding
from geodata.issues import Issue

STALE = "decision_stale"


def stale_decisions(issues: Iterable[Issue]) -> Iterator[Finding]:
    """Yield the decisions whose person or place is another now.

    Parameters
    ----------
    issues : iterable of Issue
        Of a build; those of `geodata.decisions` carry the naming's id as their value.
    """
    for issue in issues:
        if issue.code == STALE:
            yield finding(
                STALE, issue.value, issue.source, issue.row, naming_id=issue.value or None,
                detail=issue.message_fa,
            )  # fmt: skip
