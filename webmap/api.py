"""The JSON interface: the catalogue's answers with fixed names, errors as problem documents."""

from __future__ import annotations

from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from flask import Blueprint, Response, json, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from geodata.catalogue.records import Moved
from geodata.errors import QueryError
from webmap import answers, params
from webmap.api_description import describe_api
from webmap.contexts.coverage import AREA_KINDS
from webmap.contexts.site import site_url
from webmap.contexts.walks import told_stops
from webmap.dataset import current_catalogue
from webmap.i18n import LANGUAGES, gettext
from webmap.residents import successor
from webmap.walk_query import asked
from webmap.walks import found_walk

bp = Blueprint("api", __name__, url_prefix="/api")

MAX_HITS = 50
MAX_RADIUS_M = 20_000.0
MAX_FEATURES = 2_000
LONGEST_MOMENT = 35
STATES = ("named", "installed", "damaged")


@bp.get("/search")
def search() -> Response:
    """Alleys and namings that fit `q`, best first; of equals the nearest to `lon`, `lat`."""
    started = perf_counter()
    params.choice("lang", LANGUAGES, "fa")
    answer = current_catalogue().search(
        params.required_text("q"),
        limit=params.whole_number("limit", 10, highest=MAX_HITS),
        district=params.filter_text("district"),
        near=params.rounded_place(),
    )
    took_ms = round(1000 * (perf_counter() - started), 1)
    return _json(answers.search_answer(answer, took_ms=took_ms))


@bp.get("/nearby")
def nearby() -> Response:
    """Alleys around a position, nearest first."""
    started = perf_counter()
    hits = current_catalogue().nearby(
        params.decimal_number("lon", limit=180),
        params.decimal_number("lat", limit=90),
        limit=params.whole_number("limit", 10, highest=MAX_HITS),
        radius_m=params.decimal_number("radius_m", lowest=1, limit=MAX_RADIUS_M, default=1000),
    )
    return _json(answers.nearby_answer(hits, took_ms=round(1000 * (perf_counter() - started), 1)))


@bp.get("/alleys/<record_id:alley_id>")
def alley(alley_id: int) -> AnyResponse:
    """One alley as a GeoJSON Feature."""
    record = current_catalogue().alley(alley_id)
    if isinstance(record, Moved):
        return successor(record, "api.alley")
    return _json(answers.alley_feature(record), content_type="application/geo+json")


@bp.get("/alleys.geojson")
def alleys() -> Response:
    """Alleys inside a box, a district or a state as a FeatureCollection, or what changed."""
    catalogue = current_catalogue()
    page = catalogue.alleys_in(
        params.bounding_box("bbox"),
        district=params.filter_text("district"),
        status=params.optional_choice("status", STATES),
        since=_moment("since"),
        after=params.optional_record("after"),
        limit=params.whole_number("limit", MAX_FEATURES, highest=MAX_FEATURES),
    )
    return _json(
        answers.feature_collection(
            page, as_of=max(catalogue.info.built_at, catalogue.changes.latest)
        ),
        content_type="application/geo+json",
    )


@bp.get("/walks")
def walks() -> Response:
    """The walk most worth its time from a place, as a GeoJSON FeatureCollection."""
    catalogue = current_catalogue()
    walk = found_walk(catalogue, asked(catalogue))
    told = answers.walk_collection(walk, told_stops(catalogue, walk))
    return _json(told, content_type="application/geo+json")


@bp.get("/coverage")
def coverage() -> Response:
    """The coverage table of one kind of areas."""
    rows = current_catalogue().coverage(params.choice("by", AREA_KINDS, "district"))
    return _json([answers.coverage_row(row) for row in rows])


@bp.get("/openapi.json")
def definition() -> Response:
    """The definition of this interface."""
    return _json(describe_api(site_url()))


def _moment(name: str) -> str | None:
    """Return a date or a moment as ISO 8601 in UTC, None when the parameter is absent.

    A date alone is its first moment; without a zone it is UTC.

    Raises
    ------
    QueryError
        When it is neither, such as `2026-11-25` or `2026-11-25T08:30:00Z`.
    """
    typed = request.args.get(name)
    if typed is None:
        return None
    try:
        if len(typed) > LONGEST_MOMENT:
            raise ValueError
        # In an address a plus sign is a blank.
        found = datetime.fromisoformat(typed.replace(" ", "+"))
        utc = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise QueryError(
            f"{name}: expected a date or a moment (ISO 8601)",
            gettext("مقدار %(name)s باید تاریخ یا زمان میلادی (ISO 8601) باشد.", name=name),
            parameter=name,
        ) from None
    return utc.isoformat(timespec="milliseconds")


def _json(value: Any, content_type: str = "application/json") -> Response:
    # Letters as they are: half the bytes of escapes, and readable in a terminal.
    text = json.dumps(value, ensure_ascii=False, sort_keys=False, separators=(",", ":"))
    return make_response(text, 200, {"Content-Type": content_type})
