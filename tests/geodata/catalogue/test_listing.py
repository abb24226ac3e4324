"""Namings filtered, counted and paged: every count against the rows themselves."""

from __future__ import annotations

from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from geodata.catalogue import Catalogue, CatalogueSource, Filters
from geodata.catalogue.listing import FACETS, FLAGS, SORTS

YES_NO = ("has_portrait", "has_biography", *FLAGS)


@pytest.fixture(scope="module")
def catalogue(tiny_dataset: Path) -> Catalogue:
    return CatalogueSource(tiny_dataset).current()


def ids(catalogue: Catalogue, **filters: object) -> set[str]:
    page = catalogue.listings.page(Filters(**filters), limit=1000)  # type: ignore[arg-type]
    assert page.total == len(page.rows)
    return {row.naming_id for row in page.rows}


def test_without_filters_every_naming_is_listed_once(catalogue: Catalogue) -> None:
    assert ids(catalogue) == {f"DEMO-{number}" for number in range(1, 10)}


def test_a_guess_is_listed_where_the_register_says_and_not_as_mapped(catalogue: Catalogue) -> None:
    assert "DEMO-4" in ids(catalogue, state="unmapped")


def test_a_family_is_one_however_it_is_spelt(catalogue: Catalogue) -> None:
    family = next(one for one in catalogue.listings.families if one.name_fa == "کریمی")
    assert ids(catalogue, family_key=family.key) == {"DEMO-1", "DEMO-6", "DEMO-9"}
    assert family.count == 3


def test_filters_narrow_each_other(catalogue: Catalogue) -> None:
    of_district, with_story = ids(catalogue, district="1"), ids(catalogue, has_biography=True)
    assert ids(catalogue, district="1", has_biography=True) == of_district & with_story
    assert ids(catalogue, year=1365) == {"DEMO-1", "DEMO-2", "DEMO-4"}


def test_each_count_is_what_choosing_it_finds(catalogue: Catalogue) -> None:
    for district, state in product((None, "1", "2"), (None, "installed", "unmapped")):
        filters = {"district": district, "state": state}
        page = catalogue.listings.page(Filters(district=district, state=state), limit=0)
        for facet in FACETS:
            for value, count in page.counts[facet].items():
                if value in (None, 0):
                    continue
                chosen = {**filters, facet: bool(value) if facet in YES_NO else value}
                assert len(ids(catalogue, **chosen)) == count, (chosen, facet)


@pytest.mark.parametrize("sort", SORTS)
def test_pages_follow_each_other_without_gap_or_repeat(catalogue: Catalogue, sort: str) -> None:
    pages = [
        catalogue.listings.page(Filters(), sort=sort, offset=at, limit=2) for at in range(0, 10, 2)
    ]
    seen = Counter(row.naming_id for page in pages for row in page.rows)
    assert seen == Counter(ids(catalogue))


def test_names_follow_the_alphabet_of_persian(catalogue: Catalogue) -> None:
    names = [family.name_fa for family in catalogue.listings.families]
    assert names.index("آزمون") < names.index("احمدی") < names.index("ظفری") < names.index("کریمی")


def test_a_row_becomes_a_line_of_a_list(catalogue: Catalogue) -> None:
    rows = catalogue.listings.page(Filters(year=1365)).rows
    found = {hit.naming_id: hit.title_fa for hit in catalogue.listed(rows)}
    assert found["DEMO-2"] == "شهید سعید ظفری"
