"""What a header means is said once, kept, taken back, and told in the audit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from geodata.issues import IssueLog
from geodata.journal import Journal, open_journal
from geodata.journal.audit import entries
from geodata.journal.column_meanings import column_meanings, explain_columns
from geodata.readers import read_registry

NOW = datetime(2026, 11, 27, 9)
WHO = {"by": "zahra", "now": NOW}


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with closing(open_journal(str(tmp_path / "journal.sqlite"))) as opened:
        yield opened


def kept(journal: Journal) -> dict[str, dict[str, str]]:
    with journal.reading() as connection:
        return column_meanings(connection)


def deeds(journal: Journal) -> list[dict[str, object]]:
    with journal.reading() as connection:
        return [dict(entry.details) for entry in entries(connection, limit=9)]


def test_a_meaning_is_kept_until_it_is_changed_or_taken_back(journal: Journal) -> None:
    explain_columns(journal, "registry", {"گلزار": "burial_place", "x1": "lon"}, **WHO)
    explain_columns(journal, "registry", {"گلزار": "martyrdom_place", "x1": None}, **WHO)
    assert kept(journal) == {"registry": {"گلزار": "martyrdom_place"}}
    assert deeds(journal)[0] == {"headers": {"گلزار": "martyrdom_place", "x1": None}}


def test_what_is_so_already_leaves_no_trace(journal: Journal) -> None:
    explain_columns(journal, "plaques", {"تابلو": "plaque_id", "نو": None}, **WHO)
    explain_columns(journal, "plaques", {"تابلو": "plaque_id"}, **WHO)
    assert kept(journal) == {"plaques": {"تابلو": "plaque_id"}}
    assert len(deeds(journal)) == 1


def test_a_header_somebody_explained_is_read_however_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("اسم آن بزرگوار,گلزار شهدا\nعلی کریمی,قم\n", encoding="utf-8")
    meanings = {"اسم  آن بزرگوار": "full_name", "گلزار_شهدا": "burial_place"}
    read = read_registry(path, IssueLog(), meanings=meanings)
    assert read.loc[0, ["full_name", "burial_place"]].tolist() == ["علی کریمی", "قم"]
    assert read.loc[0, "extras"] == {}


def test_what_the_vocabulary_knows_keeps_its_meaning(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("نام شهید,محله\nعلی کریمی,صفاییه\n", encoding="utf-8")
    read = read_registry(path, IssueLog(), meanings={"محله": "burial_place"})
    assert read.loc[0, "neighbourhood"] == "صفاییه"
    assert read.loc[0, "burial_place"] is None
