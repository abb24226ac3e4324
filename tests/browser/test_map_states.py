"""States on the map: live changes, the legend's filter, plaques, the list of the view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from geodata.catalogue import Alley, CatalogueSource
from tests.browser.hamlet import one_screen
from tests.browser.sites import Wait, colours, in_window, open_map, press, show
from tests.notebook import Notebook
from webmap import create_app
from webmap.config import SiteConfig
from webmap.maps.city_styles import STATES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser

COLOUR = {style.key: style.colour.light for style in STATES}
SOON_S = 1.0
TELL_OTHERS = 'new BroadcastChannel("alleys:changed").postMessage("")'


@pytest.fixture(scope="module")
def notebook(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Notebook:
    return Notebook(tiny_dataset, tmp_path_factory.mktemp("journal") / "journal.sqlite")


@pytest.fixture(autouse=True)
def blank(notebook: Notebook) -> Iterator[None]:
    yield
    notebook.clear()


@pytest.fixture(scope="module")
def site(serve: Callable[[Flask], str], tiny_dataset: Path, notebook: Notebook) -> str:
    return serve(create_app(SiteConfig(dataset=str(tiny_dataset), journal=notebook.address)))


@pytest.fixture(scope="module")
def karimi(tiny_dataset: Path) -> Alley:
    """«هنرستان ۱۹», named after Ali Karimi, with a plaque."""
    page = CatalogueSource(tiny_dataset).current().alleys_in(None, status="installed", limit=9)
    return next(alley for alley in page.alleys if alley.name_fa == "هنرستان ۱۹")


@pytest.fixture(scope="module")
def stateless(tiny_dataset: Path) -> Alley:
    """An alley nobody is registered for: at zoom 15 its tile holds it merged with others."""
    catalogue = CatalogueSource(tiny_dataset).current()
    everywhere = catalogue.alleys_in((-180, -90, 180, 90), status=None, limit=999)
    return next(
        alley
        for alley in everywhere.alleys
        if not alley.state and alley.road_class == "residential"
    )


def middle(alley: Alley) -> tuple[float, float]:
    (lon, lat), (lon_2, lat_2) = alley.lines[0][:2]
    return (lon + lon_2) / 2, (lat + lat_2) / 2


def at(alley: Alley, zoom: int) -> str:
    lon, lat = middle(alley)
    return f"map={zoom}/{lat:.5f}/{lon:.5f}"


@one_screen
@pytest.mark.parametrize("zoom", [18, 14], ids=["single alleys", "merged lines"])
def test_a_change_shows_within_a_second_of_being_told(
    page: Page, site: str, karimi: Alley, notebook: Notebook, wait_until: Wait, zoom: int
) -> None:
    open_map(page, f"{site}/?{at(karimi, zoom)}", wait_until)
    page.wait_for_timeout(300)
    assert COLOUR["damaged"] not in colours(page, *middle(karimi), reach=12)
    other = page.context.new_page()
    other.goto(f"{site}/about")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    notebook.write(karimi.alley_id, "damaged")
    other.evaluate(TELL_OTHERS)
    told = monotonic()
    while COLOUR["damaged"] not in colours(page, *middle(karimi), reach=12):
        assert monotonic() - told < SOON_S
        page.wait_for_timeout(20)
    assert not [url for url in requests if url.endswith(".pbf")]


@one_screen
def test_an_alley_that_loses_its_naming_looks_like_any_other(
    page: Page, site: str, karimi: Alley, notebook: Notebook, wait_until: Wait
) -> None:
    notebook.write(karimi.alley_id, None)
    open_map(page, f"{site}/?{at(karimi, 18)}", wait_until)
    wait_until(page, "city.tiles.look.changed.size === 1")
    page.wait_for_timeout(100)
    shown = colours(page, *middle(karimi), reach=3)
    assert not shown & set(COLOUR.values())


@one_screen
def test_coming_back_to_the_page_asks_for_changes(
    page: Page, site: str, karimi: Alley, notebook: Notebook, wait_until: Wait
) -> None:
    open_map(page, f"{site}/?{at(karimi, 18)}", wait_until)
    page.wait_for_timeout(300)
    notebook.write(karimi.alley_id, "named")
    page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
    wait_until(page, f"city.tiles.look.changed.get({karimi.alley_id}) === 'named'")


@one_screen
def test_an_alley_named_since_the_build_is_listed_where_tiles_hold_no_other(
    page: Page, site: str, stateless: Alley, notebook: Notebook, wait_until: Wait
) -> None:
    notebook.write(stateless.alley_id, "named")
    open_map(page, f"{site}/?{at(stateless, 15)}", wait_until)
    wait_until(page, "city.tiles.look.changed.size === 1")
    row = page.locator(f'#in-view [data-alley-id="{stateless.alley_id}"]')
    row.wait_for(state="attached")
    page.evaluate("city.map.setZoom(15, { animate: false })")
    picked = page.evaluate(
        "([lat, lon]) => city.tiles.pick(city.map.latLngToContainerPoint([lat, lon]), 12)?.id",
        list(reversed(middle(stateless))),
    )
    assert picked == stateless.alley_id


@one_screen
def test_new_tiles_are_taken_without_loading_the_page_anew(
    page: Page, serve: Callable[[Flask], str], tiny_dataset: Path, karimi: Alley, wait_until: Wait
) -> None:
    url = serve(create_app(SiteConfig(dataset=str(tiny_dataset))))
    open_map(page, f"{url}/?{at(karimi, 18)}", wait_until)
    source = page.evaluate("city.tiles.source")
    before = colours(page, *middle(karimi))
    page.evaluate("(url) => { window.kept = 1; city.tiles.setSource(`${url}?again`); }", source)
    wait_until(page, "!city.tiles.waiting.size")
    assert colours(page, *middle(karimi)) == before
    assert page.evaluate("window.kept") == 1


def test_a_tap_in_the_legend_puts_a_state_aside_and_back(
    page: Page, site: str, karimi: Alley, wait_until: Wait
) -> None:
    open_map(page, f"{site}/?{at(karimi, 18)}", wait_until)
    legend = page.locator(".legend-box")
    if legend.get_attribute("open") is None:
        legend.locator("summary").click()
    button = legend.get_by_role("button", name="پلاک نصب شده")
    assert button.get_attribute("aria-pressed") == "true"
    assert COLOUR["installed"] in colours(page, *middle(karimi))
    button.click()
    page.wait_for_timeout(100)
    assert button.get_attribute("aria-pressed") == "false"
    assert COLOUR["installed"] not in colours(page, *middle(karimi))
    assert "status=named,damaged" in page.url
    button.click()
    page.wait_for_timeout(100)
    assert COLOUR["installed"] in colours(page, *middle(karimi))
    assert "status" not in page.url


@one_screen
def test_the_legend_counts_in_persian_and_follows_changes(
    page: Page, site: str, karimi: Alley, notebook: Notebook, wait_until: Wait
) -> None:
    open_map(page, site, wait_until)
    number = page.locator(".legend-state", has_text="پلاک نصب شده").locator(".legend-count")
    wait_until(page, "document.querySelector('.legend-count').textContent !== ''")
    before = number.inner_text()
    assert before == "۱"
    notebook.write(karimi.alley_id, "damaged")
    page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
    wait_until(page, "document.querySelector('.legend-count').textContent === '۰'")


@one_screen
def test_a_shared_address_brings_its_filter(
    page: Page, site: str, karimi: Alley, wait_until: Wait
) -> None:
    open_map(page, f"{site}/?{at(karimi, 18)}&status=damaged", wait_until)
    assert COLOUR["installed"] not in colours(page, *middle(karimi))
    pressed = page.locator(".legend-state[aria-pressed=true]").all_inner_texts()
    assert len(pressed) == 1


@one_screen
@pytest.mark.parametrize(
    "query",
    [
        "map=99/1/2",
        "map=x",
        "map=15/999/50",
        "status=x",
        "status=,,",
        "map=15/34.6/50.9/1",
        "map=15/NaN/1",
        "status=named%00",
        "alley=",
    ],
)
def test_a_state_that_cannot_be_read_shows_the_city(
    page: Page, site: str, wait_until: Wait, query: str
) -> None:
    open_map(page, f"{site}/?{query}", wait_until)
    zoom = page.evaluate("city.map.getZoom()")
    assert 10 <= zoom <= 19
    assert len(page.locator(".legend-state[aria-pressed=true]").all()) == 3


def test_an_unknown_alley_is_told_and_the_city_is_there(
    page: Page, site: str, wait_until: Wait, watch: Watch
) -> None:
    watch.provoke("404")
    open_map(page, f"{site}/?alley=424242", wait_until)
    assert page.locator(".notice", has_text="کوچه‌ای با این نشانی در نقشه نیست").is_visible()
    assert page.locator("#card").is_hidden()
    assert page.locator("canvas.leaflet-tile").count() > 0


@one_screen
def test_plaques_stand_at_the_mouths_and_lead_to_their_alley(
    page: Page, site: str, karimi: Alley, wait_until: Wait
) -> None:
    open_map(page, f"{site}/?map=18/{karimi.mouth_lat}/{karimi.mouth_lon}", wait_until)
    wait_until(page, f"city.tiles.labels.symbols.some((s) => s.id === {karimi.alley_id})")
    press(page, *in_window(page, karimi.mouth_lon, karimi.mouth_lat))
    page.locator("#card h2", has_text="کریمی").wait_for()


@one_screen
def test_from_afar_plaques_are_counted_and_a_tap_comes_nearer(
    page: Page, site: str, karimi: Alley, wait_until: Wait
) -> None:
    open_map(page, f"{site}/?{at(karimi, 15)}", wait_until)
    wait_until(page, "city.tiles.labels.symbols.length > 0")
    lat, lng = page.evaluate("Object.values(city.tiles.labels.symbols[0].latLng)")
    press(page, *in_window(page, lng, lat))
    wait_until(page, "city.map.getZoom() === 17")
    wait_until(page, "city.tiles.labels.symbols.every((symbol) => symbol.id)")


@one_screen
def test_the_register_names_the_alley_on_the_map(
    page: Page, site: str, karimi: Alley, wait_until: Wait
) -> None:
    open_map(page, f"{site}/?{at(karimi, 18)}", wait_until)
    wait_until(page, f"city.tiles.look.titles.has({karimi.alley_id})")
    assert "شهید" in page.evaluate(f"city.tiles.look.titles.get({karimi.alley_id})")


def test_the_list_of_the_view_is_the_map_for_the_keyboard(
    page: Page, site: str, karimi: Alley, wait_until: Wait
) -> None:
    open_map(page, f"{site}/?{at(karimi, 18)}", wait_until)
    link = page.locator("#in-view a", has_text="کریمی")
    link.wait_for()
    assert "پلاک نصب شده" in link.inner_text()
    link.focus()
    page.keyboard.press("Enter")
    page.locator("#card h2", has_text="کریمی").wait_for()
    assert page.locator("#in-view [aria-current=true]", has_text="کریمی").count() == 1
    page.locator(".card-back").click()
    assert page.locator("#card").is_hidden()
    assert page.evaluate("document.activeElement.textContent").startswith("شهید")


@one_screen
def test_from_afar_there_is_no_list_of_the_view(page: Page, site: str, wait_until: Wait) -> None:
    open_map(page, f"{site}/?map=13/34.642/50.885", wait_until)
    assert page.locator("#in-view").is_hidden()


@one_screen
def test_a_tile_that_failed_comes_by_itself(
    page: Page, site: str, karimi: Alley, wait_until: Wait, watch: Watch
) -> None:
    watch.provoke("net::ERR_FAILED")
    page.route("**/*.pbf", lambda route: route.abort())
    page.add_init_script("addEventListener('citymap:ready', (e) => { window.city = e.detail; });")
    page.goto(f"{site}/?{at(karimi, 18)}")
    page.locator("#map-status", has_text="خودش دوباره تلاش می‌کند").wait_for()
    page.locator("#search input").fill("ظفری")
    page.locator("#search input").press("Enter")
    page.locator("#results .hit-name", has_text="شهید سعید ظفری").wait_for()
    page.unroute("**/*.pbf")
    page.locator("#map-status", has_text="کوچهٔ نام‌گذاری‌شده").wait_for()
    show(page, *middle(karimi), 18, wait_until)
    assert COLOUR["installed"] in colours(page, *middle(karimi))
