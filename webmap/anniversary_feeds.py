"""Anniversaries for feed readers and calendars; the language is the address's, never a cookie's."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from geodata.anniversaries import Day
from geodata.catalogue.remembrance import Where
from webmap import params
from webmap.anniversary_query import asked_where, today
from webmap.contexts.site import site_url
from webmap.dataset import current_catalogue
from webmap.feeds.entries import Feed, recent, subscribed_period, subscription
from webmap.feeds.icalendar import CONTENT_TYPE, calendar_text
from webmap.feeds.news import ATOM_TYPE, JSON_TYPE, atom_text, json_text
from webmap.i18n import DEFAULT_LANGUAGE, LANGUAGES, in_language

bp = Blueprint("anniversary_feeds", __name__)

KEPT_TEXTS = 8
"""A calendar of a whole city is a megabyte and the work of a second, the same for a month."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything a feed depends on, so that equal ones are written once.

    Attributes
    ----------
    state : Path
        The database it is read from: a build, or a snapshot with what was decided since.
    """

    endpoint: str
    state: Path
    where: Where
    day: Day
    language: str
    site: str


@bp.get("/anniversaries/feed.xml")
def atom() -> Response:
    """The anniversaries of today and the two weeks before, as Atom."""
    return _answer(today(), ATOM_TYPE)


@bp.get("/anniversaries/feed.json")
def json_feed() -> Response:
    """The same as JSON Feed 1.1."""
    return _answer(today(), JSON_TYPE)


@bp.get("/anniversaries.ics")
def calendar() -> Response:
    """The days of this month and of the two years to come, to subscribe to."""
    answer = _answer(subscribed_period(today()).first, CONTENT_TYPE)
    answer.headers["Content-Disposition"] = 'inline; filename="anniversaries.ics"'
    return answer


@bp.get("/feed.xml")
def feed() -> AnyResponse:
    """The site's feed is that of the anniversaries, with the filters it is asked for."""
    query = request.query_string.decode("ascii", "ignore")
    address = url_for("anniversary_feeds.atom")
    return redirect(f"{address}?{query}" if query else address, 301)


_WAYS: dict[str, tuple[Callable[..., Feed], Callable[[Feed], str]]] = {
    "anniversary_feeds.atom": (recent, atom_text),
    "anniversary_feeds.json_feed": (recent, json_text),
    "anniversary_feeds.calendar": (subscription, calendar_text),
}


def _answer(day: Day, content_type: str) -> Response:
    language = params.optional_choice("lang", LANGUAGES) or DEFAULT_LANGUAGE
    with in_language(language):
        catalogue = current_catalogue()
        content, updated = _written(
            Asked(
                endpoint=str(request.endpoint),
                state=catalogue.database_path,
                where=asked_where(catalogue),
                day=day,
                language=language,
                site=site_url(),
            )
        )
    response = Response(content, content_type=content_type)
    response.headers["Content-Language"] = language
    response.last_modified = updated
    # Weak: the same text leaves squeezed in one of three ways.
    response.set_etag(hashlib.blake2b(content, digest_size=12).hexdigest(), weak=True)
    response.make_conditional(request)
    return response


@lru_cache(maxsize=KEPT_TEXTS)
def _written(asked: Asked) -> tuple[bytes, datetime]:
    """Return the text of a feed and when it last changed."""
    gather, write = _WAYS[asked.endpoint]
    found = gather(current_catalogue(), asked.where, asked.day, endpoint=asked.endpoint)
    return write(found).encode(), found.updated
