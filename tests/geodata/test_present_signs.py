"""The signs as they stand: the journal before the file of plaques before the register."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from geodata.catalogue import Catalogue, CatalogueSource
from geodata.catalogue.signs import FiledSign, end_of
from geodata.model import PlaqueStatus
from geodata.present_signs import Sign, find_sign, own_id, present_sign, present_signs
from geodata.sign_history import RecordedEvent
from geodata.sign_list import FACETS, SORTS, list_signs, values_of


@pytest.fixture(scope="module")
def catalogue(tiny_dataset: Path) -> Catalogue:
    return CatalogueSource(tiny_dataset).current()


def event(
    event_id: int, plaque_id: str, naming_id: str, status: str, *, end: str | None = None,
    place: tuple[float, float] | None = None, on: str = "1405-09-04",
) -> RecordedEvent:  # fmt: skip
    lon, lat = place or (None, None)
    return RecordedEvent(
        event_id, plaque_id, naming_id, end, status, on, lon, lat, "", None, "zahra",
        datetime(2026, 11, 25), datetime(2026, 11, 25), f"k{event_id}",
    )  # fmt: skip


def signs(catalogue: Catalogue, *events: RecordedEvent) -> dict[str, Sign]:
    return {sign.plaque_id: sign for sign in present_signs(catalogue.signs, events)}


def test_the_last_event_goes_before_the_file_and_the_file_before_the_register(
    catalogue: Catalogue,
) -> None:
    now = signs(catalogue)
    assert now["P1"].status is PlaqueStatus.INSTALLED
    assert now["DEMO-9:start"].status is PlaqueStatus.MISSING
    assert now["DEMO-2:start"].status is None
    now = signs(
        catalogue,
        event(1, "P1", "DEMO-1", "verified"),
        event(2, "P1", "DEMO-1", "damaged"),
        event(3, "DEMO-9:start", "DEMO-9", "installed"),
    )
    assert (now["P1"].status, now["P1"].seen, now["P1"].date) == ("damaged", 2, "1405-09-04")
    assert now["P2"].status is PlaqueStatus.DAMAGED
    assert now["P2"].seen == 0
    assert now["DEMO-9:start"].status is PlaqueStatus.INSTALLED


def test_every_sign_of_file_and_journal_is_there_once_and_one_to_be_for_each_other_naming(
    catalogue: Catalogue,
) -> None:
    namings = set(catalogue.signs.namings)
    assert set(signs(catalogue)) == {"P1", "P2", "P3"} | {
        own_id(naming, "start") for naming in namings - {"DEMO-1"}
    }
    now = signs(
        catalogue,
        event(1, "DEMO-2:end", "DEMO-2", "installed"),
        event(2, "X-7", "DEMO-3", "made"),
        event(3, "P-old", "DEMO-gone", "installed"),
    )
    assert set(now) == {"P1", "P2", "P3", "DEMO-2:end", "X-7", "P-old"} | {
        own_id(naming, "start") for naming in namings - {"DEMO-1", "DEMO-2", "DEMO-3"}
    }
    assert (now["DEMO-2:end"].end, now["DEMO-2:end"].exists) == ("end", True)
    assert now["P-old"].naming is None
    assert not now["DEMO-9:start"].exists


def test_end_and_place_are_those_that_were_recorded_last(catalogue: Catalogue) -> None:
    here, there = (50.8801, 34.6401), (50.8802, 34.6402)
    now = signs(
        catalogue,
        event(1, "P1", "DEMO-1", "verified", end="start", place=here),
        event(2, "P1", "DEMO-1", "damaged", place=there),
        event(3, "P1", "DEMO-1", "missing"),
    )["P1"]
    assert (now.end, now.lon, now.lat) == ("start", *there)
    assert (now.filed.end, now.filed.lon) == ("میدان", 50.881)


def test_a_sign_that_is_to_be_is_found_and_one_of_nobody_is_not(catalogue: Catalogue) -> None:
    found = find_sign(catalogue.signs, "DEMO-1:end", [])
    assert found is not None
    assert (found.end, found.status, found.exists) == ("end", None, False)
    of_register = find_sign(catalogue.signs, "DEMO-9:start", [])
    assert of_register is not None
    assert of_register.status is PlaqueStatus.MISSING
    for unknown in ("P9", "DEMO-404:end", "DEMO-1:middle", "DEMO-1", ""):
        assert find_sign(catalogue.signs, unknown, []) is None
    gone = find_sign(catalogue.signs, "P9", [event(1, "P9", "DEMO-2", "installed")])
    assert gone is not None
    assert gone.naming is not None


def test_what_may_come_next_follows_from_what_is() -> None:
    sign = present_sign(FiledSign("P", "A", status="planned"), None)
    assert PlaqueStatus.DAMAGED not in sign.next_statuses
    sign = present_sign(sign.filed, None, [event(1, "P", "A", "installed")])
    assert sign.next_statuses[0] is PlaqueStatus.VERIFIED


@pytest.mark.parametrize(
    ("written", "end"),
    [("ابتدا", "start"), ("انتهای كوچه", "end"), ("end", "end"), ("میدان", "میدان")],
)
def test_the_end_is_read_however_it_is_written(written: str, end: str) -> None:
    assert end_of(written) == end


def test_counts_say_what_every_choice_would_leave(catalogue: Catalogue) -> None:
    everything = [*present_signs(catalogue.signs, [])]
    values = [values_of(sign) for sign in everything]
    for at, facet in enumerate(FACETS):
        page = list_signs(catalogue.signs, [], {})
        assert page.counts[facet] == Counter(row[at] for row in values)
        for value, number in page.counts[facet].items():
            if value is not None:
                chosen = list_signs(catalogue.signs, [], {facet: value})
                assert len(chosen.wanted) == number
                assert chosen.counts[facet][value] == number


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("كريمي", {"DEMO-1", "DEMO-6", "DEMO-9"}),
        ("شهید علی کریمی حسین", {"DEMO-9"}),
        ("هنرستان ۹۹", {"DEMO-6"}),
        ("DEMO-404", {"DEMO-404"}),
        ("DEMO-4", {"DEMO-4"}),
        ("حسینکریمی", {"DEMO-6"}),
        ("p2", {"DEMO-1"}),
        ("ناکسی", set()),
    ],
)
def test_signs_are_found_by_name_street_and_id(
    catalogue: Catalogue, typed: str, found: set[str]
) -> None:
    page = list_signs(catalogue.signs, [], {}, words=typed)
    assert {sign.naming_id for sign in page.wanted} == found


def test_the_newest_come_first_and_pages_follow_each_other(catalogue: Catalogue) -> None:
    events = [
        event(1, "P2", "DEMO-1", "verified", on="1405-01-01"),
        event(2, "DEMO-2:start", "DEMO-2", "installed", on="1405-02-01"),
    ]
    page = list_signs(catalogue.signs, events, {}, sort="newest", limit=3)
    assert [sign.plaque_id for sign in page.rows] == ["DEMO-2:start", "P2", "P1"]
    for sort in SORTS:
        whole = list_signs(catalogue.signs, events, {}, sort=sort).wanted
        parts = [
            list_signs(catalogue.signs, events, {}, sort=sort, offset=at, limit=2).rows
            for at in range(0, len(whole), 2)
        ]
        assert tuple(sign for part in parts for sign in part) == whole
