"""Films and sound for everybody: what is published of somebody, streamed in pieces.

What is taken down or withdrawn is gone with the next piece that is asked for. Only our own files
are played; a link elsewhere stays a link.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, current_app, request, send_file, url_for
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.http import parse_range_header, unquote_etag
from werkzeug.wrappers import Response as AnyResponse

from geodata.catalogue import Naming
from geodata.errors import JournalError
from geodata.journal.database import sqlite_file
from geodata.journal.episode_records import Episode, Kind, episode_with, shown_episodes
from geodata.recordings.folder import CONTENT_TYPES, NAME, Folder
from webmap.assets import REVALIDATE
from webmap.config import SiteConfig
from webmap.i18n import gettext, mark
from webmap.journal import required_journal, site_journal
from webmap.presentation import local_number
from webmap.security import RECORDING_POLICY

bp = Blueprint("recordings", __name__)
log = logging.getLogger("webmap.recordings")

EXTENSION = "alleys-recordings"
DEFAULT_FOLDER = "var/media"
LARGEST_PIECE = 2 << 20
"""So much is sent at once [bytes]: a slow viewer keeps no thread of ours, and asks for the next."""
KINDS = {
    Kind.PORTRAIT: mark("فیلم چهره"),
    Kind.BIOGRAPHY: mark("زندگی‌نامهٔ شنیداری"),
    Kind.EPISODE: mark("قسمت برنامه"),
    Kind.ALLEY: mark("فیلم در کوچه"),
}
FILMS = frozenset({"mp4", "webm"})


@dataclass(frozen=True, slots=True)
class Recording:
    """A film or a recording as a page plays it.

    Attributes
    ----------
    url : str, optional
        Of our own file, with `content_type`; None for a link.
    link : str, optional
        Where it is to be seen elsewhere.
    """

    episode: Episode
    kind_word: str
    url: str | None
    content_type: str
    is_film: bool
    poster_url: str | None
    captions_url: str | None
    link: str | None


def init_recordings(app: Flask, config: SiteConfig) -> None:
    """Let `app` find the folder of recordings, and its templates what is shown of somebody."""
    file = sqlite_file(config.journal) if config.journal else None
    beside = file.with_name(f"{file.name}.media") if file else Path(DEFAULT_FOLDER)
    app.extensions[EXTENSION] = Folder(Path(config.media) if config.media else beside)
    app.jinja_env.filters.update(
        shown_recordings=shown_recordings, file_size=file_size, host_of=host_of
    )


def site_folder() -> Folder:
    """Return the folder of recordings of the application that answers now."""
    folder: Folder = current_app.extensions[EXTENSION]
    return folder


def kind_word(kind: Kind) -> str:
    """Return what the broadcaster makes of somebody."""
    return gettext(KINDS[kind])


def file_size(size: int) -> str:
    """Return how large a file is [bytes], in megabytes."""
    return gettext("%(size)s مگابایت", size=local_number(max(0.1, round(size / 1e6, 1))))


def host_of(address: str) -> str:
    """Return where a link leads."""
    return urlsplit(address).netloc


def shown_recordings(namings: Sequence[Naming]) -> list[Recording]:
    """Return what everybody may see and hear of an honoree, by their namings.

    Where the journal cannot be read nobody can say what was taken down: then nothing is shown.
    """
    try:
        journal = site_journal().open()
        if journal is None or not namings:
            return []
        with journal.reading() as connection:
            found = shown_episodes(connection, [naming.naming_id for naming in namings])
    except JournalError as error:
        log.warning("no recordings are shown: %s", error)
        return []
    order = list(KINDS)
    found.sort(key=lambda one: order.index(one.kind))
    return [recording_of(one, "recordings.shown") for one in found]


def recording_of(episode: Episode, endpoint: str) -> Recording:
    """Return an episode as a page plays it, its files asked for at a route of ours."""

    def address(name: str | None) -> str | None:
        return url_for(endpoint, name=name) if name else None

    suffix = (episode.file or "").rpartition(".")[2]
    return Recording(
        episode=episode,
        kind_word=kind_word(episode.kind),
        url=address(episode.file),
        content_type=CONTENT_TYPES.get(suffix, ""),
        # A container may hold sound alone; then the film's player shows its controls all the same.
        is_film=suffix in FILMS,
        poster_url=address(episode.poster),
        captions_url=address(episode.captions),
        link=episode.link,
    )


@bp.get("/recordings/<string(maxlength=40):name>")
def shown(name: str) -> AnyResponse:
    """A published film, recording, still picture or captions, by the name its content gives it."""
    if not NAME.fullmatch(name):
        abort(404)
    with required_journal().reading() as connection:
        is_shown = any(one.is_shown for one in episode_with(connection, name))
    if not is_shown:
        abort(404)
    return recording_answer(name, REVALIDATE)


def recording_answer(name: str, cache: str) -> AnyResponse:
    """Return a file of the folder, or the piece of it that is asked for (RFC 9110, section 14)."""
    file = site_folder().find(name)
    if file is None:
        log.error("%s is not in the folder of recordings", name)
        abort(404)
    piece = _wanted_piece(name, file.stat().st_size)
    answer = _piece(file, *piece) if piece else send_file(file, conditional=False, etag=False)
    answer.content_type = CONTENT_TYPES[file.suffix[1:]]
    answer.set_etag(name)
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Cache-Control"] = cache
    answer.headers["Content-Security-Policy"] = RECORDING_POLICY
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers.pop("Last-Modified", None)
    if piece is None:
        answer.make_conditional(request)
    return answer


def _wanted_piece(name: str, size: int) -> tuple[int, int, int] | None:
    """Return beginning, end and whole of the piece that is asked for, None for all of it.

    Raises
    ------
    RequestedRangeNotSatisfiable
        It lies beyond the end, or several are asked for at once.
    """
    asked = parse_range_header(request.headers.get("Range"))
    if asked is None or asked.units != "bytes" or request.method != "GET" or not _is_same(name):
        return None
    span = asked.range_for_length(size)
    if span is None:
        raise RequestedRangeNotSatisfiable(size)
    start, end = span
    return start, min(end, start + LARGEST_PIECE), size


def _is_same(name: str) -> bool:
    """Whether a client that has a part already has it of this very file."""
    condition = request.headers.get("If-Range")
    if condition is None:
        return True
    tag, is_weak = unquote_etag(condition)
    return tag == name and not is_weak


def _piece(file: Path, start: int, end: int, size: int) -> Response:
    with file.open("rb") as content:
        content.seek(start)
        answer = Response(content.read(end - start), 206)
    answer.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return answer
