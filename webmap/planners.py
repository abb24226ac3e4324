"""The pages planners read: how far the plan is, by area."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, json, render_template, url_for

from geodata.catalogue import CoverageRow
from geodata.catalogue.area_shapes import area_shapes, screen_shapes
from geodata.worklists.row import WorkList
from webmap import params
from webmap.assets import site_assets
from webmap.contexts.area_report import area_report
from webmap.contexts.coverage import (
    AREA_KINDS,
    ORDERS,
    SORTS,
    CoverageContext,
    area_context,
    coverage_context,
    coverage_features,
    eligible_rule,
)
from webmap.dataset import current_catalogue, site_dataset
from webmap.i18n import in_language
from webmap.paper.area_report import report_pdf

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


@bp.app_template_global("eligible_rule")
def rule_of_this_city() -> str:
    """Return in a sentence which alleys the plan of this city may name."""
    return eligible_rule(current_catalogue().info.plan)


@bp.get("/coverage")
def coverage() -> str:
    """All areas of one kind, as a map and a table; kind, column and order are in the address."""
    return render_template("pages/coverage.html", page=_coverage())


@bp.get("/coverage/areas.json")
def areas() -> Response:
    """The same rows with outlines that are fine enough for a screen."""
    features = coverage_features(_coverage().rows, screen_shapes(_version()))
    text = json.dumps(features, ensure_ascii=False, separators=(",", ":"))
    return Response(text, content_type="application/geo+json")


@bp.get("/coverage/<string(maxlength=64):area_id>")
def area(area_id: str) -> str:
    """One area with its numbers and its named alleys."""
    return render_template("pages/area.html", page=area_context(current_catalogue(), area_id))


@bp.get("/coverage/<string(maxlength=64):area_id>/report.pdf")
def area_document(area_id: str) -> Response:
    """The report of one area, or of the whole city as `city`, on A4 for a meeting."""
    catalogue = current_catalogue()
    with in_language("fa"):  # a council reads it in its own language
        content = report_pdf(area_report(catalogue, area_id), catalogue, area_shapes(_version()))
    place = f"{area_id}-" if area_id.isascii() and area_id.isalnum() else ""
    name = f"coverage-{place}{catalogue.info.built_at[:10]}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(content, content_type="application/pdf", headers=headers)


def _version() -> Path:
    return site_dataset().version(current_catalogue().info.dataset_id)


def _coverage() -> CoverageContext:
    return coverage_context(
        current_catalogue(),
        by=params.choice("by", AREA_KINDS, "district"),
        sort=params.choice("sort", tuple(SORTS), "name"),
        order=params.choice("order", ORDERS, "asc"),
        asset_url=site_assets().url,
    )
