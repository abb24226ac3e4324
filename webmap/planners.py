"""The pages planners read: how far the plan is, by area."""

from __future__ import annotations

from flask import Blueprint, render_template

from webmap import params
from webmap.contexts.coverage import (
    AREA_KINDS,
    ORDERS,
    SORTS,
    area_context,
    coverage_context,
)
from webmap.dataset import current_catalogue

bp = Blueprint("planners", __name__)


@bp.get("/coverage")
def coverage() -> str:
    """All areas of one kind; kind, column and order are in the address."""
    page = coverage_context(
        current_catalogue(),
        by=params.choice("by", AREA_KINDS, "district"),
        sort=params.choice("sort", tuple(SORTS), "name"),
        order=params.choice("order", ORDERS, "asc"),
    )
    return render_template("pages/coverage.html", page=page)


@bp.get("/coverage/<string(maxlength=64):area_id>")
def area(area_id: str) -> str:
    """One area with its numbers and its named alleys."""
    return render_template("pages/area.html", page=area_context(current_catalogue(), area_id))
