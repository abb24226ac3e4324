"""The broadcaster's films and recordings: reserved, delivered, published, withdrawn.

Every step is one transaction with its row of the audit and knows what whoever takes it has seen.
The files themselves lie elsewhere, see `geodata.recordings`; here they are names made of their
content. What a steward takes down is shown nowhere, by the same table as pictures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from geodata.errors import DecidedError
from geodata.journal.audit import Action
from geodata.journal.database import Journal
from geodata.journal.episode_records import IN_FORCE, Episode, Kind, State, link_name
from geodata.journal.pictures import keep_put_back, keep_take_down, taken_down
from geodata.journal.tables import episode


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is delivered: a file here or a link elsewhere, never both.

    Attributes
    ----------
    file, poster, captions : str, optional
        Names in the folder of recordings.
    size_bytes : int, optional
        Of the file.
    """

    title: str
    credits: str
    licence: str
    link: str | None = None
    file: str | None = None
    size_bytes: int | None = None
    poster: str | None = None
    captions: str | None = None

    @property
    def content(self) -> str:
        """The name that what is shown has in the table of take-downs."""
        return self.file or link_name(self.link or "")


def reserve(journal: Journal, naming_id: str, kind: Kind, *, by: str, now: datetime) -> int:
    """Let somebody make one kind of film of somebody, and return its id.

    Raises
    ------
    DecidedError
        It is made by somebody already.
    """
    details = {"naming": naming_id, "kind": kind.value}
    with journal.changing(
        by, Action.EPISODE_RESERVED, naming_id, now=now, details=details
    ) as connection:
        same = (episode.c.naming_id == naming_id, episode.c.kind == kind.value)
        if connection.scalar(select(episode.c.episode_id).where(*same, IN_FORCE)):
            raise DecidedError(
                f"{kind.value} of {naming_id} is reserved already",
                "این برنامه پیش‌تر رزرو شده است",
            )
        made = insert(episode).values(
            naming_id=naming_id, kind=kind.value, state=State.RESERVED.value, revision=1,
            title="", credits="", licence="", reason="", reserved_by=by, reserved_at=now,
        )  # fmt: skip
        key = connection.execute(made).inserted_primary_key
        assert key is not None
        return int(key[0])


def deliver(
    journal: Journal, found: Episode, delivery: Delivery, *, by: str, now: datetime
) -> None:
    """Keep what was delivered; until it is published it may be delivered anew.

    Raises
    ------
    DecidedError
        Somebody was faster, it cannot be delivered any more, or this content was taken down.
    """
    details = {
        **_about(found), "title": delivery.title, "licence": delivery.licence,
        "file": delivery.file, "link": delivery.link,
    }  # fmt: skip
    values = {name: getattr(delivery, name) for name in Delivery.__dataclass_fields__}
    with journal.changing(
        by, Action.EPISODE_DELIVERED, found.naming_id, now=now, details=details
    ) as connection:
        if taken_down(connection, [delivery.content]):
            raise DecidedError(
                f"{delivery.content} was taken down",
                "این پرونده یا پیوند پیش‌تر برداشته شده است؛ کارشناس باید بازش گرداند",
            )
        told = {"state": State.DELIVERED.value, "delivered_by": by, "delivered_at": now}
        _step(connection, found, (State.RESERVED, State.DELIVERED), values | told)


def publish(journal: Journal, found: Episode, *, by: str, now: datetime) -> None:
    """Show it to everybody; whoever does says that the family agrees.

    Raises
    ------
    DecidedError
        Somebody was faster, it is not delivered, or it was taken down.
    """
    details = {**_about(found), "title": found.title, "consent": "given", "file": found.file}
    with journal.changing(
        by, Action.EPISODE_PUBLISHED, found.naming_id, now=now, details=details
    ) as connection:
        if taken_down(connection, [found.content or ""]):
            raise DecidedError(f"{found.content} was taken down", _IS_DOWN)
        told = {"state": State.PUBLISHED.value, "published_by": by, "published_at": now}
        _step(connection, found, (State.DELIVERED,), told)


def withdraw(journal: Journal, found: Episode, reason: str, *, by: str, now: datetime) -> None:
    """Give up a reservation, or show what was published no more.

    Raises
    ------
    DecidedError
        Somebody was faster.
    """
    details = {**_about(found), "title": found.title, "reason": reason}
    with journal.changing(
        by, Action.EPISODE_WITHDRAWN, found.naming_id, now=now, details=details
    ) as connection:
        told = {
            "state": State.WITHDRAWN.value, "withdrawn_by": by, "withdrawn_at": now,
            "reason": reason,
        }  # fmt: skip
        _step(connection, found, (State.RESERVED, State.DELIVERED, State.PUBLISHED), told)


def take_episode_down(
    journal: Journal, found: Episode, reason: str, *, by: str, now: datetime
) -> None:
    """Let its content be shown no more, from now on, whoever publishes it again.

    Raises
    ------
    DecidedError
        It is taken down already, or there is nothing to take down.
    """
    if found.content is None:
        raise DecidedError(f"episode {found.episode_id} is not delivered", _CHANGED)
    details = {**_about(found), "title": found.title, "reason": reason}
    with journal.changing(
        by, Action.EPISODE_TAKEN_DOWN, found.naming_id, now=now, details=details
    ) as connection:
        if taken_down(connection, [found.content]):
            raise DecidedError(f"{found.content} is taken down already", _IS_DOWN)
        keep_take_down(connection, found.content, reason, by=by, now=now)


def put_episode_back(journal: Journal, found: Episode, *, by: str, now: datetime) -> None:
    """Let its content be shown again.

    Raises
    ------
    DecidedError
        It is not taken down.
    """
    details = {**_about(found), "title": found.title}
    with journal.changing(
        by, Action.EPISODE_PUT_BACK, found.naming_id, now=now, details=details
    ) as connection:
        if not keep_put_back(connection, found.content or "", by=by, now=now):
            raise DecidedError(
                f"episode {found.episode_id} is not taken down", "این برنامه برداشته نشده است"
            )


def _step(
    connection: Connection, seen: Episode, may_be: tuple[State, ...], values: Mapping[str, Any]
) -> None:
    """Change it, if it is as it was seen and may be changed so."""
    as_seen = (
        episode.c.episode_id == seen.episode_id,
        episode.c.revision == seen.revision,
        episode.c.state.in_([state.value for state in may_be]),
    )
    step = update(episode).where(*as_seen).values(**values, revision=seen.revision + 1)
    if not connection.execute(step).rowcount:
        raise DecidedError(f"episode {seen.episode_id} was changed in the meantime", _CHANGED)


def _about(found: Episode) -> dict[str, object]:
    return {"episode": found.episode_id, "naming": found.naming_id, "kind": found.kind.value}


_CHANGED = "در این میان وضعیت این برنامه عوض شده است؛ دوباره ببینید"
_IS_DOWN = "این برنامه پیش‌تر برداشته شده است"
