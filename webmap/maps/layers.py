"""What lies on the city map: the vector tiles of the alleys, and the wiring to the page.

Layers fetch by address in the browser; folium gets constants only, never a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webmap.maps.citymap import CityMap, macro_template, script_json
from webmap.maps.light_folium import JSCSSMixin, Layer


class AlleyTiles(JSCSSMixin, Layer):
    """Streets and alleys drawn from vector tiles, with labels and picking.

    Parameters
    ----------
    source : str
        Where the tiles come from, as JavaScript: the address of a tile with {z}, {x} and {y} in
        it, or a call that gives a function.
    options : mapping
        Options of the JavaScript class of the same name (js/map/alleylayer.js).
    """

    _template = macro_template("alley_tiles.jinja")

    def __init__(self, source: str, options: Mapping[str, Any]) -> None:
        super().__init__(name="alleys", overlay=True, control=False)
        self._name = "AlleyTiles"
        self._id = "main"
        self.source = source
        self.options = script_json(options)

    def render(self, **kwargs: Any) -> str:
        """Render; folium would add the layer to its map once more with every render."""
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        self.show = False
        return ""


class PageWiring(JSCSSMixin):
    """The last line of the script: calls the function that joins the map and its page."""

    _template = macro_template("page_wiring.jinja")

    def __init__(self, tiles: AlleyTiles, starter: str, settings: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "PageWiring"
        self._id = "main"
        self.tiles = tiles
        self.starter = starter
        self.settings = script_json(settings)


def with_alleys(
    city_map: CityMap,
    source: str,
    starter: str,
    *,
    options: Mapping[str, Any],
    settings: Mapping[str, Any],
) -> CityMap:
    """Return the map with the alley tiles on it and, after them, its wiring to the page."""
    tiles = AlleyTiles(source, options)
    city_map.add_child(tiles)
    city_map.add_child(PageWiring(tiles, starter, settings))
    return city_map
