"""Human decisions that still fit: about a naming and a person that are there, at the same place.

A decision outlives every rebuild only as long as it means the same; one that no longer fits is
reported as `decision_stale` and never applied. What it does to the join is
`geodata.decided_matches`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby

import pandas as pd

from geodata.alleys import AlleyTable
from geodata.deciding import Decision, DecisionKind
from geodata.fitting import Misfit, Mouth, person_misfit, placed
from geodata.issues import IssueLog
from geodata.vocab import read_vocab


def current_decisions(
    decisions: Sequence[Decision], registry: pd.DataFrame, issues: IssueLog
) -> list[Decision]:
    """Return the decisions whose naming still honours the same person and that do not contradict.

    Parameters
    ----------
    registry : DataFrame
        Columns `naming_id`, `full_name`.
    issues : IssueLog
        Gets a warning for each stale decision and an error for each contradiction.
    """
    honorees = dict(zip(registry["naming_id"], registry["full_name"], strict=True))
    kept = [d for d in decisions if _is_of_the_same_person(d, honorees, issues)]
    return without_contradictions(kept, issues)


def placed_decisions(
    decisions: Sequence[Decision], alleys: AlleyTable, issues: IssueLog
) -> list[Decision]:
    """Return the decisions whose alley is still there, under the id it has now.

    A tombstone with a successor at the same place is followed.

    Parameters
    ----------
    alleys : AlleyTable
        As `geodata.alleys.build_alleys` returns it.
    issues : IssueLog
        Gets a warning for each stale decision and an error for each contradiction.
    """
    frame = alleys.frame
    points = zip(frame["mouth_lon"], frame["mouth_lat"], strict=True)
    mouths = dict(zip(frame["alley_id"].tolist(), points, strict=True))
    found = (_placed(d, mouths, alleys.retired, issues) for d in decisions)
    return without_contradictions([d for d in found if d is not None], issues)


def without_contradictions(decisions: Sequence[Decision], issues: IssueLog) -> list[Decision]:
    """Return the decisions on namings about which all rows agree; the others are errors."""
    kept: list[Decision] = []
    ordered = sorted(decisions, key=lambda d: (d.naming_id, d.row))
    for _, group in groupby(ordered, key=lambda d: d.naming_id):
        said = list(group)
        against = [(d, first) for d in said if (first := _first_against(d, said)) is not None]
        for decision, first in against:
            issues.add(
                "decision_contradicted",
                source=decision.file,
                row=decision.row,
                column="decision",
                value=decision.naming_id,
                first_row=first.row,
            )
        kept.extend(() if against else said)
    return kept


def _first_against(decision: Decision, said: Iterable[Decision]) -> Decision | None:
    earlier = (other for other in said if other.row < decision.row)
    return next((other for other in earlier if _contradict(decision, other)), None)


def _contradict(one: Decision, other: Decision) -> bool:
    """One naming has one alley or several; rejecting one fits with anything but giving it."""
    if DecisionKind.REJECT in (one.kind, other.kind):
        about_one = one.alley_id == other.alley_id
        return about_one and (one.kind.gives_an_alley or other.kind.gives_an_alley)
    if one.kind is other.kind is DecisionKind.SEVERAL:
        return False
    return (one.kind, one.alley_id) != (other.kind, other.alley_id)


def _is_of_the_same_person(
    decision: Decision, honorees: Mapping[str, str | None], issues: IssueLog
) -> bool:
    is_there = decision.naming_id in honorees
    now = (honorees[decision.naming_id] or "") if is_there else None
    return _fits(decision, person_misfit(decision, now), issues)


def _placed(
    decision: Decision,
    mouths: Mapping[int, Mouth],
    retired: Mapping[int, int | None],
    issues: IssueLog,
) -> Decision | None:
    def find(alley_id: int) -> tuple[int, Mouth] | None:
        living = _living(alley_id, mouths, retired)
        return None if living is None else (living, mouths[living])

    found = placed(decision, find)
    if isinstance(found, Misfit):
        _fits(decision, found, issues)
        return None
    return found


def _living(
    alley_id: int, mouths: Mapping[int, object], retired: Mapping[int, int | None]
) -> int | None:
    """Return the id itself or that of its last successor, None when there is none."""
    seen: set[int] = set()
    current: int | None = alley_id
    while current is not None and current not in mouths:
        if current in seen:
            return None
        seen.add(current)
        current = retired.get(current)
    return current


def _fits(decision: Decision, misfit: Misfit | None, issues: IssueLog) -> bool:
    """Report a decision that does not fit; return whether it does."""
    if misfit is None:
        return True
    wording = _stale_reasons()[misfit.reason]
    issues.add(
        "decision_stale",
        source=decision.file,
        row=decision.row,
        column=misfit.column,
        value=decision.naming_id,
        detail_fa=wording["detail_fa"].format(**misfit.words),
        detail_en=wording["detail_en"].format(**misfit.words),
    )
    return False


@cache
def _stale_reasons() -> dict[str, dict[str, str]]:
    return {row["reason"]: row for row in read_vocab("stale_reasons")}
