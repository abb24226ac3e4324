"""How the map's lines and labels look: one table for the map and for its legend.

Colours keep apart for colour-blind eyes (teal, vermilion, amber differ in lightness too) and
never stand alone: installed plaques are thicker with a bright core, damaged ones are dashed.
Palette idea: Okabe & Ito, Color Universal Design (2008).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Stop = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Tone:
    """One colour as sRGB hex, for paper and for night."""

    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How one class of street, one state of an alley or one kind of border is drawn.

    Parameters
    ----------
    key : str
        The class, state or kind as the tiles write it.
    colour, casing, core, thin : Tone
        The line, the edge around it, the bright thread along its middle, and the line as long
        as it is too thin for an edge.
    widths : tuple of (zoom, width)
        Width [CSS px] at map zooms; straight between them, constant outside.
    min_zoom : int
        First map zoom that shows it.
    dash : tuple of float
        Lengths of dash and gap in widths of the line; empty means solid.
    legend_fa : str
        What the legend calls it; empty means the legend leaves it out.
    """

    key: str
    colour: Tone
    widths: tuple[Stop, ...]
    casing: Tone | None = None
    core: Tone | None = None
    thin: Tone | None = None
    min_zoom: int = 6
    dash: tuple[float, ...] = ()
    legend_fa: str = ""


@dataclass(frozen=True, slots=True)
class LabelStyle:
    """How names of one sort are written: colour, weight, sizes [CSS px] by zoom, zooms shown."""

    key: str
    colour: Tone
    sizes: tuple[Stop, ...]
    min_zoom: int
    max_zoom: int = 22
    bold: bool = False


GROUND = Tone("#f6f3ee", "#15191d")
HALO = Tone("#fbf9f5", "#15191d")

_WHITE = Tone("#ffffff", "#2c333a")
_NIGHT_EDGE = "#0d1013"
_EDGE = Tone("#dbd2c3", _NIGHT_EDGE)
_HAIRLINE = Tone("#ddd5c7", "#2a3037")

ROADS = (
    LineStyle(
        key="path",
        colour=Tone("#d3c9b7", "#39424a"),
        widths=((15, 0.8), (18, 2.5)),
        min_zoom=15,
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
        colour=Tone("#fffdf7", "#343b41"),
        casing=Tone("#d8cdb8", _NIGHT_EDGE),
        thin=Tone("#ddd0b6", "#343b41"),
        widths=((10, 0.5), (13, 1.6), (15, 3.6), (17, 9), (19, 20)),
        min_zoom=10,
    ),
    LineStyle(
        key="secondary",
        colour=Tone("#fdf1d3", "#45423a"),
        casing=Tone("#dcc693", _NIGHT_EDGE),
        thin=Tone("#ecd9a8", "#45423a"),
        widths=((9, 0.6), (13, 2.2), (15, 5), (17, 11), (19, 24)),
    ),
    LineStyle(
        key="primary",
        colour=Tone("#fbe5b0", "#544b37"),
        casing=Tone("#d6b872", _NIGHT_EDGE),
        thin=Tone("#ecd08c", "#544b37"),
        widths=((8, 0.8), (13, 2.8), (15, 6), (17, 13), (19, 27)),
    ),
    LineStyle(
        key="trunk",
        colour=Tone("#f8d892", "#645536"),
        casing=Tone("#cda657", _NIGHT_EDGE),
        thin=Tone("#e6c072", "#645536"),
        widths=((6, 0.8), (13, 3.2), (15, 6.5), (17, 14), (19, 28)),
    ),
)
"""Classes of streets, in the order they are painted."""

STATES = (
    LineStyle(
        key="named",
        colour=Tone("#12807a", "#2fa89a"),
        widths=((9, 0.6), (12, 1.1), (14, 2), (16, 3), (18, 5), (20, 8)),
        legend_fa="نام‌گذاری شده",
    ),
    LineStyle(
        key="damaged",
        colour=Tone("#c4410c", "#ff8b5e"),
        widths=((9, 0.9), (12, 1.5), (14, 2.6), (16, 3.6), (18, 6), (20, 9)),
        dash=(2.2, 1.4),
        legend_fa="پلاک آسیب‌دیده",
    ),
    LineStyle(
        key="installed",
        colour=Tone("#07504d", "#7be0cf"),
        core=Tone("#9fe3d2", "#0c3c3a"),
        widths=((9, 0.9), (12, 1.6), (14, 2.9), (16, 4.8), (18, 8), (20, 12)),
        legend_fa="پلاک نصب شده",
    ),
)
"""States of an alley that carries a martyr's name, in the order they are painted."""

BORDERS = (
    LineStyle(
        key="neighbourhood",
        colour=Tone("#b9a8c4", "#5a5068"),
        widths=((13, 0.8), (17, 1.4)),
        min_zoom=13,
        dash=(1, 3),
        legend_fa="مرز محله",
    ),
    LineStyle(
        key="district",
        colour=Tone("#a894b8", "#776a8a"),
        widths=((9, 0.9), (13, 1.2), (17, 1.8)),
        min_zoom=9,
        dash=(5, 2, 1, 2),
        legend_fa="مرز منطقه",
    ),
)
"""Kinds of borders, in the order they are painted."""

CHOSEN = LineStyle(
    key="chosen",
    colour=Tone("#ffc640", "#d99a1c"),
    casing=Tone("#a8700a", "#ffe3a1"),
    widths=((12, 9), (15, 12), (17, 17), (19, 28)),
)
"""The glow over the alley a reader has chosen; blended, so that its state shows through."""

_STREET_SIZES = ((15, 11.0), (17, 12.5), (19, 15.0))
LABELS = (
    LabelStyle("district", Tone("#6b5680", "#b8a6cb"), ((10, 13.0), (13, 17.0)), 10, 13, bold=True),
    LabelStyle("neighbourhood", Tone("#7c6a8c", "#9d8fb0"), ((13, 12.0), (16, 14.0)), 13, 16),
    LabelStyle("state", Tone("#053f3c", "#a9efe2"), _STREET_SIZES, 15, bold=True),
    LabelStyle("artery", Tone("#5c4a1e", "#d8c79b"), ((15, 12.0), (17, 13.5), (19, 16.0)), 15),
    LabelStyle("street", Tone("#4b463e", "#b9b4aa"), _STREET_SIZES, 16),
)
"""Sorts of labels, the most important first: they choose their place before the others."""


def legend() -> tuple[LineStyle, ...]:
    """Return the styles a legend explains: the states of alleys, then the borders."""
    return tuple(style for style in (*STATES, *reversed(BORDERS)) if style.legend_fa)


def style_table() -> dict[str, Any]:
    """Return everything the browser needs to draw, as plain values for JSON."""
    return {
        "roads": [_line(style) for style in ROADS],
        "states": [_line(style) for style in STATES],
        "borders": [_line(style) for style in BORDERS],
        "labels": [_label(style) for style in LABELS],
        "halo": _tone(HALO),
        "chosen": _line(CHOSEN),
    }


def _tone(tone: Tone | None) -> list[str] | None:
    return None if tone is None else [tone.light, tone.dark]


def _line(style: LineStyle) -> dict[str, Any]:
    return {
        "key": style.key,
        "colour": _tone(style.colour),
        "casing": _tone(style.casing),
        "core": _tone(style.core),
        "thin": _tone(style.thin),
        "widths": style.widths,
        "minZoom": style.min_zoom,
        "dash": style.dash,
    }


def _label(style: LabelStyle) -> dict[str, Any]:
    return {
        "key": style.key,
        "colour": _tone(style.colour),
        "sizes": style.sizes,
        "minZoom": style.min_zoom,
        "maxZoom": style.max_zoom,
        "bold": style.bold,
    }
