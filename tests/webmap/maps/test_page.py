"""The parts of the map page as folium renders them."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from webmap.maps import (
    CityMapOptions,
    CityMapParts,
    render_city_map,
    render_coverage_map,
)
from webmap.maps.texts import map_texts


def static_url(path: str) -> str:
    return f"/static/abc123/{path}"


OPTIONS = CityMapOptions(
    centre_lat=34.6416,
    centre_lon=50.879,
    zoom=13,
    bounds=(50.75, 34.53, 51.0, 34.72),
    tile_url="/tiles/2026-11-23/{z}/{x}/{y}.mvt",
    asset_url=static_url,
)


@pytest.fixture(scope="module")
def parts() -> CityMapParts:
    return render_city_map(OPTIONS)


def text_of(parts: CityMapParts) -> str:
    return "\n".join((*parts.stylesheets, *parts.scripts, parts.module, parts.body, parts.script))


def test_two_renders_of_equal_options_are_equal_bytes(parts: CityMapParts) -> None:
    assert render_city_map(replace(OPTIONS)) == parts


def test_no_address_leads_to_another_host(parts: CityMapParts) -> None:
    assert not re.search(r"//|https?:|www\.", text_of(parts))


def test_everything_is_loaded_from_the_given_static_address(parts: CityMapParts) -> None:
    addresses = (*parts.stylesheets, *parts.scripts, parts.module)
    assert all(address.startswith("/static/abc123/") for address in addresses)


def test_leaflet_is_the_only_classic_script(parts: CityMapParts) -> None:
    assert parts.scripts == ("/static/abc123/vendor/leaflet-1.9.4/leaflet-map.js",)


def test_the_body_is_one_element_without_style_or_handler(parts: CityMapParts) -> None:
    assert parts.body == '<div class="citymap-canvas" id="city_map_main"></div>'


def test_readers_may_zoom_the_page(parts: CityMapParts) -> None:
    assert "viewport" not in text_of(parts)
    assert "user-scalable" not in text_of(parts)


def test_the_script_imports_its_modules_first(parts: CityMapParts) -> None:
    assert parts.script.startswith(
        'import {AlleyTiles, createCityMap, startCityMap} from "/static/abc123/js/citymap.js";\n'
    )


def test_the_layer_is_added_before_the_page_is_wired(parts: CityMapParts) -> None:
    calls = [line.split("(")[0] for line in parts.script.splitlines()[1:]]
    assert calls == [
        "const city_map_main = createCityMap",
        "const alley_tiles_main = new AlleyTiles",
        "alley_tiles_main.addTo",
        "startCityMap",
    ]


def test_the_tile_address_keeps_its_placeholders(parts: CityMapParts) -> None:
    assert '"/tiles/2026-11-23/{z}/{x}/{y}.mvt"' in parts.script


@pytest.mark.parametrize("hostile", ["</script><script>alert(1)", "`${alert(1)}`", '";alert(1)//'])
def test_texts_cannot_leave_their_string(hostile: str) -> None:
    script = render_city_map(replace(OPTIONS, attribution=hostile)).script
    _, view = script.splitlines()[1].split(", ", maxsplit=1)
    assert json.loads(view.removesuffix(");"))["attribution"] == hostile
    assert "<" not in script


def test_every_text_of_the_map_reaches_the_browser(parts: CityMapParts) -> None:
    line = parts.script.splitlines()[-1]
    settings = json.loads(line[line.index("{") : line.rindex("}") + 1])
    assert settings["texts"] == map_texts()


def test_an_address_cannot_leave_the_import() -> None:
    script = render_city_map(
        replace(OPTIONS, asset_url=lambda path: f'"; alert(1) //{path}')
    ).script
    assert script.splitlines()[0].endswith(r' from "\"; alert(1) //js/citymap.js";')


def test_a_map_has_room_around_the_city(parts: CityMapParts) -> None:
    assert '"maxBounds":[[34.435,50.625],[34.815,51.125]]' in parts.script


def test_planners_get_all_of_leaflet_and_their_own_start() -> None:
    parts = render_coverage_map(OPTIONS, "/coverage/areas.json?by=district")
    assert parts.scripts == ("/static/abc123/vendor/leaflet-1.9.4/leaflet.js",)
    assert parts.module == "/static/abc123/js/coveragemap.js"
    assert "startCoverageMap(" in parts.script
    assert '"areasUrl":"/coverage/areas.json?by=district"' in parts.script
