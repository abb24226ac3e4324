"""The desk of those who work here: what their role may do, and what was done by whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, url_for

from geodata.journal.accounts import Role
from geodata.journal.audit import FACETS
from webmap import params
from webmap.contexts.audit import AuditContext, audit_context
from webmap.contexts.desk import DeskContext, desk_context
from webmap.journal import required_journal
from webmap.logins import required_login
from webmap.rights import WHOEVER_WORKS_HERE, needs

bp = Blueprint("desk", __name__)

PAGE_LENGTH = 50
MOST_PAGES = 1_000_000


@bp.get("/desk")
@needs(*WHOEVER_WORKS_HERE)
def desk() -> str:
    """What one may do here."""
    page: DeskContext = desk_context(required_login().account)
    return render_template("pages/desk.html", page=page)


@bp.get("/audit")
@needs(Role.STEWARD)
def audit() -> str:
    """What was decided, newest first, by what was done and by whom."""
    wanted = {facet: params.filter_text(facet) for facet in FACETS}
    page: AuditContext = audit_context(
        required_journal(),
        wanted,
        params.whole_number("page", 1, highest=MOST_PAGES),
        length=PAGE_LENGTH,
        address=_address,
    )
    return render_template("pages/audit.html", page=page)


def _address(query: Mapping[str, Any]) -> str:
    return url_for("desk.audit", **query)
