"""What people decided about namings: kept by naming and place, never by row, and undone if wrong.

A newer decision takes the place of the one it contradicts, which stays in the journal as
withdrawn. What a decision does to the join is `geodata.deciding`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update

from geodata.deciding import Decision, DecisionKind
from geodata.errors import DecidedError
from geodata.gregorian import jalali_day
from geodata.journal.audit import Action
from geodata.journal.database import Journal
from geodata.journal.tables import audit, decision

SOURCE = "journal"
"""Where a decision stands that comes from here; its row is its id."""


class Waiting(StrEnum):
    """What is no decision yet."""

    VISIT = "visit"


_DEEDS = (Action.NAMING_DECIDED.value, Action.DECISION_UNDONE.value)
_LEAVES = (DecisionKind.REJECT.value, Waiting.VISIT.value)
"""Kinds that say nothing final about a naming."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing decided about a naming.

    Attributes
    ----------
    kind : str
        A `DecisionKind`, or 'visit': somebody has to go there first.
    alley_id, lon, lat
        The alley and its mouth [degrees EPSG:4326], for 'accept' and 'reject'.
    other_id : str, optional
        For 'duplicate' the naming that stays.
    """

    kind: str
    alley_id: int | None = None
    lon: float | None = None
    lat: float | None = None
    other_id: str | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided about a naming at once, and undone at once.

    Attributes
    ----------
    choices : tuple of Choice
        All alternatives rejected, or one of the others.
    person : str
        The honoree's name now: a decision about another person is not applied.
    """

    naming_id: str
    choices: tuple[Choice, ...]
    person: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision as it stands in the journal."""

    decision_id: int
    naming_id: str
    kind: str
    alley_id: int | None
    lon: float | None
    lat: float | None
    other_id: str | None
    person: str
    note: str
    decided_by: str
    decided_at: datetime

    def as_decision(self) -> Decision | None:
        """Return what the join makes of it; nothing of what only waits."""
        if self.kind == Waiting.VISIT:
            return None
        return Decision(
            file=SOURCE,
            row=self.decision_id,
            naming_id=self.naming_id,
            kind=DecisionKind(self.kind),
            alley_id=self.alley_id,
            lon=self.lon,
            lat=self.lat,
            place_unreadable=False,
            person=self.person,
            note=self.note or None,
            decided_by=self.decided_by,
            decided_on=jalali_day(self.decided_at),
            other_id=self.other_id,
        )


_COLUMNS = [decision.c[name] for name in Kept.__dataclass_fields__]
_IN_FORCE = decision.c.withdrawn_at.is_(None)


def decide(journal: Journal, ruling: Ruling, *, seen: int, by: str, now: datetime) -> None:
    """Keep what was decided about a naming; what it contradicts is withdrawn with it.

    Parameters
    ----------
    seen : int
        `state_of` the naming when whoever decides looked at it.

    Raises
    ------
    DecidedError
        Somebody has decided about it since.
    """
    naming_id = ruling.naming_id
    details = {"choices": [_told(choice) for choice in ruling.choices], "note": ruling.note}
    with journal.changing(
        by, Action.NAMING_DECIDED, naming_id, now=now, details=details
    ) as connection:
        _refuse_if_changed(connection, naming_id, seen)
        contradicted = or_(*map(_contradicted_by, ruling.choices))
        withdrawn = update(decision).where(
            decision.c.naming_id == naming_id, _IN_FORCE, contradicted
        )
        connection.execute(withdrawn.values(withdrawn_by=by, withdrawn_at=now))
        rows = [
            {
                "naming_id": naming_id, "kind": choice.kind, "alley_id": choice.alley_id,
                "lon": choice.lon, "lat": choice.lat, "other_id": choice.other_id,
                "person": ruling.person, "note": ruling.note, "decided_by": by, "decided_at": now,
            }
            for choice in ruling.choices
        ]  # fmt: skip
        connection.execute(insert(decision), rows)


def undo(journal: Journal, naming_id: str, *, seen: int, by: str, now: datetime) -> None:
    """Take back the latest decision about a naming; what it had withdrawn is in force again.

    Raises
    ------
    DecidedError
        There is none, or somebody has decided since.
    """
    of_it = decision.c.naming_id == naming_id
    details: dict[str, object] = {}
    with journal.changing(
        by, Action.DECISION_UNDONE, naming_id, now=now, details=details
    ) as connection:
        _refuse_if_changed(connection, naming_id, seen)
        made_at = connection.scalar(select(func.max(decision.c.decided_at)).where(of_it, _IN_FORCE))
        if made_at is None:
            raise DecidedError(
                f"nothing is decided about {naming_id}", "دربارهٔ این نام‌گذاری تصمیمی در کار نیست"
            )
        details["made_at"] = made_at.isoformat()
        connection.execute(
            update(decision)
            .where(of_it, decision.c.withdrawn_at == made_at)
            .values(withdrawn_by=None, withdrawn_at=None)
        )
        connection.execute(
            update(decision)
            .where(of_it, decision.c.decided_at == made_at)
            .values(withdrawn_by=by, withdrawn_at=now)
        )


def state_of(connection: Connection, naming_id: str) -> int:
    """Return a number that grows with every decision about a naming and every undoing."""
    about_it = and_(audit.c.subject == naming_id, audit.c.action.in_(_DEEDS))
    return connection.scalar(select(func.max(audit.c.sequence)).where(about_it)) or 0


def decisions_in_force(
    connection: Connection, naming_ids: Iterable[str] | None = None
) -> list[Kept]:
    """Return the decisions that stand, in the order they were made; of some namings or of all."""
    asked = select(*_COLUMNS).where(_IN_FORCE).order_by(decision.c.decision_id)
    if naming_ids is not None:
        asked = asked.where(decision.c.naming_id.in_(list(naming_ids)))
    return [Kept(*row) for row in connection.execute(asked)]


def awaiting_visit(connection: Connection) -> list[Kept]:
    """Return of every naming that somebody has to go and look for what was decided."""
    asked = select(*_COLUMNS).where(_IN_FORCE, decision.c.kind == Waiting.VISIT.value)
    return [Kept(*row) for row in connection.execute(asked.order_by(decision.c.decision_id))]


def _refuse_if_changed(connection: Connection, naming_id: str, seen: int) -> None:
    if state_of(connection, naming_id) != seen:
        raise DecidedError(
            f"{naming_id} was decided about in the meantime",
            "در این میان کس دیگری دربارهٔ این نام‌گذاری تصمیم گرفته است؛ دوباره ببینید",
        )


def _contradicted_by(choice: Choice) -> ColumnElement[bool]:
    """What cannot stand beside a choice."""
    is_final = decision.c.kind.not_in(_LEAVES)
    waits = decision.c.kind == Waiting.VISIT.value
    if choice.kind == Waiting.VISIT:
        return waits
    if choice.kind == DecisionKind.REJECT:
        return or_(is_final, waits)
    rejected = and_(
        decision.c.kind == DecisionKind.REJECT.value, decision.c.alley_id == choice.alley_id
    )
    return or_(is_final, waits, rejected)


def _told(choice: Choice) -> dict[str, object]:
    values = {name: getattr(choice, name) for name in Choice.__dataclass_fields__}
    return {name: value for name, value in values.items() if value is not None}
