"""The pages planners read: how far the plan is, by area."""

from __future__ import annotations

from typing import Any

from babel.lists import format_list
from flask import Blueprint, Response, json, render_template, url_for

from geodata.catalogue import CoverageRow
from geodata.catalogue.area_shapes import screen_shapes
from geodata.model import Kind
from geodata.worklists.row import WorkList
from webmap import params
from webmap.assets import site_assets
from webmap.contexts.coverage import (
    AREA_KINDS,
    ORDERS,
    SORTS,
    CoverageContext,
    area_context,
    coverage_context,
    coverage_features,
)
from webmap.dataset import current_catalogue, site_dataset
from webmap.i18n import current_language, gettext
from webmap.presentation import kind_word, metres

bp = Blueprint("planners", __name__)


@bp.app_template_filter()
def counted_address(row: CoverageRow, flag: str | None) -> str:
    """Return the address of the list of exactly the alleys that a number of coverage counts.

    Parameters
    ----------
    flag : str, optional
        Of `geodata.catalogue.listing.FLAGS`, or 'eligible'; all named alleys without.
    """
    query: dict[str, Any] = {} if row.kind == "city" else {row.kind: row.area_id}
    if flag == WorkList.ELIGIBLE:
        return url_for("worklists.listed", work_list=WorkList.ELIGIBLE, **query)
    query["once"] = 1
    if flag:
        query[flag] = 1
    return url_for("explore.everything", **query)


@bp.app_template_global()
def eligible_rule() -> str:
    """Return in a sentence which alleys the plan of this city may name."""
    plan = current_catalogue().info.plan
    kinds = [kind_word(kind) for kind in Kind if kind in plan.kinds]
    return gettext(
        "%(kinds)s با دست‌کم %(length)s طول که طرح می‌تواند نام‌گذاری‌اش کند.",
        kinds=format_list(kinds, style="or", locale=current_language()),
        length=metres(plan.minimum_length_m),
    )


@bp.get("/coverage")
def coverage() -> str:
    """All areas of one kind, as a map and a table; kind, column and order are in the address."""
    return render_template("pages/coverage.html", page=_coverage())


@bp.get("/coverage/areas.json")
def areas() -> Response:
    """The same rows with outlines that are fine enough for a screen."""
    version = site_dataset().version(current_catalogue().info.dataset_id)
    features = coverage_features(_coverage().rows, screen_shapes(version))
    text = json.dumps(features, ensure_ascii=False, separators=(",", ":"))
    return Response(text, content_type="application/geo+json")


@bp.get("/coverage/<string(maxlength=64):area_id>")
def area(area_id: str) -> str:
    """One area with its numbers and its named alleys."""
    return render_template("pages/area.html", page=area_context(current_catalogue(), area_id))


def _coverage() -> CoverageContext:
    return coverage_context(
        current_catalogue(),
        by=params.choice("by", AREA_KINDS, "district"),
        sort=params.choice("sort", tuple(SORTS), "name"),
        order=params.choice("order", ORDERS, "asc"),
        asset_url=site_assets().url,
    )
