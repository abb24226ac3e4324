"""The join after people have spoken: what they decided about a naming wins over the machine.

Only decisions that still fit come here (`geodata.decisions`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd

from geodata.model import Verdict
from geodata.names import clean_name, fold_key, fold_words, person_words, squeeze
from geodata.readers.decisions import Decision, DecisionKind, in_fixed_order
from geodata.vocab import read_vocab

MAX_ALTERNATIVES = 5
CONTESTED = "alley_contested"
_VERDICTS = {
    DecisionKind.ACCEPT: Verdict.ACCEPTED,
    DecisionKind.REGISTER_ERROR: Verdict.REGISTER_ERROR,
    DecisionKind.NOT_ON_MAP: Verdict.UNMATCHED,
}
_NO_ALLEY: dict[str, Any] = {"alley_id": None, "score": None, "alternatives": ()}

Row = dict[str, Any]
Ranked = tuple[tuple[int, float], ...]


def apply_decisions(
    matches: pd.DataFrame, decisions: Sequence[Decision], registry: pd.DataFrame
) -> pd.DataFrame:
    """Return the matches with the decisions laid over them; rows and columns stay as they are.

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
    if not decisions:
        return matches
    by_naming: dict[str, list[Decision]] = defaultdict(list)
    for decision in in_fixed_order(decisions):
        by_naming[decision.naming_id].append(decision)
    rows: list[Row] = [{str(k): v for k, v in r.items()} for r in matches.to_dict("records")]
    decided = [_decided(row, by_naming.get(row["naming_id"], ())) for row in rows]
    settled = _contest(decided, _people(registry))
    return pd.DataFrame(settled, columns=matches.columns).astype(matches.dtypes.to_dict())


def _decided(row: Row, decisions: Sequence[Decision]) -> Row:
    """Return a naming's row after the decisions on it."""
    if not decisions:
        return row
    rejected = {d.alley_id for d in decisions if d.kind is DecisionKind.REJECT}
    left = tuple(found for found in _ranked(row) if found[0] not in rejected)
    for decision in decisions:
        if decision.kind is not DecisionKind.REJECT:
            return row | _final(decision, left)
    if pd.isna(row["alley_id"]) or row["alley_id"] not in rejected:
        kept = tuple(found for found in row["alternatives"] if found[0] not in rejected)
        return row | {"alternatives": kept}
    latest = next(d for d in decisions if d.alley_id == row["alley_id"])
    return row | _after_rejection(latest, left)


def _ranked(row: Row) -> Ranked:
    """Return the alley of a row and its alternatives, each once, best first."""
    own: Ranked = () if pd.isna(row["alley_id"]) else ((int(row["alley_id"]), float(row["score"])),)
    found: dict[int, float] = {}
    for alley_id, score in (*own, *row["alternatives"]):
        found.setdefault(alley_id, score)
    return tuple(found.items())


def _final(decision: Decision, left: Ranked) -> Row:
    method = f"decided_{decision.kind.value}"
    said: Row = {
        "verdict": _VERDICTS[decision.kind].value,
        "method": method,
        "reason_fa": _reason(method, decision),
    }
    if decision.kind is not DecisionKind.ACCEPT:
        return said | _NO_ALLEY
    others = tuple(found for found in left if found[0] != decision.alley_id)
    place = {"alley_id": decision.alley_id, "score": 1.0}
    return said | place | {"alternatives": others[:MAX_ALTERNATIVES]}


def _after_rejection(decision: Decision, left: Ranked) -> Row:
    """The machine's own choice was rejected: the rest waits for a human, or nothing is left."""
    method = "decided_reject_others_left" if left else "decided_reject"
    said: Row = {"method": method, "reason_fa": _reason(method, decision)}
    if not left:
        return said | {"verdict": Verdict.UNMATCHED.value} | _NO_ALLEY
    return said | _waiting(left)


def _waiting(ranked: Ranked) -> Row:
    alley_id, score = ranked[0]
    return {
        "verdict": Verdict.REVIEW.value,
        "alley_id": alley_id,
        "score": score,
        "alternatives": ranked[:MAX_ALTERNATIVES],
    }


def _contest(rows: Iterable[Row], people: Mapping[str, _Person]) -> list[Row]:
    """Question the machine's matches on alleys that a human gave to somebody else."""
    rows = list(rows)
    given: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        if row["method"] == _ACCEPTED_BY_HUMAN:
            given[int(row["alley_id"])].append(row["naming_id"])
    return [_questioned(row) if _is_contested(row, given, people) else row for row in rows]


def _is_contested(
    row: Row, given: Mapping[int, Sequence[str]], people: Mapping[str, _Person]
) -> bool:
    if row["verdict"] != Verdict.ACCEPTED.value or row["method"] == _ACCEPTED_BY_HUMAN:
        return False
    mine = people[row["naming_id"]]
    return any(not mine.may_share(people[other]) for other in given.get(int(row["alley_id"]), ()))


def _questioned(row: Row) -> Row:
    said = {"method": CONTESTED, "reason_fa": _reason(CONTESTED, None)}
    return row | said | _waiting(_ranked(row))


_ACCEPTED_BY_HUMAN = f"decided_{DecisionKind.ACCEPT.value}"


class _Person:
    """An honoree folded for telling people apart."""

    def __init__(self, full_name: object, father_name: object) -> None:
        self.words = person_words(fold_words(full_name if isinstance(full_name, str) else ""))
        self.father_key = fold_key(father_name if isinstance(father_name, str) else "")

    def may_share(self, other: _Person) -> bool:
        """Return whether two rows on one alley are of one person or of brothers."""
        if self.father_key and other.father_key:
            same_family = self.words[-1:] == other.words[-1:]
            return same_family and self.father_key == other.father_key
        return squeeze(self.words) == squeeze(other.words)


def _people(registry: pd.DataFrame) -> dict[str, _Person]:
    columns = (registry[c] for c in ("naming_id", "full_name", "father_name"))
    return {naming: _Person(name, father) for naming, name, father in zip(*columns, strict=True)}


def _reason(method: str, decision: Decision | None) -> str:
    """Return the method's sentence with who decided, when, and the note, as far as given."""
    signed = [] if decision is None else [decision.decided_by, decision.decided_on]
    known = [part for part in signed if part]
    note = clean_name(decision.note) if decision is not None and decision.note else ""
    words = {
        "signed": f" ({'، '.join(known)})" if known else "",
        "note": f" — {note}" if note else "",
    }
    return _sentences()[method].format_map(defaultdict(lambda: "؟", words))


@cache
def _sentences() -> dict[str, str]:
    return {row["method"]: row["reason_fa"] for row in read_vocab("match_reasons")}
