"""The crew's sheet: the nearest alleys that need work, as a walk, on a page, on paper, as GPX."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Blueprint, Response, make_response, render_template
from werkzeug.wrappers import Response as AnyResponse

from geodata.catalogue.areas import area_names
from geodata.errors import QueryError
from geodata.exports.geo_files import write_gpx
from geodata.field_list import Visit, find_visits
from geodata.journal.decisions import awaiting_visit
from geodata.names.alphabet import alphabetical
from webmap import params
from webmap.contexts.field_mode import FieldModeContext, field_mode_context
from webmap.contexts.fieldwork import FieldContext, field_context
from webmap.dataset import current_catalogue
from webmap.i18n import gettext, in_language
from webmap.journal import required_journal
from webmap.rights import may_decide

bp = Blueprint("fieldwork", __name__)


USUAL, MOST = 20, 50
KEPT = "X-Kept-As"
Position = tuple[float, float]


@bp.app_template_global()
def neighbourhood_ids() -> list[str]:
    """Return the ids of all neighbourhoods, by alphabet."""
    names = area_names(current_catalogue())
    found = [(name, area_id) for (kind, area_id), name in names.items() if kind == "neighbourhood"]
    return [area_id for _, area_id in sorted(found, key=lambda one: alphabetical(one[0]))]


@bp.get("/field")
def sheet() -> AnyResponse:
    """The walk from a position or from the middle of a neighbourhood; without either the choice.

    Whoever records signs gets the page to do it in the street, with a way to the sheet.
    """
    start = _start()
    is_sheet = start is not None or params.optional_choice("view", ("sheet",)) is not None
    if not is_sheet and may_decide():
        return _field_mode()
    page = None if start is None else _walk(start)
    return make_response(render_template("pages/field.html", page=page))


@bp.get("/field.gpx")
def track() -> Response:
    """The same alleys as waypoints in the order of the walk."""
    start = required_start()
    with in_language("fa"):  # a receiver shows what the signs in the street say
        page = _walk(start)
        rows = [stop.row(page.site_url) for stop in page.stops]
        title = gettext("کوچه‌هایی که کار دارند")
    with tempfile.TemporaryDirectory(prefix="alleys-field-") as folder:
        path = Path(folder, "field.gpx")
        write_gpx(path, title, rows)
        content = path.read_bytes()
    headers = {"Content-Disposition": 'attachment; filename="field.gpx"'}
    return Response(content, content_type="application/gpx+xml", headers=headers)


def required_start() -> Position:
    """Return where a list begins, lon, lat; errors as `_start`, and when nothing is said."""
    start = _start()
    if start is None:
        raise QueryError(
            "near: missing",
            gettext("پارامتر %(name)s لازم است.", name="near"),
            parameter="near",
        )
    return start


def _field_mode() -> AnyResponse:
    page: FieldModeContext = field_mode_context()
    answer = make_response(render_template("pages/field_mode.html", page=page))
    # The one page of those who work here that a phone keeps, see `static/js/worker.js`.
    answer.headers[KEPT] = "field"
    return answer


def _walk(start: Position) -> FieldContext:
    limit = params.whole_number("limit", USUAL, highest=MOST)
    catalogue = current_catalogue()
    visits = _visits(start) if may_decide() else ()
    return field_context(catalogue, start, visits, limit=limit)


def _visits(start: Position) -> list[Visit]:
    """What somebody has to go and look for: known to those alone who decide about it."""
    with required_journal().reading() as connection:
        waiting = awaiting_visit(connection)
    return find_visits(current_catalogue(), waiting, start)


def _start() -> Position | None:
    """Where the walk begins.

    Raises
    ------
    QueryError
        For a position off the globe or a neighbourhood this dataset does not have.
    """
    if (near := params.position("near")) is not None:
        return near
    area_id = params.filter_text("neighbourhood")
    if area_id is None:
        return None
    box = current_catalogue().features.area_box("neighbourhood", area_id)
    if box is None:
        raise params.unknown_value("neighbourhood", area_id)
    west, south, east, north = box
    return (west + east) / 2, (south + north) / 2
