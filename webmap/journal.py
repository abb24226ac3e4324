"""The journal as the requests see it: opened when it is first needed, absent if none is named."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from threading import Lock
from typing import cast

import click
from flask import Flask, current_app, request
from flask.cli import with_appcontext
from werkzeug.exceptions import NotFound

from geodata.errors import JournalError
from geodata.journal import Journal, open_journal
from geodata.journal.misses import count_miss, frequent_misses
from webmap.config import SiteConfig

EXTENSION = "alleys-journal"
log = logging.getLogger("webmap.journal")


class SiteJournal:
    """The journal of one site.

    Parameters
    ----------
    address : str or None
        Where it is; None for a site that keeps nothing.
    """

    def __init__(self, address: str | None) -> None:
        self._address = address
        self._journal: Journal | None = None
        self._lock = Lock()

    def open(self) -> Journal | None:
        """Return the journal, None for a site without one.

        Raises
        ------
        JournalError
            There should be one, but it cannot be opened.
        """
        if self._journal is None and self._address is not None:
            with self._lock:
                self._journal = self._journal or open_journal(self._address)
        return self._journal


def init_journal(app: Flask, config: SiteConfig) -> None:
    """Let the requests and commands of `app` use its journal."""
    app.extensions[EXTENSION] = SiteJournal(config.journal)
    app.jinja_env.globals["takes_corrections"] = config.journal is not None
    app.cli.add_command(_misses)


def site_journal() -> SiteJournal:
    """Return the journal of the application that answers now."""
    return cast(SiteJournal, current_app.extensions[EXTENSION])


def readable_journal() -> Journal | None:
    """Return the journal, None where there is none or it cannot be opened: reading goes on."""
    try:
        return site_journal().open()
    except JournalError as error:
        log.warning("the journal cannot be opened: %s", error)
        return None


def required_journal() -> Journal:
    """Return the journal of a page that there is none of without one."""
    journal = site_journal().open()
    if journal is None:
        raise NotFound
    return journal


def note_miss(typed: str) -> None:
    """Count a search that found nothing, unless the operator or the browser asks not to.

    A journal that fails takes nothing from whoever searches.
    """
    config: SiteConfig = current_app.config["SITE"]
    declines = request.headers.get("Sec-GPC") == "1" or request.headers.get("DNT") == "1"
    if not config.count_misses or declines:
        return
    try:
        journal = site_journal().open()
        if journal is not None:
            count_miss(journal, typed, day=datetime.now(UTC).date())
    except JournalError as error:
        log.warning("a missed search was not counted: %s", error)


@click.command("misses")
@click.option("--limit", default=50, show_default=True, help="how many")
@with_appcontext
def _misses(limit: int) -> None:
    """Print what people searched for and did not find, the most frequent first."""
    journal = site_journal().open()
    if journal is None:
        raise click.ClickException("ALLEYS_JOURNAL is not set: nothing is counted")
    for miss in frequent_misses(journal, limit=limit):
        click.echo(f"{miss.times}\t{miss.last_day}\t{miss.typed}")
