"""A walk from here: the page that asks and answers, and the same walk for a phone's navigator."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from geodata.catalogue import Catalogue
from geodata.errors import QueryError
from geodata.exports.gpx import Track, Waypoint, gpx_text
from geodata.walks import NoWalk, Walk, plan
from webmap.assets import site_assets
from webmap.contexts.site import site_url
from webmap.contexts.walks import told_stops, walks_context
from webmap.dataset import current_catalogue
from webmap.i18n import gettext, in_language
from webmap.presentation import local_number
from webmap.walk_query import Question, Spot, Unclear, asked, exact_positions
from webmap.walk_words import refusal_sentence, time_sentence

bp = Blueprint("walks", __name__)


@bp.get("/walks")
def page() -> AnyResponse | tuple[str, int]:
    """The form, or the walk the address asks for, or why there is none.

    Where somebody stands goes into an address that is passed on, and therefore is rounded first.
    """
    if rounded := exact_positions():
        values: dict[str, Any] = {**request.args, **rounded}
        return redirect(url_for("walks.page", **values))
    catalogue = current_catalogue()
    context = walks_context(catalogue, asked(catalogue), site_assets().url)
    return render_template("pages/walks.html", page=context), context.status


@bp.get("/walks.gpx")
def track() -> Response:
    """The walk as a track with its stops."""
    catalogue = current_catalogue()
    question = asked(catalogue)
    walk = found_walk(catalogue, question)
    with in_language("fa"):  # a receiver shows what the signs in the street say
        text = _gpx(catalogue, walk)
    headers = {"Content-Disposition": 'attachment; filename="walk.gpx"'}
    return Response(text, content_type="application/gpx+xml", headers=headers)


def found_walk(catalogue: Catalogue, question: Question) -> Walk:
    """Return the walk that is asked for.

    Raises
    ------
    QueryError
        When start, goal or time is missing, not clear, or leaves no walk.
    """
    if not question.is_time_right:
        raise QueryError("minutes: out of range", time_sentence(), parameter="minutes")
    for name, place in (("from", question.start), ("to", question.goal)):
        if isinstance(place, Unclear):
            raise QueryError(
                f"{name}: {place.typed!r} is no one place",
                gettext("«%(typed)s» یک جای روشن روی نقشه نیست.", typed=place.typed),
                parameter=name,
            )
    if not isinstance(question.start, Spot):
        raise QueryError(
            "near: missing; where the walk begins",
            gettext("پارامتر %(name)s لازم است.", name="near"),
            parameter="near",
        )
    walk = plan(catalogue, question.walk_request())
    if isinstance(walk, NoWalk):
        raise QueryError(f"no walk: {walk.reason.value}", refusal_sentence(walk), parameter="near")
    return walk


def _gpx(catalogue: Catalogue, walk: Walk) -> str:
    stops = [
        Waypoint(
            place=stop.at,
            name=f"{local_number(told.number)}. {told.page.title}",
            description=" ".join([*(turn for turn, _ in told.turns), told.arrival]),
            link=f"{site_url()}/alleys/{stop.alley_id}",
        )
        for stop, told in zip(walk.stops, told_stops(catalogue, walk), strict=True)
    ]
    name = gettext("پیاده‌روی در کوچه‌های آسمانی")
    return gpx_text(Track(name, stops, walk.line))
