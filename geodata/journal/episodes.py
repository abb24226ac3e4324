"""The broadcaster's films and recordings: reserved, delivered, published, withdrawn.

Every step is one transaction with its row of the audit and knows what whoever takes it has seen.
The files themselves lie elsewhere, see `geodata.recordings`; here they are names made of their
content. What a steward takes down is shown nowhere, by the same table as pictures.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, insert, or_, select, update

from geodata.errors import DecidedError, UnknownRecordError
from geodata.journal.audit import Action
from geodata.journal.database import Journal
from geodata.journal.pictures import keep_put_back, keep_take_down, taken_down
from geodata.journal.tables import episode


class Kind(StrEnum):
    """What the broadcaster makes of somebody."""

    PORTRAIT = "portrait"
    BIOGRAPHY = "biography"
    EPISODE = "episode"
    ALLEY = "alley"


class State(StrEnum):
    """How far it is."""

    RESERVED = "reserved"
    DELIVERED = "delivered"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


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


@dataclass(frozen=True, slots=True)
class Episode:
    """One film or recording as it stands.

    Attributes
    ----------
    revision : int
        Another one after every step.
    is_taken_down : bool
        Whether a steward has taken it down, whatever its state.
    """

    episode_id: int
    naming_id: str
    kind: Kind
    state: State
    revision: int
    title: str
    credits: str
    licence: str
    link: str | None
    file: str | None
    size_bytes: int | None
    poster: str | None
    captions: str | None
    reserved_by: str
    reserved_at: datetime
    delivered_by: str | None
    delivered_at: datetime | None
    published_by: str | None
    published_at: datetime | None
    withdrawn_by: str | None
    withdrawn_at: datetime | None
    reason: str
    is_taken_down: bool = False

    def as_seen(self, revision: int) -> Episode:
        """Return it as somebody saw it who now wants to change it."""
        return replace(self, revision=revision)

    @property
    def is_shown(self) -> bool:
        """Whether everybody sees it."""
        return self.state is State.PUBLISHED and not self.is_taken_down

    @property
    def content(self) -> str | None:
        """The name that what is shown has in the table of take-downs."""
        return self.file or (link_name(self.link) if self.link else None)


def link_name(link: str) -> str:
    """Return the name a link has in the table of take-downs."""
    return f"{hashlib.blake2b(link.encode(), digest_size=16).hexdigest()}.link"


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
        if connection.scalar(select(episode.c.episode_id).where(*same, _IN_FORCE)):
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


def episode_of(connection: Connection, episode_id: int) -> Episode:
    """Return one by its id.

    Raises
    ------
    UnknownRecordError
        There is none.
    """
    for one in _found(connection, episode.c.episode_id == episode_id):
        return one
    raise UnknownRecordError(f"no episode {episode_id}", "برنامه‌ای با این شناسه نیست")


def episodes_of(connection: Connection, namings: Iterable[str]) -> list[Episode]:
    """Return everything that was ever made of some namings, the oldest first."""
    return _found(connection, episode.c.naming_id.in_(list(namings)))


def shown_episodes(connection: Connection, namings: Iterable[str]) -> list[Episode]:
    """Return what everybody sees of some namings, the longest published first."""
    is_published = episode.c.state == State.PUBLISHED.value
    found = _found(connection, episode.c.naming_id.in_(list(namings)), is_published)
    return [one for one in found if one.is_shown]


def episodes_in_force(connection: Connection) -> list[Episode]:
    """Return everything that is reserved, delivered or published."""
    return _found(connection, _IN_FORCE)


def has_episodes(connection: Connection) -> bool:
    """Return whether anything is reserved, delivered or published."""
    return bool(connection.scalar(select(func.count()).select_from(episode).where(_IN_FORCE)))


def episode_with(connection: Connection, file: str) -> list[Episode]:
    """Return the episodes that a file belongs to, as film, picture or captions."""
    columns = (episode.c.file, episode.c.poster, episode.c.captions)
    return _found(connection, or_(*(column == file for column in columns)))


def _found(connection: Connection, *wanted: ColumnElement[bool]) -> list[Episode]:
    columns = [episode.c[name] for name in _COLUMNS]
    asked = select(*columns).where(*wanted).order_by(episode.c.episode_id)
    rows = [_episode(row) for row in connection.execute(asked).mappings()]
    down = taken_down(connection, [one.content for one in rows if one.content])
    return [replace(one, is_taken_down=True) if one.content in down else one for one in rows]


def _episode(row: RowMapping) -> Episode:
    return Episode(**{**row, "kind": Kind(row["kind"]), "state": State(row["state"])})


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


_COLUMNS = [name for name in Episode.__dataclass_fields__ if name != "is_taken_down"]
_IN_FORCE = episode.c.withdrawn_at.is_(None)
_CHANGED = "در این میان وضعیت این برنامه عوض شده است؛ دوباره ببینید"
_IS_DOWN = "این برنامه پیش‌تر برداشته شده است"
