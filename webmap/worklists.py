"""The work lists: what waits, why, and the closest candidates, for those who put it right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, url_for

from geodata.catalogue.worklists import FACETS, SORTS, Offered
from geodata.worklists.row import WorkList
from webmap import params
from webmap.contexts.worklists import WantedWork, overview_context, work_context
from webmap.dataset import current_catalogue
from webmap.i18n import gettext
from webmap.places import place_line
from webmap.presentation import percent

bp = Blueprint("worklists", __name__)

PAGE_LENGTH = 50
MOST_PAGES = 100_000


@bp.app_template_filter()
def offered_place(offered: Offered) -> str:
    """Return where a candidate is, from the nearest to the widest."""
    return place_line(offered.street_fa, offered.neighbourhood, offered.district)


@bp.app_template_filter()
def likelihood(score: float) -> str:
    """Return how well a candidate agrees with what the register says."""
    return gettext("همخوانی %(share)s", share=percent(score, 1) or "")


@bp.get("/work")
def overview() -> str:
    """All lists with how much is on each."""
    return render_template("pages/work.html", page=overview_context(current_catalogue()))


@bp.get("/work/<work_list:work_list>")
def listed(work_list: WorkList) -> str:
    """One list, narrowed and sorted by the address, page by page."""
    page = work_context(
        current_catalogue(),
        wanted_work(work_list),
        params.whole_number("page", 1, highest=MOST_PAGES),
        length=PAGE_LENGTH,
        address=lambda query: _address(work_list, query),
    )
    return render_template("pages/worklist.html", page=page)


def wanted_work(work_list: WorkList) -> WantedWork:
    """Return which rows of a list the address asks for.

    Raises
    ------
    QueryError
        For a reason or an area that no row of the list has, or an unknown order.
    """
    known = current_catalogue().work.known
    wanted = {facet: params.filter_text(facet) for facet in FACETS}
    for facet, value in wanted.items():
        if value is not None and value not in known(work_list, facet):
            raise params.unknown_value(facet, value)
    return WantedWork(work_list, wanted, params.choice("sort", tuple(SORTS), "name"))


def _address(work_list: WorkList, query: Mapping[str, Any]) -> str:
    return url_for("worklists.listed", work_list=work_list, **query)
