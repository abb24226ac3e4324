"""What looks wrong or doubtful in the register and on the map, for those who put it right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, url_for

from geodata.catalogue.areas import area_ids
from geodata.catalogue.findings import FACETS, SEVERITIES
from webmap import params
from webmap.contexts.findings import FindingsContext, findings_context, severity_word
from webmap.dataset import current_catalogue

bp = Blueprint("findings", __name__)
bp.add_app_template_filter(severity_word)

PAGE_LENGTH = 50
MOST_PAGES = 100_000


@bp.get("/findings")
def findings() -> str:
    """All findings, or those of one kind, gravity and district, page by page."""
    wanted = wanted_findings()
    page = params.whole_number("page", 1, highest=MOST_PAGES)
    told: FindingsContext = findings_context(
        current_catalogue(), wanted, page, length=PAGE_LENGTH, address=_address
    )
    return render_template("pages/findings.html", page=told)


def wanted_findings() -> dict[str, str | None]:
    """Return which findings the address asks for.

    Raises
    ------
    QueryError
        For a gravity, a kind or a district that there is none of.
    """
    catalogue = current_catalogue()
    allowed = (
        SEVERITIES,
        tuple(catalogue.findings.titles),
        area_ids(catalogue, "district"),
    )
    return {
        facet: params.optional_choice(facet, values)
        for facet, values in zip(FACETS, allowed, strict=True)
    }


def _address(query: Mapping[str, Any]) -> str:
    return url_for("findings.findings", **query)
