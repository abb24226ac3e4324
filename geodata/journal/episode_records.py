"""The broadcaster's films and recordings as they stand, taken down or not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, RowMapping, or_, select

from geodata.errors import UnknownRecordError
from geodata.journal.pictures import taken_down
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


def shown_episodes(connection: Connection, namings: Iterable[str]) -> list[Episode]:
    """Return what everybody sees of some namings, the longest published first."""
    is_published = episode.c.state == State.PUBLISHED.value
    found = _found(connection, episode.c.naming_id.in_(list(namings)), is_published)
    return [one for one in found if one.is_shown]


def episodes_in_force(connection: Connection) -> list[Episode]:
    """Return everything that is reserved, delivered or published."""
    return _found(connection, IN_FORCE)


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


_COLUMNS = [name for name in Episode.__dataclass_fields__ if name != "is_taken_down"]
IN_FORCE = episode.c.withdrawn_at.is_(None)
