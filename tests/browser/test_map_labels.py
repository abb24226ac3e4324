"""Names on the map: whole, upright, from right to left, nowhere over each other, none twice."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from tests.browser.gridtown import LAT, LON, build_grid_town
from tests.browser.hamlet import one_screen
from tests.browser.sites import Wait, open_map, show
from webmap import create_app
from webmap.config import SiteConfig

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, one_screen]

RECORD = """
window.labels = [];
const prototype = CanvasRenderingContext2D.prototype;
const { fillText } = prototype;
prototype.fillText = function (text, x, y) {
  const { a, b, e, f } = this.getTransform();
  const ratio = Math.hypot(a, b);
  const height = parseFloat(/([\\d.]+)px/.exec(this.font)[1]);
  window.labels.push({ text, x: e / ratio + x, y: f / ratio + y, angle: Math.atan2(b, a),
    width: this.measureText(text).width, height, direction: this.direction });
  fillText.call(this, text, x, y);
};"""
WRITE_AGAIN = "() => { window.labels = []; city.tiles.labels.write(); return window.labels; }"


@dataclass(frozen=True)
class Label:
    text: str
    x: float
    y: float
    angle: float
    width: float
    height: float
    direction: str

    def corners(self) -> list[tuple[float, float]]:
        """The box of the letters, a little inside of what they may touch."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        half_w, half_h = self.width / 2 - 1, self.height * 0.35
        return [
            (self.x + cos * w - sin * h, self.y + sin * w + cos * h)
            for w, h in ((-half_w, -half_h), (half_w, -half_h), (half_w, half_h), (-half_w, half_h))
        ]


def overlap(one: Label, other: Label) -> bool:
    """Whether two turned boxes share ground (separating axes)."""
    for label in (one, other):
        for turn in (0, math.pi / 2):
            axis = math.cos(label.angle + turn), math.sin(label.angle + turn)
            spans = [
                sorted(x * axis[0] + y * axis[1] for x, y in box.corners()) for box in (one, other)
            ]
            if spans[0][-1] <= spans[1][0] or spans[1][-1] <= spans[0][0]:
                return False
    return True


@pytest.fixture(scope="module")
def town(serve: Callable[[Flask], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    dataset = build_grid_town(tmp_path_factory.mktemp("grid"))
    return serve(create_app(SiteConfig(dataset=str(dataset))))


@pytest.fixture(params=[16, 17, 18, 19])
def labels(request: pytest.FixtureRequest, page: Page, town: str, wait_until: Wait) -> list[Label]:
    """What is written at a zoom, with the names of the register at hand."""
    page.add_init_script(RECORD)
    open_map(page, f"{town}/?map=17/{LAT}/{LON}", wait_until)
    show(page, LON, LAT, request.param, wait_until)
    wait_until(page, "city.tiles.look.titles.size > 0")
    return [Label(**label) for label in page.evaluate(WRITE_AGAIN) if label["text"]]


def test_labels_are_written_well(labels: list[Label]) -> None:
    assert len(labels) >= 4
    crossing = [(a.text, b.text) for a, b in combinations(labels, 2) if overlap(a, b)]
    assert crossing == []
    near = [
        a.text
        for a, b in combinations(labels, 2)
        if a.text == b.text and abs(a.x - b.x) < 200 and abs(a.y - b.y) < 200
    ]
    assert near == []
    assert {label.direction for label in labels} == {"rtl"}
    assert all(abs(label.angle) <= math.pi / 2 + 1e-6 for label in labels)
    assert all(len(label.text) > 1 for label in labels)


def test_digits_on_the_map_are_persian(labels: list[Label]) -> None:
    assert not [label.text for label in labels if any("0" <= c <= "9" for c in label.text)]


def test_the_chosen_alley_is_named_before_all_others(
    page: Page, town: str, wait_until: Wait
) -> None:
    page.add_init_script(RECORD)
    open_map(page, f"{town}/?map=16/{LAT}/{LON}", wait_until)
    page.evaluate(
        "() => { const [id] = city.tiles.namedInView().keys(); city.selection.open(String(id)); }"
    )
    page.locator("#card h2").wait_for()
    # The names of the register come apart from the tiles, after them.
    wait_until(page, "city.tiles.look.titles.has(city.tiles.look.chosen)")
    wait_until(page, "!city.tiles.labels.waiting")
    title = page.evaluate("city.tiles.look.titles.get(city.tiles.look.chosen)")
    written = [label["text"] for label in page.evaluate(WRITE_AGAIN)]
    assert title in written
