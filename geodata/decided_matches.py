"""The join after people have spoken: what they decided about a naming wins over the machine.

Only decisions that still fit come here (`geodata.decisions`); what each does to a match is
`geodata.deciding`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

import pandas as pd

from geodata.deciding import Decision, Person, Row, contest, decided, in_fixed_order
from geodata.frames import with_none
from geodata.standing import FURTHER

MATCH = ("verdict", "method", "reason_fa", "alley_id", "score", "alternatives", FURTHER)
"""What a decision can change of a match."""


def apply_decisions(
    matches: pd.DataFrame, decisions: Sequence[Decision], registry: pd.DataFrame
) -> pd.DataFrame:
    """Return the matches with the decisions laid over them, and `further`.

    `further` holds the alleys beside `alley_id` that carry the naming too.

    A machine's match of another person on an alley that a human gave away goes to review.

    Parameters
    ----------
    matches : DataFrame
        As `geodata.matching.match_namings` returns it.
    decisions : sequence of Decision
        As `geodata.decisions.placed_decisions` returns them.
    registry : DataFrame
        Columns `naming_id`, `full_name`, `father_name`.
    """
    matches = matches.copy(deep=False)
    matches[FURTHER] = pd.Series([()] * len(matches), index=matches.index, dtype=object)
    if not decisions:
        return matches
    by_naming: dict[str, list[Decision]] = defaultdict(list)
    for decision in in_fixed_order(decisions):
        by_naming[decision.naming_id].append(decision)
    rows: list[Row] = [
        {str(k): v for k, v in r.items()} for r in with_none(matches).to_dict("records")
    ]
    settled = contest(
        (decided(row, by_naming.get(row["naming_id"], ())) for row in rows), _people(registry)
    )
    return pd.DataFrame(settled, columns=matches.columns).astype(matches.dtypes.to_dict())


def joined_before(matches: pd.DataFrame, decided: pd.DataFrame) -> pd.Series:
    """Return of each match that is another after decisions what it was before, as JSON; else None.

    Parameters
    ----------
    matches, decided : DataFrame
        As `apply_decisions` returns them, rows in the same order.
    """
    before, after = (
        with_none(frame[list(MATCH)]).to_dict("records") for frame in (matches, decided)
    )
    told = [
        None if was == now else json.dumps(was, ensure_ascii=False)
        for was, now in zip(before, after, strict=True)
    ]
    return pd.Series(told, index=decided.index, dtype=object)


def _people(registry: pd.DataFrame) -> dict[str, Person]:
    columns = (registry[c] for c in ("naming_id", "full_name", "father_name"))
    return {naming: Person(name, father) for naming, name, father in zip(*columns, strict=True)}
