"""Whom the city remembers today, this week or on any day: the page and its sheet for the wall."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from geodata.anniversaries import Day
from webmap import params
from webmap.anniversary_query import asked_day, asked_where, chosen_in_form, today
from webmap.contexts.anniversaries import AnniversariesContext, anniversaries_context
from webmap.contexts.anniversaries import alley_formerly as formerly
from webmap.contexts.anniversaries import alley_line as line
from webmap.dataset import current_catalogue
from webmap.i18n import in_language
from webmap.paper.week_sheet import week_pdf

bp = Blueprint("anniversaries", __name__)
bp.add_app_template_filter(line, "alley_line")
bp.add_app_template_filter(formerly, "alley_formerly")


@bp.get("/anniversaries")
def page() -> str | AnyResponse:
    """A day, or with `span=week` its week, of the city, an area or the surroundings of a place."""
    day, span = asked_day(), params.optional_choice("span", ("day", "week"))
    if chosen := chosen_in_form():
        date = day.isoformat() if day and day != today() else None
        return redirect(url_for("anniversaries.page", date=date, span=span, **chosen), 302)
    return render_template("pages/anniversaries.html", page=_context(day, is_week=span == "week"))


@bp.get("/anniversaries/week.pdf")
def sheet() -> Response:
    """The week of a day on A4, for a notice board."""
    day = asked_day() or today()
    with in_language("fa"):  # what hangs on a wall here is in the city's language
        context = _context(day, is_week=True)
        content = week_pdf(context, current_catalogue())
    name = f"anniversaries-{context.days[0].day.isoformat()}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(content, content_type="application/pdf", headers=headers)


def _context(day: Day | None, *, is_week: bool) -> AnniversariesContext:
    catalogue, now = current_catalogue(), today()
    where = asked_where(catalogue)
    return anniversaries_context(catalogue, where, chosen=day or now, today=now, is_week=is_week)
