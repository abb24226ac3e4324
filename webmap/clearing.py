"""`flask --app webmap tidy`, and the same once a day when somebody opens the queue.

Numbers and photos of closed corrections are deleted; corrections from before districts were kept
get theirs.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import click
from flask import Flask
from flask.cli import with_appcontext

from geodata.catalogue import Catalogue
from geodata.digits import PERSIAN_DIGITS
from geodata.errors import GeodataError
from geodata.journal import Journal
from geodata.journal.audit import COMMAND_LINE
from geodata.journal.clearing import clear_contacts, clear_once_a_day
from geodata.journal.reports import place, unplaced
from webmap.config import site_config
from webmap.journal import site_journal
from webmap.logins import utc_now
from webmap.subjects import subject_of


def init_clearing(app: Flask) -> None:
    """Offer the command to `app`."""
    app.cli.add_command(_tidy)


def care_once_a_day(catalogue: Catalogue, journal: Journal) -> None:
    """Do what has to be done daily, unless it was done today; cheap to ask for."""
    now = utc_now()
    if clear_once_a_day(journal, _limit(now), now=now):
        _place(catalogue, journal)


def _limit(now: datetime) -> datetime:
    return now - timedelta(days=site_config().keep_contact_days)


def _place(catalogue: Catalogue, journal: Journal) -> None:
    with journal.reading() as connection:
        waiting = unplaced(connection)
    found = [(report_id, subject_of(catalogue, *about).district) for report_id, *about in waiting]
    known = [(report_id, district) for report_id, district in found if district]
    if known:
        place(journal, known)


@click.command("tidy")
@with_appcontext
def _tidy() -> None:
    """Delete telephone numbers and photos of reports that were closed long enough ago.

    How long is ALLEYS_KEEP_CONTACT_DAYS.
    """
    try:
        journal = site_journal().open()
        if journal is None:
            raise click.ClickException("ALLEYS_JOURNAL is not set: nothing is kept")
        now = utc_now()
        count = clear_contacts(journal, _limit(now), by=COMMAND_LINE, now=now)
    except GeodataError as refused:
        raise click.ClickException(f"{refused.message_fa}\n{refused.message_en}") from refused
    told = str(count).translate(PERSIAN_DIGITS)
    click.echo(f"شمارهٔ تماس و عکس {told} گزارش پاک شد")
