"""Whose portrait is shown: kept ones with consent before those of the build, none taken down.

A page without people asks nothing; one with people asks the journal once.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Flask, Response, abort, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from geodata.catalogue import Naming
from geodata.errors import JournalError
from geodata.journal.picture_records import shown_content, shown_portraits
from geodata.journal.pictures import taken_down
from webmap.assets import REVALIDATE
from webmap.journal import required_journal, site_journal
from webmap.security import DRAWING_POLICY

bp = Blueprint("portraits", __name__)
log = logging.getLogger("webmap.portraits")

PICTURE_NAME = re.compile(r"[0-9a-f]{16}\.webp", re.ASCII)


@dataclass(frozen=True, slots=True)
class Portrait:
    """A portrait that everybody may see."""

    name: str
    url: str
    credit: str | None
    naming_id: str


def init_portraits(app: Flask) -> None:
    """Offer `shown_portrait` to the templates of `app`."""
    app.jinja_env.filters["shown_portrait"] = shown_portrait


def shown_portrait(namings: Sequence[Naming]) -> Portrait | None:
    """Return the portrait of an honoree by their namings, None where there is none to be shown.

    Where the journal cannot be read nobody can say what was taken down: then none is shown.
    """
    try:
        found = shown_of_all(namings)
    except JournalError as error:
        log.warning("no portrait is shown: %s", error)
        return None
    return found[0] if found else None


def shown_of_all(namings: Sequence[Naming]) -> list[Portrait]:
    """Return the portraits of some namings that may be shown, kept ones first.

    Raises
    ------
    JournalError
        There is a journal, but it cannot be read.
    """
    built = [_built(naming, naming.portrait) for naming in namings if naming.portrait]
    journal = site_journal().open()
    if journal is None or not namings:
        return built
    with journal.reading() as connection:
        kept = shown_portraits(connection, [naming.naming_id for naming in namings])
        hidden = taken_down(connection, [one.name for one in built])
    shown = [
        Portrait(one.name, kept_address(one.name), one.credit or None, naming_id)
        for naming_id, one in kept.items()
    ]
    return shown + [one for one in built if one.name not in hidden]


def is_taken_down(name: str) -> bool:
    """Return whether a portrait of the build must not be shown.

    Raises
    ------
    JournalError
        There is a journal, but it cannot be read.
    """
    journal = site_journal().open()
    if journal is None:
        return False
    with journal.reading() as connection:
        return bool(taken_down(connection, [name]))


def kept_address(name: str) -> str:
    """Return the public address of a picture that is kept in the journal."""
    return url_for("portraits.kept", name=name)


@bp.get("/pictures/<string(length=21):name>")
def kept(name: str) -> AnyResponse:
    """A portrait that is kept in the journal, by the name its content gives it."""
    if not PICTURE_NAME.fullmatch(name):
        abort(404)
    with required_journal().reading() as connection:
        content = shown_content(connection, name)
    if content is None:
        abort(404)
    return picture_answer(name, content)


def picture_answer(name: str, content: bytes) -> Response:
    """Return a picture that is asked for anew each time: it may be taken down at any moment."""
    headers = {"Cache-Control": REVALIDATE, "Content-Security-Policy": DRAWING_POLICY}
    response = Response(content, content_type="image/webp", headers=headers)
    response.set_etag(name)
    response.make_conditional(request)
    return response


def _built(naming: Naming, name: str) -> Portrait:
    address = url_for("sheets.portrait", name=name)
    return Portrait(name, address, naming.photo_credit, naming.naming_id)
