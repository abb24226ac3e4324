"""The audit: who decided what and when, a row each, chained so that nothing goes unnoticed.

Every row carries the hash of the one before; the number and hash of the last stand in `setting`
too, so that a tail that was cut off is missed. The chain shows that rows were altered; against
whoever may write the whole database it helps only if its head was noted elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, insert, inspect, select

from geodata.errors import JournalError
from geodata.journal import settings
from geodata.journal.tables import audit

COMMAND_LINE = "command line"
"""Who acts there; no account has a blank in its name."""
THE_SITE = "the site"
"""Who acts where nobody asked for it."""
HEAD = "audit_head"
NOTHING = "0" * 64
"""What the first row follows."""
FACETS = ("action", "actor")


class Action(StrEnum):
    """What can be done that the audit knows of."""

    ACCOUNT_MADE = "account_made"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_REOPENED = "account_reopened"
    ROLE_SET = "role_set"
    PASSWORD_SET = "password_set"  # noqa: S105 - a deed, no password
    IDENTITY_LINKED = "identity_linked"
    IDENTITY_UNLINKED = "identity_unlinked"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    LOGINS_ENDED = "logins_ended"
    NAMING_DECIDED = "naming_decided"
    DECISION_UNDONE = "decision_undone"
    PLAQUE_RECORDED = "plaque_recorded"
    PLAQUE_WITHDRAWN = "plaque_withdrawn"
    FINDING_ACCEPTED = "finding_accepted"
    ACCEPTANCE_WITHDRAWN = "acceptance_withdrawn"
    REPORT_ACCEPTED = "report_accepted"
    REPORT_REFUSED = "report_refused"
    REPORT_DONE = "report_done"
    REPORT_REOPENED = "report_reopened"
    CONTACT_SHOWN = "contact_shown"
    REPORTS_CLEARED = "reports_cleared"
    PICTURE_ADDED = "picture_added"
    CONSENT_CHANGED = "consent_changed"
    PICTURE_TAKEN_DOWN = "picture_taken_down"
    PICTURE_PUT_BACK = "picture_put_back"
    EPISODE_RESERVED = "episode_reserved"
    EPISODE_DELIVERED = "episode_delivered"
    EPISODE_PUBLISHED = "episode_published"
    EPISODE_WITHDRAWN = "episode_withdrawn"
    EPISODE_TAKEN_DOWN = "episode_taken_down"
    EPISODE_PUT_BACK = "episode_put_back"
    COLUMN_EXPLAINED = "column_explained"
    DATASET_PUBLISHED = "dataset_published"
    DATASET_RESTORED = "dataset_restored"
    TOUR_MADE = "tour_made"
    TOUR_CHANGED = "tour_changed"
    TOUR_PUBLISHED = "tour_published"
    TOUR_WITHDRAWN = "tour_withdrawn"
    STOP_ADDED = "stop_added"
    STOP_CHANGED = "stop_changed"
    STOP_MOVED = "stop_moved"
    STOP_REMOVED = "stop_removed"
    STOP_PUT_BACK = "stop_put_back"


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done to what."""

    subject: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the audit."""

    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Chain:
    """Whether the chain holds.

    Attributes
    ----------
    rows : int
        How many rows there are.
    head : str
        Hash of the last.
    broken : int or None
        Number of the first row that is missing, altered or added; None when all is well.
    """

    rows: int
    head: str
    broken: int | None


def append(
    connection: Connection,
    actor: str,
    action: Action,
    subject: str,
    *,
    now: datetime,
    details: Mapping[str, object],
) -> None:
    """Write the next row; whoever calls holds the lock of the table, see `Journal.changing`."""
    append_all(connection, actor, action, [Deed(subject, details)], now=now)


def append_all(
    connection: Connection, actor: str, action: Action, deeds: Iterable[Deed], *, now: datetime
) -> None:
    """Write a row for each of many things that were done at once; as `append`."""
    last, link = _head(connection)
    rows = []
    for deed in deeds:
        last, previous = last + 1, link
        written = json.dumps(
            deed.details, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        row = (last, now, actor, action.value, deed.subject, written, previous)
        link = _hash(row)
        rows.append(dict(zip(audit.c.keys(), (*row, link), strict=True)))
    if rows:
        connection.execute(insert(audit), rows)
        settings.put(connection, HEAD, f"{last}:{link}")


def check_chain(connection: Connection) -> Chain:
    """Return whether every row is there and as it was written.

    Raises
    ------
    geodata.errors.JournalError
        A journal from before there was an audit.
    """
    if not inspect(connection).has_table(audit.name):
        raise JournalError(
            "this journal is older than its audit; the site carries it forward when it starts",
            "این دفتر هنوز ممیزی ندارد؛ سایت هنگام آغاز به کار آن را به‌روز می‌کند",
        )
    last, head = _head(connection)
    number, previous, broken = 0, NOTHING, None
    for row in connection.execute(select(audit).order_by(audit.c.sequence)):
        number += 1
        *told, link = row
        is_next = row.sequence == number and row.previous_hash == previous
        if broken is None and not (is_next and _hash(told) == link):
            broken = number
        previous = link
    if broken is None and (number, previous) != (last, head):
        broken = min(number, last) + (number != last)
    return Chain(number, previous, broken)


def entries(
    connection: Connection, *, actor: str | None = None, action: str | None = None, limit: int,
    offset: int = 0,
) -> list[Entry]:  # fmt: skip
    """Return rows of the audit, the newest first."""
    asked = select(
        audit.c.sequence, audit.c.at, audit.c.actor, audit.c.action, audit.c.subject,
        audit.c.details,
    )  # fmt: skip
    for column, value in ((audit.c.actor, actor), (audit.c.action, action)):
        if value is not None:
            asked = asked.where(column == value)
    rows = connection.execute(asked.order_by(audit.c.sequence.desc()).limit(limit).offset(offset))
    return [Entry(*row[:-1], details=json.loads(row.details)) for row in rows]


def cube(connection: Connection) -> list[tuple[Any, ...]]:
    """Return how many rows there are of every pair of `FACETS` that occurs."""
    facets = [audit.c[facet] for facet in FACETS]
    return [
        tuple(row) for row in connection.execute(select(*facets, func.count()).group_by(*facets))
    ]


def head_of(connection: Connection) -> str:
    """Return a word that is another after everything that is decided, later ones sorting later."""
    last, link = _head(connection)
    return f"{last:09d}-{link[:12]}"


def _head(connection: Connection) -> tuple[int, str]:
    last, _, link = (settings.get(connection, HEAD) or f"0:{NOTHING}").partition(":")
    return int(last), link


def _hash(row: Sequence[Any]) -> str:
    """The hash of everything in a row but itself, that of the row before included."""
    sequence, at, *told = row
    text = json.dumps([sequence, at.isoformat(timespec="microseconds"), *told], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
