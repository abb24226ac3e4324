"""The city as one map that needs nothing else: in a notebook, by mail, in an archive.

`city_map` gives a `folium.Map`; what folium offers can be added to it, and `save()` writes one
file that opens from disk. Tiles, plaques, names, styles, scripts and the font lie in the file;
names are data in it and become text in the browser, never markup.
"""

from __future__ import annotations

import base64
import os
from pathlib import Path

from geodata.catalogue import Catalogue, CatalogueSource
from webmap.assets import STATIC
from webmap.bundle import joined_script
from webmap.calendars import day_of_moment
from webmap.i18n import gettext
from webmap.maps.city_styles import style_table
from webmap.maps.citymap import CityMap, macro_template, script_json
from webmap.maps.embedded import embedded
from webmap.maps.layers import with_alleys
from webmap.maps.light_folium import Figure
from webmap.maps.page import LEAFLET, CityMapOptions, map_view, tile_options
from webmap.maps.texts import map_texts

FIRST_ZOOM = 13
FONT = "vendor/vazirmatn-33.0.3/Vazirmatn.woff2"
DATA_ELEMENT = "city-data"


class StandalonePage(Figure):
    """The page around the map, with every style and script inside it."""

    _template = macro_template("standalone_page.jinja")

    def __init__(self, title: str) -> None:
        super().__init__(title=title)
        self.style = _inline_style()
        self.library = _read(f"{LEAFLET}/leaflet.js")
        self.modules = joined_script(STATIC / "js" / "map", "standalone")


class StandaloneCityMap(CityMap):
    """A city map that carries everything it shows.

    Parameters
    ----------
    catalogue : Catalogue
        The published version to show.
    """

    _template = macro_template("standalone_map.jinja")

    def __init__(self, catalogue: Catalogue) -> None:
        info = catalogue.info
        options = CityMapOptions(
            centre_lat=info.centre_lat,
            centre_lon=info.centre_lon,
            zoom=FIRST_ZOOM,
            bounds=info.bounds,
            tile_url="",
            asset_url=str,
            attribution=info.attribution_fa,
        )
        super().__init__(
            info.centre_lat,
            info.centre_lon,
            FIRST_ZOOM,
            view=map_view(options),
            scripts=(),
            stylesheets=(),
        )
        self.title = gettext("کوچه‌های آسمانی، %(city)s", city=info.city_fa)
        self.page = StandalonePage(self.title)
        self.page.add_child(self)
        self.is_demo = info.is_demo
        self.as_of = gettext("داده‌ها تا %(date)s", date=day_of_moment(info.built_at))
        self.data = script_json(embedded(catalogue))
        self.words = map_texts()
        with_alleys(
            self,
            f'embeddedTiles("{DATA_ELEMENT}")',
            "startStandaloneMap",
            options=tile_options(info.bounds, style_table()),
            settings={"texts": self.words, "data": DATA_ELEMENT},
        )


def city_map(dataset: Catalogue | Path | str) -> StandaloneCityMap:
    """Return a `folium.Map` with the whole city on it.

    Parameters
    ----------
    dataset : Catalogue, Path or str
        An open catalogue, or the directory builds are published to.

    Raises
    ------
    geodata.errors.DatasetError
        When nothing has been published there, or the network is too large for one file.
    """
    if isinstance(dataset, Catalogue):
        return StandaloneCityMap(dataset)
    return StandaloneCityMap(CatalogueSource(Path(dataset)).current())


def write_city_page(dataset: Catalogue | Path | str, out: Path) -> None:
    """Write the city as one HTML file; an earlier file stays until the new one is whole.

    Raises
    ------
    geodata.errors.DatasetError
        As `city_map`.
    """
    unfinished = out.with_name(f".{out.name}.part-{os.getpid()}")
    try:
        city_map(dataset).save(str(unfinished))
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)


def _inline_style() -> str:
    """Return every style of the page, the font among them."""
    font = base64.b64encode((STATIC / FONT).read_bytes()).decode()
    face = (
        "@font-face{font-family:Vazirmatn;font-weight:400 700;"
        f'src:url("data:font/woff2;base64,{font}") format("woff2")}}\n'
    )
    sheets = (f"{LEAFLET}/leaflet.css", "css/map.css", "css/standalone.css")
    return face + "".join(_read(sheet) for sheet in sheets)


def _read(path: str) -> str:
    return (STATIC / path).read_text(encoding="utf-8")
