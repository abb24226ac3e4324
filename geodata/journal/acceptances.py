"""Accepted findings: somebody has seen one and leaves it as it is, for a reason.

A finding keeps its id through every build as long as it is about the same things, and so its
acceptance lasts as long.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from geodata.errors import DecidedError
from geodata.findings.finding import Finding
from geodata.journal.audit import Action
from geodata.journal.database import Journal
from geodata.journal.tables import accepted_finding


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Why a finding is left as it is, by whom and since when; `accepted_by` is not public."""

    finding_id: str
    reason: str
    accepted_by: str
    accepted_at: datetime


def accept_finding(
    journal: Journal, finding: Finding, reason: str, *, by: str, now: datetime
) -> None:
    """Leave a finding as it is; the audit keeps its sentence, which the next build may not have.

    Raises
    ------
    DecidedError
        Somebody has accepted it already.
    """
    finding_id = finding.finding_id
    told = {
        "code": finding.code,
        "finding": finding.message_fa,
        "naming": finding.naming_id,
        "alley": finding.alley_id,
        "reason": reason,
    }
    with journal.changing(
        by, Action.FINDING_ACCEPTED, finding_id, now=now, details=told
    ) as connection:
        here = accepted_finding.c.finding_id == finding_id
        if connection.scalar(select(accepted_finding.c.acceptance_id).where(here, _IN_FORCE)):
            raise DecidedError(
                f"finding {finding_id} is accepted already", "این یافته پیش‌تر پذیرفته شده است"
            )
        connection.execute(
            insert(accepted_finding).values(
                finding_id=finding_id,
                code=finding.code,
                reason=reason,
                accepted_by=by,
                accepted_at=now,
            )
        )


def withdraw_acceptance(journal: Journal, finding_id: str, *, by: str, now: datetime) -> None:
    """Take an acceptance back: the finding is open again.

    Raises
    ------
    DecidedError
        It is not accepted, or no longer.
    """
    with journal.changing(by, Action.ACCEPTANCE_WITHDRAWN, finding_id, now=now) as connection:
        here = accepted_finding.c.finding_id == finding_id
        taken_back = update(accepted_finding).where(here, _IN_FORCE)
        if not connection.execute(taken_back.values(withdrawn_by=by, withdrawn_at=now)).rowcount:
            raise DecidedError(f"finding {finding_id} is not accepted", "این یافته پذیرفته‌شده نیست")


def acceptances(journal: Journal) -> dict[str, Acceptance]:
    """Return what is accepted now, by the finding's id."""
    table = accepted_finding
    asked = select(table.c.finding_id, table.c.reason, table.c.accepted_by, table.c.accepted_at)
    with journal.reading() as connection:
        rows = connection.execute(asked.where(_IN_FORCE).order_by(table.c.acceptance_id))
        return {row.finding_id: Acceptance(*row) for row in rows}


_IN_FORCE = accepted_finding.c.withdrawn_at.is_(None)
