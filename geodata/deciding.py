"""What a human can decide about a naming, and what becomes of the machine's match by it.

Plain rows in, plain rows out: the build lays decisions over the whole join with it
(`geodata.decided_matches`), the site over single namings as they are decided. Only decisions that
still fit come here (`geodata.decisions`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from geodata.model import Verdict
from geodata.names import clean_name, fold_key, fold_words, person_words, squeeze
from geodata.vocab import read_vocab

MAX_ALTERNATIVES = 5
CONTESTED = "alley_contested"

Row = dict[str, Any]
"""Of a match: `naming_id`, `verdict`, `method`, `reason_fa`, `alley_id`, `score`,
`alternatives` as (alley id, score), best first, and in `further` the alleys beside `alley_id` that
carry the naming too; None where there is no alley."""
Ranked = tuple[tuple[int, float], ...]


class DecisionKind(StrEnum):
    """What a human can say about a naming."""

    ACCEPT = "accept"
    REJECT = "reject"
    REGISTER_ERROR = "register_error"
    NOT_ON_MAP = "not_on_map"
    DUPLICATE = "duplicate"
    SEVERAL = "several"

    @property
    def is_of_an_alley(self) -> bool:
        """Whether it is about an alley rather than about the naming alone."""
        return self is DecisionKind.REJECT or self.gives_an_alley

    @property
    def gives_an_alley(self) -> bool:
        """Whether the naming stands on the alley by it; of 'several' there is one for each."""
        return self in (DecisionKind.ACCEPT, DecisionKind.SEVERAL)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, from a file or from the journal.

    Attributes
    ----------
    file, row
        Where it stands.
    alley_id : int or None
        The alley decided on; None for what is about the naming alone.
    lon, lat : float or None
        The alley's mouth when it was decided, EPSG:4326.
    place_unreadable : bool
        Whether a place was written that is none, or none in this city.
    person : str or None
        The honoree's name when it was decided.
    other_id : str or None
        Of a duplicate: the naming that stays.
    """

    file: str
    row: int
    naming_id: str
    kind: DecisionKind
    alley_id: int | None
    lon: float | None
    lat: float | None
    place_unreadable: bool
    person: str | None
    note: str | None
    decided_by: str | None
    decided_on: str | None
    other_id: str | None = None


_VERDICTS = {
    DecisionKind.ACCEPT: Verdict.ACCEPTED,
    DecisionKind.SEVERAL: Verdict.ACCEPTED,
    DecisionKind.REGISTER_ERROR: Verdict.REGISTER_ERROR,
    DecisionKind.DUPLICATE: Verdict.REGISTER_ERROR,
    DecisionKind.NOT_ON_MAP: Verdict.UNMATCHED,
}
_NO_ALLEY: Row = {"alley_id": None, "score": None, "alternatives": (), "further": ()}
DUPLICATE_METHOD = f"decided_{DecisionKind.DUPLICATE.value}"
ACCEPTED_BY_HUMAN = frozenset(f"decided_{kind}" for kind in DecisionKind if kind.gives_an_alley)


def in_fixed_order(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions in an order that does not depend on that of the rows, latest first."""
    return sorted(
        decisions,
        key=lambda d: (d.decided_on or "", d.decided_by or "", d.note or "", d.alley_id or 0),
        reverse=True,
    )


def decided(row: Row, decisions: Sequence[Decision]) -> Row:
    """Return a naming's row after the decisions on it, the latest first."""
    if not decisions:
        return row
    rejected = {d.alley_id for d in decisions if d.kind is DecisionKind.REJECT}
    left = tuple(found for found in _ranked(row) if found[0] not in rejected)
    for decision in decisions:
        if decision.kind is not DecisionKind.REJECT:
            of_several = [d for d in decisions if d.kind is DecisionKind.SEVERAL]
            said = of_several if decision in of_several else [decision]
            return row | _final(decision, [d.alley_id for d in said if d.alley_id], left)
    if row["alley_id"] is None or row["alley_id"] not in rejected:
        kept = tuple(found for found in row["alternatives"] if found[0] not in rejected)
        further = tuple(alley for alley in row["further"] if alley not in rejected)
        return row | {"alternatives": kept, "further": further}
    latest = next(d for d in decisions if d.alley_id == row["alley_id"])
    return row | _after_rejection(latest, left)


def _ranked(row: Row) -> Ranked:
    """Return the alleys of a row and its alternatives, each once, best first."""
    alley_id = row["alley_id"]
    own: Ranked = () if alley_id is None else ((int(alley_id), float(row["score"] or 0)),)
    further = ((alley, float(row["score"] or 0)) for alley in row["further"])
    found: dict[int, float] = {}
    for alley, score in (*own, *further, *row["alternatives"]):
        found.setdefault(alley, score)
    return tuple(found.items())


def _final(decision: Decision, given: Iterable[int], left: Ranked) -> Row:
    method = f"decided_{decision.kind.value}"
    said: Row = {
        "verdict": _VERDICTS[decision.kind].value,
        "method": method,
        "reason_fa": _reason(method, decision),
    }
    if not decision.kind.gives_an_alley:
        return said | _NO_ALLEY
    alley_id, *further = _in_fixed_order(given, left)
    others = tuple(found for found in left if found[0] not in (alley_id, *further))
    place = {"alley_id": alley_id, "score": 1.0, "further": tuple(further)}
    return said | place | {"alternatives": others[:MAX_ALTERNATIVES]}


def _in_fixed_order(alleys: Iterable[int], ranked: Ranked) -> list[int]:
    """Each alley once, the one the join holds likeliest first; the others as their ids go."""
    rank = {alley_id: at for at, (alley_id, _) in enumerate(ranked)}
    return sorted(set(alleys), key=lambda alley_id: (rank.get(alley_id, len(rank)), alley_id))


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
        "further": (),
    }


def contest(rows: Iterable[Row], people: Mapping[str, Person]) -> list[Row]:
    """Question the machine's matches on alleys that a human gave to somebody else."""
    rows = list(rows)
    given: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        if row["method"] in ACCEPTED_BY_HUMAN:
            for alley_id in (row["alley_id"], *row["further"]):
                given[int(alley_id)].append(row["naming_id"])
    return [_questioned(row) if _is_contested(row, given, people) else row for row in rows]


def _is_contested(
    row: Row, given: Mapping[int, Sequence[str]], people: Mapping[str, Person]
) -> bool:
    if row["verdict"] != Verdict.ACCEPTED.value or row["method"] in ACCEPTED_BY_HUMAN:
        return False
    mine = people[row["naming_id"]]
    return any(not mine.may_share(people[other]) for other in given.get(int(row["alley_id"]), ()))


def _questioned(row: Row) -> Row:
    said = {"method": CONTESTED, "reason_fa": _reason(CONTESTED, None)}
    return row | said | _waiting(_ranked(row))


class Person:
    """An honoree folded for telling people apart."""

    def __init__(self, full_name: object, father_name: object) -> None:
        self.words = person_words(fold_words(full_name if isinstance(full_name, str) else ""))
        self.father_key = fold_key(father_name if isinstance(father_name, str) else "")

    def may_share(self, other: Person) -> bool:
        """Return whether two rows on one alley are of one person or of brothers."""
        if self.father_key and other.father_key:
            same_family = self.words[-1:] == other.words[-1:]
            return same_family and self.father_key == other.father_key
        return squeeze(self.words) == squeeze(other.words)


def _reason(method: str, decision: Decision | None) -> str:
    """Return the method's sentence; the note is for the desk and stays with the decision."""
    other = (decision.other_id if decision else None) or "؟"
    return _sentences()[method].format_map(defaultdict(lambda: "؟", other=clean_name(other)))


@cache
def _sentences() -> dict[str, str]:
    return {row["method"]: row["reason_fa"] for row in read_vocab("match_reasons")}
