"""Where a site's imports lie: its spool, its dataset's directory, and what an analysis may use."""

from __future__ import annotations

import shutil
from pathlib import Path

from werkzeug.exceptions import NotFound

from geodata.errors import BusyError, DatasetError, UnknownRecordError
from geodata.intake.limits import Limits
from geodata.intake.ordering import Wish, give_order
from geodata.intake.spool import Job, Spool
from geodata.intake.supervisor import start
from geodata.store.directory import DatasetDirectory
from webmap.config import site_config
from webmap.dataset import current_catalogue
from webmap.journal import required_journal
from webmap.logins import required_login, utc_now

SPOOL = "imports"


def site_spool() -> Spool:
    """Return the spool of the site that answers now."""
    config = site_config()
    return Spool(Path(config.spool) if config.spool else Path(config.dataset).parent / SPOOL)


def site_directory() -> DatasetDirectory:
    """Return the directory its dataset is published in."""
    config = site_config()
    return DatasetDirectory(Path(config.dataset), config.kept_versions)


def site_limits() -> Limits:
    """Return what an analysis may use."""
    config = site_config()
    return Limits(
        cpu_s=config.import_cpu_s,
        wall_s=2 * config.import_cpu_s,
        memory_mb=config.import_memory_mb,
    )


def own_jobs() -> list[Job]:
    """Return the analyses for this dataset, the newest first; a spool may be shared."""
    return [job for job in site_spool().jobs() if _is_ours(job)]


def required_job(job_id: str) -> Job:
    """Return an analysis for this dataset, or let the page not be found."""
    job = site_spool().job(job_id)
    if job is None or not _is_ours(job):
        raise NotFound
    return job


def _is_ours(job: Job) -> bool:
    """Whether an analysis is for this dataset; one that is gone by now is nobody's."""
    try:
        return job.order.dataset == str(site_directory().path.resolve())
    except UnknownRecordError:
        return False


def shown_database() -> Path | None:
    """Return the serving database with all that was decided since, None before the first build."""
    try:
        return current_catalogue().database_path
    except DatasetError:
        return None


def begin(wish: Wish) -> Job:
    """Order an analysis and start it.

    Raises
    ------
    BusyError
        Another one runs.
    """
    spool, directory = site_spool(), site_directory()
    spool.make()
    if spool.running() is not None:
        raise BusyError(
            "another analysis is running",
            "تحلیل دیگری در جریان است؛ تا پایان آن صبر کنید یا آن را متوقف کنید",
        )
    by = required_login().account.name
    job = give_order(
        spool, directory.path, directory.current(), wish, required_journal(), by=by, now=utc_now()
    )
    try:
        start(job)
    except OSError:
        shutil.rmtree(job.path, ignore_errors=True)
        raise
    spool.sweep()  # not before: what is sent again may be the oldest of them
    return job
