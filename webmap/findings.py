"""What looks wrong or doubtful in the register and on the map, for those who put it right.

A steward may leave a finding as it is, for a reason that everybody reads; it is listed apart then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from geodata.catalogue.areas import area_ids
from geodata.catalogue.findings import FACETS, SEVERITIES, Accepted
from geodata.journal.acceptances import accept_finding, acceptances, withdraw_acceptance
from geodata.journal.accounts import Role
from webmap import params
from webmap.contexts.findings import FindingsContext, findings_context, severity_word
from webmap.dataset import current_catalogue
from webmap.journal import required_journal, site_journal
from webmap.logins import current_login, required_login, utc_now
from webmap.rights import needs, own_path

bp = Blueprint("findings", __name__)
bp.add_app_template_filter(severity_word)

PAGE_LENGTH = 50
MOST_PAGES = 100_000
MOST_REASON = 500


@bp.get("/findings")
def findings() -> str:
    """All findings, or those of one kind, gravity and district, page by page."""
    login = current_login()
    page: FindingsContext = findings_context(
        current_catalogue(),
        wanted_findings(),
        accepted_findings(),
        params.whole_number("page", 1, highest=MOST_PAGES),
        length=PAGE_LENGTH,
        address=_address,
        role=login.account.role if login else None,
    )
    return render_template("pages/findings.html", page=page)


@bp.post("/findings/<string(length=16):finding_id>/accept")
@needs(Role.STEWARD)
def accept(finding_id: str) -> AnyResponse:
    """Leave a finding as it is."""
    finding = current_catalogue().findings.one(finding_id)
    reason = params.form_text("reason", longest=MOST_REASON)
    by = required_login().account.name
    accept_finding(required_journal(), finding, reason, by=by, now=utc_now())
    return _back()


@bp.post("/findings/<string(length=16):finding_id>/withdraw")
@needs(Role.STEWARD)
def withdraw(finding_id: str) -> AnyResponse:
    """Open a finding again, also one that this dataset no longer has."""
    by = required_login().account.name
    withdraw_acceptance(required_journal(), finding_id, by=by, now=utc_now())
    return _back()


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


def accepted_findings() -> Accepted:
    """Return what is accepted now, and whether the address asks for just these.

    Raises
    ------
    JournalError
        The journal cannot be read: then nobody can say what is open.
    """
    journal = site_journal().open()
    return Accepted(
        found=acceptances(journal) if journal else {},
        are_listed=params.optional_choice("accepted", ("1",)) is not None,
    )


def _address(query: Mapping[str, Any]) -> str:
    return url_for("findings.findings", **query)


def _back() -> AnyResponse:
    """To the list one came from."""
    return redirect(own_path(request.form.get("next")) or _address({}), 303)
