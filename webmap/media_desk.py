"""The broadcaster's desk: reserve, deliver, publish, withdraw; a steward may take down.

Files are written into the folder of recordings while they arrive, judged by their content and
kept under its hash; what they were called is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from geodata.errors import QueryError
from geodata.journal.accounts import Role
from geodata.journal.episode_records import Episode, Kind, episode_of, episode_with
from geodata.journal.episodes import (
    Delivery,
    deliver,
    publish,
    put_episode_back,
    reserve,
    take_episode_down,
    withdraw,
)
from geodata.recordings.captions import LARGEST as LARGEST_CAPTIONS
from geodata.recordings.captions import as_vtt, read_captions
from geodata.recordings.folder import Kept
from webmap import forms, params
from webmap.anniversary_query import today
from webmap.config import site_config
from webmap.contexts.media_desk import SORTS, Wanted, episode_context, list_context
from webmap.contexts.media_table import FACETS, known_values
from webmap.dataset import current_catalogue
from webmap.i18n import gettext
from webmap.journal import required_journal
from webmap.logins import required_login, utc_now
from webmap.photos import still_picture
from webmap.presentation import local_number, web_address
from webmap.recordings import recording_answer, site_folder
from webmap.rights import needs, own_path
from webmap.uploads import MEBIBYTE, expect_files

bp = Blueprint("media_desk", __name__, url_prefix="/media-desk")

PAGE_LENGTH = 20
MOST_PAGES = 100_000
MOST_TITLE, MOST_CREDITS, MOST_LICENCE, MOST_LINK, MOST_REASON = 150, 400, 150, 400, 500
LARGEST_POSTER_MB, POSTER_SIDE = 6, 1280
BESIDE_MB = 9
"""What a delivery holds besides the film: still picture, captions, words [MiB]."""
NO_STORE = "no-store"


@bp.get("")
@needs(Role.MEDIA)
def listed() -> str:
    """Everybody with what there is of them and what lacks."""
    catalogue = current_catalogue()
    wanted = {facet: params.filter_text(facet) for facet in FACETS}
    for facet, value in wanted.items():
        if value is not None and value not in known_values(catalogue, facet):
            raise params.unknown_value(facet, value)
    page = list_context(
        catalogue,
        required_journal(),
        Wanted(
            wanted,
            today(),
            params.filter_text("q") or "",
            params.choice("sort", tuple(SORTS), "name"),
        ),
        params.whole_number("page", 1, highest=MOST_PAGES),
        length=PAGE_LENGTH,
        address=_list_address,
    )
    return render_template("pages/media_desk.html", page=page)


@bp.post("/reserve")
@needs(Role.MEDIA)
def reserve_one() -> AnyResponse:
    """Reserve one kind of film of somebody."""
    naming = current_catalogue().naming(forms.text("naming", longest=params.MAX_FILTER_CHARS))
    kind = Kind(forms.choice("kind", [*Kind]))
    made = reserve(required_journal(), naming.naming_id, kind, by=_by(), now=utc_now())
    return redirect(own_path(request.form.get("next")) or _address(made), 303)


@bp.get("/episodes/<record_id:episode_id>")
@needs(Role.MEDIA)
def one(episode_id: int) -> str:
    """One episode with what can be done with it."""
    return _page(episode_id)


def _expect_files() -> None:
    largest_mb = site_config().media_mb
    folder = site_folder()
    folder.make()
    expect_files(folder.path, largest_mb + BESIDE_MB)
    g.too_large_fa = gettext(
        "پرونده بزرگ‌تر از %(limit)s مگابایت پذیرفته نمی‌شود؛ خروجی کوچک‌تری بسازید یا پیوند بدهید.",
        limit=local_number(largest_mb),
    )
    if (size := request.content_length or 0) <= (largest_mb + BESIDE_MB) * MEBIBYTE:
        folder.expect(size)


@bp.post("/episodes/<record_id:episode_id>/deliver")
@needs(Role.MEDIA, before_form=_expect_files)
def deliver_one(episode_id: int) -> str | tuple[str, int] | AnyResponse:
    """Take a film or a link; what cannot be taken is told above the form."""
    found = _episode(episode_id)
    try:
        delivery = _delivery()
    except QueryError as refused:
        return _page(episode_id, gettext(refused.message_fa)), 400
    deliver(required_journal(), found, delivery, by=_by(), now=utc_now())
    return redirect(_address(episode_id), 303)


@bp.post("/episodes/<record_id:episode_id>/publish")
@needs(Role.MEDIA)
def publish_one(episode_id: int) -> AnyResponse:
    """Show it to everybody, when whoever does says that the family agrees."""
    forms.choice("consent", ("given",))
    publish(required_journal(), _episode(episode_id), by=_by(), now=utc_now())
    return redirect(_address(episode_id), 303)


@bp.post("/episodes/<record_id:episode_id>/withdraw")
@needs(Role.MEDIA)
def withdraw_one(episode_id: int) -> AnyResponse:
    """Give it up, or show it no more."""
    reason = forms.text("reason", longest=MOST_REASON)
    withdraw(required_journal(), _episode(episode_id), reason, by=_by(), now=utc_now())
    return redirect(_address(episode_id), 303)


@bp.post("/episodes/<record_id:episode_id>/take-down")
@needs(Role.STEWARD)
def take_down(episode_id: int) -> AnyResponse:
    """Show its content no more, from the next request on, whoever publishes it again."""
    reason = forms.text("reason", longest=MOST_REASON)
    take_episode_down(required_journal(), _episode(episode_id), reason, by=_by(), now=utc_now())
    return redirect(own_path(request.form.get("next")) or _address(episode_id), 303)


@bp.post("/episodes/<record_id:episode_id>/put-back")
@needs(Role.STEWARD)
def put_back(episode_id: int) -> AnyResponse:
    """Let its content be shown again."""
    put_episode_back(required_journal(), _episode(episode_id), by=_by(), now=utc_now())
    return redirect(_address(episode_id), 303)


@bp.get("/files/<string(maxlength=40):name>")
@needs(Role.MEDIA)
def file(name: str) -> AnyResponse:
    """A delivered file, for those who look at it before everybody does."""
    with required_journal().reading() as connection:
        if not episode_with(connection, name):
            abort(404)
    return recording_answer(name, NO_STORE)


def _delivery() -> Delivery:
    """Return what the form brings.

    Raises
    ------
    QueryError
        It cannot be taken, and why.
    """
    film, link = _sent("file"), request.form.get("link", "").strip()
    if bool(film) == bool(link):
        raise _refused("file", gettext("یا یک پرونده بفرستید یا یک پیوند؛ یکی از این دو."))
    words = _words()
    if film is None:
        return replace(words, link=_https(link))
    poster, captions = _poster(), _captions()
    kept = _film(film)
    return replace(words, file=kept.name, size_bytes=kept.size, poster=poster, captions=captions)


def _words() -> Delivery:
    return Delivery(
        title=forms.text("title", longest=MOST_TITLE),
        credits=forms.text("credits", longest=MOST_CREDITS),
        licence=forms.text("licence", longest=MOST_LICENCE),
    )


def _https(link: str) -> str:
    if len(link) > MOST_LINK or not link.startswith("https://") or not web_address(link):
        raise _refused("link", gettext("پیوند باید نشانی کاملی باشد که با https:// آغاز می‌شود."))
    return link


def _film(sent: FileStorage) -> Kept:
    received = Path(str(sent.stream.name))
    sent.stream.flush()
    if received.stat().st_size > site_config().media_mb * MEBIBYTE:
        raise _refused("file", g.too_large_fa)
    return site_folder().keep(received)


def _poster() -> str | None:
    sent = _sent("poster")
    if sent is None:
        return None
    content = _small(sent, LARGEST_POSTER_MB * MEBIBYTE, "poster")
    picture = still_picture(content, longest_side=POSTER_SIDE)
    return site_folder().keep_bytes(picture, "webp").name


def _captions() -> str | None:
    sent = _sent("captions")
    if sent is None:
        return None
    cues = read_captions(_small(sent, LARGEST_CAPTIONS, "captions"))
    return site_folder().keep_bytes(as_vtt(cues).encode(), "vtt").name


def _small(sent: FileStorage, largest: int, field: str) -> bytes:
    content = sent.stream.read(largest + 1)
    if len(content) > largest:
        raise _refused(field, gettext("تصویر یا زیرنویس بزرگ‌تر از آن است که پذیرفته شود."))
    return content


def _sent(field: str) -> FileStorage | None:
    found = request.files.get(field)
    return found if found is not None and found.filename else None


def _refused(field: str, sentence: str) -> QueryError:
    return QueryError(f"{field}: cannot be taken", sentence, parameter=field)


def _episode(episode_id: int) -> Episode:
    """Return an episode as whoever sends the form has seen it."""
    with required_journal().reading() as connection:
        found = episode_of(connection, episode_id)
    return found.as_seen(forms.number("seen"))


def _page(episode_id: int, message: str = "") -> str:
    page = episode_context(current_catalogue(), required_journal(), episode_id, message)
    return render_template("pages/episode.html", page=page)


def _by() -> str:
    return required_login().account.name


def _address(episode_id: int) -> str:
    return url_for("media_desk.one", episode_id=episode_id)


def _list_address(query: Mapping[str, Any]) -> str:
    return url_for("media_desk.listed", **query)
