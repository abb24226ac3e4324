"""Anniversaries for feed readers and calendars; the language is the address's, never a cookie's."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from geodata.anniversaries import Day
from geodata.catalogue import Catalogue
from geodata.catalogue.remembrance import Where
from webmap import params
from webmap.anniversary_query import asked_where, today
from webmap.dataset import current_catalogue
from webmap.feeds.entries import Feed, recent, subscription
from webmap.feeds.icalendar import CONTENT_TYPE, calendar_text
from webmap.feeds.news import ATOM_TYPE, JSON_TYPE, atom_text, json_text
from webmap.i18n import DEFAULT_LANGUAGE, LANGUAGES, in_language

bp = Blueprint("anniversary_feeds", __name__)


@bp.get("/anniversaries/feed.xml")
def atom() -> Response:
    """The anniversaries of today and the two weeks before, as Atom."""
    return _answer(recent, atom_text, ATOM_TYPE)


@bp.get("/anniversaries/feed.json")
def json_feed() -> Response:
    """The same as JSON Feed 1.1."""
    return _answer(recent, json_text, JSON_TYPE)


@bp.get("/anniversaries.ics")
def calendar() -> Response:
    """The days of this month and of the two years to come, to subscribe to."""
    answer = _answer(subscription, calendar_text, CONTENT_TYPE)
    answer.headers["Content-Disposition"] = 'inline; filename="anniversaries.ics"'
    return answer


@bp.get("/feed.xml")
def feed() -> AnyResponse:
    """The site's feed is that of the anniversaries, with the filters it is asked for."""
    return redirect(url_for("anniversary_feeds.atom", **request.args.to_dict()), 301)


def _answer(
    gather: Callable[..., Feed], write: Callable[[Feed], str], content_type: str
) -> Response:
    language = params.optional_choice("lang", LANGUAGES) or DEFAULT_LANGUAGE
    with in_language(language):
        catalogue = current_catalogue()
        found = _gathered(gather, catalogue, asked_where(catalogue), today())
        content = write(found).encode()
    response = Response(content, content_type=content_type)
    response.headers["Content-Language"] = language
    response.last_modified = found.updated
    # Weak: the same text leaves squeezed in one of three ways.
    response.set_etag(hashlib.blake2b(content, digest_size=12).hexdigest(), weak=True)
    response.make_conditional(request)
    return response


def _gathered(
    gather: Callable[..., Feed], catalogue: Catalogue, where: Where, day: Day
) -> Feed:
    return gather(catalogue, where, day, endpoint=str(request.endpoint))
