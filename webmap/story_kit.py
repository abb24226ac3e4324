"""Story kits for the broadcaster: a person or a week, on a page and as a ZIP."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from geodata.anniversaries import Period
from geodata.anniversaries.days import DAYS_OF_A_WEEK, week_of
from geodata.journal.accounts import Role
from webmap.anniversary_query import asked_day, today
from webmap.contexts.site import site_url
from webmap.contexts.story_kit import Kit, WeekPage, kit_context, week_context
from webmap.dataset import current_catalogue
from webmap.i18n import in_language
from webmap.journal import required_journal
from webmap.kit_files import STILLS, kit_files, zipped
from webmap.paper.stills import still_png
from webmap.rights import needs

bp = Blueprint("story_kit", __name__, url_prefix="/story-kit")

MOST_PEOPLE = 80
"""A week of a city of 2,500 names has about 48; stills of more would keep a thread for minutes."""
PRIVATE = "no-store"


@bp.get("/martyrs/<record_id:martyr_id>")
@needs(Role.MEDIA)
def person(martyr_id: int) -> str:
    """What may be told of somebody, and what is not verified."""
    return render_template("pages/story_kit.html", page=_kit(martyr_id))


@bp.get("/martyrs/<record_id:martyr_id>.zip")
@needs(Role.MEDIA)
def person_files(martyr_id: int) -> AnyResponse:
    """The same as files."""
    with in_language("fa"):
        content = zipped(kit_files(_kit(martyr_id), current_catalogue()))
    return _download(content, f"kit-{martyr_id}.zip")


@bp.get("/martyrs/<record_id:martyr_id>/<string(maxlength=12):code>/<string(maxlength=24):name>")
@needs(Role.MEDIA)
def still(martyr_id: int, code: str, name: str) -> AnyResponse:
    """One still of an alley of the kit, for its page."""
    with in_language("fa"):
        kit = _kit(martyr_id)
        page = next((one for one in kit.alleys if one.alley.code == code), None)
        if page is None or name not in STILLS or not kit.is_possible:
            raise NotFound
        content = still_png(page, current_catalogue(), STILLS[name], has_place=kit.has_place)
    return Response(content, content_type="image/png", headers={"Cache-Control": PRIVATE})


@bp.get("/week")
@needs(Role.MEDIA)
def week() -> str:
    """Whose anniversary is in a week, from `date` or from the Saturday before today."""
    return render_template("pages/story_week.html", page=_week())


@bp.get("/week.zip")
@needs(Role.MEDIA)
def week_files() -> AnyResponse:
    """The kits of everybody of a week, a folder each."""
    page = _week()
    with in_language("fa"):
        content = zipped(_week_files(page))
    return _download(content, f"kit-week-{page.first}.zip")


def _week_files(page: WeekPage) -> Iterator[tuple[str, bytes]]:
    for number, one in enumerate(page.people[:MOST_PEOPLE], 1):
        kit = _kit(one.person.martyr_id)
        folder = f"{number:02d}-{one.day}-{one.person.martyr_id}"
        for name, content in kit_files(kit, current_catalogue()):
            yield f"{folder}/{name}", content


def _kit(martyr_id: int) -> Kit:
    catalogue = current_catalogue()
    return kit_context(catalogue, required_journal(), catalogue.martyr(martyr_id), site_url())


def _week() -> WeekPage:
    asked = asked_day()
    first = asked if asked is not None else week_of(today()).first
    return week_context(current_catalogue(), Period(first, first.plus(DAYS_OF_A_WEEK - 1)))


def _download(content: bytes, name: str) -> AnyResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": PRIVATE}
    answer = Response(content, content_type="application/zip", headers=headers)
    return answer.make_conditional(request)
