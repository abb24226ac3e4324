"""All pictures with their consent, for stewards: what is shown, and what is taken down at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from geodata.journal.accounts import Role
from geodata.journal.picture_records import content_of
from geodata.journal.pictures import (
    Consent,
    is_known_picture,
    put_picture_back,
    set_consent,
    take_picture_down,
)
from geodata.store.directory import PORTRAITS
from webmap import forms, params
from webmap.contexts.pictures import SOURCES, WORDS, built_context, kept_context
from webmap.dataset import current_catalogue, site_dataset
from webmap.journal import required_journal
from webmap.logins import required_login, utc_now
from webmap.portraits import PICTURE_NAME
from webmap.rights import needs, own_path
from webmap.security import DRAWING_POLICY

bp = Blueprint("pictures", __name__)

PAGE_LENGTH = 24
MOST_PAGES = 100_000
MOST_REASON, MOST_CREDIT = 500, 200
NO_STORE = "no-store"


@bp.get("/pictures")
@needs(Role.STEWARD)
def gallery() -> str:
    """The pictures that are kept here, or with `source=built` those that came with the build."""
    number = params.whole_number("page", 1, highest=MOST_PAGES)
    catalogue, journal = current_catalogue(), required_journal()
    if params.choice("source", SOURCES, "kept") == "built":
        page = built_context(catalogue, journal, number, length=PAGE_LENGTH, address=_address)
    else:
        wanted = {facet: params.optional_choice(facet, words) for facet, words in WORDS.items()}
        page = kept_context(
            catalogue, journal, wanted, number, length=PAGE_LENGTH, address=_address
        )
    return render_template("pages/pictures.html", page=page)


@bp.get("/pictures/<record_id:media_id>/image")
@needs(Role.STEWARD)
def image(media_id: int) -> Response:
    """A picture that is kept here, shown or not."""
    with required_journal().reading() as connection:
        content = content_of(connection, media_id)
    if content is None:
        abort(404)
    return private_picture(content, "image/webp")


@bp.get("/pictures/<string(length=21):name>/image")
@needs(Role.STEWARD)
def built_image(name: str) -> Response:
    """A portrait of the build, taken down or not."""
    if not _is_built(name):
        abort(404)
    file = site_dataset().version(current_catalogue().info.dataset_id) / PORTRAITS / name
    return private_picture(file.read_bytes(), "image/webp")


@bp.post("/pictures/<record_id:media_id>/consent")
@needs(Role.STEWARD)
def consent(media_id: int) -> AnyResponse:
    """Keep what was said about showing a picture."""
    set_consent(
        required_journal(),
        media_id,
        Consent(forms.choice("consent", [*Consent])),
        forms.optional_text("credit", longest=MOST_CREDIT),
        seen=request.form.get("seen", ""),
        by=required_login().account.name,
        now=utc_now(),
    )
    return _back()


@bp.post("/pictures/<string(length=21):name>/take-down")
@needs(Role.STEWARD)
def take_down(name: str) -> AnyResponse:
    """Show a picture no more, from the next request on."""
    journal = required_journal()
    with journal.reading() as connection:
        is_known = PICTURE_NAME.fullmatch(name) and is_known_picture(connection, name)
    if not is_known and not _is_built(name):
        abort(404)
    reason = forms.text("reason", longest=MOST_REASON)
    naming_id = forms.optional_text("naming", longest=params.MAX_FILTER_CHARS) or None
    by = required_login().account.name
    take_picture_down(journal, name, reason, by=by, now=utc_now(), naming_id=naming_id)
    return _back()


@bp.post("/pictures/<string(length=21):name>/put-back")
@needs(Role.STEWARD)
def put_back(name: str) -> AnyResponse:
    """Let a picture be shown again, as far as there is consent."""
    put_picture_back(required_journal(), name, by=required_login().account.name, now=utc_now())
    return _back()


def private_picture(content: bytes, content_type: str) -> Response:
    """Return a picture for those who work here: nothing on the way keeps it."""
    headers = {"Cache-Control": NO_STORE, "Content-Security-Policy": DRAWING_POLICY}
    return Response(content, content_type=content_type, headers=headers)


def _is_built(name: str) -> bool:
    version = site_dataset().version(current_catalogue().info.dataset_id)
    return bool(PICTURE_NAME.fullmatch(name)) and (version / PORTRAITS / name).is_file()


def _address(query: Mapping[str, Any]) -> str:
    return url_for("pictures.gallery", **query)


def _back() -> AnyResponse:
    return redirect(own_path(request.form.get("next")) or _address({}), 303)
