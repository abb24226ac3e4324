"""What the map draws and what a tap on it means, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from tests.browser.hamlet import (
    BROKEN,
    CATCH_MAP,
    DRAWN,
    HAMLET,
    NORTH,
    SOUTH,
    Point,
    Wait,
    choose,
    on_screen,
    one_screen,
    tap,
    tile_units,
)
from webmap.assets import EXTENSION as ASSETS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# The tile is copied first: reading from its own canvas would change how the browser keeps it.
PIXEL_AT = """([x, y]) => {
  const copy = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const context = copy.getContext("2d", { willReadFrequently: true });
  for (const canvas of document.querySelectorAll("canvas.leaflet-tile")) {
    const box = canvas.getBoundingClientRect();
    const [px, py] = [(x - box.left) / box.width, (y - box.top) / box.height];
    if (px < 0 || py < 0 || px >= 1 || py >= 1) continue;
    context.drawImage(canvas, -Math.floor(px * canvas.width), -Math.floor(py * canvas.height));
    return [...context.getImageData(0, 0, 1, 1).data];
  }
  return null;
}"""
INK_IN_LABELS = """() => {
  const canvas = document.querySelector(".leaflet-labels-pane canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((value, index) => index % 4 === 3 && value > 200).length;
}"""
NAMED, INSTALLED, GROUND = [0x12, 0x80, 0x7A, 255], [0x9F, 0xE3, 0xD2, 255], [0, 0, 0, 0]


def pixel(page: Page, point: Point) -> Any:
    return page.evaluate(PIXEL_AT, list(on_screen(page, point)))


def box_of_glow(page: Page) -> dict[str, float]:
    box = page.locator(".leaflet-chosen-pane path").first.bounding_box()
    assert box is not None
    return dict(box)


def test_alleys_are_drawn_in_the_colours_of_their_states(hamlet_page: Page) -> None:
    # A little off the middle of a tile's edge, where two tiles meet.
    assert pixel(hamlet_page, (-60, -40)) == NAMED
    assert pixel(hamlet_page, (-60, -16)) == INSTALLED
    assert pixel(hamlet_page, (-60, 45)) == GROUND


@one_screen
def test_a_damaged_plaque_shows_as_a_dashed_line(hamlet_page: Page) -> None:
    along = [tuple(pixel(hamlet_page, (x, 90))[:3]) for x in range(-110, -30, 1)]
    assert (0xC4, 0x41, 0x0C) in along
    assert (255, 255, 255) in along


def test_lines_stay_sharp_beyond_the_deepest_tiles(hamlet_page: Page, wait_until: Wait) -> None:
    hamlet_page.evaluate("city.map.setZoom(19, {animate: false})")
    wait_until(hamlet_page, DRAWN)
    x, y = on_screen(hamlet_page, (-60, -40))
    column = [hamlet_page.evaluate(PIXEL_AT, [x, y + dy]) for dy in range(-5, 6)]
    assert column.count(NAMED) >= 5
    assert hamlet_page.evaluate(PIXEL_AT, [x, y - 14]) == GROUND


@one_screen
def test_night_has_other_colours(hamlet_page: Page, wait_until: Wait) -> None:
    hamlet_page.emulate_media(color_scheme="dark")
    wait_until(
        hamlet_page,
        f"(point) => String(({PIXEL_AT})(point)) === '47,168,154,255'",
        list(on_screen(hamlet_page, (-60, -40))),
    )


def test_every_name_is_written_once(hamlet_page: Page) -> None:
    assert hamlet_page.evaluate("city.tiles.labels.count") == len(HAMLET)
    assert hamlet_page.evaluate(INK_IN_LABELS) > 500


@one_screen
def test_labels_keep_arabic_joins_by_writing_text_whole(
    page: Page, hamlet_url: str, wait_until: Wait
) -> None:
    page.add_init_script(CATCH_MAP)
    page.add_init_script(
        "window.written = [];"
        "const fillText = CanvasRenderingContext2D.prototype.fillText;"
        "CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {"
        "  window.written.push(`${this.direction} ${text}`); fillText.call(this, text, ...rest); };"
    )
    page.goto(hamlet_url)
    wait_until(page, DRAWN)
    assert {f"rtl {alley.name}" for alley in HAMLET} == set(page.evaluate("window.written"))


def test_of_two_alleys_the_nearer_is_chosen(hamlet_page: Page) -> None:
    # Both are within reach of a mouse; only the distance decides.
    choose(hamlet_page, (0, -30), NORTH)
    choose(hamlet_page, (0, -25), SOUTH)


def test_a_finger_may_miss_by_more_than_a_mouse(hamlet_page: Page, screen: str) -> None:
    tap(hamlet_page, (-60, -57))
    if screen == "phone":
        hamlet_page.locator("#card", has_text=NORTH.name).wait_for()
    else:
        hamlet_page.wait_for_timeout(200)
        assert "alley=" not in hamlet_page.url


def test_empty_ground_chooses_nothing(hamlet_page: Page) -> None:
    tap(hamlet_page, (0, 45))
    hamlet_page.wait_for_timeout(200)
    assert hamlet_page.locator("#card").is_hidden()
    assert "alley=" not in hamlet_page.url


def test_an_alley_of_two_segments_is_highlighted_as_one(hamlet_page: Page) -> None:
    choose(hamlet_page, (-60, 90), BROKEN)
    left, top = on_screen(hamlet_page, (-120, 90))
    right, bottom = on_screen(hamlet_page, (120, 110))
    box = box_of_glow(hamlet_page)
    assert hamlet_page.locator(".leaflet-chosen-pane svg").count() == 1
    assert box["x"] <= left
    assert box["x"] + box["width"] >= right
    assert box["y"] <= top
    assert box["y"] + box["height"] >= bottom
    lines = hamlet_page.locator(".leaflet-chosen-pane path").first.get_attribute("d")
    assert lines is not None
    assert lines.count("M") == 2


@one_screen
def test_choosing_another_alley_moves_the_highlight(hamlet_page: Page) -> None:
    choose(hamlet_page, (0, -31), NORTH)
    before = box_of_glow(hamlet_page)
    choose(hamlet_page, (0, -13), SOUTH)
    assert box_of_glow(hamlet_page)["y"] > before["y"]


@one_screen
def test_tiles_are_read_as_they_were_written(hamlet_page: Page, hamlet: Flask) -> None:
    features = hamlet_page.evaluate(
        "async (mvt) => {"
        " const { decodeTile } = await import(mvt);"
        ' const answer = await fetch("/tiles/15/21014/12966.mvt");'
        " return decodeTile(await answer.arrayBuffer()).map((feature) =>"
        "   ({ ...feature, parts: feature.parts.map((part) => [...part]) })); }",
        hamlet.extensions[ASSETS].url("js/map/mvt.js"),
    )
    assert [feature["id"] for feature in features] == [alley.id for alley in HAMLET]
    broken = features[2]
    assert broken["layer"] == "alleys"
    assert broken["properties"] == {"class": "alley", "name": BROKEN.name, "state": "damaged"}
    written = [tile_units(part, 15, 21014, 12966) for part in BROKEN.parts]
    assert broken["parts"] == [[n for point in part for n in point] for part in written]
