"""Searches that find nothing are counted for planners, without a trace of who searched."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.webmap.conftest import site

NONSENSE = "/search?q=ظفظففیری"


@pytest.fixture
def counting(tiny_dataset: Path, tmp_path: Path) -> Flask:
    return site(tiny_dataset, journal=str(tmp_path / "journal.sqlite"))


def counted(app: Flask) -> str:
    return app.test_cli_runner().invoke(args=["misses"]).output


def test_a_search_that_finds_nothing_is_counted_by_its_words(counting: Flask) -> None:
    counting.test_client().get(NONSENSE)
    counting.test_client().get(f"{NONSENSE}&fragment=list")
    times, _day, words = counted(counting).strip().split("\t")
    assert (times, words) == ("2", "ظفظففیری")


@pytest.mark.parametrize("address", ["/search?q=کریمی", f"{NONSENSE}&fragment=options", "/search"])
def test_what_was_found_or_is_still_being_typed_is_not_counted(
    counting: Flask, address: str
) -> None:
    counting.test_client().get(address)
    assert counted(counting) == ""


@pytest.mark.parametrize("header", ["Sec-GPC", "DNT"])
def test_a_browser_that_asks_not_to_be_tracked_is_not_counted(counting: Flask, header: str) -> None:
    counting.test_client().get(NONSENSE, headers={header: "1"})
    assert counted(counting) == ""


def test_an_operator_can_leave_the_counting(tiny_dataset: Path, tmp_path: Path) -> None:
    quiet = site(tiny_dataset, journal=str(tmp_path / "journal.sqlite"), count_misses=False)
    quiet.test_client().get(NONSENSE)
    assert counted(quiet) == ""


def test_a_journal_that_cannot_be_written_takes_nothing_from_the_search(
    tiny_dataset: Path, tmp_path: Path
) -> None:
    broken = site(tiny_dataset, journal=str(tmp_path))
    assert broken.test_client().get(NONSENSE).status_code == 200


def test_a_site_without_a_journal_says_that_it_counts_nothing(tiny_dataset: Path) -> None:
    assert "ALLEYS_JOURNAL" in counted(site(tiny_dataset))
