"""The read side, asked about the tiny city."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from geodata.catalogue import Alley, Catalogue, CatalogueSource
from geodata.errors import DatasetError, UnknownRecordError
from geodata.tiles.grid import tile_at


@pytest.fixture(scope="module")
def catalogue(tiny_dataset: Path) -> Catalogue:
    return CatalogueSource(tiny_dataset).current()


def alley_of(catalogue: Catalogue, query: str) -> Alley:
    hit = catalogue.search(query).hits[0]
    assert hit.alley_id is not None
    found = catalogue.alley(hit.alley_id)
    assert isinstance(found, Alley)
    return found


@pytest.mark.parametrize("query", ["كريمي", "کریمی", "شهید کریمی", "كريمي\u200c", "کریم"])
def test_a_surname_lists_every_bearer_with_what_tells_them_apart(
    catalogue: Catalogue, query: str
) -> None:
    hits = catalogue.search(query).hits
    told = {(hit.title_fa, hit.father_fa, hit.district) for hit in hits}
    assert told >= {
        ("شهید علی کریمی", "حسن", "1"),
        ("شهید علی کریمی", "حسین", "2"),
        ("شهید حسین کریمی", "قاسم", "1"),
    }


def test_the_old_designation_finds_the_person(catalogue: Catalogue) -> None:
    assert catalogue.search("هنرستان ۱۹").hits[0].title_fa == "شهید علی کریمی"


def test_a_naming_without_alley_is_found_and_says_so(catalogue: Catalogue) -> None:
    hit = catalogue.search("حسین کریمی").hits[0]
    assert not hit.on_map
    assert hit.bbox is None


def test_a_guess_is_not_linked_as_a_fact(catalogue: Catalogue) -> None:
    hit = next(h for h in catalogue.search("احمدی").hits if h.naming_id == "DEMO-4")
    assert not hit.on_map


def test_a_name_with_a_slip_is_found_and_says_how_it_was_read(catalogue: Catalogue) -> None:
    hit = catalogue.search("ظفرری").hits[0]
    assert hit.naming_id == "DEMO-2"
    assert hit.why_fa == "«ظفرری» نزدیک به «ظفری» خوانده شد"


def test_nothing_found_gives_near_spellings(catalogue: Catalogue) -> None:
    answer = catalogue.search("مرشطلوف")
    assert answer.hits == ()
    assert "مرشدلو" in answer.suggestions


def test_a_hit_has_its_name_in_latin_letters(catalogue: Catalogue) -> None:
    assert catalogue.search("ظفری").hits[0].title_en == "Shahid Saeid Zafari"


def test_a_naming_is_found_by_its_id_in_the_register(catalogue: Catalogue) -> None:
    for typed in ("DEMO-2", "demo-2", "DEMO-۲"):
        hit = catalogue.search(typed).hits[0]
        assert hit.naming_id == "DEMO-2"
        assert hit.why_fa


@pytest.mark.parametrize("query", ["کریمی" + " ا" * 101, "کریمی a b c d e f g h i", "ا" * 10_000])
def test_of_a_query_beyond_the_limits_only_the_beginning_is_looked_at(
    catalogue: Catalogue, query: str
) -> None:
    answer = catalogue.search(query)
    assert answer.truncated
    assert len(answer.query) <= 100


def test_a_query_within_the_limits_is_looked_at_whole(catalogue: Catalogue) -> None:
    assert not catalogue.search("شهید علی کریمی فرزند حسن کوچه هنرستان ۱۹").truncated


@pytest.mark.parametrize("query", ['"', "*", "NEAR(", "a OR b", "words:x", "'; DROP", "…", "AND"])
def test_query_syntax_of_the_index_is_only_text(catalogue: Catalogue, query: str) -> None:
    assert catalogue.search(query).total >= 0


def test_an_alley_comes_with_namings_plaques_and_geometry(catalogue: Catalogue) -> None:
    alley = alley_of(catalogue, "هنرستان ۱۹")
    assert [naming.naming_id for naming in alley.namings] == ["DEMO-1"]
    assert [plaque.status for plaque in alley.plaques] == ["installed", "damaged"]
    assert alley.state == "installed"
    assert alley.lines[0][0] == pytest.approx((alley.mouth_lon, alley.mouth_lat))


def test_an_alley_is_found_by_its_short_code(catalogue: Catalogue) -> None:
    alley = alley_of(catalogue, "هنرستان ۱۹")
    assert catalogue.alley_by_code(alley.code) == alley


def test_an_unknown_record_is_said_to_be_unknown(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownRecordError):
        catalogue.alley(1)
    with pytest.raises(UnknownRecordError):
        catalogue.martyr(1)


def test_an_honoree_has_a_record_with_all_namings(catalogue: Catalogue) -> None:
    hit = catalogue.search("هنرستان ۱۹").hits[0]
    assert hit.martyr_id is not None
    martyr = catalogue.martyr(hit.martyr_id)
    assert martyr.father_fa == "حسن"
    assert [naming.naming_id for naming in martyr.namings] == ["DEMO-1"]


def test_nearby_lists_named_alleys_nearest_first(catalogue: Catalogue) -> None:
    hits = catalogue.nearby(50.8811, 34.6412, limit=3)
    distances = [hit.distance_m for hit in hits]
    assert hits[0].old_name_fa == "کوچه نوزدهم"
    assert distances == sorted(distances)
    assert distances[0] == pytest.approx(9.2, abs=0.3)


def test_nearby_respects_its_radius(catalogue: Catalogue) -> None:
    assert catalogue.nearby(50.9, 34.7, radius_m=100) == ()


def test_a_box_that_is_cut_says_so(catalogue: Catalogue) -> None:
    whole = catalogue.alleys_in((50.87, 34.63, 50.9, 34.65), limit=100)
    assert not whole.truncated
    assert catalogue.alleys_in((50.87, 34.63, 50.9, 34.65), limit=3).truncated
    assert {a.district for a in catalogue.alleys_in(None, district="2").alleys} == {"2"}
    assert {a.state for a in catalogue.alleys_in(None, status="damaged").alleys} == {"damaged"}


def test_of_too_many_streets_for_a_drawing_those_with_a_plaque_or_a_name_are_kept(
    catalogue: Catalogue,
) -> None:
    everything = catalogue.streets_in(catalogue.info.bounds)
    named = {street.alley_id for street in everything if street.state}
    assert 0 < len(named) < len(everything)
    kept = catalogue.streets_in(catalogue.info.bounds, most=len(named))
    assert {street.alley_id for street in kept} == named


def test_coverage_rows_sum_to_the_city(catalogue: Catalogue) -> None:
    (city,) = catalogue.coverage("city")
    for by in ("district", "neighbourhood"):
        rows = catalogue.coverage(by)
        assert sum(row.named for row in rows) == city.named == 9
        assert sum(row.eligible for row in rows) == city.eligible


def test_tiles_are_served_from_the_version(catalogue: Catalogue) -> None:
    x, y = tile_at(15, 50.8811, 34.6412)
    assert catalogue.tile(15, x, y) is not None
    assert catalogue.tile(15, 0, 0) is None


def test_many_threads_may_ask_at_once(catalogue: Catalogue) -> None:
    totals: list[int] = []
    threads = [
        threading.Thread(target=lambda: totals.append(catalogue.search("کریمی").total))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(totals)) == 1
    assert len(totals) == 8


def test_an_empty_place_says_that_nothing_was_published(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no dataset has been published"):
        CatalogueSource(tmp_path).current()


def test_reading_needs_neither_pandas_nor_geopandas() -> None:
    code = (
        "import sys, geodata.catalogue; print({'pandas','geopandas','pyogrio'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
