"""The pictures that are kept: what everybody may see, and all of them for those who work here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, select

from geodata.journal.pictures import PORTRAIT, SIGN, Consent, taken_down
from geodata.journal.tables import media, take_down

FACETS = ("kind", "consent", "shown")
YES, NO = "yes", "no"
Wanted = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class PictureRecord:
    """A picture as it stands, without its content.

    Attributes
    ----------
    kind : str
        'portrait' or 'plaque'.
    """

    media_id: int
    name: str
    kind: str
    naming_id: str | None
    credit: str
    consent: str
    added_by: str
    added_at: datetime
    taken_down_by: str | None
    taken_down_at: datetime | None

    @property
    def is_shown(self) -> bool:
        """Whether everybody sees it."""
        is_free = self.taken_down_at is None and self.consent == Consent.GIVEN
        return self.kind == PORTRAIT and is_free


@dataclass(frozen=True, slots=True)
class TakeDown:
    """Why a picture is not shown, by whom and since when."""

    name: str
    reason: str
    taken_down_by: str
    taken_down_at: datetime


_COLUMNS = [media.c[name] for name in PictureRecord.__dataclass_fields__]
_IS_SHOWN = (
    (media.c.kind == PORTRAIT)
    & (media.c.consent == Consent.GIVEN.value)
    & media.c.taken_down_at.is_(None)
)
# Every page of an alley asks this: put together once.
_SHOWN_OF = (
    select(*_COLUMNS)
    .where(media.c.naming_id.in_(bindparam("naming_ids", expanding=True)), _IS_SHOWN)
    .order_by(media.c.media_id)
)
_FACETS: Mapping[str, ColumnElement[Any]] = {
    "kind": media.c.kind,
    "consent": media.c.consent,
    "shown": case((_IS_SHOWN, YES), else_=NO),
}


def shown_portraits(connection: Connection, naming_ids: Iterable[str]) -> dict[str, PictureRecord]:
    """Return the portraits that everybody may see, the newest of each naming."""
    rows = connection.execute(_SHOWN_OF, {"naming_ids": list(naming_ids)})
    return {row.naming_id: PictureRecord(*row) for row in rows}


def portrayed(connection: Connection) -> frozenset[str]:
    """Return the namings whose honoree has a kept portrait that everybody may see."""
    found = connection.scalars(select(media.c.naming_id).where(_IS_SHOWN).distinct())
    return frozenset(naming_id for naming_id in found if naming_id)


def shown_content(connection: Connection, name: str) -> bytes | None:
    """Return a portrait that everybody may see, None for any other."""
    asked = select(media.c.content).where(media.c.name == name, _IS_SHOWN)
    content: bytes | None = connection.scalar(asked.limit(1))
    return content


def content_of(connection: Connection, media_id: int) -> bytes | None:
    """Return any picture, for who works here."""
    content: bytes | None = connection.scalar(
        select(media.c.content).where(media.c.media_id == media_id)
    )
    return content


def sign_photo(connection: Connection, media_id: int) -> bytes | None:
    """Return the photo of a sign for its history, None for one that is to be seen no more."""
    is_free = media.c.consent.not_in([Consent.REFUSED.value, Consent.WITHDRAWN.value])
    asked = select(media.c.name, media.c.content).where(
        media.c.media_id == media_id, media.c.kind == SIGN, is_free
    )
    row = connection.execute(asked).one_or_none()
    return None if row is None or taken_down(connection, [row.name]) else bytes(row.content)


def picture_cube(connection: Connection) -> list[tuple[Any, ...]]:
    """Return how many pictures there are of every combination of `FACETS` that occurs."""
    columns = [_FACETS[facet].label(facet) for facet in FACETS]
    kinds = select(*columns).subquery()
    names = [kinds.c[facet] for facet in FACETS]
    return [tuple(row) for row in connection.execute(select(*names, func.count()).group_by(*names))]


def pictures(
    connection: Connection, wanted: Wanted, *, limit: int, offset: int
) -> list[PictureRecord]:
    """Return pictures with the wanted values of `FACETS`, the newest first."""
    newest = media.c.media_id.desc()
    found = select(media.c.media_id)
    for facet, value in wanted.items():
        if value is not None:
            found = found.where(_FACETS[facet] == value)
    ids = connection.scalars(found.order_by(newest).limit(limit).offset(offset)).all()
    rows = connection.execute(select(*_COLUMNS).where(media.c.media_id.in_(ids)).order_by(newest))
    return [PictureRecord(*row) for row in rows]


def take_downs(connection: Connection, names: Iterable[str]) -> dict[str, TakeDown]:
    """Return of some pictures those that are taken down, by name."""
    columns = [take_down.c[name] for name in TakeDown.__dataclass_fields__]
    here = take_down.c.name.in_(list(names))
    rows = connection.execute(select(*columns).where(here, take_down.c.put_back_at.is_(None)))
    return {row.name: TakeDown(*row) for row in rows}
