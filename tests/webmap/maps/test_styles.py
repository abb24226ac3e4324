"""The style table, and that stylesheet and legend agree with it."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from geodata.model import RoadClass
from webmap.maps import LineStyle, legend
from webmap.maps.styles import (
    BORDERS,
    GROUND,
    HALO,
    LABELS,
    ROADS,
    STATES,
    LabelStyle,
    Tone,
    style_table,
)

STYLESHEET = Path(__file__).parents[3] / "webmap" / "static" / "css" / "map.css"
LINES = (*ROADS, *STATES, *BORDERS)


def by_key(style: LineStyle | LabelStyle) -> str:
    return style.key


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    bright, dim = sorted((luminance(a), luminance(b)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def css_colours(theme: int) -> dict[str, str]:
    blocks = re.findall(r":root \{([^}]*)\}", STYLESHEET.read_text(encoding="utf-8"))
    return dict(re.findall(r"--map-([\w-]+): (#\w+);", blocks[theme]))


def test_every_class_of_street_has_a_style() -> None:
    assert {style.key for style in ROADS} == {str(road_class.value) for road_class in RoadClass}


@pytest.mark.parametrize("style", STATES, ids=by_key)
def test_states_stand_out_from_the_ground_in_both_themes(style: LineStyle) -> None:
    assert contrast(style.colour.light, GROUND.light) >= 3
    assert contrast(style.colour.dark, GROUND.dark) >= 3


@pytest.mark.parametrize("style", LABELS, ids=by_key)
def test_labels_can_be_read_in_both_themes(style: LabelStyle) -> None:
    assert contrast(style.colour.light, HALO.light) >= 4.5
    assert contrast(style.colour.dark, HALO.dark) >= 4.5


def test_states_differ_in_more_than_colour() -> None:
    shapes = {(bool(style.dash), style.core is not None) for style in STATES}
    assert len(shapes) == len(STATES)


@pytest.mark.parametrize("style", LINES, ids=by_key)
def test_lines_never_get_thinner_when_the_map_comes_nearer(style: LineStyle) -> None:
    assert all(near[0] > far[0] and near[1] >= far[1] for far, near in pairwise(style.widths))


def test_the_legend_explains_every_state_in_persian() -> None:
    explained = {style.key: style.legend_fa for style in legend()}
    assert explained.keys() >= {style.key for style in STATES}
    assert all(re.fullmatch(r"[\u0600-\u06ff\u200c ]+", text) for text in explained.values())


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_the_stylesheet_repeats_the_colours_of_the_table(theme: int) -> None:
    def colour(tone: Tone) -> str:
        return (tone.light, tone.dark)[theme]

    css = css_colours(theme)
    assert css["ground"] == colour(GROUND)
    assert {style.key: css[style.key] for style in legend()} == {
        style.key: colour(style.colour) for style in legend()
    }
    cores = {f"{style.key}-core": colour(style.core) for style in STATES if style.core}
    assert {key: css[key] for key in cores} == cores


def test_the_browser_gets_streets_in_the_order_they_are_painted() -> None:
    table = style_table()
    assert [style["key"] for style in table["roads"]] == [style.key for style in ROADS]
    assert table["roads"][-1]["key"] == "trunk"
