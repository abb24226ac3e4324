"""Numbers and photos of closed corrections go after a while, from the file too."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from geodata.journal import Journal, open_journal
from geodata.journal.audit import THE_SITE, check_chain, entries
from geodata.journal.clearing import clear_contacts, clear_once_a_day
from geodata.journal.corrections import correction_status, send_correction
from geodata.journal.report_answers import accept_as_task, finish, refuse, reopen
from geodata.journal.reports import photo_of, report_of
from tests.geodata.journal.conftest import NOW
from tests.geodata.journal.test_report_answers import REPLY
from tests.geodata.journal.test_reports import DAMAGED, PHONE

DAY = timedelta(days=1)


@pytest.fixture
def code(journal: Journal) -> str:
    return send_correction(journal, DAMAGED, now=NOW)


def clear(journal: Journal, before: datetime, now: datetime = NOW) -> int:
    return clear_contacts(journal, before, by="zahra", now=now)


def has_both(journal: Journal) -> bool:
    with journal.reading() as connection:
        found = report_of(connection, 1)
        assert found.has_phone == found.has_photo == (photo_of(connection, 1) is not None)
        assert (found.cleared_at is None) == found.has_phone
    return found.has_phone


def test_what_was_closed_before_is_cleared_and_the_rest_stands(journal: Journal, code: str) -> None:
    refuse(journal, REPLY)
    assert clear(journal, NOW - DAY) == 0
    assert has_both(journal)
    assert clear(journal, NOW) == 1
    assert not has_both(journal)
    assert clear(journal, NOW) == 0
    assert correction_status(journal, code).answer == REPLY.text
    with journal.reading() as connection:
        assert report_of(connection, 1).text == DAMAGED.text
        (row, _) = entries(connection, limit=9)
        assert check_chain(connection).broken is None
    assert (row.actor, row.action, row.details["count"]) == ("zahra", "reports_cleared", 1)


def test_what_waits_keeps_its_number_however_old_it_is(journal: Journal, code: str) -> None:
    assert clear(journal, NOW + 999 * DAY) == 0
    accept_as_task(journal, REPLY)
    assert clear(journal, NOW + 999 * DAY) == 0
    finish(journal, 1, seen=1, by="ali", now=NOW + 5 * DAY)
    assert clear(journal, NOW + 4 * DAY) == 0
    assert has_both(journal)
    reopen(journal, 1, seen=1, by="ali", now=NOW + 6 * DAY)
    assert clear(journal, NOW + 999 * DAY) == 0
    assert has_both(journal)


def test_the_site_clears_once_a_day(journal: Journal, code: str) -> None:
    refuse(journal, REPLY)
    assert clear_once_a_day(journal, NOW - DAY, now=NOW)
    assert not clear_once_a_day(journal, NOW, now=NOW + timedelta(hours=1))
    assert has_both(journal)
    assert clear_once_a_day(journal, NOW, now=NOW + DAY)
    assert not has_both(journal)
    with journal.reading() as connection:
        rows = entries(connection, actor=THE_SITE, limit=9)
    assert [row.details["count"] for row in rows] == [1]


def test_a_number_that_is_cleared_is_gone_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite"
    journal = open_journal(str(file))
    send_correction(journal, DAMAGED, now=NOW)
    refuse(journal, REPLY)
    assert PHONE.encode() in file.read_bytes()
    clear(journal, NOW)
    journal.close()
    assert PHONE.encode() not in file.read_bytes()
