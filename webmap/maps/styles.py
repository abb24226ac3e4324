"""The kinds of style the map is drawn with, and how the browser gets them.

The tables themselves, what looks how, are `city_styles`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from webmap.i18n import gettext

Stop = tuple[int, float]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tone:
    """One colour as sRGB hex: by day, by night, and the same two for readers who ask for contrast.

    The two strong ones are those of day and night unless the table says otherwise.
    """

    light: str
    dark: str
    strong_light: str | None = None
    strong_dark: str | None = None


@dataclass(frozen=True, slots=True)
class FillStyle:
    """How one sort of ground is filled, with its edge where it has one."""

    key: str
    colour: Tone
    edge: Tone | None = None
    min_zoom: int = 6
    legend_fa: str = ""


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


@dataclass(frozen=True, slots=True)
class SignStyle:
    """How a plaque in one state stands at its alley: the plate, its rim and the mark on it.

    Parameters
    ----------
    key : str
        'verified', 'installed', 'waiting' or 'troubled'.
    mark : str
        'line' for lettering, 'tick', 'none', or 'stroke' through the plate.
    """

    key: str
    plate: Tone
    rim: Tone
    mark: str
    legend_fa: str
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceStyle:
    """The little picture of one kind of place: 'star' or 'dome'."""

    key: str
    picture: str
    colour: Tone
    min_zoom: int


@dataclass(frozen=True, slots=True)
class ShareClass:
    """One class of a share on the planners' map: from `least` per cent on, up to the next."""

    key: str
    least: int
    colour: Tone
    legend_fa: str


def tone_json(tone: Tone | None) -> list[str] | None:
    """Return a tone as the browser reads it: two colours, four where contrast differs."""
    if tone is None:
        return None
    if tone.strong_light is None and tone.strong_dark is None:
        return [tone.light, tone.dark]
    strong = (tone.strong_light or tone.light, tone.strong_dark or tone.dark)
    return [tone.light, tone.dark, *strong]


def fill_json(style: FillStyle) -> Json:
    """Return a fill as plain values; what is absent is left out."""
    return _present(
        key=style.key,
        colour=tone_json(style.colour),
        edge=tone_json(style.edge),
        minZoom=style.min_zoom,
        legend=_translated(style.legend_fa),
    )


def line_json(style: LineStyle) -> Json:
    """Return a line as plain values; what is absent is left out."""
    return _present(
        key=style.key,
        colour=tone_json(style.colour),
        casing=tone_json(style.casing),
        core=tone_json(style.core),
        thin=tone_json(style.thin),
        widths=style.widths,
        minZoom=style.min_zoom,
        dash=style.dash,
        legend=_translated(style.legend_fa),
    )


def label_json(style: LabelStyle) -> Json:
    """Return a sort of labels as plain values."""
    return {
        "key": style.key,
        "colour": tone_json(style.colour),
        "sizes": style.sizes,
        "minZoom": style.min_zoom,
        "maxZoom": style.max_zoom,
        "bold": style.bold,
    }


def sign_json(style: SignStyle) -> Json:
    """Return the look of a plaque as plain values; what is absent is left out."""
    return _present(
        key=style.key,
        plate=tone_json(style.plate),
        rim=tone_json(style.rim),
        mark=style.mark,
        dash=style.dash,
        legend=_translated(style.legend_fa),
    )


def place_json(style: PlaceStyle) -> Json:
    """Return the picture of a kind of place as plain values."""
    return {
        "key": style.key,
        "picture": style.picture,
        "colour": tone_json(style.colour),
        "minZoom": style.min_zoom,
    }


def share_json(style: ShareClass) -> Json:
    """Return a class of shares as plain values."""
    return {
        "key": style.key,
        "least": style.least,
        "colour": tone_json(style.colour),
        "legend": _translated(style.legend_fa),
    }


def _present(**values: Any) -> Json:
    return {name: value for name, value in values.items() if value}


def _translated(text_fa: str) -> str:
    return gettext(text_fa) if text_fa else ""
