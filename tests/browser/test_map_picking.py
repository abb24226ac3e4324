"""Twenty of twenty taps and clicks mean the alley they are on, also enlarged and across tiles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from geodata.catalogue import CatalogueSource
from tests.browser.gridtown import GAP_M, GridAlley, build_grid_town, grid_alleys
from tests.browser.sites import Wait, in_window, open_map, press, show
from webmap import create_app
from webmap.config import SiteConfig

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Place = tuple[GridAlley, float]
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_grid_town(tmp_path_factory.mktemp("grid"))


@pytest.fixture(scope="module")
def town(serve: Callable[[Flask], str], dataset: Path) -> str:
    return serve(create_app(SiteConfig(dataset=str(dataset))))


@pytest.fixture(scope="module")
def ids(dataset: Path) -> dict[str, int]:
    """Ids of the alleys by the name on the map."""
    page = CatalogueSource(dataset).current().alleys_in(None, limit=1000)
    return {str(alley.name_fa): alley.alley_id for alley in page.alleys}


def places_across_tiles() -> list[Place]:
    """Where alleys cross into the next tile, and a little to either side."""
    crossing = [(alley, alley.border) for alley in grid_alleys() if alley.border]
    return [(alley, share + beside) for alley, share in crossing for beside in (-0.01, 0, 0.01)][
        :20
    ]


def places_everywhere() -> list[Place]:
    """Places along alleys of all columns and rows."""
    return [(alley, 0.15 + 0.7 * n / 20) for n, alley in enumerate(grid_alleys()[::4])]


def pick_all(page: Page, places: list[Place], zoom: int, wait_until: Wait) -> list[int]:
    """Tap beside every place and return the ids that were chosen."""
    chosen = []
    for number, (alley, share) in enumerate(places):
        lon, lat = alley.at(share)
        page.keyboard.press("Escape")
        show(page, lon, lat, zoom, wait_until)
        page.wait_for_timeout(300)  # two taps at once would be a double tap, which zooms
        x, y = in_window(page, lon, lat)
        press(page, x, y + (-6, 0, 6)[number % 3])
        page.locator("#card h2").wait_for()
        chosen.append(int(page.evaluate("city.selection.id")))
    return chosen


@pytest.mark.parametrize("zoom", [17, 19])
def test_twenty_of_twenty_across_the_borders_of_tiles(
    page: Page, town: str, ids: dict[str, int], wait_until: Wait, zoom: int
) -> None:
    assert len(places_across_tiles()) == 20
    open_map(page, f"{town}/?map=17/34.6416/50.879", wait_until)
    page.locator("#map").scroll_into_view_if_needed()
    expected = [ids[alley.name.translate(PERSIAN)] for alley, _ in places_across_tiles()]
    assert pick_all(page, places_across_tiles(), zoom, wait_until) == expected


@pytest.mark.parametrize("zoom", [18])
def test_twenty_of_twenty_all_over_the_town(
    page: Page, town: str, ids: dict[str, int], wait_until: Wait, zoom: int
) -> None:
    assert len(places_everywhere()) == 20
    open_map(page, f"{town}/?map=17/34.6416/50.879", wait_until)
    page.locator("#map").scroll_into_view_if_needed()
    expected = [ids[alley.name.translate(PERSIAN)] for alley, _ in places_everywhere()]
    assert pick_all(page, places_everywhere(), zoom, wait_until) == expected


def test_between_two_alleys_nothing_is_chosen(page: Page, town: str, wait_until: Wait) -> None:
    alley = grid_alleys()[43]
    open_map(page, f"{town}/?map=19/34.6416/50.879", wait_until)
    page.locator("#map").scroll_into_view_if_needed()
    lon, lat = alley.at(0.5)
    show(page, lon, lat + GAP_M / 2 / 111_320, 19, wait_until)
    press(page, *in_window(page, lon, lat + GAP_M / 2 / 111_320))
    page.wait_for_timeout(200)
    assert page.locator("#card").is_hidden()
