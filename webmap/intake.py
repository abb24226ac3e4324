"""New inputs in the browser: sent, analysed apart, looked at, and only then published.

Stewards send and look; publishing and going back to an older version are for admins.
"""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from geodata.errors import QueryError
from geodata.intake.ordering import Wish, sent_again
from geodata.intake.preview import SheetName
from geodata.intake.publication import publish_job, restore_version
from geodata.journal.accounts import Role
from geodata.journal.column_meanings import explain_columns
from webmap.config import site_config
from webmap.contexts.intake import import_context
from webmap.contexts.intake_job import job_context, overall_share, stage_word
from webmap.contexts.intake_words import isolated
from webmap.contexts.versions import versions_context
from webmap.dataset import site_dataset
from webmap.intake_form import read_meanings, read_wish
from webmap.journal import required_journal
from webmap.logins import required_login, utc_now
from webmap.rights import needs
from webmap.site_imports import (
    begin,
    own_jobs,
    required_job,
    shown_database,
    site_directory,
    site_limits,
    site_spool,
)
from webmap.uploads import expect_files

bp = Blueprint("intake", __name__, url_prefix="/import")
bp.add_app_template_filter(isolated)

Page = str | tuple[str, int] | AnyResponse


def _expect_files() -> None:
    spool = site_spool()
    spool.make()
    expect_files(spool.path, site_config().upload_mb)


@bp.get("")
@needs(Role.STEWARD)
def overview() -> Page:
    """What the current version was built of, a form for new files, and the latest analyses."""
    site_spool().sweep()
    return _overview()


@bp.post("")
@needs(Role.STEWARD, before_form=_expect_files)
def send() -> Page:
    """Take files and analyse them; what cannot be analysed is told above the form."""
    try:
        wish = read_wish(site_directory().current(), shown_database(), site_limits())
    except QueryError as refused:
        return _overview(refused.message_fa), 400
    return _to(begin(wish).job_id)


@bp.get("/<import_job:job_id>")
@needs(Role.STEWARD)
def job(job_id: str) -> Page:
    """How far an analysis is, how it ended, or what it would change."""
    found = required_job(job_id)
    page = job_context(found, site_spool().ending(found), site_directory().current())
    return render_template("pages/import_job.html", page=page)


@bp.get("/<import_job:job_id>/state.json")
@needs(Role.STEWARD)
def state(job_id: str) -> Response:
    """The same for a script that waits."""
    found = required_job(job_id)
    progress = found.progress()
    return jsonify(
        ended=site_spool().ending(found) is not None,
        stage=stage_word(progress.stage),
        share=overall_share(progress),
    )


@bp.post("/<import_job:job_id>/abort")
@needs(Role.STEWARD)
def abort(job_id: str) -> Page:
    """Stop an analysis."""
    required_job(job_id).abort()
    return _to(job_id)


@bp.post("/<import_job:job_id>/again")
@needs(Role.STEWARD)
def again(job_id: str) -> Page:
    """Analyse the same files once more: beside the present version, with columns explained."""
    found = required_job(job_id)
    by = required_login().account.name
    for role, meanings in read_meanings(found).items():
        explain_columns(required_journal(), role, meanings, by=by, now=utc_now())
    wish = Wish(
        sent_again(found),
        dropped=found.order.dropped,
        city_fa=found.order.facts.get("city_fa"),
        keep_going="keep_going" in request.form,
        before=shown_database(),
        limits=site_limits(),
    )
    return _to(begin(wish).job_id)


@bp.post("/<import_job:job_id>/publish")
@needs(Role.ADMIN)
def publish(job_id: str) -> Page:
    """Make what was previewed the current version."""
    found, by = required_job(job_id), required_login().account.name
    publish_job(site_directory(), found, required_journal(), by=by, now=utc_now())
    site_dataset().hurry()
    return _to(job_id)


@bp.get("/<import_job:job_id>/<string(maxlength=20):sheet>.csv")
@needs(Role.STEWARD)
def table(job_id: str, sheet: str) -> Response:
    """All rows of one table of a preview."""
    content = required_job(job_id).worker_file(f"{sheet}.csv") if sheet in {*SheetName} else None
    if content is None:
        raise NotFound
    name = f"{sheet}-{job_id}.csv"
    return send_file(content, mimetype="text/csv", as_attachment=True, download_name=name)


@bp.get("/versions")
@needs(Role.STEWARD)
def versions() -> Page:
    """The versions that are kept, with who published them and when."""
    page = versions_context(site_directory(), required_journal())
    return render_template("pages/versions.html", page=page)


@bp.post("/versions/<dataset_version:version>/restore")
@needs(Role.ADMIN)
def restore(version: str) -> Page:
    """Go back to the content of an older version."""
    by = required_login().account.name
    restore_version(site_directory(), version, required_journal(), by=by, now=utc_now())
    site_dataset().hurry()
    return redirect(url_for("intake.versions"), 303)


def _overview(message_fa: str = "") -> str:
    page = import_context(
        site_directory().current(), own_jobs(), site_spool(), site_config().upload_mb, message_fa
    )
    return render_template("pages/import.html", page=page)


def _to(job_id: str) -> AnyResponse:
    return redirect(url_for("intake.job", job_id=job_id), 303)
