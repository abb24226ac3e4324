"""The map by night, in strong contrast, in the colours a system forces, and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from tests.browser.hamlet import one_screen
from tests.browser.sites import Wait, colours, open_map
from webmap import create_app
from webmap.config import SiteConfig
from webmap.maps.city_styles import GROUND, STATES

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser]

INSTALLED = next(style.colour for style in STATES if style.key == "installed")
ON_THE_ALLEY = (50.881, 34.6405)
VIEW = "map=18/34.64050/50.88100"


@pytest.fixture(scope="module")
def site(serve: Callable[[Flask], str], tiny_dataset: Path) -> str:
    return serve(create_app(SiteConfig(dataset=str(tiny_dataset))))


@one_screen
@pytest.mark.parametrize(
    ("media", "colour", "ground"),
    [
        ({"color_scheme": "light"}, INSTALLED.light, GROUND.light),
        ({"color_scheme": "dark"}, INSTALLED.dark, GROUND.dark),
        ({"contrast": "more"}, INSTALLED.strong_light, GROUND.strong_light),
        ({"contrast": "more", "color_scheme": "dark"}, INSTALLED.strong_dark, GROUND.strong_dark),
        ({"forced_colors": "active"}, INSTALLED.strong_light, GROUND.strong_light),
    ],
    ids=["day", "night", "contrast", "contrast by night", "forced colours"],
)  # fmt: skip
def test_the_map_follows_what_the_reader_asks_for(
    page: Page, site: str, wait_until: Wait, media: dict[str, Any], colour: str, ground: str
) -> None:
    page.emulate_media(**media)
    open_map(page, f"{site}/?{VIEW}", wait_until)
    assert colour in colours(page, *ON_THE_ALLEY)
    shown = page.evaluate("getComputedStyle(city.map.getContainer()).backgroundColor")
    red, green, blue = (int(ground[i : i + 2], 16) for i in (1, 3, 5))
    assert shown == f"rgb({red}, {green}, {blue})"


@one_screen
def test_the_map_turns_while_it_is_looked_at(page: Page, site: str, wait_until: Wait) -> None:
    open_map(page, f"{site}/?{VIEW}", wait_until)
    page.emulate_media(contrast="more")
    page.wait_for_timeout(200)
    assert INSTALLED.strong_light in colours(page, *ON_THE_ALLEY)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_prints_on_one_sheet_in_light_colours(
    page: Page, site: str, wait_until: Wait, scheme: Any, tmp_path: Path
) -> None:
    page.emulate_media(color_scheme=scheme)
    open_map(page, f"{site}/?{VIEW}", wait_until)
    page.evaluate("""() => addEventListener("beforeprint", () => {
      window.printed = { legend: document.querySelector(".legend-box").open };
    })""")
    sheet = page.pdf(format="A4", prefer_css_page_size=True, path=tmp_path / "map.pdf")
    assert len(re.findall(rb"/Type /Page\b", sheet)) == 1
    assert page.evaluate("window.printed.legend")
    page.evaluate('dispatchEvent(new Event("beforeprint"))')
    assert INSTALLED.light in colours(page, *ON_THE_ALLEY)
    page.emulate_media(media="print", color_scheme=scheme)
    for hidden in (".leaflet-bar", ".map-status", ".site-nav", ".search-form"):
        assert not page.locator(hidden).first.is_visible()
    for visible in (".legend", ".map-scale", ".leaflet-control-attribution", ".brand"):
        assert page.locator(visible).first.is_visible()
    page.evaluate('dispatchEvent(new Event("afterprint"))')


@one_screen
def test_after_printing_the_night_comes_back(page: Page, site: str, wait_until: Wait) -> None:
    page.emulate_media(color_scheme="dark")
    open_map(page, f"{site}/?{VIEW}", wait_until)
    page.evaluate('dispatchEvent(new Event("beforeprint"))')
    page.evaluate('dispatchEvent(new Event("afterprint"))')
    assert INSTALLED.dark in colours(page, *ON_THE_ALLEY)
