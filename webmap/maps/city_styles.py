"""What looks how on the map: one set of tables for the map and for its legend.

Colours keep apart for colour-blind eyes (teal, vermilion, amber differ in lightness too) and
never stand alone: installed plaques are thicker with a bright core, damaged ones are dashed,
plates differ by filling and mark, classes of a share by the number written on them.
Palette idea: Okabe & Ito, Color Universal Design (2008).
"""

from __future__ import annotations

from webmap.i18n import mark
from webmap.maps.styles import (
    FillStyle,
    Json,
    LabelStyle,
    LineStyle,
    PlaceStyle,
    ShareClass,
    SignStyle,
    Tone,
    fill_json,
    label_json,
    line_json,
    place_json,
    share_json,
    sign_json,
    tone_json,
)

GROUND = Tone("#f5f1ea", "#161a1e", "#ffffff", "#000000")
HALO = Tone("#fbf9f4", "#161a1e", "#ffffff", "#000000")
INK = Tone("#4b463e", "#b9b4aa", "#000000", "#ffffff")

_WHITE = Tone("#ffffff", "#2c333a", "#ffffff", "#1c1c1c")
_NIGHT_EDGE = "#0d1013"
_EDGE = Tone("#d9d0c1", _NIGHT_EDGE, "#5c5c5c", "#b0b0b0")
_HAIRLINE = Tone("#ded6c8", "#2a3037", "#767676", "#8a8a8a")

FILLS = (
    FillStyle("green", Tone("#e2ead3", "#1b251d", "#ffffff", "#000000"), min_zoom=11),
    FillStyle(
        "water",
        Tone("#cbe0e5", "#17323b", "#ffffff", "#000000"),
        edge=Tone("#b3d0d7", "#1f4350", "#1d5c73", "#7cc3dd"),
        min_zoom=8,
    ),
    FillStyle(
        "buildings",
        Tone("#ece5d8", "#1c2126", "#ffffff", "#000000"),
        edge=Tone("#e0d7c7", "#252b31", "#b4b4b4", "#555555"),
        min_zoom=16,
    ),
)
"""Sorts of ground, in the order they are painted."""

LINES = (
    LineStyle(
        key="rail",
        colour=Tone("#b4aca0", "#4a5158", "#444444", "#bbbbbb"),
        widths=((11, 0.8), (15, 1.6), (18, 3)),
        dash=(4, 1.5),
        min_zoom=11,
    ),
)
"""Lines that are no streets, painted under them."""

ROADS = (
    LineStyle(
        key="path",
        colour=Tone("#d3c9b7", "#39424a", "#767676", "#8a8a8a"),
        widths=((15, 0.8), (18, 2.5)),
        min_zoom=16,
        dash=(2, 2),
    ),
    LineStyle(
        key="alley",
        colour=_WHITE,
        casing=_EDGE,
        thin=_HAIRLINE,
        widths=((12, 0.5), (13, 0.7), (15, 2), (17, 6), (19, 15)),
        min_zoom=12,
    ),
    LineStyle(
        key="residential",
        colour=_WHITE,
        casing=_EDGE,
        thin=_HAIRLINE,
        widths=((11, 0.4), (13, 0.9), (15, 2.4), (17, 7.5), (19, 18)),
        min_zoom=11,
    ),
    LineStyle(
        key="tertiary",
        colour=Tone("#fffdf7", "#343b41", "#ffffff", "#1c1c1c"),
        casing=Tone("#d8cdb8", _NIGHT_EDGE, "#444444", "#c4c4c4"),
        thin=Tone("#ddd0b6", "#343b41", "#666666", "#9a9a9a"),
        widths=((10, 0.5), (13, 1.6), (15, 3.6), (17, 9), (19, 20)),
        min_zoom=10,
    ),
    LineStyle(
        key="secondary",
        colour=Tone("#fdf1d3", "#45423a", "#fff3cf", "#3a3320"),
        casing=Tone("#dcc693", _NIGHT_EDGE, "#3a3a3a", "#d0d0d0"),
        thin=Tone("#ecd9a8", "#45423a", "#7a6220", "#b09a5a"),
        widths=((9, 0.6), (13, 2.2), (15, 5), (17, 11), (19, 24)),
    ),
    LineStyle(
        key="primary",
        colour=Tone("#fbe5b0", "#544b37", "#ffe9ad", "#4a3d1a"),
        casing=Tone("#d6b872", _NIGHT_EDGE, "#2e2e2e", "#dddddd"),
        thin=Tone("#ecd08c", "#544b37", "#6b5210", "#c9a94e"),
        widths=((8, 0.8), (13, 2.8), (15, 6), (17, 13), (19, 27)),
    ),
    LineStyle(
        key="trunk",
        colour=Tone("#f8d892", "#645536", "#ffdf94", "#5a4714"),
        casing=Tone("#cda657", _NIGHT_EDGE, "#222222", "#eeeeee"),
        thin=Tone("#e6c072", "#645536", "#5c4300", "#dcb54a"),
        widths=((6, 0.8), (13, 3.2), (15, 6.5), (17, 14), (19, 28)),
    ),
)
"""Classes of streets, in the order they are painted."""

STATES = (
    LineStyle(
        key="named",
        colour=Tone("#12807a", "#2fa89a", "#00645e", "#45d6c4"),
        widths=((9, 0.6), (12, 1.1), (14, 2), (16, 3), (18, 5), (20, 8)),
        legend_fa=mark("نام‌گذاری شده، بی پلاک"),
    ),
    LineStyle(
        key="damaged",
        colour=Tone("#c4410c", "#ff8b5e", "#9a2e00", "#ff9d75"),
        widths=((9, 0.9), (12, 1.5), (14, 2.6), (16, 3.6), (18, 6), (20, 9)),
        dash=(2.2, 1.4),
        legend_fa=mark("پلاک آسیب‌دیده یا گم‌شده"),
    ),
    LineStyle(
        key="installed",
        colour=Tone("#07504d", "#7be0cf", "#003836", "#a5fff0"),
        core=Tone("#9fe3d2", "#0c3c3a", "#ffffff", "#000000"),
        widths=((9, 0.9), (12, 1.6), (14, 2.9), (16, 4.8), (18, 8), (20, 12)),
        legend_fa=mark("پلاک نصب شده"),
    ),
)
"""States of an alley that carries a martyr's name, in the order they are painted."""

UNNAMED = LineStyle(
    key="unnamed",
    colour=Tone("#8a4fb0", "#c79be6", "#5f1f8a", "#e3c4ff"),
    widths=((16, 2.2), (17, 3), (19, 5)),
    dash=(1, 1.6),
    min_zoom=16,
    legend_fa=mark("کوچهٔ بی‌نام"),
)
"""For planners: an alley the map has no name for."""

BORDERS = (
    LineStyle(
        key="neighbourhood",
        colour=Tone("#b9a8c4", "#5a5068", "#6a5080", "#b9a2d4"),
        widths=((13, 0.8), (17, 1.4)),
        min_zoom=13,
        dash=(1, 3),
        legend_fa=mark("مرز محله"),
    ),
    LineStyle(
        key="district",
        colour=Tone("#a894b8", "#776a8a", "#4f3468", "#d3bdec"),
        widths=((9, 0.9), (13, 1.2), (17, 1.8)),
        min_zoom=9,
        dash=(5, 2, 1, 2),
        legend_fa=mark("مرز منطقه"),
    ),
)
"""Kinds of borders, in the order they are painted."""

CHOSEN = LineStyle(
    key="chosen",
    colour=Tone("#ffc640", "#d99a1c", "#ffb800", "#ffcf4d"),
    casing=Tone("#a8700a", "#ffe3a1", "#5c3b00", "#ffffff"),
    widths=((12, 9), (15, 12), (17, 17), (19, 28)),
)
"""The glow over the alley a reader has chosen; blended, so that its state shows through."""

_STREET_SIZES = ((15, 11.0), (17, 12.5), (19, 15.0))
_QUIET_VIOLET = Tone("#75628a", "#a394b6", "#000000", "#ffffff")
LABELS = (
    LabelStyle(
        "district",
        Tone("#6b5680", "#b8a6cb", "#000000", "#ffffff"),
        ((10, 13.0), (13, 17.0)),
        10,
        13,
        bold=True,
    ),
    LabelStyle("neighbourhood", _QUIET_VIOLET, ((13, 12.0), (16, 15.0)), 13, 17),
    LabelStyle(
        "shrine",
        Tone("#7a5200", "#f0c463", "#000000", "#ffffff"),
        ((13, 12.0), (17, 14.0)),
        13,
        bold=True,
    ),
    LabelStyle(
        "state", Tone("#053f3c", "#a9efe2", "#000000", "#ffffff"), _STREET_SIZES, 15, bold=True
    ),
    LabelStyle(
        "artery",
        Tone("#5c4a1e", "#d8c79b", "#000000", "#ffffff"),
        ((14, 11.0), (15, 12.0), (17, 13.5), (19, 16.0)),
        14,
    ),
    LabelStyle("mosque", Tone("#2f6150", "#8fc4ae", "#000000", "#ffffff"), ((16, 11.0),), 16),
    LabelStyle("street", INK, _STREET_SIZES, 16),
)
"""Sorts of labels, the most important first: they choose their place before the others."""

_ENAMEL = Tone("#07504d", "#0f5f5a", "#003836", "#003836")
_RIM = Tone("#ffffff", "#d9f4ee", "#ffffff", "#ffffff")
_TEAL_RIM = Tone("#12807a", "#2fa89a", "#00645e", "#45d6c4")
_PAPER = Tone("#fffdf9", "#1d2328", "#ffffff", "#000000")
_VERMILION = Tone("#c4410c", "#ff8b5e", "#9a2e00", "#ff9d75")
SIGNS = (
    SignStyle("verified", _ENAMEL, _RIM, "tick", mark("پلاک نصب و بازدید شده")),
    SignStyle("installed", _ENAMEL, _RIM, "line", mark("پلاک نصب شده")),
    SignStyle("waiting", _PAPER, _TEAL_RIM, "none", mark("پلاک در راه"), dash=(2, 1.5)),
    SignStyle("troubled", _PAPER, _VERMILION, "stroke", mark("پلاک آسیب‌دیده یا گم‌شده")),
)
"""Plaques at the mouths of their alleys."""

CLUSTER = {"paper": _PAPER, "ink": Tone("#07504d", "#7be0cf", "#003836", "#a5fff0")}
"""How many plaques are around a place."""

PLACES = (
    PlaceStyle("shrine", "star", Tone("#9a6a00", "#f0c463", "#5c3b00", "#ffd97a"), 12),
    PlaceStyle("mosque", "dome", Tone("#3f7d68", "#8fc4ae", "#00543c", "#a8f0d2"), 16),
)
"""Kinds of places that have a picture."""

SHARES = (
    ShareClass("none", 0, Tone("#d9e5e1", "#26383a"), mark("کمتر از ۵۰٪")),
    ShareClass("half", 50, Tone("#9ccdc2", "#2b5f5d"), mark("۵۰ تا ۷۵٪")),
    ShareClass("most", 75, Tone("#4f9f95", "#34908a"), mark("۷۵ تا ۹۵٪")),
    ShareClass("nearly", 95, Tone("#146a65", "#6fd0c3"), mark("۹۵ تا ۱۰۰٪")),
)
"""Fixed classes of a share [per cent]; the number itself stands on every area as well.
Breaks as ITO's OSM Analysis used them for street names of British districts (2011)."""
NO_SHARE = Tone("#ffffff", "#1d2328")
"""An area where there is nothing to share."""


def style_table() -> Json:
    """Return everything the browser needs to draw, as plain values for JSON."""
    return {
        "ground": tone_json(GROUND),
        "halo": tone_json(HALO),
        "fills": [fill_json(style) for style in FILLS],
        "lines": [line_json(style) for style in LINES],
        "roads": [line_json(style) for style in ROADS],
        "states": [line_json(style) for style in STATES],
        "borders": [line_json(style) for style in BORDERS],
        "labels": [label_json(style) for style in LABELS],
        "signs": [sign_json(style) for style in SIGNS],
        "cluster": {part: tone_json(tone) for part, tone in CLUSTER.items()},
        "places": [place_json(style) for style in PLACES],
        "chosen": line_json(CHOSEN),
    }


def planner_table() -> Json:
    """Return the same with what only planners see: shares of areas and alleys without a name."""
    return {
        **style_table(),
        "unnamed": line_json(UNNAMED),
        "shares": [share_json(style) for style in SHARES],
        "noShare": tone_json(NO_SHARE),
    }
