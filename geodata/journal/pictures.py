"""Pictures: whether they may be shown, and what was taken down.

A picture is known by the name its content gives it, one that came with a build and one that is
kept here alike. What is taken down is shown nowhere, whatever anybody consented to.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from geodata.errors import DecidedError, QueryError, UnknownRecordError
from geodata.journal.audit import Action, append
from geodata.journal.database import Journal
from geodata.journal.plaque_events import Picture
from geodata.journal.tables import media, take_down

PORTRAIT, SIGN = "portrait", "plaque"
"""What a picture shows."""


class Consent(StrEnum):
    """Whether those whose picture it is agree that it is shown."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OWN = "own"
"""What stands for consent with a photo that somebody took who works here."""
_IN_FORCE = take_down.c.put_back_at.is_(None)


def keep_portrait(
    connection: Connection, picture: Picture, naming_id: str, credit: str, *, by: str, now: datetime
) -> None:
    """Keep a picture of a naming's honoree, inside a change that is more.

    Raises
    ------
    DecidedError
        It was taken down before, or it is there already.
    """
    if taken_down(connection, [picture.name]):
        raise DecidedError(
            f"{picture.name} was taken down",
            "این تصویر پیش‌تر برداشته شده است؛ نخست در صفحهٔ تصویرها بازش گردانید",
        )
    here = select(media.c.media_id).where(*_of(picture.name, naming_id))
    if connection.scalar(here):
        raise DecidedError(f"{picture.name} is kept already", "این تصویر پیش‌تر افزوده شده است")
    connection.execute(
        insert(media).values(
            name=picture.name, kind=PORTRAIT, content=picture.content, naming_id=naming_id,
            credit=credit, consent=picture.consent, added_by=by, added_at=now,
        )
    )  # fmt: skip
    details = {"naming": naming_id, "consent": picture.consent, "credit": credit}
    append(connection, by, Action.PICTURE_ADDED, picture.name, now=now, details=details)


def drop_portrait(connection: Connection, name: str, naming_id: str) -> None:
    """Take out a picture whose adding is undone, inside the change that undoes it."""
    connection.execute(delete(media).where(*_of(name, naming_id)))


def set_consent(
    journal: Journal, media_id: int, consent: Consent, credit: str, *, seen: str, by: str,
    now: datetime,
) -> None:  # fmt: skip
    """Keep what was said about showing a picture.

    Parameters
    ----------
    seen : str
        The consent when whoever decides looked at it.

    Raises
    ------
    UnknownRecordError
        There is no such picture.
    QueryError
        It was taken by somebody who works here: there is nobody to ask.
    DecidedError
        Somebody has changed it since.
    """
    with journal.reading() as connection:
        asked = select(media.c.name, media.c.naming_id, media.c.consent)
        row = connection.execute(asked.where(media.c.media_id == media_id)).one_or_none()
    if row is None:
        raise UnknownRecordError(f"no picture {media_id}", "تصویری با این شناسه نیست")
    if row.consent == OWN:
        raise QueryError(
            f"picture {media_id} is our own",
            "این عکس را کارکنان گرفته‌اند و رضایتی در کار نیست",
            parameter="consent",
        )
    details = {
        "naming": row.naming_id,
        "before": row.consent,
        "consent": consent.value,
        "credit": credit,
    }
    with journal.changing(
        by, Action.CONSENT_CHANGED, row.name, now=now, details=details
    ) as connection:
        as_seen = (media.c.media_id == media_id, media.c.consent == seen)
        changed = update(media).where(*as_seen).values(consent=consent.value, credit=credit)
        if not connection.execute(changed).rowcount:
            raise DecidedError(
                f"the consent of {media_id} was changed in the meantime",
                "در این میان کس دیگری رضایت این تصویر را تغییر داده است؛ دوباره ببینید",
            )


def take_picture_down(
    journal: Journal, name: str, reason: str, *, by: str, now: datetime, naming_id: str | None
) -> None:
    """Let a picture be shown no more, from now on.

    Parameters
    ----------
    naming_id : str, optional
        Whose honoree it shows, for the audit.

    Raises
    ------
    DecidedError
        It is taken down already.
    """
    details = {"reason": reason, "naming": naming_id}
    with journal.changing(
        by, Action.PICTURE_TAKEN_DOWN, name, now=now, details=details
    ) as connection:
        keep_take_down(connection, name, reason, by=by, now=now)


def keep_take_down(
    connection: Connection, name: str, reason: str, *, by: str, now: datetime
) -> None:
    """Do what `take_picture_down` does inside a change that is more; who calls audits it."""
    if taken_down(connection, [name]):
        raise DecidedError(f"{name} is taken down already", "این تصویر پیش‌تر برداشته شده است")
    row = {"name": name, "reason": reason, "taken_down_by": by, "taken_down_at": now}
    connection.execute(insert(take_down).values(row))
    # Whoever reads a row of `media` alone sees it too.
    kept = update(media).where(media.c.name == name)
    connection.execute(kept.values(taken_down_by=by, taken_down_at=now))


def put_picture_back(journal: Journal, name: str, *, by: str, now: datetime) -> None:
    """Let a picture be shown again, as far as there is consent.

    Raises
    ------
    DecidedError
        It is not taken down, or no longer.
    """
    with journal.changing(by, Action.PICTURE_PUT_BACK, name, now=now) as connection:
        if not keep_put_back(connection, name, by=by, now=now):
            raise DecidedError(f"{name} is not taken down", "این تصویر برداشته نشده است")
        kept = update(media).where(media.c.name == name)
        connection.execute(kept.values(taken_down_by=None, taken_down_at=None))


def keep_put_back(connection: Connection, name: str, *, by: str, now: datetime) -> bool:
    """End a take-down inside a change that is more; return whether there was one."""
    back = update(take_down).where(take_down.c.name == name, _IN_FORCE)
    return bool(connection.execute(back.values(put_back_by=by, put_back_at=now)).rowcount)


def taken_down(connection: Connection, names: list[str]) -> frozenset[str]:
    """Return which of some pictures must not be shown."""
    asked = select(take_down.c.name).where(take_down.c.name.in_(names), _IN_FORCE)
    return frozenset(connection.scalars(asked)) if names else frozenset()


def all_taken_down(connection: Connection) -> frozenset[str]:
    """Return everything that must not be shown."""
    return frozenset(connection.scalars(select(take_down.c.name).where(_IN_FORCE)))


def is_known_picture(connection: Connection, name: str) -> bool:
    """Return whether a picture of this name is kept here, or was taken down once."""
    tables = ((media, media.c.name), (take_down, take_down.c.name))
    return any(
        connection.scalar(select(func.count()).select_from(table).where(column == name))
        for table, column in tables
    )


def _of(name: str, naming_id: str) -> tuple[ColumnElement[bool], ...]:
    return (media.c.name == name, media.c.naming_id == naming_id, media.c.kind == PORTRAIT)
