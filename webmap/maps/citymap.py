"""A folium map of our own making: vendored Leaflet, pinned ids, nothing inline.

It draws the empty map only; what lies on it are layers, and names never pass through here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from webmap.maps.light_folium import Figure, Template, folium

MACROS = Path(__file__).parent / "macros"

Asset = tuple[str, str]


def macro_template(name: str) -> Any:
    """Return a file of the macros folder as the template of a folium element."""
    return Template((MACROS / name).read_text(encoding="utf-8"))


def script_json(value: Any) -> Markup:
    """Return a value as JSON that may stand in a script: Persian as it is, no tag can begin."""
    return htmlsafe_json_dumps(value, dumps=_compact_json)


def _compact_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class CityMap(folium.Map):
    """A map without background tiles whose assets all come from our own host.

    Parameters
    ----------
    lat, lon : float
        The middle of the first view [degrees EPSG:4326].
    zoom : int
        Zoom of the first view.
    view : mapping
        Further options of the Leaflet map, by their Leaflet names.
    scripts, stylesheets : sequences of (name, address)
        What the page has to load before the map's script runs.
    """

    _template = macro_template("city_map.jinja")
    # Folium's own lists name other hosts. Ours are set per map, never on the class.
    default_js: list[Asset] = []  # noqa: RUF012
    default_css: list[Asset] = []  # noqa: RUF012

    def __init__(
        self,
        lat: float,
        lon: float,
        zoom: int,
        *,
        view: Mapping[str, Any],
        scripts: Sequence[Asset],
        stylesheets: Sequence[Asset],
    ) -> None:
        super().__init__(location=(lat, lon), zoom_start=zoom, tiles=None)
        self._name = "CityMap"
        self._id = "main"
        self.view = script_json({"center": [lat, lon], "zoom": zoom, **view})
        self.default_js = list(scripts)
        self.default_css = list(stylesheets)

    def rendered(self) -> tuple[str, str]:
        """Return the map's element and its script. To be called once: folium adds up renders."""
        figure = self.get_root()
        assert isinstance(figure, Figure), "folium puts every map into a figure"
        self.render()  # type: ignore[no-untyped-call]
        lines = (line.strip() for line in figure.script.render().splitlines())
        script = "".join(f"{line}\n" for line in lines if line)
        return figure.html.render().strip(), script
