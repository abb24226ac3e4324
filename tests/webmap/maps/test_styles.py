"""The style table: what can be told apart and read, and that the stylesheet agrees with it."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from geodata.model import RoadClass
from webmap.maps.city_styles import (
    BORDERS,
    FILLS,
    GROUND,
    HALO,
    LABELS,
    LINES,
    NO_SHARE,
    PLACES,
    ROADS,
    SHARES,
    SIGNS,
    STATES,
    UNNAMED,
    planner_table,
    style_table,
)
from webmap.maps.styles import LabelStyle, LineStyle, SignStyle, Tone

STYLESHEET = Path(__file__).parents[3] / "webmap" / "static" / "css" / "map.css"
ALL_LINES = (*LINES, *ROADS, *STATES, *BORDERS, UNNAMED)
THEMES = ("light", "dark", "strong_light", "strong_dark")


def by_key(style: LineStyle | LabelStyle) -> str:
    return style.key


def colour(tone: Tone, theme: str) -> str:
    """Return the colour of a tone in one of the themes."""
    return getattr(tone, theme) or getattr(tone, theme.removeprefix("strong_"))


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    bright, dim = sorted((luminance(a), luminance(b)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def seen_by_deuteranope(shade: str) -> tuple[float, float, float]:
    """Return what eyes without green receptors see of a colour, as linear light.

    Matrix of Viénot, Brettel & Mollon, Digital video colourmaps for checking the legibility of
    displays by dichromats (1999).
    """
    channels = [int(shade[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    mixed = 0.29275 * red + 0.70725 * green
    return mixed, mixed, -0.02234 * red + 0.02234 * green + blue


def css_colours(theme: str) -> dict[str, str]:
    """Return the colours of the stylesheet in a theme; later blocks speak over earlier ones."""
    blocks = re.findall(r":root \{([^}]*)\}", STYLESHEET.read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for index in {
        "light": [0],
        "dark": [0, 1],
        "strong_light": [0, 2],
        "strong_dark": [0, 1, 2, 3],
    }[theme]:
        found |= dict(re.findall(r"--map-([\w-]+): (#\w+);", blocks[index]))
    return found


def test_every_class_of_street_has_a_style() -> None:
    assert {style.key for style in ROADS} == {str(road_class.value) for road_class in RoadClass}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("style", (*STATES, UNNAMED), ids=by_key)
def test_states_stand_out_from_the_ground(style: LineStyle, theme: str) -> None:
    least = 7 if theme.startswith("strong") else 3
    assert contrast(colour(style.colour, theme), colour(GROUND, theme)) >= least


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("style", LABELS, ids=by_key)
def test_labels_can_be_read(style: LabelStyle, theme: str) -> None:
    least = 7 if theme.startswith("strong") else 4.5
    assert contrast(colour(style.colour, theme), colour(HALO, theme)) >= least


@pytest.mark.parametrize("theme", ["strong_light", "strong_dark"])
@pytest.mark.parametrize("style", ROADS, ids=by_key)
def test_streets_have_an_edge_for_who_asks_for_contrast(style: LineStyle, theme: str) -> None:
    assert contrast(colour(style.casing or style.colour, theme), colour(GROUND, theme)) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_states_differ_for_eyes_without_green(theme: str) -> None:
    for one, other in combinations(STATES, 2):
        shades = (seen_by_deuteranope(colour(style.colour, theme)) for style in (one, other))
        difference = max(abs(a - b) for a, b in zip(*shades, strict=True))
        assert difference > 0.05, (one.key, other.key)


def test_states_differ_in_more_than_colour() -> None:
    shapes = {(bool(style.dash), style.core is not None) for style in STATES}
    assert len(shapes) == len(STATES)


def test_plates_differ_in_more_than_colour() -> None:
    def form(style: SignStyle) -> tuple[str, bool]:
        return style.mark, bool(style.dash)

    assert len({form(style) for style in SIGNS}) == len(SIGNS)


@pytest.mark.parametrize("style", ALL_LINES, ids=by_key)
def test_lines_never_get_thinner_when_the_map_comes_nearer(style: LineStyle) -> None:
    assert all(near[0] > far[0] and near[1] >= far[1] for far, near in pairwise(style.widths))


def test_no_two_styles_of_one_drawing_share_a_key() -> None:
    keys = [style.key for style in (*FILLS, *ALL_LINES)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("style", (*STATES, *BORDERS, UNNAMED), ids=by_key)
def test_what_the_legend_explains_it_explains_in_persian(style: LineStyle) -> None:
    assert re.fullmatch(r"[\u0600-\u06ff\u200c ]+", style.legend_fa)


@pytest.mark.parametrize("theme", THEMES)
def test_the_stylesheet_has_the_ground_of_the_table(theme: str) -> None:
    assert css_colours(theme)["ground"] == colour(GROUND, theme)


@pytest.mark.parametrize("theme", THEMES)
def test_the_panels_of_the_map_can_be_read(theme: str) -> None:
    css = css_colours(theme)
    assert contrast(css["ink"], css["panel"]) >= 7
    assert contrast(css["quiet"], css["panel"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_classes_of_a_share_go_one_way_from_pale_to_full(theme: str) -> None:
    shades = [luminance(colour(tone, theme)) for tone in (NO_SHARE, *(s.colour for s in SHARES))]
    assert shades == sorted(shades, reverse=theme == "light")
    assert [share.least for share in SHARES] == [0, 50, 75, 95]


def test_every_kind_of_place_has_a_label_and_a_picture() -> None:
    assert {style.key for style in PLACES} <= {style.key for style in LABELS}


def test_what_a_style_lacks_is_left_out_of_the_table() -> None:
    named = next(style for style in style_table()["states"] if style["key"] == "named")
    assert named.keys() == {"key", "colour", "widths", "minZoom", "legend"}


def test_planners_see_the_same_and_more() -> None:
    plain, planners = style_table(), planner_table()
    assert planners.items() >= plain.items()
    assert planners.keys() - plain.keys() == {"unnamed", "shares", "noShare"}


def test_the_browser_gets_streets_in_the_order_they_are_painted() -> None:
    table = style_table()
    assert [style["key"] for style in table["roads"]] == [style.key for style in ROADS]
    assert table["roads"][-1]["key"] == "trunk"
