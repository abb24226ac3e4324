"""The crew's sheet: the nearest alleys that need work, as a walk, on a page, on paper, as GPX."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Blueprint, Response, render_template

from geodata.catalogue.areas import area_names
from geodata.errors import QueryError
from geodata.exports.geo_files import write_gpx
from geodata.names.alphabet import alphabetical
from webmap import params
from webmap.contexts.fieldwork import FieldContext, field_context
from webmap.dataset import current_catalogue
from webmap.i18n import gettext, in_language

bp = Blueprint("fieldwork", __name__)


USUAL, MOST = 20, 50
Position = tuple[float, float]


@bp.app_template_global()
def neighbourhood_ids() -> list[str]:
    """Return the ids of all neighbourhoods, by alphabet."""
    names = area_names(current_catalogue())
    found = [(name, area_id) for (kind, area_id), name in names.items() if kind == "neighbourhood"]
    return [area_id for _, area_id in sorted(found, key=lambda one: alphabetical(one[0]))]


@bp.get("/field")
def sheet() -> str:
    """The walk from a position or from the middle of a neighbourhood; without either the choice."""
    start = _start()
    page = None if start is None else _walk(start)
    return render_template("pages/field.html", page=page)


@bp.get("/field.gpx")
def track() -> Response:
    """The same alleys as waypoints in the order of the walk."""
    start = _start()
    if start is None:
        raise QueryError(
            "near: missing",
            gettext("پارامتر %(name)s لازم است.", name="near"),
            parameter="near",
        )
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


def _walk(start: Position) -> FieldContext:
    limit = params.whole_number("limit", USUAL, highest=MOST)
    return field_context(current_catalogue(), start, limit=limit)


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
