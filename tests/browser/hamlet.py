"""A hamlet of four alleys, served as a page with the map under a strict policy.

It is drawn in pixels of zoom 17 around its centre: x to the east, y to the south.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest
from flask import Flask, Response, jsonify, render_template, request

from geodata.tiles.encode import EXTENT, GeometryType, TileFeature, TileLayer, encode_tile
from geodata.tiles.grid import to_mercator, to_units
from webmap.assets import EXTENSION as ASSETS
from webmap.assets import init_assets
from webmap.maps import CityMapOptions, render_city_map

if TYPE_CHECKING:
    from playwright.sync_api import Page

LAT, LON, ZOOM = 34.6416, 50.879, 17
DEGREES_PER_PIXEL = 360 / (256 * 2**ZOOM)
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-N'; style-src 'self' 'nonce-N'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
CATCH_MAP = 'addEventListener("citymap:ready", (event) => { window.city = event.detail; });'
DRAWN = """() => window.city && !city.tiles.isLoading() && !city.tiles.labels.waiting
  && city.tiles.labels.count > 0"""

Wait = Callable[..., None]
Point = tuple[float, float]

one_screen = pytest.mark.parametrize("screen", ["desktop"], indirect=True)
"""For behaviour that does not depend on the screen."""


@dataclass(frozen=True)
class Alley:
    """An alley of the hamlet; `parts` are its segments in pixels of zoom 17."""

    id: int
    name: str
    state: str | None
    parts: tuple[tuple[Point, ...], ...]
    road_class: str = "alley"

    @property
    def lon(self) -> float:
        return degrees(self.parts[0][0])[0]

    @property
    def lat(self) -> float:
        return degrees(self.parts[0][0])[1]


FIRST_ID = 1_099_511_627_000  # ids of alleys reach 2^40, beyond what shifts can hold
NORTH = Alley(FIRST_ID + 1, "شهید نمونهٔ یکم", "named", (((-120, -40), (120, -40)),))
SOUTH = Alley(FIRST_ID + 2, "شهید نمونهٔ دوم", "installed", (((-120, -16), (120, -16)),))
BROKEN = Alley(
    FIRST_ID + 3, "شهید نمونهٔ سوم", "damaged", (((-120, 90), (-20, 90)), ((20, 110), (120, 110)))
)
LOW = Alley(FIRST_ID + 4, "آزمون ۴", None, (((-80, 250), (80, 250)),))
HAMLET = (NORTH, SOUTH, BROKEN, LOW)


def degrees(point: Point) -> Point:
    """Return lon, lat of a point of the hamlet."""
    x, y = point
    return (
        LON + x * DEGREES_PER_PIXEL,
        LAT - y * DEGREES_PER_PIXEL * math.cos(math.radians(LAT)),
    )


def draw_tile(zoom: int, x: int, y: int) -> bytes:
    """Return a tile with all of the hamlet, wherever the tile lies."""
    features = [
        TileFeature(
            GeometryType.LINESTRING,
            [tile_units(part, zoom, x, y) for part in alley.parts],
            {"class": alley.road_class, "name": alley.name}
            | ({"state": alley.state} if alley.state else {}),
            alley.id,
        )
        for alley in HAMLET
    ]
    return encode_tile([TileLayer("alleys", features)])


def tile_units(part: tuple[Point, ...], zoom: int, x: int, y: int) -> list[tuple[int, int]]:
    units = to_units(to_mercator([degrees(point) for point in part]), zoom)
    rows = np.round(units - (x * EXTENT, y * EXTENT)).astype(int).tolist()
    return [(column, row) for column, row in rows]


def hamlet_app() -> Flask:
    """Return a site of one page: the hamlet's map, list, card and search."""
    app = Flask(__name__, static_folder=None, template_folder="templates")
    app.config.update(BROKEN_TILES=0)
    init_assets(app)
    options = CityMapOptions(
        centre_lat=LAT,
        centre_lon=LON,
        zoom=ZOOM,
        bounds=(LON - 0.05, LAT - 0.05, LON + 0.05, LAT + 0.05),
        tile_url="/tiles/{z}/{x}/{y}.mvt",
        asset_url=app.extensions[ASSETS].url,
        attribution="<b>© آزمون</b>",
    )
    parts = render_city_map(options)

    @app.get("/")
    def city() -> Response:
        page = Response(render_template("map_page.html", parts=parts, nonce="N", results=HAMLET))
        page.headers["Content-Security-Policy"] = POLICY
        return page

    @app.get("/tiles/<int:zoom>/<int:x>/<int:y>.mvt")
    def tile(zoom: int, x: int, y: int) -> Response:
        if app.config["BROKEN_TILES"]:
            return Response(status=503)
        return Response(draw_tile(zoom, x, y), mimetype="application/x-protobuf")

    @app.get("/search")
    def search() -> str:
        found = [alley for alley in HAMLET if request.args["q"] in alley.name]
        return render_template("map_results.html", results=found)

    @app.get("/alleys/<int:alley_id>/card")
    def card(alley_id: int) -> str:
        return next(alley.name for alley in HAMLET if alley.id == alley_id)

    @app.get("/api/alleys/<int:alley_id>")
    def alley(alley_id: int) -> Response:
        found = next(alley for alley in HAMLET if alley.id == alley_id)
        lines = [[degrees(point) for point in part] for part in found.parts]
        geometry = {"type": "MultiLineString", "coordinates": lines}
        return jsonify(type="Feature", id=alley_id, properties={}, geometry=geometry)

    return app


def on_screen(page: Page, point: Point) -> Point:
    """Return where a point of the hamlet is in the window [CSS px]."""
    lon, lat = degrees(point)
    x, y = page.evaluate(
        "([lat, lon]) => { const p = city.map.latLngToContainerPoint([lat, lon]);"
        " return [p.x, p.y]; }",
        [lat, lon],
    )
    return float(x), float(y)


def tap(page: Page, point: Point) -> None:
    x, y = on_screen(page, point)
    if page.evaluate("navigator.maxTouchPoints > 0"):
        page.touchscreen.tap(x, y)
    else:
        page.mouse.click(x, y)


def choose(page: Page, point: Point, alley: Alley) -> None:
    tap(page, point)
    page.locator("#card", has_text=alley.name).wait_for()
