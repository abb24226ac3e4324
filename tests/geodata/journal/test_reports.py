"""The queue of corrections: what waits, counted and filtered, and what takes a click to see."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from geodata.catalogue.facets import count_facets
from geodata.errors import UnknownRecordError
from geodata.journal import Journal
from geodata.journal.audit import check_chain, entries
from geodata.journal.corrections import (
    Correction,
    CorrectionKind,
    CorrectionState,
    correction_status,
    send_correction,
)
from geodata.journal.reports import (
    FACETS,
    NOWHERE,
    photo_of,
    place,
    report_by_code,
    report_cube,
    report_of,
    reports,
    show_contact,
    unplaced,
)
from tests.geodata.journal.conftest import NOW

PHONE = "0912 000 00 00"
DAMAGED = Correction(
    CorrectionKind.PLAQUE_DAMAGED, alley_id=7, martyr_id=None, text="افتاده است", phone=PHONE,
    photo=b"jpeg", district="4",
)  # fmt: skip
OTHER = Correction(
    CorrectionKind.OTHER, alley_id=None, martyr_id=None, text="", phone="", photo=None
)


def fill(journal: Journal) -> None:
    """Five corrections, sent 0, 2, 10, 40 and 100 days ago; ids from the oldest."""
    for days in (100, 40, 10, 2, 0):
        sent = DAMAGED if days % 4 == 0 else OTHER
        send_correction(journal, sent, now=NOW - timedelta(days))


def ids(journal: Journal, newest_first: bool = False, **wanted: str) -> list[int]:
    with journal.reading() as connection:
        found = reports(connection, wanted, now=NOW, newest_first=newest_first, limit=99)
    return [report.report_id for report in found]


def test_who_has_waited_longest_comes_first_unless_one_asks_for_the_newest(
    journal: Journal,
) -> None:
    fill(journal)
    assert ids(journal) == [1, 2, 3, 4, 5]
    assert ids(journal, newest_first=True) == [5, 4, 3, 2, 1]


def test_every_filter_finds_as_many_as_it_counts(journal: Journal) -> None:
    fill(journal)
    with journal.reading() as connection:
        cube = report_cube(connection, now=NOW)
    total, counts = count_facets(cube, FACETS, {})
    assert total == 5
    assert counts["age"] == Counter(days=2, weeks=1, months=1, longer=1)
    assert counts["district"] == {"4": 3, NOWHERE: 2}
    for facet, values in counts.items():
        for value, number in values.items():
            assert len(ids(journal, **{facet: value})) == number, (facet, value)
    assert ids(journal, kind="other", district=NOWHERE, age="weeks") == [3]


def test_pages_follow_each_other(journal: Journal) -> None:
    fill(journal)
    with journal.reading() as connection:
        pages = [
            [one.report_id for one in reports(connection, {}, now=NOW, limit=2, offset=offset)]
            for offset in (0, 2, 4, 6)
        ]
    assert pages == [[1, 2], [3, 4], [5], []]


def test_a_report_tells_everything_but_the_telephone_number(journal: Journal) -> None:
    code = send_correction(journal, DAMAGED, now=NOW)
    with journal.reading() as connection:
        found = report_of(connection, 1)
        assert report_by_code(connection, f"{code[:4]}-{code[4:].lower()}") == 1
        assert photo_of(connection, 1) == b"jpeg"
    assert (found.code, found.text, found.alley_id) == (code, "افتاده است", 7)
    assert (found.state, found.district) == (CorrectionState.NEW, "4")
    assert found.has_phone
    assert found.has_photo
    assert PHONE not in repr(found)


def test_who_sees_a_number_is_in_the_audit_and_the_number_is_not(journal: Journal) -> None:
    send_correction(journal, DAMAGED, now=NOW)
    assert show_contact(journal, 1, by="zahra", now=NOW) == PHONE
    with journal.reading() as connection:
        (row,) = entries(connection, limit=9)
        assert check_chain(connection).broken is None
    assert (row.actor, row.action, row.subject) == ("zahra", "contact_shown", "report-1")
    assert row.details == {}


def test_where_there_is_no_number_nothing_is_shown_and_nothing_audited(journal: Journal) -> None:
    send_correction(journal, OTHER, now=NOW)
    for report_id in (1, 2):
        with pytest.raises(UnknownRecordError):
            show_contact(journal, report_id, by="zahra", now=NOW)
    with journal.reading() as connection:
        assert entries(connection, limit=9) == []


def test_what_is_not_there_is_said(journal: Journal) -> None:
    with journal.reading() as connection:
        with pytest.raises(UnknownRecordError):
            report_of(connection, 1)
        for code in ("22222229", "2222222A", "x", ""):
            with pytest.raises(UnknownRecordError):
                report_by_code(connection, code)
        assert photo_of(connection, 1) is None


def test_a_correction_from_before_districts_were_kept_gets_one(journal: Journal) -> None:
    sent = Correction(CorrectionKind.PHOTO, None, martyr_id=9, text="", phone="", photo=None)
    code = send_correction(journal, sent, now=NOW)
    send_correction(journal, OTHER, now=NOW)
    send_correction(journal, DAMAGED, now=NOW)
    with journal.reading() as connection:
        assert unplaced(connection) == [(1, None, 9)]
    place(journal, [(1, "2")])
    assert ids(journal, district="2") == [1]
    assert correction_status(journal, code).state is CorrectionState.NEW
